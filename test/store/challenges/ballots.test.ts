import { describe, expect, test } from 'vitest';
import { PHASES } from '../../../src/challenges/phases.ts';
import { VOTING_METHODS } from '../../../src/challenges/tally.ts';
import {
  challengeIn,
  contentsOf,
  ENTRIES_UNTIL,
  enter,
  go,
  open,
  openChallenge,
  VOTES_UNTIL,
  vote,
  votingChallenge,
  WHILE_OPEN,
  WHILE_VOTING,
} from './scene.ts';

const NOT_VOTING = { kind: 'not-voting' };
const NO_SUCH_ENTRY = { kind: 'no-such-entry' };

describe('a vote', () => {
  test('makes the ballot, the next one changes it', async () => {
    const { challenges, ballots } = open();
    const { challenge } = await votingChallenge(challenges);
    const first = vote(challenge, 'eve', 1, 5);
    expect(await ballots.cast(first, WHILE_VOTING)).toEqual({
      kind: 'cast',
      marks: [{ entryId: 1, value: 5 }],
    });
    // Whatever is said of the account later: what counts is how it was at first.
    await ballots.cast({ ...vote(challenge, 'eve', 2, 3), accountCreatedAt: 1 }, WHILE_VOTING + 1);
    const changed = await ballots.cast(vote(challenge, 'eve', 1, 4), WHILE_VOTING + 2);
    const marks = [
      { entryId: 2, value: 3 },
      { entryId: 1, value: 4 },
    ];
    expect(changed).toEqual({ kind: 'cast', marks });
    expect(await ballots.marksOf(challenge.id, 1, 'eve')).toEqual(marks);
    expect(await ballots.all(challenge.id, 1)).toEqual([
      {
        voterId: 'eve',
        marks,
        castAt: WHILE_VOTING,
        changedAt: WHILE_VOTING + 2,
        accountCreatedAt: first.accountCreatedAt,
      },
    ]);
    expect(await ballots.marksOf(challenge.id, 1, 'dan')).toEqual([]);
    expect(await ballots.marksOf(challenge.id, 2, 'eve')).toEqual([]);
  });

  test.each([
    ['one-pick', [{ entryId: 2, value: 1 }]],
    ['ranked', [{ entryId: 2, value: 1 }]],
    [
      'approval',
      [
        { entryId: 1, value: 1 },
        { entryId: 2, value: 1 },
      ],
    ],
  ] as const)('is counted by the method: %s', async (method, marks) => {
    const { challenges, ballots } = open();
    const { challenge } = await votingChallenge(challenges, undefined, { settings: { method } });
    await ballots.cast(vote(challenge, 'eve', 1, 1), WHILE_VOTING);
    await ballots.cast(vote(challenge, 'eve', 2, 1), WHILE_VOTING);
    expect(await ballots.marksOf(challenge.id, 1, 'eve')).toEqual(marks);
  });

  test('taken back leaves a ballot that does not count as turnout; with nothing to take back there is none', async () => {
    const { challenges, ballots } = open();
    const { challenge } = await votingChallenge(challenges);
    expect(await ballots.cast(vote(challenge, 'dan', 1, undefined), WHILE_VOTING)).toEqual({
      kind: 'cast',
      marks: [],
    });
    expect(await ballots.all(challenge.id, 1)).toEqual([]);
    await ballots.cast(vote(challenge, 'dan', 1, 2), WHILE_VOTING);
    await ballots.cast(vote(challenge, 'eve', 1, 2), WHILE_VOTING);
    expect(await ballots.turnout(challenge.id, 1)).toBe(2);
    await ballots.cast(vote(challenge, 'dan', 1, undefined), WHILE_VOTING);
    expect(await ballots.turnout(challenge.id, 1)).toBe(1);
    expect(await ballots.all(challenge.id, 1)).toMatchObject([
      { voterId: 'dan', marks: [] },
      { voterId: 'eve' },
    ]);
    await ballots.cast(vote(challenge, 'dan', 2, 1), WHILE_VOTING);
    expect(await ballots.turnout(challenge.id, 1)).toBe(2);
  });

  test.each(PHASES.filter((phase) => phase !== 'voting'))('is refused in %s', async (phase) => {
    const { challenges, ballots, db } = open();
    const challenge = await challengeIn(challenges, phase);
    const before = contentsOf(db);
    expect(await ballots.cast(vote(challenge, 'eve', 1, 1), WHILE_VOTING)).toEqual(NOT_VOTING);
    expect(contentsOf(db)).toEqual(before);
  });

  test('is refused before the entries stand, in a pause, and after the published end', async () => {
    const { challenges, ballots } = open();
    const { id } = await challengeIn(challenges, 'open');
    const cast = (now: number) => ballots.cast(vote({ id }, 'eve', 1, 1), now);
    await go(challenges, id, 'open', 'voting', ENTRIES_UNTIL);
    expect(await cast(WHILE_VOTING)).toEqual(NOT_VOTING);
    await challenges.votingReady(id, (present) => present, ENTRIES_UNTIL + 1);
    expect(await cast(ENTRIES_UNTIL)).toEqual(NOT_VOTING);
    expect(await cast(ENTRIES_UNTIL + 1)).toMatchObject({ kind: 'cast' });
    expect(await cast(VOTES_UNTIL)).toEqual(NOT_VOTING);
    await challenges.pause(id, undefined, WHILE_VOTING);
    expect(await cast(WHILE_VOTING)).toEqual(NOT_VOTING);
    await challenges.resume(id, (present) => present, WHILE_VOTING);
    expect(await cast(VOTES_UNTIL - 1)).toMatchObject({ kind: 'cast' });
    expect(await ballots.cast(vote({ id: 99 }, 'eve', 1, 1), WHILE_VOTING)).toEqual(NOT_VOTING);
  });

  test('is refused for one’s own entry, to give or to take back', async () => {
    const { challenges, ballots, db } = open();
    const { challenge, entries } = await votingChallenge(challenges);
    const before = contentsOf(db);
    for (const { id, userId } of entries) {
      for (const value of [1, undefined]) {
        const own = vote(challenge, userId, id, value);
        expect(await ballots.cast(own, WHILE_VOTING)).toEqual({ kind: 'own-entry' });
      }
    }
    expect(contentsOf(db)).toEqual(before);
  });

  test('is refused for an entry that takes no part, or is another challenge’s', async () => {
    const { challenges, ballots } = open();
    const { challenge: other } = await votingChallenge(challenges);
    const { id } = await openChallenge(challenges);
    const [fine, second, withdrawn] = [
      await enter(challenges, { id }, { userId: 'ada' }),
      await enter(challenges, { id }, { userId: 'bob' }),
      await enter(challenges, { id }, { userId: 'cid' }),
    ];
    await challenges.withdraw(withdrawn.id, WHILE_OPEN);
    await go(challenges, id, 'open', 'voting', ENTRIES_UNTIL);
    await challenges.votingReady(id, (present) => present, ENTRIES_UNTIL);
    const cast = (entryId: number) => ballots.cast(vote({ id }, 'eve', entryId, 1), WHILE_VOTING);
    expect(await cast(fine.id)).toMatchObject({ kind: 'cast' });
    expect(await cast(withdrawn.id)).toEqual(NO_SUCH_ENTRY);
    expect(await cast(99)).toEqual(NO_SUCH_ENTRY);
    expect(await ballots.cast(vote(other, 'eve', fine.id, 1), WHILE_VOTING)).toEqual(NO_SUCH_ENTRY);
    await cast(second.id);
    await challenges.disqualify(second.id, { kind: 'remove', actorId: 'mod' }, WHILE_VOTING);
    expect(await cast(second.id)).toEqual(NO_SUCH_ENTRY);
    // What was cast stays: it counts for nothing.
    expect(await ballots.marksOf(id, 1, 'eve')).toHaveLength(2);
  });

  test.each(VOTING_METHODS)(
    'with a mark that %s does not know is refused in words, and nothing is kept',
    async (method) => {
      const { challenges, ballots, db } = open();
      const { challenge } = await votingChallenge(challenges, undefined, { settings: { method } });
      const before = contentsOf(db);
      for (const value of [0, -1, 6, 1.5, Number.NaN]) {
        const cast = ballots.cast(vote(challenge, 'eve', 1, value), WHILE_VOTING);
        await expect(cast).rejects.toMatchObject({ name: 'ExpectedError', code: 'no-such-mark' });
      }
      expect(contentsOf(db)).toEqual(before);
    },
  );
});

test('a run-off has ballots of its own, for its entries only', async () => {
  const { challenges, ballots } = open();
  const { challenge } = await votingChallenge(challenges);
  await ballots.cast(vote(challenge, 'eve', 1, 5), WHILE_VOTING);
  await go(challenges, challenge.id, 'voting', 'tallying', VOTES_UNTIL);
  await challenges.move(challenge.id, {
    from: 'tallying',
    to: 'voting',
    at: VOTES_UNTIL,
    runOffEntryIds: [1, 2],
    schedule: { ...challenge.schedule, votesUntil: VOTES_UNTIL + 10 },
  });
  expect(await ballots.cast(vote(challenge, 'eve', 3, 5), VOTES_UNTIL)).toEqual(NO_SUCH_ENTRY);
  expect(await ballots.cast(vote(challenge, 'eve', 2, 4), VOTES_UNTIL)).toMatchObject({
    marks: [{ entryId: 2, value: 4 }],
  });
  expect(await ballots.marksOf(challenge.id, 1, 'eve')).toEqual([{ entryId: 1, value: 5 }]);
  expect([await ballots.turnout(challenge.id, 1), await ballots.turnout(challenge.id, 2)]).toEqual([1, 1]);
});

describe('after the close', () => {
  test('voters are looked at in batches, each once, and what counts is told apart', async () => {
    const { challenges, ballots } = open();
    const { challenge } = await votingChallenge(challenges);
    const { id } = challenge;
    for (const voterId of ['v3', 'v1', 'v5', 'v2', 'v4']) {
      await ballots.cast(vote(challenge, voterId, 1, 4), WHILE_VOTING);
    }
    // Nothing on it: its voter need not be looked up.
    await ballots.cast(vote(challenge, 'v2', 1, undefined), WHILE_VOTING);
    await go(challenges, id, 'voting', 'tallying', VOTES_UNTIL);
    const names = (list: { voterId: string }[]) => list.map(({ voterId }) => voterId);
    expect(names(await ballots.all(id, 1))).toEqual(['v1', 'v2', 'v3', 'v4', 'v5']);
    expect(await ballots.valid(id, 1)).toEqual({ ballots: [], invalid: 0 });
    expect(names(await ballots.unchecked(id, 1, 2))).toEqual(['v1', 'v3']);
    await ballots.checked(id, 1, [
      { voterId: 'v1', valid: true },
      { voterId: 'v3', valid: false },
    ]);
    expect(names(await ballots.unchecked(id, 1, 9))).toEqual(['v4', 'v5']);
    await ballots.checked(id, 1, [
      { voterId: 'v4', valid: true },
      { voterId: 'v5', valid: false },
      { voterId: 'nobody', valid: true },
    ]);
    expect(await ballots.unchecked(id, 1, 9)).toEqual([]);
    const counted = ['v1', 'v4'].map((voterId) => ({ voterId, marks: [{ entryId: 1, value: 4 }] }));
    expect(await ballots.valid(id, 1)).toEqual({ ballots: counted, invalid: 2 });
    expect(await ballots.valid(id, 2)).toEqual({ ballots: [], invalid: 0 });
    // A second look, after a crash, may come to another end.
    await ballots.checked(id, 1, [{ voterId: 'v3', valid: true }]);
    expect((await ballots.valid(id, 1)).invalid).toBe(1);
  });
});

test('while a large vote is read, others have their turn', async () => {
  const { challenges, ballots } = open();
  const { challenge, entries } = await votingChallenge(challenges);
  const [entry] = entries;
  for (let index = 0; index < 200; index += 1) {
    await ballots.cast(vote(challenge, `v${index}`, entry?.id ?? 0, 1), WHILE_VOTING);
  }
  let isRead = false;
  const reading = ballots.all(challenge.id, 1).then((all) => {
    isRead = true;
    return all;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isRead).toBe(false);
  expect(await reading).toHaveLength(200);
});
