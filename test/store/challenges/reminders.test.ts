import { expect, test } from 'vitest';
import { challengeIn, open } from './scene.ts';

test('members who want to be told of closes are told of each once', async () => {
  const { challenges, reminders } = open();
  const { id } = await challengeIn(challenges, 'open');
  const { id: other } = await challengeIn(challenges, 'open');
  for (const userId of ['cid', 'ada', 'bob']) expect(await reminders.toggle(id, userId)).toBe(true);
  expect(await reminders.toggle(id, 'bob')).toBe(false);
  await reminders.toggle(other, 'eve');
  expect(await reminders.toTell(id, 'entries-24', 9)).toEqual(['ada', 'cid']);
  expect(await reminders.toTell(id, 'entries-24', 1)).toEqual(['ada']);
  expect(await reminders.toTell(id, 'entries-24', 9, 'ada')).toEqual(['cid']);
  expect(await reminders.toTell(id, 'entries-24', 9, 'cid')).toEqual([]);
  await reminders.told(id, 'entries-24', 'ada');
  expect(await reminders.toTell(id, 'entries-24', 9)).toEqual(['cid']);
  expect(await reminders.toTell(id, 'entries-1', 9)).toEqual(['ada', 'cid']);
  await reminders.told(id, 'entries-1', 'ada');
  await reminders.told(id, 'entries-1', 'nobody');
  expect(await reminders.toTell(id, 'entries-1', 9)).toEqual(['cid']);
  expect(await reminders.toTell(other, 'entries-1', 9)).toEqual(['eve']);
  expect(await reminders.toggle(id, 'bob')).toBe(true);
  expect(await reminders.toTell(id, 'entries-1', 9)).toEqual(['bob', 'cid']);
});
