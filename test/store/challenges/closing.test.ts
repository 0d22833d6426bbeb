import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/challenges/challenge.ts';
import { PHASES } from '../../../src/challenges/phases.ts';
import type { Prize } from '../../../src/challenges/settings.ts';
import { quotaGrants } from '../../../src/store/schema.ts';
import { DAY_MS, termsOf } from '../orders.ts';
import {
  challengeIn,
  contentsOf,
  dueNames,
  go,
  open,
  openChallenge,
  outcomeOf,
  settlePosts,
  VOTES_UNTIL,
  votingChallenge,
} from './scene.ts';

type Stores = ReturnType<typeof open>;
const END = VOTES_UNTIL + 60_000;

/** A challenge that is being counted, with an entry of each of these members. */
async function tallying(
  { challenges }: Stores,
  members: readonly string[],
  prizes: Prize[] = [],
  changes: { guildId?: string; title?: string } = {},
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

  test('tells who has won lately', async () => {
    const stores = open();
    const { challenge, entries } = await tallying(stores, ['ada', 'bob', 'cid', 'dan', 'eve']);
    const ids = entries.map(({ id }) => id);
    await stores.challenges.close(challenge.id, placed(ids, [1, 1, 2, 3, 4], [1]), END);
    const winners = (guildId: string, since: number) => stores.challenges.recentWinners(guildId, since);
    expect(await winners('guild', END)).toEqual(new Set(['bob', 'cid', 'dan']));
    expect(await winners('guild', END + 1)).toEqual(new Set());
    expect(await winners('other', 0)).toEqual(new Set());
  });
});
