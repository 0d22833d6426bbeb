import { describe, expect, test } from 'vitest';
import { ENTRY_STATES } from '../../../src/challenges/challenge.ts';
import type { Phase } from '../../../src/challenges/phases.ts';
import { entryAltText, renderEntry, withWay } from '../../../src/discord/challenges/entry-post.ts';
import { entryFileName } from '../../../src/discord/challenges/post-marks.ts';
import { wordsFor } from '../../../src/discord/words/index.ts';
import { LANGUAGES } from '../../../src/moderation/language.ts';
import { channelMessage } from '../../../src/sandbox/discord/message-body.ts';
import { aJob, largeJob, WORST_PROMPTS, withPrompt } from '../job.ts';
import { aChallenge, anEntry } from './a-challenge.ts';

const words = wordsFor('en');
const DONE = aJob({ state: 'delivered', resultMessageId: '4' });
const SECRETS = ['300000000000000007', 'paper boat', '#7', 'veo-7', 'seed'];

describe('an entry', () => {
  test.each<Phase>(['voting', 'tallying'])('tells neither name nor prompt while it is %s', (phase) => {
    const entry = anEntry(7, { title: 'Wet' });
    const post = renderEntry(aChallenge({ phase }), entry, DONE, words);
    expect(post).toMatchObject({ kind: 'clip', message: { content: '**Entry 7** · Wet' } });
    const all = JSON.stringify([post.message, entryAltText(entry, words), entryFileName(entry)]);
    for (const secret of SECRETS) expect(all).not.toContain(secret);
    expect(entryAltText(entry, words)).toBe('Entry 7 · Wet');
  });

  test('tells both at the end, and from the beginning where names are not hidden', () => {
    const told = '**Entry 7**\n-# by <@300000000000000007>\n> A paper boat at dusk\n';
    for (const challenge of [
      aChallenge({ phase: 'closed' }),
      aChallenge({ phase: 'voting', settings: { anonymous: false } }),
    ]) {
      expect(renderEntry(challenge, anEntry(7), DONE, words).message.content).toContain(told);
    }
  });

  test.each([
    ['withdrawn', /withdrawn/],
    ['disqualified', /disqualified/],
    ['refused', /disqualified/],
  ] as const)('is words only once it was %s', (state, says) => {
    const post = renderEntry(aChallenge({ phase: 'closed' }), anEntry(7, { state }), DONE, words);
    expect(post.kind).toBe('text');
    expect(post.message.content).toMatch(says);
    expect(post.message.content).not.toContain('<@');
  });

  test.each([
    ['purged', aJob({ ...DONE, purgedAt: 1 })],
    ['removed', aJob({ ...DONE, removedAt: 1 })],
    ['unknown', undefined],
  ])('says that its video is gone when that is %s', (_what, job) => {
    const post = renderEntry(aChallenge({ phase: 'closed' }), anEntry(7), job, words);
    expect(post).toMatchObject({ kind: 'text', message: { content: expect.stringContaining('is gone') } });
  });

  test('has its link on a line of its own, hidden where it is a spoiler', () => {
    const { message } = renderEntry(aChallenge({ phase: 'voting' }), anEntry(7), DONE, words);
    const link = { kind: 'link', original: { url: 'https://x.example/a', until: undefined } } as const;
    expect(withWay(anEntry(7), message, { kind: 'file' }, false, words)).toEqual(message);
    expect(withWay(anEntry(7), message, link, false, words).content).toMatch(
      /^\*\*Entry 7\*\*\n.*https:\/\/x\.example\/a/,
    );
    expect(withWay(anEntry(7), message, link, true, words).content).toMatch(
      /\|\| .*https:\/\/x\.example\/a.* \|\|/,
    );
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(WORST_PROMPTS)('Discord takes it with texts of nothing but %s', (_what, text) => {
    const original = { url: `https://cdn.cloud.scenario.com/${'x'.repeat(969)}`, until: undefined };
    for (const state of ENTRY_STATES) {
      const entry = anEntry(999_999, { title: text.slice(0, 80), state, userId: '9'.repeat(20) });
      const job = withPrompt(largeJob({ state: 'delivered' }), text);
      const { message } = renderEntry(aChallenge({ phase: 'closed' }), entry, job, wordsFor(language));
      const linked = withWay(entry, message, { kind: 'link', original }, true, wordsFor(language));
      expect(channelMessage.safeParse(linked).error?.issues).toBeUndefined();
      expect(entryAltText(entry, wordsFor(language)).length).toBeLessThanOrEqual(1_024);
    }
  });
});
