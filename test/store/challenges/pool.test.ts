import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChallengeSettings } from '../../../src/challenges/settings.ts';
import { quotaGrants, quotaLedger } from '../../../src/store/schema.ts';
import { faultsIn } from '../books.ts';
import { FOR_APPROVAL, WAY_TO, walk } from '../fixture.ts';
import { newJob, termsOf, videosADay } from '../orders.ts';
import { ENTRIES_UNTIL, enter, go, open, openChallenge, WHILE_OPEN } from './scene.ts';

type Stores = ReturnType<typeof open>;
type Terms = Parameters<typeof termsOf>[0];

async function setUp(settings: Partial<ChallengeSettings> = { poolVideos: 2 }) {
  const stores = open();
  const challenge = await openChallenge(stores.challenges, { settings });
  /** Asks for a video where the limit is one a day. */
  const ask = (challengeId: number | undefined, terms: Terms = {}, at = WHILE_OPEN) => {
    const { userId = 'ada' } = terms;
    const job = newJob({ userId, challengeId });
    return stores.store.admit(job, termsOf({ limits: [videosADay(1)], ...terms }), undefined, at);
  };
  const left = async (terms: Terms = {}, at = WHILE_OPEN) => {
    const view = await stores.store.view('guild', termsOf({ limits: [videosADay(1)], ...terms }), 8, at);
    return {
      pool: view.quota.grants.map(({ left: rest }) => rest),
      own: view.quota.limits.map(({ left: rest }) => rest),
    };
  };
  return { ...stores, challenge, ask, left };
}

/** Which of the videos the pool paid, in their order. */
const payers = ({ db }: Pick<Stores, 'db'>): ('pool' | 'own')[] =>
  db
    .select({ entry: quotaLedger.entry, challengeId: quotaGrants.challengeId })
    .from(quotaLedger)
    .leftJoin(quotaGrants, eq(quotaGrants.id, quotaLedger.grantId))
    .where(eq(quotaLedger.entry, 'reserve'))
    .all()
    .map(({ challengeId }) => (challengeId === null ? 'own' : 'pool'));

describe('the free videos of a challenge', () => {
  test('come before the own quota, which stays untouched while they last', async () => {
    const world = await setUp();
    const { challenge, ask, left } = world;
    expect(await left()).toEqual({ pool: [], own: [1] });
    expect(await ask(challenge.id)).toMatchObject({ kind: 'admitted', pool: 'free' });
    expect(await left()).toEqual({ pool: [1], own: [1] });
    expect(await ask(challenge.id)).toMatchObject({ kind: 'admitted', pool: 'free' });
    expect(await ask(challenge.id)).toMatchObject({ kind: 'admitted', pool: 'used-up' });
    expect(await left()).toEqual({ pool: [], own: [0] });
    expect(await ask(challenge.id)).toMatchObject({ kind: 'refused', refusal: { kind: 'quota' } });
    expect(payers(world)).toEqual(['pool', 'pool', 'own']);
    expect(faultsIn(world.db)).toEqual([]);
  });

  test('are for videos of this challenge only, and everybody has their own', async () => {
    const world = await setUp();
    const other = await openChallenge(world.challenges);
    await world.ask(world.challenge.id);
    await world.ask(undefined);
    await world.ask(other.id, { userId: 'bob' });
    await world.ask(world.challenge.id, { userId: 'bob' });
    expect(payers(world)).toEqual(['pool', 'own', 'own', 'pool']);
  });

  test('come back when nothing came of one', async () => {
    const { challenge, ask, left, store } = await setUp({ poolVideos: 1 });
    await ask(challenge.id);
    expect(await left()).toEqual({ pool: [], own: [1] });
    await walk(store, 1, WAY_TO.failed, WHILE_OPEN);
    expect(await left()).toEqual({ pool: [1], own: [1] });
  });

  test('are as many, and until when, as the host has set by now', async () => {
    const { challenge, challenges, ask, left } = await setUp({ poolVideos: 1 });
    await ask(challenge.id);
    const { settings, schedule } = challenge;
    const changes = {
      settings: { ...settings, poolVideos: 3 },
      schedule: { ...schedule, entriesUntil: ENTRIES_UNTIL + 10 },
    };
    await challenges.change(challenge.id, ['open'], changes, WHILE_OPEN);
    expect(await left()).toEqual({ pool: [2], own: [1] });
    expect(await left({}, ENTRIES_UNTIL + 9)).toMatchObject({ pool: [2] });
    expect(await left({}, ENTRIES_UNTIL + 10)).toMatchObject({ pool: [] });
  });

  test.for(['voting', 'cancelled'] as const)('are gone when entries are over: %s', async (to) => {
    const world = await setUp();
    const { challenge, challenges, ask, left } = world;
    await ask(challenge.id);
    for (const userId of ['ada', 'bob']) await enter(challenges, challenge, { userId });
    await go(challenges, challenge.id, 'open', to, WHILE_OPEN);
    expect(await left()).toMatchObject({ pool: [] });
    expect(await ask(challenge.id, { userId: 'bob' })).toMatchObject({ kind: 'admitted', pool: undefined });
    expect(payers(world)).toEqual(['pool', 'own']);
  });

  test('together cost no more than the host allows, whoever spends it', async () => {
    const world = await setUp({ poolVideos: 5, poolUnits: 100 });
    const { challenge, ask } = world;
    const units = (expectedUnits: number, userId: string) => ask(challenge.id, { expectedUnits, userId });
    expect(await units(60, 'ada')).toMatchObject({ pool: 'free' });
    expect(await units(60, 'bob')).toMatchObject({ pool: 'used-up' });
    expect(await units(40, 'cid')).toMatchObject({ pool: 'free' });
    expect(await units(0, 'dan')).toMatchObject({ pool: 'used-up' });
    expect(payers(world)).toEqual(['pool', 'own', 'pool', 'own']);
  });

  test('are the server’s costs like any other: a budget without room refuses', async () => {
    const { challenge, ask } = await setUp();
    const budget = { owner: 'operator-server', period: 'day', units: 50, timeZone: 'UTC' } as const;
    const result = await ask(challenge.id, { expectedUnits: 60, budgets: [budget] });
    expect(result).toMatchObject({ kind: 'refused', refusal: { kind: 'budget' } });
  });

  test('are not spent where no limit holds, and pay for a video that was held before', async () => {
    const world = await setUp();
    const { challenge, ask, store } = world;
    expect(await ask(challenge.id, { limits: [] })).toMatchObject({ kind: 'admitted', pool: undefined });
    const job = newJob({ userId: 'bob', challengeId: challenge.id });
    const terms = termsOf({ userId: 'bob', limits: [videosADay(1)] });
    const held = await store.admit(job, terms, FOR_APPROVAL, WHILE_OPEN);
    expect(payers(world)).toEqual(['own']);
    const jobId = held.kind === 'admitted' ? held.job.id : 0;
    expect(await store.letGo(jobId, 'approval', terms, undefined, undefined, WHILE_OPEN)).toMatchObject({
      kind: 'admitted',
      pool: 'free',
    });
    expect(payers(world)).toEqual(['own', 'pool']);
  });

  test('are no grants of moderators: neither listed nor counted among them', async () => {
    const { challenge, ask, quotaRules } = await setUp();
    await ask(challenge.id);
    expect(await quotaRules.grants('guild', WHILE_OPEN)).toEqual([]);
    expect(await quotaRules.revoke('guild', 1, { actorId: 'mo' }, WHILE_OPEN)).toBeUndefined();
  });
});

type Step =
  | { kind: 'ask'; userId: string; isForIt: boolean; units: number }
  | { kind: 'end'; which: number; how: 'delivered' | 'failed' | 'cancelled'; cost: number };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      userId: fc.constantFrom('ada', 'bob', 'cid'),
      isForIt: fc.boolean(),
      units: fc.constantFrom(0, 10, 35, 60),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(20),
      how: fc.constantFrom('delivered' as const, 'failed' as const, 'cancelled' as const),
      cost: fc.constantFrom(5, 40, 80),
    }),
  },
);

/** What was admitted, as one would keep it on paper. */
interface Line {
  jobId: number;
  userId: string;
  payer: 'pool' | 'own';
  units: number;
  hasEnded: boolean;
  isBack: boolean;
}

test('whatever is asked for and however it ends, pool, caps and own quota add up', async () => {
  const POOL = { poolVideos: 2, poolUnits: 100 };
  const LIMIT = 2;
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 30 }), async (steps) => {
      const { db, store, challenge, ask, left } = await setUp(POOL);
      const book: Line[] = [];
      const live = (payer: Line['payer'], userId?: string) =>
        book.filter(
          (line) => line.payer === payer && !line.isBack && (userId === undefined || line.userId === userId),
        );
      const unitsLeft = () => POOL.poolUnits - live('pool').reduce((sum, { units }) => sum + units, 0);
      const limits = [videosADay(LIMIT)];

      for (const step of steps) {
        if (step.kind === 'end') {
          const line = book[step.which % Math.max(1, book.length)];
          if (!line || line.hasEnded) continue;
          const last = step.how === 'delivered' ? { changes: { costUnits: step.cost } } : {};
          await walk(store, line.jobId, WAY_TO[step.how], WHILE_OPEN, last);
          line.hasEnded = true;
          line.isBack = step.how !== 'delivered';
          if (step.how === 'delivered') line.units = step.cost;
          continue;
        }
        const { userId, isForIt, units } = step;
        const isFree =
          isForIt && live('pool', userId).length < POOL.poolVideos && unitsLeft() > 0 && unitsLeft() >= units;
        const hasOwn = live('own', userId).length < LIMIT;
        const result = await ask(isForIt ? challenge.id : undefined, {
          userId,
          limits,
          expectedUnits: units,
        });
        if (!isFree && !hasOwn) {
          expect(result).toMatchObject({ kind: 'refused', refusal: { kind: 'quota' } });
          continue;
        }
        if (result.kind !== 'admitted') throw new Error(`refused: ${JSON.stringify(result)}`);
        expect(result.pool).toBe(isForIt ? (isFree ? 'free' : 'used-up') : undefined);
        const { id: jobId } = result.job;
        book.push({ jobId, userId, payer: isFree ? 'pool' : 'own', units, hasEnded: false, isBack: false });
      }

      expect(payers({ db })).toEqual(book.map(({ payer }) => payer));
      for (const userId of ['ada', 'bob', 'cid']) {
        const { own } = await left({ userId, limits });
        expect(own).toEqual([LIMIT - live('own', userId).length]);
      }
      expect(faultsIn(db)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
