import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMPONENT_ACTIONS, customId, parseCustomId } from '../../src/discord/custom-id.ts';

const LARGEST_ID = 999_999_999_999_999;

test('every id that is made can be read, and is short enough for Discord', () => {
  fc.assert(
    fc.property(fc.constantFrom(...COMPONENT_ACTIONS), fc.nat(LARGEST_ID), (action, subject) => {
      const id = customId(action, subject);
      expect(id.length).toBeLessThanOrEqual(100);
      expect(parseCustomId(id)).toEqual({ action, id: subject });
    }),
    { examples: [['cancel', LARGEST_ID]] },
  );
});

test('what an action needs besides a number comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...COMPONENT_ACTIONS),
      fc.nat(LARGEST_ID),
      fc.string(),
      (action, id, argument) => {
        expect(parseCustomId(customId(action, id, argument))).toEqual({ action, id, argument });
      },
    ),
    { examples: [['history-page', 2, 'a:b\n:c']] },
  );
});

test('ids of past messages go on meaning what they meant', () => {
  expect(parseCustomId('v1:cancel:12')).toEqual({ action: 'cancel', id: 12 });
  expect(parseCustomId('v1:prompt:12')).toEqual({ action: 'prompt', id: 12 });
  expect(parseCustomId('v1:cancel-one:0')).toEqual({ action: 'cancel-one', id: 0 });
  expect(customId('cancel-one')).toBe('v1:cancel-one:0');
});

test.each([
  '',
  'cancel',
  'v1:cancel',
  'v1:cancel:',
  'v1:cancel:x',
  'v1:cancel:-1',
  'v1:cancel:1.5',
  'v1:cancel:1e3',
  'v1:cancel: 1',
  'v1:cancel:1 ',
  'v1:cancel:1.2',
  'v1:cancel:1\n',
  'v1:Cancel:1',
  'v1:delete:1',
  'v1:constructor:1',
  'v2:cancel:1',
  ' v1:cancel:1',
  'v1:cancel:9999999999999999',
])('%j is none of the bot’s', (id) => {
  expect(parseCustomId(id)).toBeUndefined();
});

test('what was not made here is not understood', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), (text) => {
      const parsed = parseCustomId(text);
      if (parsed) expect(text).toMatch(/^v1:/);
    }),
  );
});
