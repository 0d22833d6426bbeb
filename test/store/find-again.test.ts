import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HISTORY_OUTCOMES, type HistoryOutcome, type HistoryQuery } from '../../src/jobs/history.ts';
import { JOB_STATES } from '../../src/jobs/states.ts';
import { createHistoryStore } from '../../src/store/history-store.ts';
import type { Database } from '../../src/store/open.ts';
import { createPrivacyStore } from '../../src/store/privacy-store.ts';
import { jobs } from '../../src/store/schema.ts';
import { admit, admitInto, openStore, withStore } from './fixture.ts';
import { type JobSpec, newJob, START } from './orders.ts';

const OWN: HistoryQuery = { guildId: 'guild', userId: 'ada' };

const saying = (prompt: string): JobSpec => ({ settings: { ...newJob().settings, prompt } });

/** Rows past the admission, where there are to be many. @returns their ids */
function insertMany(db: Database, count: number, promptOf: (index: number) => string): number[] {
  const rows = Array.from({ length: count }, (_, index) => ({
    ...newJob(saying(promptOf(index))),
    images: undefined,
    state: 'delivered' as const,
    createdAt: START,
    stateSince: START,
    runAt: START,
  }));
  return db.transaction((tx) =>
    rows.flatMap((row) =>
      tx
        .insert(jobs)
        .values(row)
        .returning({ id: jobs.id })
        .all()
        .map(({ id }) => id),
    ),
  );
}

test('a page shows own videos of the server, newest first, and how many there are', async () => {
  const { db, store } = openStore();
  const own = [await admit(store), await admit(store), await admit(store)];
  await admit(store, { userId: 'bob' });
  await admit(store, { guildId: 'elsewhere' });
  const history = createHistoryStore(db);
  const ids = own.map(({ id }) => id).reverse();
  const pages = await Promise.all([0, 1, 2].map((page) => history.page(OWN, page, 2)));
  expect(pages.map(({ jobs: shown }) => shown.map(({ id }) => id))).toEqual([
    ids.slice(0, 2),
    ids.slice(2),
    [],
  ]);
  expect(pages.map(({ total }) => total)).toEqual([3, 3, 3]);
});

const OUTCOME_OF: Record<(typeof JOB_STATES)[number], HistoryOutcome> = {
  held: 'under-way',
  queued: 'under-way',
  preparing: 'under-way',
  submitting: 'under-way',
  unknown: 'under-way',
  generating: 'under-way',
  fetching: 'under-way',
  delivering: 'under-way',
  fitting: 'under-way',
  delivered: 'delivered',
  undeliverable: 'undelivered',
  failed: 'failed',
  blocked: 'failed',
  cancelled: 'ended',
  denied: 'ended',
};

test.for(HISTORY_OUTCOMES)('only those of an outcome are shown: %s', async (outcome) => {
  const { db, store } = openStore();
  const expected: number[] = [];
  for (const state of JOB_STATES) {
    const { id } = await admitInto(store, state);
    if (OUTCOME_OF[state] === outcome) expected.unshift(id);
  }
  const { jobs: shown, total } = await createHistoryStore(db).page({ ...OWN, outcome }, 0, 99);
  expect(shown.map(({ id }) => id)).toEqual(expected);
  expect(total).toBe(expected.length);
});

test.for([
  ['Ein ÄRGER im Schloß', 'ärger'],
  ['Ein Ärger im Schloß', 'SCHLOSS'],
  ['МЕДВЕДЬ в лесу', 'медведь'],
  ['ὁ λόγος', 'ΛΌΓΟΣ'],
  // Composed of two characters, and typed as one.
  ['Cafe\u0301 au lait', 'café'],
  ['100% of a_boat', '% of a_'],
] as const)('%s is found by %s', async ([prompt, text]) => {
  const { db, store } = openStore();
  const { id } = await admit(store, saying(prompt));
  await admit(store, saying('something else'));
  const history = createHistoryStore(db);
  const { jobs: shown, total } = await history.page({ ...OWN, text }, 0, 5);
  expect(shown.map((job) => job.id)).toEqual([id]);
  expect(total).toBe(1);
  expect(await history.recentPrompts('guild', 'ada', text, 25)).toEqual([{ jobId: id, prompt }]);
});

test('any part of a prompt, in any case, finds it', async () => {
  const parts = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text.trim() !== '');
  await fc.assert(
    fc.asyncProperty(parts, parts, parts, fc.boolean(), async (before, middle, after, upper) => {
      await withStore(async (store, db) => {
        const prompt = `${before} ${middle} ${after}`;
        const { id } = await admit(store, saying(prompt.trim()));
        const text = (upper ? middle.toUpperCase() : middle).trim();
        const { jobs: shown } = await createHistoryStore(db).page({ ...OWN, text }, 0, 5);
        expect(shown.map((job) => job.id)).toEqual([id]);
      });
    }),
    { numRuns: 25 },
  );
});

test('a text and an outcome go together, and the pages of a search follow one another', async () => {
  const { db, store } = openStore();
  const boats = insertMany(db, 450, (index) => (index % 2 === 0 ? `boat ${index}` : 'fox'))
    .filter((_, index) => index % 2 === 0)
    .reverse();
  await admit(store, saying('a boat in the queue'));
  const history = createHistoryStore(db);
  const query = { ...OWN, text: 'BOAT', outcome: 'delivered' } as const;
  const found: number[] = [];
  for (let page = 0; page < 30; page += 1) {
    const { jobs: shown, total } = await history.page(query, page, 10);
    expect(total).toBe(225);
    found.push(...shown.map(({ id }) => id));
  }
  expect(found).toEqual(boats);
});

test('deleted prompts are listed, but neither found nor offered', async () => {
  const { db, store } = openStore();
  const { id } = await admitInto(store, 'delivered', saying('a boat'));
  await createPrivacyStore(db).purgeMember('guild', 'ada', START);
  const history = createHistoryStore(db);
  expect((await history.page(OWN, 0, 5)).jobs.map((job) => job.id)).toEqual([id]);
  for (const text of ['', 'boat', 'deleted']) {
    expect(await history.page({ ...OWN, text }, 0, 5)).toEqual({ jobs: [], total: 0 });
    expect(await history.recentPrompts('guild', 'ada', text, 25)).toEqual([]);
  }
});

test('recent prompts are own ones of the server, each once, newest first, at most so many', async () => {
  const { db, store } = openStore();
  insertMany(db, 500, (index) => `prompt ${index % 40}`);
  await admit(store, { ...saying('prompt of Bob'), userId: 'bob' });
  await admit(store, { ...saying('prompt from elsewhere'), guildId: 'elsewhere' });
  const found = await createHistoryStore(db).recentPrompts('guild', 'ada', 'prompt', 25);
  // The last one is 499 % 40 = 19.
  const newestFirst = Array.from({ length: 25 }, (_, index) => `prompt ${(19 - index + 40) % 40}`);
  expect(found.map(({ prompt }) => prompt)).toEqual(newestFirst);
});

test('suggestions look back 2,000 videos, a search looks through all', async () => {
  const { db } = openStore();
  insertMany(db, 2_002, (index) => (index < 3 ? `boat ${index}` : 'fox'));
  const history = createHistoryStore(db);
  expect((await history.recentPrompts('guild', 'ada', 'boat', 25)).map(({ prompt }) => prompt)).toEqual([
    'boat 2',
  ]);
  expect((await history.page({ ...OWN, text: 'boat' }, 0, 5)).total).toBe(3);
});

test('what a moderator has not approved is not offered', async () => {
  const { db, store } = openStore();
  await admitInto(store, 'held', saying('waits'));
  await admitInto(store, 'denied', saying('refused'));
  expect(await createHistoryStore(db).recentPrompts('guild', 'ada', '', 25)).toEqual([]);
});

test('ancestors are named nearest first, children are counted', async () => {
  const { db, store } = openStore();
  const from = (parentId: number): JobSpec => ({ origin: { parentId, derivation: 'edit' } });
  const first = await admit(store);
  const second = await admit(store, from(first.id));
  const third = await admit(store, { ...from(second.id), userId: 'bob' });
  await admit(store, from(first.id));
  const history = createHistoryStore(db);
  const idsOf = async (limit: number) => (await history.ancestors(third, limit)).map(({ id }) => id);
  expect(await idsOf(10)).toEqual([second.id, first.id]);
  expect(await idsOf(1)).toEqual([second.id]);
  expect(await history.ancestors(first, 10)).toEqual([]);
  expect(await Promise.all([first, second, third].map(({ id }) => history.childCount(id)))).toEqual([
    2, 1, 0,
  ]);
});

test('a chain of parents that leads nowhere, to another server or in a circle ends', async () => {
  const { db, store } = openStore();
  const history = createHistoryStore(db);
  const abroad = await admit(store, { guildId: 'elsewhere' });
  for (const parentId of [999, abroad.id, 4]) {
    const { id } = await admit(store, { origin: { parentId, derivation: 'again' } });
    const job = await store.find(id);
    expect(job && (await history.ancestors(job, 10))).toEqual([]);
  }
});
