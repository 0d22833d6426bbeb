import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import { budgetNotices, jobs, quotaLedger } from '../../src/store/schema.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { faultsIn } from './books.ts';
import { type ContenderTask, reportSchema } from './children/contender-task.ts';
import { admit, NO_CAPS, openStore, temporaryFile } from './fixture.ts';
import { grantTo, MODERATOR, setRule } from './moderators.ts';
import { START, videosADay } from './orders.ts';

const CONTENDER = fileURLToPath(import.meta.resolve('./children/contender.ts'));

/** Runs the tasks side by side, each in a process of its own; all begin when all are ready. */
async function contend(tasks: readonly ContenderTask[]): Promise<number[][]> {
  const children = tasks.map((task) => fork(CONTENDER, [JSON.stringify(task)], { execArgv: [] }));
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  await Promise.all(children.map(nextMessage));
  const reports = children.map(nextMessage);
  for (const child of children) child.send('go');
  return (await Promise.all(reports)).map((report) => reportSchema.parse(report).got);
}

/** Rejects when the process ends instead. */
async function nextMessage(child: ChildProcess): Promise<unknown> {
  const abort = new AbortController();
  const { signal } = abort;
  const gone = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the other process ended with ${String(code)}`);
  });
  const message = once(child, 'message', { signal }).then(([first]: unknown[]) => first);
  gone.catch(() => undefined);
  message.catch(() => undefined);
  return Promise.race([message, gone]).finally(() => abort.abort());
}

const interactions = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

test('two processes that admit for one member never pass the limit, and lose nothing', async () => {
  const file = temporaryFile();
  const { db } = openStore(file);
  const got = await contend(
    ['left', 'right'].map((name) => ({
      kind: 'admit',
      file,
      interactionIds: interactions(name, 200),
      videos: 150,
    })),
  );
  const ids = got.flat();
  expect(ids).toHaveLength(150);
  expect(new Set(ids).size).toBe(150);
  expect(db.select().from(jobs).all()).toHaveLength(150);
  expect(db.select().from(quotaLedger).all()).toHaveLength(150);
  expect(faultsIn(db)).toEqual([]);
});

test('two processes together spend a grant and a limit of the server to the last video, and no further', async () => {
  const file = temporaryFile();
  const { db } = openStore(file);
  const quota = createQuotaRulesStore(db);
  await setRule(quota, { kind: 'limit', limit: videosADay(60) });
  await setRule(quota, {
    kind: 'limit',
    limit: { unit: 'seconds', window: 'calendar-month', amount: 50 * 8 },
  });
  await grantTo(quota, { amount: 20 });
  const got = await contend(
    ['left', 'right'].map((name) => ({
      kind: 'admit',
      file,
      interactionIds: interactions(name, 80),
      videos: 1,
    })),
  );
  expect(got.flat()).toHaveLength(70);
  const rows = db.select().from(quotaLedger).all();
  expect(rows.filter(({ grantId }) => grantId !== null)).toHaveLength(20);
  expect(faultsIn(db)).toEqual([]);
});

test('two processes together keep to a server’s budget, and tell of it once', async () => {
  const file = temporaryFile();
  const { db } = openStore(file);
  const change = { budgetPerDayUnits: 1_000 };
  await createSettingsStore(db).change('guild', change, MODERATOR, () => '', START);
  const got = await contend(
    ['left', 'right'].map((name) => ({
      kind: 'admit',
      file,
      interactionIds: interactions(name, 60),
      videos: 1_000,
      expectedUnits: 15,
    })),
  );
  expect(got.flat()).toHaveLength(66);
  const levels = db.select().from(budgetNotices).all();
  expect(levels.map(({ levelPercent }) => levelPercent)).toEqual([80, 100]);
  expect(faultsIn(db)).toEqual([]);
});

test('two processes that write cases in one server number them without a gap', async () => {
  const file = temporaryFile();
  openStore(file);
  const task: ContenderTask = { kind: 'record', file, cases: 150 };
  const got = await contend([task, task]);
  expect(got.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
});

test('two processes that see the same interactions make one job of each', async () => {
  const file = temporaryFile();
  const { db } = openStore(file);
  const task: ContenderTask = {
    kind: 'admit',
    file,
    interactionIds: interactions('same', 150),
    videos: 1_000,
  };
  const [left, right] = await contend([task, task]);
  expect(left).toHaveLength(150);
  expect(right).toEqual(left);
  expect(db.select().from(jobs).all()).toHaveLength(150);
  expect(faultsIn(db)).toEqual([]);
});

test('three processes that claim from one queue share it: no job twice, none left', async () => {
  const file = temporaryFile();
  const { db, store } = openStore(file);
  for (let count = 0; count < 300; count += 1) {
    await admit(store, { guildId: `guild-${count % 7}`, userId: `member-${count % 11}` });
  }
  const got = await contend(['a', 'b', 'c'].map(() => ({ kind: 'claim', file, caps: NO_CAPS })));
  const ids = got.flat();
  expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  expect(faultsIn(db)).toEqual([]);
});

test('several processes together keep to the caps', async () => {
  const file = temporaryFile();
  const { store } = openStore(file);
  for (let count = 0; count < 60; count += 1) {
    await admit(store, { guildId: `guild-${count % 3}`, userId: `member-${count % 5}` });
  }
  const caps = { total: 20, perGuild: 5, perUser: 1 };
  const got = await contend(['a', 'b', 'c'].map(() => ({ kind: 'claim', file, caps })));
  expect(got.flat()).toHaveLength(15);
  const running = await store.inState('preparing');
  const perUser = Map.groupBy(running, ({ guildId, userId }) => `${guildId}/${userId}`);
  expect(Math.max(...[...perUser.values()].map((own) => own.length))).toBe(1);
});

test('two connections of one process take turns at claiming and at due work', async () => {
  const file = temporaryFile();
  const stores = [openStore(file).store, openStore(file).store] as const;
  for (let count = 0; count < 20; count += 1) await admit(stores[count % 2 === 0 ? 0 : 1]);
  const lease = { token: 'token', until: 1e15 };
  const claims = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      stores[index % 2 === 0 ? 0 : 1].claimQueued(NO_CAPS, lease, 0).then((claimed) => claimed?.job.id),
    ),
  );
  expect(new Set(claims)).toEqual(new Set(Array.from({ length: 20 }, (_, index) => index + 1)));
});
