import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { jobImages, jobs, queueGuilds, queueUsers, quotaLedger } from '../../src/store/schema.ts';
import { faultsIn } from './books.ts';
import { admit, openStore, walk } from './fixture.ts';
import { DAY_MS, newJob, START } from './orders.ts';

const TWO_A_DAY = { videos: 2, windowMs: DAY_MS };

function setUp() {
  const { db, store } = openStore();
  const counts = () =>
    [jobs, jobImages, queueGuilds, queueUsers, quotaLedger].map(
      (table) => db.select().from(table).all().length,
    );
  return { db, store, counts };
}

describe('an order within the quota', () => {
  test('is written whole and takes one video of the account', async () => {
    const { db, store } = setUp();
    const order = newJob({
      images: [{ slot: 'image', url: 'https://cdn/x.png', fileName: 'x.png' }],
      spoiler: true,
      priceUnits: 60,
    });
    const result = await store.admit(order, TWO_A_DAY, START);
    const { interactionId: _, ...shown } = order;
    expect(result).toMatchObject({
      kind: 'admitted',
      job: { ...shown, state: 'queued', createdAt: START, stateSince: START, attempts: 0 },
      standing: { used: 1, left: 1, nextReturnAt: START + DAY_MS, availableAt: START },
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
    const { db, store, counts } = setUp();
    db.run(
      sql`create trigger no_lane before insert on queue_users begin select raise(abort, 'disk full'); end`,
    );
    const images = [{ slot: 'image' as const, url: 'https://cdn/x.png', fileName: 'x.png' }];
    await expect(store.admit(newJob({ images }), TWO_A_DAY, START)).rejects.toThrow(/disk full/);
    expect(counts()).toEqual([0, 0, 0, 0, 0]);
    expect((await store.standing('guild', 'ada', TWO_A_DAY, START)).used).toBe(0);
  });
});

describe('an order over the quota', () => {
  test('is refused with nothing written, and says when the next video is free', async () => {
    const { store, counts } = setUp();
    await store.admit(newJob(), TWO_A_DAY, START);
    await store.admit(newJob(), TWO_A_DAY, START + 1_000);
    const before = counts();
    const refused = await store.admit(newJob(), TWO_A_DAY, START + 2_000);
    expect(refused).toEqual({
      kind: 'over-quota',
      standing: {
        limit: TWO_A_DAY,
        used: 2,
        left: 0,
        nextReturnAt: START + DAY_MS,
        availableAt: START + DAY_MS,
      },
    });
    expect(counts()).toEqual(before);
  });

  test('is let in at the very millisecond at which a video comes back, and not before', async () => {
    const { store } = setUp();
    for (const _ of [1, 2]) await store.admit(newJob(), TWO_A_DAY, START);
    const kindAt = async (at: number) => (await store.admit(newJob(), TWO_A_DAY, at)).kind;
    expect(await kindAt(START + DAY_MS - 1)).toBe('over-quota');
    expect(await kindAt(START + DAY_MS)).toBe('admitted');
  });

  test('is let in once a waiting video was cancelled', async () => {
    const { store } = setUp();
    await admit(store, {}, START, TWO_A_DAY);
    const second = await admit(store, {}, START, TWO_A_DAY);
    await walk(store, second.id, ['cancelled']);
    expect((await store.admit(newJob(), TWO_A_DAY, START)).kind).toBe('admitted');
  });

  test('always: with a quota of 0', async () => {
    const { store, counts } = setUp();
    const refused = await store.admit(newJob(), { videos: 0, windowMs: DAY_MS }, START);
    expect(refused).toMatchObject({
      kind: 'over-quota',
      standing: { used: 0, left: 0, availableAt: undefined },
    });
    expect(counts()).toEqual([0, 0, 0, 0, 0]);
  });

  test('is no concern of other members, and of the same member elsewhere', async () => {
    const { store } = setUp();
    for (const _ of [1, 2]) await store.admit(newJob(), TWO_A_DAY, START);
    expect((await store.admit(newJob({ userId: 'bob' }), TWO_A_DAY, START)).kind).toBe('admitted');
    expect((await store.admit(newJob({ guildId: 'other' }), TWO_A_DAY, START)).kind).toBe('admitted');
  });
});

describe('the same interaction twice', () => {
  test('is one job, reserved once', async () => {
    const { db, store, counts } = setUp();
    const order = newJob();
    const first = await store.admit(order, TWO_A_DAY, START);
    const before = counts();
    expect(await store.admit({ ...order, channelId: 'elsewhere' }, TWO_A_DAY, START)).toEqual(first);
    expect(counts()).toEqual(before);
    expect(faultsIn(db)).toEqual([]);
  });

  test('is the same job even where the quota is used up, or the job has long ended', async () => {
    const { store } = setUp();
    const limit = { videos: 1, windowMs: DAY_MS };
    const order = newJob();
    const first = await admit(store, order, START, limit);
    expect(await admit(store, order, START, limit)).toEqual(first);
    await walk(store, first.id, ['cancelled']);
    expect(await store.admit(order, limit, START)).toMatchObject({
      kind: 'admitted',
      job: { id: first.id, state: 'cancelled' },
      standing: { used: 0 },
    });
  });
});
