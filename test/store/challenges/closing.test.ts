import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/challenges/challenge.ts';
import type { NewChallenge } from '../../../src/challenges/challenge-store.ts';
import { PHASES } from '../../../src/challenges/phases.ts';
import type { Prize } from '../../../src/challenges/settings.ts';
import { quotaGrants } from '../../../src/store/schema.ts';
import { DAY_MS, termsOf } from '../orders.ts';
import {
  challengeIn,
  contentsOf,
  dueNames,
  ENTRIES_UNTIL,
  go,
  OPENS,
  open,
  openChallenge,
  outcomeOf,
  settlePosts,
  VOTES_UNTIL,
  votingChallenge,
  WHILE_VOTING,
} from './scene.ts';

type Stores = ReturnType<typeof open>;
const END = VOTES_UNTIL + 60_000;

/** A challenge that is being counted, with an entry of each of these members. */
async function tallying(
  { challenges }: Stores,
  members: readonly string[],
  prizes: Prize[] = [],
  changes: Pick<Partial<NewChallenge>, 'guildId' | 'title' | 'schedule'> = {},
) {
  const { challenge, entries } = await votingChallenge(challenges, members, {
    ...changes,
    settings: { prizes, entriesPerMember: 3 },
  });
  await go(challenges, challenge.id, 'voting', 'tallying', VOTES_UNTIL);
  return { challenge, entries };
}

/** Entries with these places, and those among them that win nothing. */
const placed = (
  entryIds: readonly number[],
  places: readonly number[],
  passedOver: readonly number[] = [],
): Outcome => ({
  placements: entryIds.map((entryId, index) => ({
    entryId,
    place: places[index] ?? 99,
    points: 1.5,
    firsts: 1,
    raters: 2,
    counted: true,
    passedOver: passedOver.includes(entryId) ? 'left' : undefined,
  })),
  ballots: 7,
  invalidBallots: 2,
});

describe('a close', () => {
  test('keeps what was counted, word for word, and owes the podium', async () => {
    const stores = open();
    const { challenges } = stores;
    const { challenge } = await tallying(stores, ['ada', 'bob', 'cid']);
    await settlePosts(stores, VOTES_UNTIL);
    const outcome = placed([2, 1, 3], [1, 1, 3], [2]);
    expect(await challenges.outcome(challenge.id)).toBeUndefined();
    const closed = await challenges.close(challenge.id, outcome, END);
    expect(closed).toMatchObject({ phase: 'closed', phaseSince: END, closedAt: END });
    expect(await challenges.find(challenge.id)).toEqual(closed);
    const byPlaceAndEntry = outcome.placements.toSorted((a, b) => a.place - b.place || a.entryId - b.entryId);
    expect(await challenges.outcome(challenge.id)).toEqual({ ...outcome, placements: byPlaceAndEntry });
    expect(await dueNames(stores, END)).toEqual(['announcement 0', 'podium 0']);
  });

  test('without an entry has no winners', async () => {
    const stores = open();
    const { id } = await openChallenge(stores.challenges);
    await go(stores.challenges, id, 'open', 'tallying', VOTES_UNTIL);
    const nothing = { placements: [], ballots: 0, invalidBallots: 0 };
    expect(await stores.challenges.close(id, nothing, END)).toMatchObject({ phase: 'closed' });
    expect(await stores.challenges.outcome(id)).toEqual(nothing);
    const { challenges } = await stores.challenges.hall('guild', 0, 5);
    expect(challenges).toMatchObject([{ challenge: { id }, winners: [] }]);
  });

  test.each(PHASES.filter((phase) => phase !== 'tallying'))('is refused in %s', async (phase) => {
    const { challenges, db } = open();
    const { id } = await challengeIn(challenges, phase);
    const before = contentsOf(db);
    expect(await challenges.close(id, outcomeOf(await challenges.entries(id)), END)).toBeUndefined();
    expect(await challenges.close(99, outcomeOf([]), END)).toBeUndefined();
    expect(contentsOf(db)).toEqual(before);
  });

  test('twice makes one end and one prize', async () => {
    const stores = open();
    const { challenge } = await tallying(stores, ['ada', 'bob'], [{ place: 1, roleId: '5', bonusVideos: 2 }]);
    await stores.challenges.close(challenge.id, placed([1, 2], [1, 2]), END);
    const before = contentsOf(stores.db);
    expect(await stores.challenges.close(challenge.id, placed([2, 1], [1, 2]), END)).toBeUndefined();
    expect(contentsOf(stores.db)).toEqual(before);
  });

  test('is refused when one of the placed was disqualified after the count', async () => {
    const stores = open();
    const { challenge } = await tallying(stores, ['ada', 'bob'], [{ place: 1, bonusVideos: 2 }]);
    await stores.challenges.disqualify(1, { kind: 'remove', actorId: 'mod' }, VOTES_UNTIL);
    const before = contentsOf(stores.db);
    expect(await stores.challenges.close(challenge.id, placed([1, 2], [1, 2]), END)).toBeUndefined();
    expect(contentsOf(stores.db)).toEqual(before);
    expect(await stores.challenges.close(challenge.id, placed([2], [1]), END)).toMatchObject({
      phase: 'closed',
    });
  });
});

describe('prizes', () => {
  const PRIZES: Prize[] = [
    { place: 1, roleId: '10', roleDays: 30, bonusVideos: 5 },
    { place: 2, roleId: '20', bonusVideos: 2 },
    { place: 3, roleId: '20' },
  ];
  const grantsOf = ({ db }: Stores) =>
    db
      .select()
      .from(quotaGrants)
      .all()
      .map(({ subjectId, amount }) => [subjectId, amount]);
  const rolesOf = async ({ awards }: Stores) =>
    (await awards.due(END, 99)).map(({ userId, roleId, forMs }) => [userId, roleId, forMs]);

  test('go by place: roles are owed, bonus videos granted, beside any pool', async () => {
    const stores = open();
    const { challenge } = await tallying(stores, ['ada', 'bob', 'cid', 'dan'], PRIZES);
    await stores.challenges.close(challenge.id, placed([3, 1, 4, 2], [1, 2, 3, 4]), END);
    expect(await rolesOf(stores)).toEqual([
      ['cid', '10', 30 * DAY_MS],
      ['ada', '20', undefined],
      ['dan', '20', undefined],
    ]);
    expect(stores.db.select().from(quotaGrants).all()).toMatchObject([
      {
        guildId: 'guild',
        scope: 'user',
        subjectId: 'cid',
        unit: 'videos',
        amount: 5,
        reason: 'Challenge “Boats”',
        createdAt: END,
        expiresAt: null,
        revokedAt: null,
        challengeId: null,
      },
      { subjectId: 'ada', amount: 2, challengeId: null },
    ]);
    const { quota } = await stores.store.view('guild', termsOf({ userId: 'cid' }), 8, END);
    expect(quota.grants).toMatchObject([{ left: 5 }]);
  });

  test('of a shared place go to all that share it; whoever was passed over gets none', async () => {
    const stores = open();
    const { challenge } = await tallying(stores, ['ada', 'bob', 'cid', 'dan'], PRIZES);
    await stores.challenges.close(challenge.id, placed([4, 1, 2, 3], [1, 1, 1, 3], [4]), END);
    expect(await rolesOf(stores)).toEqual([
      ['ada', '10', 30 * DAY_MS],
      ['bob', '10', 30 * DAY_MS],
      ['cid', '20', undefined],
    ]);
    expect(grantsOf(stores)).toEqual([
      ['ada', 5],
      ['bob', 5],
    ]);
  });

  test('won twice by one member are one grant and one role, for the longer time', async () => {
    const stores = open();
    const prizes: Prize[] = [
      { place: 1, roleId: '10', roleDays: 30, bonusVideos: 5 },
      { place: 2, roleId: '10', bonusVideos: 2 },
      { place: 1, roleId: '10', roleDays: 60, bonusVideos: 1 },
    ];
    const { challenge } = await tallying(stores, ['ada', 'ada', 'ada'], prizes);
    await stores.challenges.close(challenge.id, placed([1, 2, 3], [1, 2, 3]), END);
    expect(await rolesOf(stores)).toEqual([['ada', '10', undefined]]);
    expect(grantsOf(stores)).toEqual([['ada', 8]]);
  });

  test('that are none leave nothing', async () => {
    const stores = open();
    const { challenge } = await tallying(
      stores,
      ['ada', 'bob'],
      [{ place: 1 }, { place: 3, bonusVideos: 9 }],
    );
    await stores.challenges.close(challenge.id, placed([1, 2], [1, 2]), END);
    expect(await rolesOf(stores)).toEqual([]);
    expect(grantsOf(stores)).toEqual([]);
  });
});

describe('the hall of fame', () => {
  test('shows who won the closed challenges of a server, the latest first, in pages', async () => {
    const stores = open();
    const { challenges } = stores;
    const close = async (title: string, guildId: string, at: number) => {
      const { challenge, entries } = await tallying(stores, ['ada', 'bob', 'cid', 'dan', 'eve'], [], {
        title,
        guildId,
      });
      const [a, b, c, d, e] = entries.map(({ id }) => id);
      const order = [e, b, a, d, c].map((id) => id ?? 0);
      await challenges.close(challenge.id, placed(order, [1, 1, 2, 2, 4], [e ?? 0]), at);
      return challenge;
    };
    const second = await close('second', 'guild', END + 2);
    const first = await close('first', 'guild', END + 1);
    await close('elsewhere', 'other', END);
    await challengeIn(challenges, 'tallying');
    const hall = await challenges.hall('guild', 0, 9);
    expect(hall.total).toBe(2);
    expect(hall.challenges.map(({ challenge }) => challenge.id)).toEqual([second.id, first.id]);
    expect(hall.challenges[1]?.challenge).toEqual(await challenges.find(first.id));
    const winners = hall.challenges[0]?.winners.map(({ place, userId, title }) => [place, userId, title]);
    expect(winners).toEqual([
      [1, 'bob', undefined],
      [2, 'ada', undefined],
      [2, 'dan', undefined],
    ]);
    const page = await challenges.hall('guild', 1, 1);
    expect(page).toMatchObject({ total: 2, challenges: [{ challenge: { id: first.id } }] });
    expect(await challenges.hall('guild', 2, 1)).toEqual({ challenges: [], total: 2 });
    expect(await challenges.hall('nowhere', 0, 9)).toEqual({ challenges: [], total: 0 });
  });
});

describe('who has won before', () => {
  /** A challenge of two members, of whom the first wins, that is to be counted. */
  const ending = async (stores: Stores, winner: string, votesUntil: number, guildId = 'guild') => {
    const schedule = { opensAt: OPENS, entriesUntil: ENTRIES_UNTIL, reviewUntil: undefined, votesUntil };
    const { challenge } = await tallying(stores, [winner, 'zoe'], [], { schedule, guildId });
    const entries = await stores.challenges.entries(challenge.id);
    const close = (at: number) =>
      stores.challenges.close(
        challenge.id,
        placed(
          entries.map(({ id }) => id),
          [1, 4],
        ),
        at,
      );
    return { challenge, close };
  };

  test('is told of challenges of the server whose votes ended before, as far back as is asked', async () => {
    const stores = open();
    for (const [name, at, guildId] of [
      ['old', VOTES_UNTIL - DAY_MS - 1],
      ['first', VOTES_UNTIL - DAY_MS],
      ['last', VOTES_UNTIL - 1],
      ['after', VOTES_UNTIL + 1],
      ['elsewhere', VOTES_UNTIL - 1, 'other'],
    ] as const) {
      // When they were counted does not matter.
      await (await ending(stores, name, at, guildId)).close(END + 9 * DAY_MS);
    }
    const { challenge } = await ending(stores, 'own', VOTES_UNTIL);
    const winners = (withinMs: number) => stores.challenges.winnersBefore(challenge, withinMs);
    expect(await winners(DAY_MS)).toEqual(new Set(['first', 'last']));
    expect(await winners(2 * DAY_MS)).toEqual(new Set(['old', 'first', 'last']));
  });

  test('goes by id where votes ended together, and is not told while an earlier one is to be counted', async () => {
    const stores = open();
    const { winnersBefore } = stores.challenges;
    const first = await ending(stores, 'ada', VOTES_UNTIL);
    const second = await ending(stores, 'bob', VOTES_UNTIL);
    expect(await winnersBefore(first.challenge, DAY_MS)).toEqual(new Set());
    expect(await winnersBefore(second.challenge, DAY_MS)).toBeUndefined();
    await first.close(END);
    expect(await winnersBefore(second.challenge, DAY_MS)).toEqual(new Set(['ada']));
    await second.close(END);
    expect(await winnersBefore(first.challenge, DAY_MS)).toEqual(new Set());
  });

  test('waits for one whose vote is over and was not moved on, but for none that is paused, cancelled or long ago', async () => {
    const stores = open();
    const { challenges } = stores;
    const early = { ...(await challengeIn(challenges, 'voting')).schedule, votesUntil: VOTES_UNTIL - 1 };
    const { id } = await challengeIn(challenges, 'voting', { schedule: early });
    const own = await ending(stores, 'own', VOTES_UNTIL);
    const winners = (withinMs = DAY_MS) => challenges.winnersBefore(own.challenge, withinMs);
    // The vote of the first goes on as long, and has the lower id.
    await challenges.pause(1, undefined, WHILE_VOTING);
    expect(await winners()).toBeUndefined();
    expect(await winners(0)).toEqual(new Set());
    await challenges.pause(id, undefined, WHILE_VOTING);
    expect(await winners()).toEqual(new Set());
    await challenges.resume(id, (present) => present, WHILE_VOTING);
    await go(challenges, id, 'voting', 'tallying', VOTES_UNTIL);
    expect(await winners()).toBeUndefined();
    await go(challenges, id, 'tallying', 'cancelled', VOTES_UNTIL);
    expect(await winners()).toEqual(new Set());
  });

  test('a run-off ends anew: it comes after those that ended before it', async () => {
    const stores = open();
    const first = await ending(stores, 'ada', VOTES_UNTIL);
    const second = await ending(stores, 'bob', VOTES_UNTIL + 1);
    const { challenges } = stores;
    const runOffEntryIds = (await challenges.entries(first.challenge.id)).map(({ id }) => id);
    const until = VOTES_UNTIL + DAY_MS;
    const again = await challenges.move(first.challenge.id, {
      from: 'tallying',
      to: 'voting',
      at: END,
      runOffEntryIds,
      schedule: (present) => ({ ...present, votesUntil: until }),
    });
    if (!again) throw new Error('no run-off');
    expect(await challenges.winnersBefore(second.challenge, DAY_MS)).toEqual(new Set());
    await second.close(END);
    expect(await challenges.winnersBefore(again, DAY_MS)).toEqual(new Set(['bob']));
  });
});
