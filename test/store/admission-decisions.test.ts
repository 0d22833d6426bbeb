import { describe, expect, test } from 'vitest';
import type { AdmissionTerms } from '../../src/jobs/job-store.ts';
import { createBlockStore } from '../../src/store/block-store.ts';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import { jobs, quotaLedger } from '../../src/store/schema.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { faultsIn } from './books.ts';
import { admit, FOR_APPROVAL, openStore, WAY_TO, walk } from './fixture.ts';
import { deed, EVERYBODY, MODERATOR, role, setRule, user } from './moderators.ts';
import { DAY_MS, newJob, START, termsOf, videosADay } from './orders.ts';

function setUp() {
  const { db, store } = openStore();
  const ask = (
    terms: Parameters<typeof termsOf>[0] = {},
    at = START,
    { hold, guildId = 'guild' }: { hold?: typeof FOR_APPROVAL; guildId?: string } = {},
  ) => store.admit(newJob({ guildId, userId: terms?.userId ?? 'ada' }), termsOf(terms), hold, at);
  const view = (terms: AdmissionTerms = termsOf(), at = START) => store.view('guild', terms, 8, at);
  const written = () => [jobs, quotaLedger].map((table) => db.select().from(table).all().length);
  const quota = createQuotaRulesStore(db);
  return {
    db,
    store,
    quota,
    blocks: createBlockStore(db),
    settings: createSettingsStore(db),
    ask,
    view,
    written,
  };
}

const refusedFor = (decision: object) => ({ kind: 'refused', refusal: { kind: 'quota', decision } });
const limit = (amount: number) => ({ kind: 'limit', limit: videosADay(amount) }) as const;

test('where nothing is set, everything is allowed, and a look changes nothing', async () => {
  const { view, ask, written } = setUp();
  expect(await view()).toEqual({
    quota: expect.objectContaining({
      limits: [],
      grants: [],
      active: 0,
      decision: { kind: 'allowed', grantId: undefined },
    }),
    budgets: [],
    block: undefined,
    queueMode: undefined,
    refusal: undefined,
  });
  expect(written()).toEqual([0, 0]);
  expect((await ask()).kind).toBe('admitted');
});

describe('a blocked member', () => {
  const block = (until: number | undefined) => ({
    guildId: 'guild',
    userId: 'ada',
    reason: 'Spam',
    byId: 'mod',
    since: START,
    until,
  });

  test('is refused with the reason and the end, before anything else is looked at', async () => {
    const { blocks, quota, ask, view, written } = setUp();
    await blocks.block(block(START + DAY_MS), deed('block'), START);
    await setRule(quota, limit(0));
    const refusal = { kind: 'blocked', block: block(START + DAY_MS) };
    expect(await ask()).toEqual({ kind: 'refused', refusal });
    expect((await view()).refusal).toEqual(refusal);
    expect(written()).toEqual([0, 0]);
  });

  test('is let in at the moment at which the block ends', async () => {
    const { blocks, ask } = setUp();
    await blocks.block(block(START + DAY_MS), deed('block'), START);
    expect((await ask({}, START + DAY_MS - 1)).kind).toBe('refused');
    expect((await ask({}, START + DAY_MS)).kind).toBe('admitted');
  });

  test('is blocked in that server only, and nobody else with them', async () => {
    const { blocks, ask } = setUp();
    await blocks.block(block(undefined), deed('block'), START);
    expect((await ask({}, START + 1_000 * DAY_MS)).kind).toBe('refused');
    expect((await ask({ userId: 'bob' })).kind).toBe('admitted');
    expect((await ask({}, START, { guildId: 'other' })).kind).toBe('admitted');
  });

  test('cannot have a video held for approval either', async () => {
    const { blocks, ask, written } = setUp();
    await blocks.block(block(undefined), deed('block'), START);
    expect((await ask({}, START, { hold: FOR_APPROVAL })).kind).toBe('refused');
    expect(written()).toEqual([0, 0]);
  });
});

describe('a queue', () => {
  const queue = { reason: 'Closing for tonight', byId: 'mod', since: START };

  test('that is drained takes nothing new, and lets what waits run', async () => {
    const { store, ask, view } = setUp();
    const waiting = await admit(store);
    const mode = { mode: 'draining', ...queue } as const;
    await store.setQueueMode('guild', mode, deed('queue-drain'), START);
    expect(await ask()).toEqual({ kind: 'refused', refusal: { kind: 'draining', queue: mode } });
    expect((await view()).queueMode).toEqual(mode);
    const lease = { token: 'token', until: START + 1 };
    const caps = { total: 9, perGuild: 9, perUser: 9 };
    expect((await store.claimQueued(caps, lease, START))?.job.id).toBe(waiting.id);
  });

  test('that is paused goes on taking videos', async () => {
    const { store, ask, view } = setUp();
    const mode = { mode: 'paused', ...queue } as const;
    await store.setQueueMode('guild', mode, deed('queue-pause'), START);
    expect((await ask()).kind).toBe('admitted');
    expect(await view()).toMatchObject({ queueMode: mode, refusal: undefined });
  });
});

describe('the quota', () => {
  test('refuses those who are denied, by themselves or by a role, whatever else they may', async () => {
    const { quota, ask } = setUp();
    await setRule(quota, { kind: 'deny' }, role('muted'));
    await setRule(quota, { kind: 'deny' }, user('bob'));
    await setRule(quota, limit(100), user('ada'));
    expect(await ask({ roleIds: ['muted'] })).toMatchObject(
      refusedFor({ kind: 'denied', by: { scope: 'role', subjectId: 'muted' } }),
    );
    expect(await ask({ userId: 'bob' })).toMatchObject(
      refusedFor({ kind: 'denied', by: { scope: 'user', subjectId: 'bob' } }),
    );
    expect((await ask()).kind).toBe('admitted');
  });

  test('counts what waits or is in the making against the most active, held ones among them', async () => {
    const { store, quota, ask } = setUp();
    await setRule(quota, { kind: 'max-active', videos: 2 });
    const held = await ask({}, START, { hold: FOR_APPROVAL });
    const first = await ask();
    expect(await ask()).toMatchObject(
      refusedFor({ kind: 'too-many-active', most: 2, from: { scope: 'server' } }),
    );
    if (first.kind !== 'admitted' || held.kind !== 'admitted') throw new Error('refused');
    await walk(store, first.job.id, WAY_TO.delivered);
    expect((await ask()).kind).toBe('admitted');
    await walk(store, held.job.id, ['denied']);
    expect((await ask()).kind).toBe('admitted');
    expect((await ask()).kind).toBe('refused');
    expect((await ask({ userId: 'bob' })).kind).toBe('admitted');
  });

  test('makes members rest between two videos, and not after one that was given back', async () => {
    const { store, quota, ask } = setUp();
    await setRule(quota, { kind: 'cooldown', ms: 60_000 });
    const first = await ask();
    expect(await ask({}, START + 59_999)).toMatchObject(
      refusedFor({ kind: 'cooling-down', availableAt: START + 60_000 }),
    );
    expect((await ask({}, START + 60_000)).kind).toBe('admitted');
    if (first.kind !== 'admitted') throw new Error('refused');
    for (const id of [1, 2]) await walk(store, id, ['cancelled'], START + 60_001);
    expect((await ask({}, START + 60_002)).kind).toBe('admitted');
  });

  test('of a server stands in the place of the operator’s, and that of a member in the place of both', async () => {
    const { quota, ask } = setUp();
    const terms = { limits: [videosADay(0)] };
    expect(await ask(terms)).toMatchObject(
      refusedFor({ kind: 'over-limit', limit: videosADay(0), from: undefined }),
    );
    await setRule(quota, limit(1));
    expect((await ask(terms)).kind).toBe('admitted');
    expect(await ask(terms)).toMatchObject(
      refusedFor({
        kind: 'over-limit',
        limit: videosADay(1),
        from: { scope: 'server' },
        availableAt: START + DAY_MS,
      }),
    );
    await setRule(quota, limit(2), user('ada'));
    expect((await ask(terms)).kind).toBe('admitted');
    expect(await ask(terms)).toMatchObject(refusedFor({ kind: 'over-limit', from: { scope: 'user' } }));
  });

  test('holds all limits together: by count, by length and by price', async () => {
    const { quota, ask } = setUp();
    await setRule(quota, limit(10));
    await setRule(quota, { kind: 'limit', limit: { unit: 'seconds', amount: 20, window: 'rolling-week' } });
    await setRule(quota, { kind: 'limit', limit: { unit: 'units', amount: 700, window: 'calendar-month' } });
    // Each of the bench's videos has 8 seconds.
    for (const _ of [1, 2]) expect((await ask({ expectedUnits: 300 })).kind).toBe('admitted');
    const over = await ask({ expectedUnits: 300 }, START + 1);
    expect(over).toMatchObject(
      // Of the two that it passes, the one that holds longer.
      refusedFor({ kind: 'over-limit', limit: { unit: 'units' }, availableAt: Date.UTC(2026, 1, 1) }),
    );
    expect(await ask({ expectedUnits: 100 }, START + 1)).toMatchObject(
      refusedFor({ kind: 'over-limit', limit: { unit: 'seconds' }, availableAt: START + 7 * DAY_MS }),
    );
  });

  test('says so when a video alone is more than its limit', async () => {
    const { quota, ask } = setUp();
    await setRule(quota, { kind: 'limit', limit: { unit: 'seconds', amount: 7, window: 'rolling-day' } });
    expect(await ask()).toMatchObject(refusedFor({ kind: 'over-limit', availableAt: undefined }));
  });

  test('lets moderators go without where the server says so, but not those who are denied', async () => {
    const { quota, settings, ask } = setUp();
    await setRule(quota, limit(0));
    expect((await ask({ moderator: true })).kind).toBe('refused');
    await settings.change('guild', { moderatorsExempt: true }, MODERATOR, () => '', START);
    expect((await ask({ moderator: true })).kind).toBe('admitted');
    expect((await ask()).kind).toBe('refused');
    await setRule(quota, { kind: 'deny' }, user('ada'));
    expect(await ask({ moderator: true })).toMatchObject(refusedFor({ kind: 'denied' }));
  });

  test('of calendar days begins at midnight in the server’s time zone', async () => {
    const { quota, settings, ask } = setUp();
    await settings.change('guild', { timeZone: 'America/New_York' }, MODERATOR, () => '', START);
    await setRule(quota, { kind: 'limit', limit: { unit: 'videos', amount: 1, window: 'calendar-day' } });
    // START is 19:00 of the day before in New York.
    const midnight = START + 5 * 3_600_000;
    expect((await ask()).kind).toBe('admitted');
    expect(await ask({}, midnight - 1)).toMatchObject(
      refusedFor({ kind: 'over-limit', availableAt: midnight }),
    );
    expect((await ask({}, midnight)).kind).toBe('admitted');
  });
});

test('what was charged counts in the place of what was expected', async () => {
  const { db, store, quota, ask, view } = setUp();
  await setRule(
    quota,
    { kind: 'limit', limit: { unit: 'units', amount: 1_000, window: 'rolling-month' } },
    EVERYBODY,
  );
  const used = async () => (await view()).quota.limits[0]?.used;
  await ask({ expectedUnits: 300 });
  expect(await used()).toBe(300);
  await walk(store, 1, WAY_TO.generating, START, { changes: { costUnits: 250 } });
  expect(await used()).toBe(300);
  await walk(store, 1, ['fetching', 'delivering', 'delivered'], START);
  expect(await used()).toBe(250);
  expect(faultsIn(db)).toEqual([]);
});
