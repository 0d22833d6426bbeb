import { expect, test } from 'vitest';
import { withMark } from '../../../src/challenges/ballot.ts';
import type { VoteResult } from '../../../src/challenges/ballot-store.ts';
import { type Mark, tally, VOTING_METHODS } from '../../../src/challenges/tally.ts';
import { countedOtherwise } from '../../challenges/ballots.ts';
import { go, open, VOTES_UNTIL, vote, votingChallenge, WHILE_VOTING } from './scene.ts';

const ENTRIES = 200;
const VOTERS = 5_000;
/** Of the voters the last ones are entrants themselves. */
const members = Array.from({ length: ENTRIES }, (_, index) => `voter-${VOTERS - index - 1}`);

/** Numbers that look random and are the same at every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test.each(VOTING_METHODS)(
  '200 entries and 5,000 voters at once (%s): no ballot is lost or doubled, and the tally is that of an independent count',
  { timeout: 60_000 },
  async (method) => {
    const { challenges, ballots } = open();
    const { challenge, entries } = await votingChallenge(challenges, members, {
      settings: { method, minRatings: 3 },
    });
    const ownerOf = new Map(entries.map(({ id, userId }) => [id, userId]));
    const random = generator(VOTING_METHODS.indexOf(method) + 1);
    // In the order in which they are asked for: voters interleave, change their minds, take marks back.
    const marks = Array.from({ length: VOTERS * 2 }, (_, index) => ({
      voterId: `voter-${(index * 7 + random(3)) % VOTERS}`,
      entryId: entries[random(ENTRIES)]?.id ?? 0,
      value: random(6) === 0 ? undefined : markOf(method, random),
    }));
    // Some mark again what they have marked.
    const again = marks
      .filter((_, index) => index % 5 === 0)
      .map((mark) => ({ ...mark, value: markOf(method, random) }));
    const asked = [...marks, ...again];
    const answers = await Promise.all(
      asked.map(({ voterId, entryId, value }) =>
        ballots.cast(vote(challenge, voterId, entryId, value), WHILE_VOTING),
      ),
    );

    // What was acknowledged, one answer after another, counted by hand.
    const expected = new Map<string, Mark[]>();
    const expectedAnswers = asked.map(({ voterId, entryId, value }): VoteResult => {
      if (ownerOf.get(entryId) === voterId) return { kind: 'own-entry' };
      const own = withMark(method, expected.get(voterId) ?? [], entryId, value);
      if (own.length > 0 || expected.has(voterId)) expected.set(voterId, own);
      return { kind: 'cast', marks: own };
    });
    expect(answers).toEqual(expectedAnswers);
    const voted = [...expected].filter(([, own]) => own.length > 0);
    expect(voted.length).toBeGreaterThan(VOTERS / 2);
    expect(await ballots.turnout(challenge.id, 1)).toBe(voted.length);
    const all = await ballots.all(challenge.id, 1);
    expect(all.map(({ voterId, marks: own }) => [voterId, own])).toEqual(
      [...expected].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );

    await go(challenges, challenge.id, 'voting', 'tallying', VOTES_UNTIL);
    const isLeft = (voterId: string) => voterId.endsWith('7');
    for (;;) {
      const batch = await ballots.unchecked(challenge.id, 1, 500);
      if (batch.length === 0) break;
      const verdicts = batch.map(({ voterId }) => ({ voterId, valid: !isLeft(voterId) }));
      await ballots.checked(challenge.id, 1, verdicts);
    }
    const { ballots: valid, invalid } = await ballots.valid(challenge.id, 1);
    expect(invalid).toBe(voted.filter(([voterId]) => isLeft(voterId)).length);
    const counted = voted
      .filter(([voterId]) => !isLeft(voterId))
      .map(([voterId, own]) => ({ voterId, marks: own }));
    const rules = { method, ties: 'order', minRatings: 3 } as const;
    expect(tally(entries, valid, rules)).toEqual(countedOtherwise(entries, counted, rules));
  },
);

function markOf(method: (typeof VOTING_METHODS)[number], random: (below: number) => number): number {
  switch (method) {
    case 'one-pick':
    case 'approval':
      return 1;
    case 'ranked':
      return 1 + random(3);
    case 'stars':
      return 1 + random(5);
  }
}
