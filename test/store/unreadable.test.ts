import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { createCardStore } from '../../src/store/card-store.ts';
import { createHistoryStore } from '../../src/store/history-store.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import type { Database } from '../../src/store/open.ts';
import { jobs } from '../../src/store/schema.ts';
import { admit, admitInto, claimNext, NO_CAPS, openStore } from './fixture.ts';
import { START } from './orders.ts';

const LATER = START + 60_000;
const lease = (token: string) => ({ token, until: LATER });

/** As an older or newer version, or a hand, may have left it. */
const spoil = (db: Database, jobId: number): void =>
  void db
    .update(jobs)
    .set({ settings: JSON.parse('{"seed":"none"}') })
    .where(eq(jobs.id, jobId))
    .run();

/** A store with two jobs in a state, the first of which cannot be read. */
async function withOneSpoilt(state: 'queued' | 'generating' | 'fetching' | 'delivering' | 'unknown') {
  const { db } = openStore();
  const told: number[] = [];
  const onUnreadable = (jobId: number) => void told.push(jobId);
  const store = createJobStore(db, onUnreadable);
  await admitInto(store, state, { userId: 'ada' });
  await admitInto(store, state, { userId: 'ada' });
  spoil(db, 1);
  return { db, store, told, onUnreadable };
}

describe('a job whose row cannot be read', () => {
  test('is left out of lists, and told of once', async () => {
    const { store, told } = await withOneSpoilt('generating');
    for (let time = 0; time < 3; time += 1) {
      expect((await store.inState('generating')).map(({ id }) => id)).toEqual([2]);
    }
    expect((await store.activeInGuild('guild')).map(({ id }) => id)).toEqual([2]);
    expect(told).toEqual([1]);
  });

  test.each(['fetching', 'delivering', 'unknown'] as const)(
    'does not keep others from being claimed (%s)',
    async (state) => {
      const { store, told } = await withOneSpoilt(state);
      expect((await store.claimDue(state, lease('a'), START))?.job.id).toBe(2);
      expect(await store.claimDue(state, lease('b'), START)).toBeUndefined();
      expect(told).toEqual([1]);
    },
  );

  test('is claimed when it was mended', async () => {
    const { db, store } = await withOneSpoilt('fetching');
    await store.claimDue('fetching', { token: 'a', until: START + 3_600_000 }, START);
    const { settings } = db.select().from(jobs).where(eq(jobs.id, 2)).all()[0] ?? {};
    db.update(jobs).set({ settings }).where(eq(jobs.id, 1)).run();
    expect(await store.claimDue('fetching', lease('b'), START + 10 * 60_000)).toMatchObject({
      job: { id: 1 },
    });
  });

  test('does not keep others of its line from their turns', async () => {
    const { store, told } = await withOneSpoilt('queued');
    expect(await claimNext(store)).toMatchObject({ id: 2 });
    expect(await store.claimQueued(NO_CAPS, lease('b'), START)).toBeUndefined();
    await admit(store, { userId: 'bert' });
    expect(await claimNext(store)).toMatchObject({ id: 3 });
    expect(told).toEqual([1]);
  });

  test('does not keep cards of others from being shown', async () => {
    const { db, onUnreadable, told } = await withOneSpoilt('generating');
    const due = await createCardStore(db, onUnreadable).due(LATER, 10);
    expect(due.map(({ job }) => job.id)).toEqual([2]);
    expect(told).toEqual([1]);
  });

  test('does not keep its author from the rest of their videos', async () => {
    const { db } = await withOneSpoilt('generating');
    const page = await createHistoryStore(db).page({ guildId: 'guild', userId: 'ada' }, 0, 5);
    expect(page.jobs.map(({ id }) => id)).toEqual([2]);
  });
});
