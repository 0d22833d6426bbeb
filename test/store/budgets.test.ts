import { describe, expect, test } from 'vitest';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { BudgetLimit, BudgetOwner } from '../../src/quota/budget.ts';
import { findBudgetNotice } from '../../src/store/budget-notices.ts';
import { createNoticeStore } from '../../src/store/notice-store.ts';
import { budgetNotices } from '../../src/store/schema.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { faultsIn } from './books.ts';
import { FOR_APPROVAL, openStore, WAY_TO, walk } from './fixture.ts';
import { MODERATOR } from './moderators.ts';
import { DAY_MS, newJob, START, termsOf } from './orders.ts';

const FEBRUARY = Date.UTC(2026, 1, 1);

const operatorBudget = (owner: BudgetOwner, units: number, period: 'day' | 'month' = 'day'): BudgetLimit => ({
  owner,
  period,
  units,
  timeZone: 'UTC',
});

function setUp(budgets: readonly BudgetLimit[] = []) {
  const { db, store } = openStore();
  const settings = createSettingsStore(db);
  const set = (changes: SettingsChanges, guildId = 'guild') =>
    settings.change(guildId, changes, MODERATOR, () => '', START);
  const ask = (expectedUnits: number, guildId = 'guild', at = START) =>
    store.admit(newJob({ guildId }), termsOf({ expectedUnits, budgets }), undefined, at);
  const committed = async (guildId = 'guild', at = START) =>
    (await store.budgets(guildId, { limits: [], budgets }, at)).map((standing) => standing.committed);
  const notices = () =>
    db
      .select()
      .from(budgetNotices)
      .all()
      .map(({ guildId, owner, period, levelPercent }) => `${guildId}/${owner}/${period}/${levelPercent}`);
  return { db, store, set, ask, committed, notices };
}

const charge = (units: number) => ({
  changes: { costUnits: units },
  spend: { kind: 'charge' as const, units },
});
const refund = (units: number) => ({ spend: { kind: 'refund' as const, units } });
const refusedBy = (limit: object, endsAt: number) => ({
  kind: 'refused',
  refusal: { kind: 'budget', standing: { limit, endsAt } },
});

test('without a budget nothing is counted and nothing refused', async () => {
  const { ask, committed, notices } = setUp();
  expect((await ask(1e9)).kind).toBe('admitted');
  expect(await committed()).toEqual([]);
  expect(notices()).toEqual([]);
});

describe('a server’s own budget', () => {
  test('is reserved by the price, and refuses what has no room, until the next day begins there', async () => {
    const { set, ask, committed } = setUp();
    await set({ budgetPerDayUnits: 1_000, timeZone: 'Europe/Berlin' });
    expect((await ask(600)).kind).toBe('admitted');
    expect(await committed()).toEqual([600]);
    const midnight = START + 23 * 3_600_000;
    expect(await ask(401)).toMatchObject(
      refusedBy({ owner: 'server', period: 'day', units: 1_000 }, midnight),
    );
    expect((await ask(400)).kind).toBe('admitted');
    expect((await ask(0)).kind).toBe('refused');
    expect(await committed()).toEqual([1_000]);
  });

  test('counts what Scenario charged, in the day in which it charged', async () => {
    const { store, set, ask, committed } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    await ask(600);
    await walk(store, 1, WAY_TO.generating, START + 1, charge(450));
    expect(await committed()).toEqual([450]);
    await walk(store, 1, ['fetching', 'delivering', 'delivered'], START + 2);
    expect(await committed()).toEqual([450]);
    expect(await committed('guild', START + DAY_MS)).toEqual([0]);
    expect((await ask(1_000, 'guild', START + DAY_MS)).kind).toBe('admitted');
  });

  test('does not forget at midnight what is promised and not yet charged', async () => {
    const { set, ask, committed } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    await ask(600);
    expect(await committed('guild', START + DAY_MS)).toEqual([600]);
  });

  test('gets back what Scenario gave back, and what was never charged', async () => {
    const { db, store, set, ask, committed } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    for (const _ of [1, 2]) await ask(300);
    await walk(store, 1, WAY_TO.generating, START, charge(300));
    await walk(store, 1, ['failed'], START, refund(300));
    expect(await committed()).toEqual([300]);
    await walk(store, 2, ['cancelled']);
    expect(await committed()).toEqual([0]);
    expect(faultsIn(db)).toEqual([]);
  });

  test('goes on counting what was charged for a video that failed', async () => {
    const { store, set, ask, committed } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    await ask(300);
    await walk(store, 1, [...WAY_TO.generating, 'failed'], START);
    await walk(store, 1, ['generating'], START, charge(300));
    await walk(store, 1, ['failed'], START);
    expect(await committed()).toEqual([300]);
  });

  test('counts a price that was found out after the order', async () => {
    const { store, set, ask, committed } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    expect((await ask(0)).kind).toBe('admitted');
    expect(await committed()).toEqual([0]);
    await store.priceFound([1], 900);
    expect(await committed()).toEqual([900]);
    expect((await ask(200)).kind).toBe('refused');
  });

  test('is not touched by videos that are held', async () => {
    const { store, set, committed } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    await store.admit(newJob({ priceUnits: 900 }), termsOf({ expectedUnits: 900 }), FOR_APPROVAL, START);
    expect(await committed()).toEqual([0]);
  });

  test('of a day and of a month hold together: the later end is told', async () => {
    const { set, ask } = setUp();
    await set({ budgetPerDayUnits: 500, budgetPerMonthUnits: 800 });
    expect((await ask(500)).kind).toBe('admitted');
    expect(await ask(100)).toMatchObject(refusedBy({ period: 'day' }, START + DAY_MS));
    expect(await ask(400)).toMatchObject(refusedBy({ period: 'month' }, FEBRUARY));
  });
});

describe('the operator’s budget', () => {
  test('for each server is each server’s own', async () => {
    const { ask, committed } = setUp([operatorBudget('operator-server', 500)]);
    expect((await ask(500)).kind).toBe('admitted');
    expect(await ask(1)).toMatchObject(refusedBy({ owner: 'operator-server' }, START + DAY_MS));
    expect((await ask(500, 'other')).kind).toBe('admitted');
    expect(await committed('other')).toEqual([500]);
  });

  test('for all servers is spent by all of them', async () => {
    const { store, ask, committed } = setUp([operatorBudget('operator-all', 500, 'month')]);
    expect((await ask(300)).kind).toBe('admitted');
    await walk(store, 1, WAY_TO.delivered, START, charge(300));
    expect((await ask(150, 'other')).kind).toBe('admitted');
    expect(await committed('third')).toEqual([450]);
    expect(await ask(100, 'third')).toMatchObject(refusedBy({ owner: 'operator-all' }, FEBRUARY));
  });

  test('holds beside the server’s own, however large that is', async () => {
    const { set, ask } = setUp([operatorBudget('operator-server', 500)]);
    await set({ budgetPerDayUnits: 1e6 });
    expect(await ask(501)).toMatchObject(refusedBy({ owner: 'operator-server' }, START + DAY_MS));
  });
});

describe('moderators are told', () => {
  test('once when 80 % are reached, and once when all is', async () => {
    const { set, ask, notices } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    await ask(799);
    expect(notices()).toEqual([]);
    await ask(1);
    for (const _ of [1, 2]) await ask(50);
    expect(notices()).toEqual(['guild/server/day/80']);
    await ask(100);
    for (const _ of [1, 2]) expect((await ask(1)).kind).toBe('refused');
    expect(notices()).toEqual(['guild/server/day/80', 'guild/server/day/100']);
  });

  test('both at once when one video goes from below to the end', async () => {
    const { set, ask, notices } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    await ask(1_000);
    expect(notices()).toEqual(['guild/server/day/80', 'guild/server/day/100']);
  });

  test('that it has stopped, when what is left is too little for a video', async () => {
    const { set, ask, notices } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    await ask(700);
    for (const _ of [1, 2]) await ask(400);
    expect(notices()).toEqual(['guild/server/day/100']);
  });

  test('so of a video that was held, too', async () => {
    const { store, set, ask, notices } = setUp();
    await set({ budgetPerDayUnits: 1_000 });
    await store.admit(newJob(), termsOf({ expectedUnits: 400 }), FOR_APPROVAL, START);
    await ask(700);
    expect(
      await store.letGo(1, 'approval', termsOf({ expectedUnits: 400 }), undefined, undefined, START),
    ).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'budget' },
    });
    expect(notices()).toEqual(['guild/server/day/100']);
  });

  test('again in the next day or month, and of each budget by itself', async () => {
    const { store, set, ask, notices } = setUp();
    await set({ budgetPerDayUnits: 100, budgetPerMonthUnits: 200 });
    await ask(80);
    await walk(store, 1, WAY_TO.delivered, START, charge(80));
    expect(notices()).toEqual(['guild/server/day/80']);
    await ask(80, 'guild', START + DAY_MS);
    expect(notices().slice(1)).toEqual(['guild/server/day/80', 'guild/server/month/80']);
    await walk(store, 2, WAY_TO.delivered, START + DAY_MS, charge(80));
    await ask(80, 'guild', FEBRUARY - 1);
    expect(notices().slice(3)).toEqual(['guild/server/month/100']);
    await ask(100, 'guild', FEBRUARY);
    expect(notices().slice(4)).toEqual(['guild/server/day/80', 'guild/server/day/100']);
  });

  test('who they belong to: the budget of all servers to none', async () => {
    const { db, ask, notices } = setUp([
      operatorBudget('operator-all', 100),
      operatorBudget('operator-server', 100),
    ]);
    await ask(100);
    await ask(100, 'other');
    expect(notices()).toEqual([
      '/operator-all/day/80',
      '/operator-all/day/100',
      'guild/operator-server/day/80',
      'guild/operator-server/day/100',
    ]);
    const due = await createNoticeStore(db).due(START, 9);
    expect(due.map(({ guildId, kind, subjectId }) => [guildId, kind, subjectId])).toEqual([
      ['', 'budget', 1],
      ['', 'budget', 2],
      ['guild', 'budget', 3],
      ['guild', 'budget', 4],
    ]);
    expect(findBudgetNotice(db, 'guild', 3)).toEqual({
      id: 3,
      guildId: 'guild',
      owner: 'operator-server',
      period: 'day',
      startsAt: START,
      endsAt: START + DAY_MS,
      level: 80,
      committed: 100,
      limit: 100,
      at: START,
    });
    expect(findBudgetNotice(db, 'other', 3)).toBeUndefined();
  });

  test('even though the video that tells of it is refused', async () => {
    const { db, set, ask, notices } = setUp();
    await set({ budgetPerDayUnits: 100 });
    expect((await ask(101)).kind).toBe('refused');
    expect(notices()).toEqual(['guild/server/day/100']);
    expect(await createNoticeStore(db).due(START, 9)).toHaveLength(2);
  });
});

test('a charge above the announced price tells the moderators at once, not at the next order', async () => {
  const { store, set, ask, notices } = setUp();
  await set({ budgetPerDayUnits: 1_000 });
  const asked = await ask(100);
  expect(notices()).toEqual([]);
  const jobId = asked.kind === 'admitted' ? asked.job.id : 0;
  await walk(store, jobId, WAY_TO.generating, START, charge(900));
  expect(notices()).toEqual(['guild/server/day/80']);
});
