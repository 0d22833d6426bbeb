import { describe, expect, test } from 'vitest';
import { type Challenge, ENTRY_STATES, type Entry } from '../../../src/challenges/challenge.ts';
import { entryDetail, isOnEntry } from '../../../src/challenges/entry-cases.ts';
import { PHASES } from '../../../src/challenges/phases.ts';
import { CHALLENGE_TEXT_MAX, DEFAULT_CHALLENGE_SETTINGS } from '../../../src/challenges/settings.ts';
import {
  isOpenForReview,
  REVIEW_PAGE_SIZE,
  renderEntryNotice,
  renderReviewPage,
} from '../../../src/discord/moderation/entry-review.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from '../job.ts';
import { ACTIVE, ACTIVE_ESCAPED, expectTaken, labelsIn, textIn } from './views.ts';

const challenge: Challenge = {
  id: 3,
  guildId: '100000000000000001',
  hostId: '300000000000000005',
  phase: 'open',
  phaseSince: NOW,
  title: 'Rain',
  theme: 'Anything with rain',
  rules: undefined,
  settings: DEFAULT_CHALLENGE_SETTINGS,
  schedule: { opensAt: NOW, entriesUntil: NOW + 1, reviewUntil: NOW + 2, votesUntil: NOW + 3 },
  round: 1,
  runOffEntryIds: [],
  pausedAt: undefined,
  reason: undefined,
  channelId: '200000000000000001',
  threadId: undefined,
  scheduledEventId: undefined,
  votesFrom: undefined,
  secret: 's',
  seriesId: undefined,
  createdAt: NOW,
  publishedAt: NOW,
  closedAt: undefined,
};
const entry: Entry = {
  id: 12,
  challengeId: 3,
  number: 4,
  userId: '300000000000000001',
  jobId: 7,
  title: 'My boat',
  state: 'waiting',
  reason: undefined,
  enteredAt: NOW,
  swappedAt: undefined,
};
const job = aJob({ state: 'delivered', resultMessageId: '42' });
const waiting = { challenge, entry, job };
const decision = { actorId: '300000000000000002', number: 5 };
const lastLine = (state: Entry['state'], made?: typeof decision, reason?: string) =>
  textIn(renderEntryNotice({ ...waiting, entry: { ...entry, state, reason } }, made))
    .split('\n')
    .at(-1);

test('an entry that waits tells everything that a decision needs', () => {
  const message = renderEntryNotice(waiting, undefined);
  expect(textIn(message).split('\n')).toEqual([
    'Entry 4 of **Rain**: “My boat”',
    'By <@300000000000000001> · entered <t:1795348800:R> · [video #7](https://discord.com/channels/100000000000000001/200000000000000001/42)',
    '> A paper boat at dusk',
    expect.stringMatching(/720p/),
    '',
    '✋ **Waiting for a moderator.** If nobody decides before the vote begins, it is accepted.',
  ]);
  expect(labelsIn(message)).toEqual(['Accept', 'Refuse']);
  expect(JSON.stringify(message)).toContain('v1:entry-accept:12:7');
  expectTaken(message);
});

test('one that was swapped says when, and a video that is gone is not linked', () => {
  const swapped = { ...entry, swappedAt: NOW + 60_000, title: undefined };
  expect(textIn(renderEntryNotice({ ...waiting, entry: swapped }, undefined))).toContain(
    'swapped <t:1795348860:R>',
  );
  const removed = { ...job, removedAt: NOW };
  expect(textIn(renderEntryNotice({ ...waiting, job: removed }, undefined))).toContain(
    'not posted (any more)',
  );
  expect(textIn(renderEntryNotice({ ...waiting, job: undefined }, undefined))).toContain(
    'nothing is known any more',
  );
});

test('in the list, names that are hidden are told to those alone who are to know them', () => {
  const listed = (anonymous: boolean, namesAuthors: boolean): string => {
    const hidden = { ...challenge, settings: { ...DEFAULT_CHALLENGE_SETTINGS, anonymous } };
    return textIn(
      renderReviewPage({ shown: [{ ...waiting, challenge: hidden }], after: 0, total: 1, namesAuthors }),
    );
  };
  expect(listed(true, false)).not.toContain(entry.userId);
  expect(listed(true, false)).toContain('entered <t:1795348800:R> · [video #7]');
  for (const shown of [listed(true, true), listed(false, false)]) {
    expect(shown).toContain(`By <@${entry.userId}> · entered`);
  }
});

describe('afterwards it says what became of it, without buttons', () => {
  test.each([
    ['accepted', lastLine('accepted', decision), '✅ **Accepted** by <@300000000000000002> · Case 5'],
    ['accepted by time', lastLine('accepted'), '✅ **Accepted**: nobody decided before the vote.'],
    [
      'refused',
      lastLine('refused', decision, 'no *b*'),
      '⛔ **Refused** by <@300000000000000002>: “no \\*b\\*” · Case 5',
    ],
    ['withdrawn', lastLine('withdrawn'), '↩️ **Withdrawn**: it takes no part any more.'],
    ['disqualified', lastLine('disqualified', undefined, 'gone'), '⛔ **Disqualified**: “gone”'],
  ])('%s', (_, line, expected) => expect(line).toBe(expected));

  test.each(ENTRY_STATES.flatMap((state) => PHASES.map((phase) => [state, phase] as const)))(
    '%s in %s',
    (state, phase) => {
      const reviewed = { challenge: { ...challenge, phase }, entry: { ...entry, state }, job };
      const isOpen = state === 'waiting' && ['open', 'review'].includes(phase);
      expect(isOpenForReview(reviewed)).toBe(isOpen);
      expect(labelsIn(renderEntryNotice(reviewed, undefined))).toEqual(isOpen ? ['Accept', 'Refuse'] : []);
    },
  );
});

describe('whatever users wrote, Discord takes it, and none of it is formatted', () => {
  const title = '*'.repeat(CHALLENGE_TEXT_MAX.title);
  const largest = (prompt: string) => ({
    challenge: { ...challenge, title, phase: 'review' as const },
    entry: {
      ...entry,
      id: 999_999_999_999,
      title: '_'.repeat(CHALLENGE_TEXT_MAX.entryTitle),
      jobId: 999_999_999_999,
    },
    job: withPrompt(largeJob({ state: 'delivered', resultMessageId: '9'.repeat(20) }), prompt),
  });
  test.each(WORST_PROMPTS)('%s', (_, prompt) => {
    const one = largest(prompt);
    expectTaken(renderEntryNotice(one, undefined));
    const refused = { ...one.entry, state: 'refused' as const, reason: '#'.repeat(300) };
    expectTaken(renderEntryNotice({ ...one, entry: refused }, decision));
    const shown = Array.from({ length: REVIEW_PAGE_SIZE }, (_unused, index) => ({
      ...one,
      // One video may wait in several challenges.
      entry: { ...one.entry, id: one.entry.id - index },
    }));
    expectTaken(
      renderReviewPage({
        shown,
        after: 999_999_999_990,
        total: 200,
        namesAuthors: true,
        note: 'x'.repeat(400),
      }),
    );
  });

  test('signs of all kinds', () => {
    const active = {
      ...waiting,
      challenge: { ...challenge, title: ACTIVE },
      entry: { ...entry, title: ACTIVE },
    };
    const text = textIn(renderEntryNotice(active, undefined));
    expect(text.split('\n')[0]).toBe(`Entry 4 of **${ACTIVE_ESCAPED}**: “${ACTIVE_ESCAPED}”`);
  });
});

test('a case is known again by the entry that it is on, whatever the title is by now', () => {
  const detail = entryDetail(challenge, entry);
  expect(isOnEntry({ detail }, challenge, entry)).toBe(true);
  const renamed = { ...challenge, title: 'Snow' };
  expect(isOnEntry({ detail }, renamed, entry)).toBe(true);
  expect(isOnEntry({ detail }, { ...challenge, id: 31 }, entry)).toBe(false);
  expect(isOnEntry({ detail }, challenge, { ...entry, number: 41 })).toBe(false);
  expect(isOnEntry({ detail: undefined }, challenge, entry)).toBe(false);
});
