import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meantPrompt, promptChoices } from '../../src/discord/prompt-suggestions.ts';
import { aJob, WORST_PROMPTS, withPrompt } from './job.ts';

const { userId, guildId } = aJob();
const storeOf = (prompt: string) => ({ find: async () => withPrompt(aJob({ state: 'delivered' }), prompt) });

test.for(WORST_PROMPTS)('the worst prompts are suggestions that Discord takes: %s', ([, prompt]) => {
  for (const { name, value } of promptChoices([{ jobId: 999_999_999_999, prompt }])) {
    expect(name.length).toBeGreaterThan(0);
    expect(name.length).toBeLessThanOrEqual(100);
    expect(value.length).toBeLessThanOrEqual(100);
  }
});

test('whichever prompt is picked is the one that is meant', async () => {
  const prompts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(prompts, async (prompt) => {
      const [choice] = promptChoices([{ jobId: 7, prompt }]);
      const meant = await meantPrompt(choice?.value ?? '', { userId, guildId }, storeOf(prompt));
      expect(meant).toBe(prompt);
    }),
  );
});
