import { describe, expect, test } from 'vitest';
import { QUOTA_RULES_MAX } from '../../src/moderation/quota-rules.ts';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import { quotaGrants, quotaLedger } from '../../src/store/schema.ts';
import { faultsIn } from './books.ts';
import { openStore, WAY_TO, walk } from './fixture.ts';
import { grantTo, MODERATOR } from './moderators.ts';
import { DAY_MS, newJob, START, termsOf, videosADay } from './orders.ts';

function setUp() {
  const { db, store } = openStore();
  const quota = createQuotaRulesStore(db);
  /** Asks for a video where the limit is one a day. */
  const ask = async (spec: Parameters<typeof termsOf>[0] = {}, at = START, guildId = 'guild') => {
    const terms = termsOf({ limits: [videosADay(1)], ...spec });
    return (await store.admit(newJob({ guildId, userId: terms.member.userId }), terms, undefined, at)).kind;
  };
  /** The grants that paid, in the order of the videos; null for those that the limit paid. */
  const payers = () =>
    db
      .select()
      .from(quotaLedger)
      .all()
      .flatMap(({ entry, grantId }) => (entry === 'reserve' ? [grantId] : []));
  const left = async (spec: Parameters<typeof termsOf>[0] = {}, at = START) => {
    const view = await store.view('guild', termsOf({ limits: [videosADay(1)], ...spec }), 8, at);
    return Object.fromEntries(view.quota.grants.map(({ grant, left: rest }) => [grant.id, rest]));
  };
  return { db, store, quota, ask, payers, left };
}

describe('a grant', () => {
  test('is spent before the limit, and what it paid for counts against none', async () => {
    const { db, quota, ask, payers, left } = setUp();
    const id = await grantTo(quota, { amount: 2 });
    for (const _ of [1, 2, 3]) expect(await ask()).toBe('admitted');
    expect(await ask()).toBe('refused');
    expect(payers()).toEqual([id, id, null]);
    expect(await left()).toEqual({});
    expect(faultsIn(db)).toEqual([]);
  });

  test('goes before another that ends later, and before one without an end', async () => {
    const { quota, ask, payers } = setUp();
    const endless = await grantTo(quota);
    const late = await grantTo(quota, { expiresAt: START + 9 * DAY_MS });
    const soon = await grantTo(quota, { expiresAt: START + DAY_MS });
    const soonToo = await grantTo(quota, { expiresAt: START + DAY_MS });
    for (const _ of [1, 2, 3, 4, 5]) await ask();
    expect(payers()).toEqual([soon, soonToo, late, endless, null]);
  });

  test('is not spent where no limit holds', async () => {
    const { quota, ask, payers } = setUp();
    await grantTo(quota);
    expect(await ask({ limits: [] })).toBe('admitted');
    expect(payers()).toEqual([null]);
  });

  test('that is too small for the whole video is left for a smaller one', async () => {
    const { quota, ask, payers, left } = setUp();
    const id = await grantTo(quota, { unit: 'units', amount: 100 });
    expect(await ask({ expectedUnits: 101 })).toBe('admitted');
    expect(await ask({ expectedUnits: 60 })).toBe('admitted');
    expect(payers()).toEqual([null, id]);
    expect(await left()).toEqual({ [id]: 40 });
    expect(await ask({ expectedUnits: 41 })).toBe('refused');
  });

  test('in creative units is spent by what was charged, once that is known', async () => {
    const { store, quota, ask, left } = setUp();
    const id = await grantTo(quota, { unit: 'units', amount: 100 });
    await ask({ expectedUnits: 60 });
    await walk(store, 1, WAY_TO.delivered, START, { changes: { costUnits: 45 } });
    expect(await left()).toEqual({ [id]: 55 });
  });

  test('never has less than nothing left, even if more was charged than it had', async () => {
    const { store, quota, ask, left } = setUp();
    await grantTo(quota, { unit: 'units', amount: 100 });
    await ask({ expectedUnits: 60 });
    await walk(store, 1, WAY_TO.delivered, START, { changes: { costUnits: 145 } });
    expect(await left()).toEqual({});
    expect(await ask({ expectedUnits: 1 })).toBe('admitted');
    expect(await ask({ expectedUnits: 1 })).toBe('refused');
  });

  test.each(['failed', 'cancelled', 'blocked', 'undeliverable'] as const)(
    'gets back what it paid for a video that is %s',
    async (state) => {
      const { db, store, quota, ask, left } = setUp();
      const id = await grantTo(quota);
      await ask();
      expect(await left()).toEqual({});
      await walk(store, 1, WAY_TO[state]);
      expect(await left()).toEqual({ [id]: 1 });
      expect(faultsIn(db)).toEqual([]);
    },
  );

  test('is of no use from the moment at which it ends', async () => {
    const { quota, ask, payers, left } = setUp();
    const id = await grantTo(quota, { amount: 5, expiresAt: START + 1_000 });
    expect(await left({}, START + 999)).toEqual({ [id]: 5 });
    expect(await left({}, START + 1_000)).toEqual({});
    expect(await quota.grants('guild', START + 999)).toMatchObject([{ id }]);
    expect(await quota.grants('guild', START + 1_000)).toEqual([]);
    await ask({}, START + 1_000);
    expect(payers()).toEqual([null]);
  });

  test('of a role is so much for each of its members', async () => {
    const { quota, ask, payers } = setUp();
    const id = await grantTo(quota, { scope: 'role', subjectId: 'artists' });
    for (const userId of ['ada', 'bob']) {
      expect(await ask({ userId, roleIds: ['artists'] })).toBe('admitted');
    }
    expect(await ask({ userId: 'eve', roleIds: ['others'] })).toBe('admitted');
    expect(payers()).toEqual([id, id, null]);
  });

  test('of one server is none in another', async () => {
    const { quota, ask, payers } = setUp();
    await grantTo(quota);
    await ask({}, START, 'other');
    expect(payers()).toEqual([null]);
  });

  test('is a case, with its reason and end', async () => {
    const { quota } = setUp();
    const grant = {
      scope: 'user',
      subjectId: 'ada',
      unit: 'videos',
      amount: 3,
      reason: 'Won the challenge',
      expiresAt: START + DAY_MS,
    } as const;
    const made = await quota.grant('guild', grant, { ...MODERATOR, detail: '3 videos' }, START);
    expect(made).toEqual({
      grant: { id: 1, createdAt: START, ...grant },
      case: {
        guildId: 'guild',
        number: 1,
        at: START,
        kind: 'quota-grant',
        actorId: 'mod',
        targetId: 'ada',
        reason: 'Won the challenge',
        until: START + DAY_MS,
        detail: '3 videos',
      },
    });
    const toRole = await quota.grant(
      'guild',
      { ...grant, scope: 'role', subjectId: 'artists' },
      MODERATOR,
      START,
    );
    expect(toRole.case).not.toHaveProperty('targetId');
  });
});

describe('a grant that is revoked', () => {
  test('pays no more; what it paid for stays paid', async () => {
    const { db, store, quota, ask, payers, left } = setUp();
    const id = await grantTo(quota, { amount: 2 });
    await ask();
    expect(await quota.revoke('guild', id, { ...MODERATOR, reason: 'Mistake' }, START)).toMatchObject({
      grant: { id, amount: 2 },
      case: { kind: 'quota-revoke', number: 2, reason: 'Mistake', targetId: 'ada' },
    });
    await ask();
    expect(payers()).toEqual([id, null]);
    expect(await left()).toEqual({});
    await walk(store, 1, WAY_TO.delivered);
    expect(await ask()).toBe('refused');
    expect(faultsIn(db)).toEqual([]);
  });

  test('cannot be revoked again, nor one that has ended, nor one of another server', async () => {
    const { db, quota } = setUp();
    const [once, ended, endless] = [
      await grantTo(quota),
      await grantTo(quota, { expiresAt: START + 1 }),
      await grantTo(quota),
    ];
    await quota.revoke('guild', once, MODERATOR, START);
    const before = db.select().from(quotaGrants).all();
    expect(await quota.revoke('guild', once, MODERATOR, START)).toBeUndefined();
    expect(await quota.revoke('guild', ended, MODERATOR, START + 1)).toBeUndefined();
    expect(await quota.revoke('other', endless, MODERATOR, START)).toBeUndefined();
    expect(await quota.revoke('guild', 999, MODERATOR, START)).toBeUndefined();
    expect(db.select().from(quotaGrants).all()).toEqual(before);
  });
});

test('grants in force are listed, those that end soonest first', async () => {
  const { quota } = setUp();
  const endless = await grantTo(quota);
  const late = await grantTo(quota, { expiresAt: START + 2 });
  const soon = await grantTo(quota, { expiresAt: START + 1 });
  const revoked = await grantTo(quota);
  await quota.revoke('guild', revoked, MODERATOR, START);
  expect((await quota.grants('guild', START)).map(({ id }) => id)).toEqual([soon, late, endless]);
  expect(await quota.grants('other', START)).toEqual([]);
});

test('a server can have no more grants in force than anybody oversees', async () => {
  const { quota } = setUp();
  for (let count = 0; count < QUOTA_RULES_MAX; count += 1) {
    await grantTo(quota, { subjectId: `member-${count}`, ...(count === 0 ? { expiresAt: START + 1 } : {}) });
  }
  await expect(grantTo(quota)).rejects.toMatchObject({ code: 'too-many-rules' });
  expect(await grantTo(quota, {}, START + 1)).toBeGreaterThan(0);
});
