import { expect, test } from 'vitest';
import { confirmMessage } from '../../src/discord/confirm-message.ts';
import { channelMessage } from '../../src/sandbox/discord/message-body.ts';
import { aJob, largeJob, WORST_PROMPTS, withPrompt } from './job.ts';

const firstLine = (priceUnits?: number, expectedUnits?: number) =>
  confirmMessage(aJob({ priceUnits }), expectedUnits).content.split('\n')[0];

test('it says what the video costs, as exactly as that is known', () => {
  expect(firstLine(400, 400)).toBe('This video costs **400 CU**.');
  expect(firstLine(undefined, 400)).toBe(
    'This video costs about **400 CU**: its exact price is not known yet.',
  );
  expect(firstLine()).toBe('I could not find out yet what this video costs: it may be expensive.');
});

test('it offers yes and no, and says what happens without an answer', () => {
  const { content, components } = confirmMessage(aJob({ id: 7 }), 400);
  expect(components.flatMap((row) => row.components)).toMatchObject([
    { label: 'Order it', custom_id: 'v1:confirm:7' },
    { label: 'No', custom_id: 'v1:decline:7' },
  ]);
  expect(content).toContain('Nothing is charged before your yes');
});

test.for(WORST_PROMPTS)('Discord takes it with a prompt of %s', ([, prompt]) => {
  const message = confirmMessage(withPrompt(largeJob({ priceUnits: 1_234_567.89 }), prompt), undefined);
  expect(channelMessage.safeParse(message).error).toBeUndefined();
});
