import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { NewJob } from '../../src/jobs/job-store.ts';
import type { Limit } from '../../src/quota/limit.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { openDatabase } from '../../src/store/open.ts';
import { jobImages, jobs, queueGuilds, queueUsers, quotaLedger } from '../../src/store/schema.ts';
import { faultsIn } from './books.ts';
import { admit, openStore, temporaryFile, walk } from './fixture.ts';
import { DAY_MS, MIGRATIONS, newJob, START, termsOf, videosADay } from './orders.ts';

const TWO_A_DAY = videosADay(2);

const overLimit = (limit: Limit, availableAt: number | undefined) => ({
  kind: 'refused',
  refusal: { kind: 'quota', decision: { kind: 'over-limit', limit, from: undefined, availableAt } },
});

function setUp() {
  const { db, store } = openStore();
  /** Asks for a video in the name of its author, whom one limit holds for. */
  const ask = (job: NewJob, limit: Limit, at = START) =>
    store.admit(job, termsOf({ userId: job.userId, limits: [limit] }), undefined, at);
  const used = async (limit: Limit) =>
    (await store.view('guild', termsOf({ limits: [limit] }), 8, START)).quota.limits[0]?.used;
  const counts = () =>
    [jobs, jobImages, queueGuilds, queueUsers, quotaLedger].map(
      (table) => db.select().from(table).all().length,
    );
  return { db, store, ask, used, counts };
}

describe('an order within the quota', () => {
  test('is written whole and takes one video of the account', async () => {
    const { db, store, ask } = setUp();
    const order = newJob({
      images: [{ slot: 'image', url: 'https://cdn/x.png', fileName: 'x.png' }],
      spoiler: true,
      priceUnits: 60,
    });
    const result = await ask(order, TWO_A_DAY, START);
    const { interactionId: _, ...shown } = order;
    expect(result).toMatchObject({
      kind: 'admitted',
      job: { ...shown, state: 'queued', createdAt: START, stateSince: START, attempts: 0 },
    });
    expect(await store.activeInGuild('guild')).toEqual(result.kind === 'admitted' && [result.job]);
    expect(db.select().from(quotaLedger).all()).toMatchObject([{ entry: 'reserve', videos: 1, at: START }]);
    expect(faultsIn(db)).toEqual([]);
  });

  test('keeps pictures in the order of their options, not that in which they came', async () => {
    const { store } = setUp();
    const picture = (slot: 'reference_image_1' | 'reference_image_2' | 'reference_image_3') => ({
      slot,
      url: `https://cdn/${slot}`,
      fileName: `${slot}.png`,
    });
    const images = [picture('reference_image_3'), picture('reference_image_1'), picture('reference_image_2')];
    const job = await admit(store, { images });
    expect(job.images.map(({ slot }) => slot)).toEqual([
      'reference_image_1',
      'reference_image_2',
      'reference_image_3',
    ]);
  });

  test('leaves nothing behind when its last row cannot be written', async () => {
    const { db, ask, used, counts } = setUp();
    db.run(
      sql`create trigger no_lane before insert on queue_users begin select raise(abort, 'disk full'); end`,
    );
    const images = [{ slot: 'image' as const, url: 'https://cdn/x.png', fileName: 'x.png' }];
    await expect(ask(newJob({ images }), TWO_A_DAY, START)).rejects.toThrow(/disk full/);
    expect(counts()).toEqual([0, 0, 0, 0, 0]);
    expect(await used(TWO_A_DAY)).toBe(0);
  });
});

test('an order is refused with an error, and leaves nothing behind, while another process holds the database', async () => {
  const file = temporaryFile();
  const { db, store } = openStore(file);
  const other = openStore(file);
  db.run(sql`pragma busy_timeout = 0`);
  other.db.run(sql`begin exclusive`);
  await expect(admit(store)).rejects.toThrow(/locked/);
  other.db.run(sql`rollback`);
  expect(db.select().from(jobs).all()).toEqual([]);
  expect((await admit(store)).id).toBe(1);
  expect(faultsIn(db)).toEqual([]);
});

test('an order is refused with an error once the database is closed', async () => {
  const { db, close } = openDatabase(':memory:', MIGRATIONS);
  const store = createJobStore(db);
  close();
  await expect(admit(store)).rejects.toThrow(/not open/);
});

describe('an order over the quota', () => {
  test('is refused with nothing written, and says when the next video is free', async () => {
    const { ask, counts } = setUp();
    await ask(newJob(), TWO_A_DAY, START);
    await ask(newJob(), TWO_A_DAY, START + 1_000);
    const before = counts();
    const refused = await ask(newJob(), TWO_A_DAY, START + 2_000);
    expect(refused).toEqual(overLimit(TWO_A_DAY, START + DAY_MS));
    expect(counts()).toEqual(before);
  });

  test('is let in at the very millisecond at which a video comes back, and not before', async () => {
    const { ask } = setUp();
    for (const _ of [1, 2]) await ask(newJob(), TWO_A_DAY, START);
    const kindAt = async (at: number) => (await ask(newJob(), TWO_A_DAY, at)).kind;
    expect(await kindAt(START + DAY_MS - 1)).toBe('refused');
    expect(await kindAt(START + DAY_MS)).toBe('admitted');
  });

  test('is let in once a waiting video was cancelled', async () => {
    const { store, ask } = setUp();
    await admit(store, {}, START, TWO_A_DAY);
    const second = await admit(store, {}, START, TWO_A_DAY);
    await walk(store, second.id, ['cancelled']);
    expect((await ask(newJob(), TWO_A_DAY, START)).kind).toBe('admitted');
  });

  test('always: with a quota of 0', async () => {
    const { ask, counts } = setUp();
    const refused = await ask(newJob(), videosADay(0), START);
    expect(refused).toEqual(overLimit(videosADay(0), undefined));
    expect(counts()).toEqual([0, 0, 0, 0, 0]);
  });

  test('is no concern of other members, and of the same member elsewhere', async () => {
    const { ask } = setUp();
    for (const _ of [1, 2]) await ask(newJob(), TWO_A_DAY, START);
    expect((await ask(newJob({ userId: 'bob' }), TWO_A_DAY, START)).kind).toBe('admitted');
    expect((await ask(newJob({ guildId: 'other' }), TWO_A_DAY, START)).kind).toBe('admitted');
  });
});

describe('the same interaction twice', () => {
  test('is one job, reserved once', async () => {
    const { db, ask, counts } = setUp();
    const order = newJob();
    const first = await ask(order, TWO_A_DAY, START);
    const before = counts();
    expect(await ask({ ...order, channelId: 'elsewhere' }, TWO_A_DAY, START)).toEqual(first);
    expect(counts()).toEqual(before);
    expect(faultsIn(db)).toEqual([]);
  });

  test('is the same job even where the quota is used up, or the job has long ended', async () => {
    const { store, ask, used } = setUp();
    const limit = videosADay(1);
    const order = newJob();
    const first = await admit(store, order, START, limit);
    expect(await admit(store, order, START, limit)).toEqual(first);
    await walk(store, first.id, ['cancelled']);
    expect(await ask(order, limit, START)).toMatchObject({
      kind: 'admitted',
      job: { id: first.id, state: 'cancelled' },
    });
    expect(await used(limit)).toBe(0);
  });
});
