import { expect, test } from 'vitest';
import type { Entry } from '../../../src/challenges/challenge.ts';
import type { Hint } from '../../../src/challenges/suspicion.ts';
import { renderSuspicions } from '../../../src/discord/challenges/suspicion-view.ts';
import { NOW } from '../job.ts';
import { expectTaken, textIn } from '../moderation/views.ts';

const DAY_MS = 24 * 3_600_000;
const voterIds = (count: number) => Array.from({ length: count }, (_, index) => String(10 ** 17 + index));
const challenge = { title: 'Rain *and* snow' };
const entries = [7, 8].map(
  (number): Entry => ({
    id: number + 100,
    challengeId: 1,
    number,
    userId: `author ${number}`,
    jobId: number,
    title: undefined,
    state: 'accepted',
    reason: undefined,
    enteredAt: NOW,
    swappedAt: undefined,
  }),
);
const HINTS: Hint[] = [
  { kind: 'young-accounts', entryId: 107, voterIds: voterIds(3), withinMs: 1.2 * DAY_MS },
  { kind: 'at-once', entryId: 108, voterIds: voterIds(12), at: NOW, withinMs: 400 },
  { kind: 'newcomers', entryId: 107, voterIds: voterIds(4) },
  { kind: 'each-other', entryIds: [107, 108] },
];

test('each hint is in plain words, entries by their numbers, with a word of caution', () => {
  const message = renderSuspicions(challenge, entries, [{ round: 1, ballots: 40, hints: HINTS }]);
  const [heading, caution, ...lines] = textIn(message).split('\n');
  expect(heading).toBe('What stands out in the vote of **Rain \\*and\\* snow** · 40 ballots');
  expect(caution).toContain('hints, not proof');
  expect(lines).toEqual([
    expect.stringMatching(
      /^- \*\*Entry 7\*\*: 3 young accounts, made within 2 days of each other, voted for it: <@\d+>, <@\d+>, <@\d+>\.$/,
    ),
    expect.stringMatching(
      /^- \*\*Entry 8\*\*: 12 members voted for it within 1 s, <t:1795348800:f>: (<@\d+>, ){9}<@\d+> and 2 more\.$/,
    ),
    expect.stringMatching(
      /^- \*\*Entry 7\*\*: 4 members who came after the announcement voted for it and for nothing else: /,
    ),
    '- **Entry 7** and **Entry 8**: their authors voted for each other.',
  ]);
  expect(textIn(message)).not.toContain('author 7');
  expectTaken(message);
});

test('a run-off is told apart, and a quiet vote is said to be one', () => {
  const rounds = [
    { round: 1, ballots: 1, hints: [] },
    { round: 2, ballots: 3, hints: HINTS.slice(3) },
  ];
  expect(textIn(renderSuspicions(challenge, entries, rounds))).toMatch(
    / · 1 ballot, 3 ballots of the run-off\n.*\n- Run-off: \*\*Entry 7\*\*/,
  );
  expect(textIn(renderSuspicions(challenge, entries, rounds.slice(0, 1)))).toContain('Nothing stands out.');
});

test('more hints than fit are counted', () => {
  const hints = Array.from({ length: 100 }, () => HINTS).flat();
  const message = renderSuspicions(challenge, entries, [{ round: 1, ballots: 5_000, hints }]);
  expect(textIn(message)).toMatch(/… and \d+ more$/);
  expectTaken(message);
});
