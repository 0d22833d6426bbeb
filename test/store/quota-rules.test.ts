import { describe, expect, test } from 'vitest';
import { type PolicyChange, type PolicyClearing, QUOTA_RULES_MAX } from '../../src/moderation/quota-rules.ts';
import type { Policy } from '../../src/quota/policy.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import { quotaLimits, quotaPolicies } from '../../src/store/schema.ts';
import { openStore } from './fixture.ts';
import { EVERYBODY, MODERATOR, role, user } from './moderators.ts';
import { START } from './orders.ts';

type Subject = Parameters<ReturnType<typeof createQuotaRulesStore>['set']>[0];

function setUp() {
  const { db } = openStore();
  const quota = createQuotaRulesStore(db);
  const words = (before: Policy, after: Policy) => `${before.limits.length} → ${after.limits.length} limits`;
  const draft = { ...MODERATOR, reason: 'Fairer' };
  return {
    db,
    quota,
    cases: createCaseStore(db),
    set: (subject: Subject, change: PolicyChange) => quota.set(subject, change, draft, words, START),
    clear: (subject: Subject, clearing: PolicyClearing) =>
      quota.clear(subject, clearing, draft, words, START),
    rows: () => [quotaPolicies, quotaLimits].map((table) => db.select().from(table).all().length),
  };
}

const A_DAY = { unit: 'videos', window: 'rolling-day', amount: 3 } as const;
const A_MONTH = { unit: 'videos', window: 'calendar-month', amount: 40 } as const;
const NOTHING = { denied: false, limits: [], maxActive: undefined, cooldownMs: undefined };

describe('setting a rule', () => {
  test('tells before and after, and is a case', async () => {
    const { set } = setUp();
    expect(await set(EVERYBODY, { kind: 'limit', limit: A_DAY })).toEqual({
      before: { scope: 'server', subjectId: 'guild', ...NOTHING },
      after: { scope: 'server', subjectId: 'guild', ...NOTHING, limits: [A_DAY] },
      case: {
        guildId: 'guild',
        number: 1,
        at: START,
        kind: 'quota-set',
        actorId: 'mod',
        reason: 'Fairer',
        detail: '0 → 1 limits',
      },
    });
  });

  test('for a member is a case that concerns them', async () => {
    const { set } = setUp();
    expect((await set(user('ada'), { kind: 'deny' }))?.case).toMatchObject({ targetId: 'ada' });
    expect((await set(role('ada'), { kind: 'deny' }))?.case).not.toHaveProperty('targetId');
  });

  test('adds to the others of the same subject, and takes the place of one of its kind', async () => {
    const { set } = setUp();
    await set(EVERYBODY, { kind: 'limit', limit: A_DAY });
    await set(EVERYBODY, { kind: 'limit', limit: A_MONTH });
    await set(EVERYBODY, { kind: 'max-active', videos: 2 });
    await set(EVERYBODY, { kind: 'cooldown', ms: 60_000 });
    const changed = await set(EVERYBODY, { kind: 'limit', limit: { ...A_DAY, amount: 5 } });
    expect(changed?.after).toMatchObject({ maxActive: 2, cooldownMs: 60_000 });
    expect(new Set(changed?.after.limits)).toEqual(new Set([{ ...A_DAY, amount: 5 }, A_MONTH]));
  });

  test('that holds already changes nothing and is no case', async () => {
    const { set, cases } = setUp();
    const changes: PolicyChange[] = [
      { kind: 'limit', limit: A_DAY },
      { kind: 'max-active', videos: 1 },
      { kind: 'cooldown', ms: 0 },
      { kind: 'deny' },
    ];
    for (const change of changes) expect(await set(user('ada'), change)).toBeDefined();
    for (const change of changes) expect(await set(user('ada'), change)).toBeUndefined();
    expect(await cases.list('guild', {}, 99)).toHaveLength(changes.length);
  });

  test('of a server, of its roles and of members are kept apart and read in that order', async () => {
    const { set, quota } = setUp();
    await set(user('x'), { kind: 'max-active', videos: 1 });
    await set(role('x'), { kind: 'max-active', videos: 2 });
    await set(EVERYBODY, { kind: 'max-active', videos: 3 });
    await set({ guildId: 'other', scope: 'server', subjectId: 'other' }, { kind: 'max-active', videos: 4 });
    expect((await quota.policies('guild')).map(({ scope, maxActive }) => [scope, maxActive])).toEqual([
      ['server', 3],
      ['role', 2],
      ['user', 1],
    ]);
  });

  test('is refused past the most that a server may have, and leaves nothing', async () => {
    const { set, rows, cases } = setUp();
    for (let count = 0; count < QUOTA_RULES_MAX; count += 1) {
      await set(user(`member-${count}`), { kind: 'limit', limit: A_DAY });
    }
    const before = rows();
    await expect(set(user('one-too-many'), { kind: 'limit', limit: A_DAY })).rejects.toMatchObject({
      code: 'too-many-rules',
    });
    expect(rows()).toEqual(before);
    expect(await cases.list('guild', {}, 999)).toHaveLength(QUOTA_RULES_MAX);
    // Those that there are can still be changed.
    expect(await set(user('member-0'), { kind: 'limit', limit: { ...A_DAY, amount: 9 } })).toBeDefined();
    expect(await set({ guildId: 'other', scope: 'user', subjectId: 'x' }, { kind: 'deny' })).toBeDefined();
  });
});

describe('clearing', () => {
  test('takes away what is named, and leaves the rest', async () => {
    const { set, clear } = setUp();
    await set(EVERYBODY, { kind: 'limit', limit: A_DAY });
    await set(EVERYBODY, { kind: 'limit', limit: A_MONTH });
    await set(EVERYBODY, { kind: 'cooldown', ms: 5 });
    const cleared = await clear(EVERYBODY, { kind: 'limit', unit: 'videos', window: 'rolling-day' });
    expect(cleared).toMatchObject({
      after: { limits: [A_MONTH], cooldownMs: 5 },
      case: { kind: 'quota-clear', detail: '2 → 1 limits' },
    });
    expect((await clear(EVERYBODY, { kind: 'cooldown' }))?.after).toMatchObject({ cooldownMs: undefined });
  });

  test.each<[PolicyChange, PolicyClearing]>([
    [
      { kind: 'limit', limit: A_DAY },
      { kind: 'limit', unit: 'videos', window: 'rolling-day' },
    ],
    [{ kind: 'max-active', videos: 1 }, { kind: 'max-active' }],
    [{ kind: 'cooldown', ms: 1 }, { kind: 'cooldown' }],
    [{ kind: 'deny' }, { kind: 'deny' }],
    [{ kind: 'deny' }, { kind: 'all' }],
    [{ kind: 'limit', limit: A_DAY }, { kind: 'all' }],
  ])('the last rule leaves nothing of it behind: %j', async (change, clearing) => {
    const { set, clear, rows, quota } = setUp();
    await set(role('x'), change);
    expect((await clear(role('x'), clearing))?.after).toMatchObject(NOTHING);
    expect(rows()).toEqual([0, 0]);
    expect(await quota.policies('guild')).toEqual([]);
  });

  test('what is not set is no case, and touches nobody else', async () => {
    const { set, clear, rows, cases } = setUp();
    await set(user('ada'), { kind: 'limit', limit: A_DAY });
    const before = rows();
    expect(await clear(user('ada'), { kind: 'deny' })).toBeUndefined();
    expect(await clear(user('ada'), { kind: 'limit', unit: 'units', window: 'rolling-day' })).toBeUndefined();
    for (const subject of [user('bob'), role('ada'), EVERYBODY, { ...user('ada'), guildId: 'other' }]) {
      expect(await clear(subject, { kind: 'all' })).toBeUndefined();
    }
    expect(rows()).toEqual(before);
    expect(await cases.list('guild', {}, 9)).toHaveLength(1);
  });
});
