import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { isDiskFull } from '../../src/lib/disk-full.ts';
import type { Database } from '../../src/store/open.ts';
import { faultsIn } from './books.ts';
import { admit, claimNext, openStore, temporaryFile } from './fixture.ts';
import { newJob, START, termsOf } from './orders.ts';

/** No page more than there are. */
function fill(db: Database): void {
  const { page_count: pages } = db.get<{ page_count: number }>(sql.raw('pragma page_count'));
  db.get(sql.raw(`pragma max_page_count = ${pages}`));
}
const makeRoom = (db: Database) => void db.get(sql.raw('pragma max_page_count = 1000000'));

/** Far more than is left in pages that exist. */
const LONG_JOB = { settings: { ...newJob().settings, prompt: 'x'.repeat(100_000) } };

describe('on a full disk', () => {
  test('an order is refused in words that a member can act upon, and leaves nothing', async () => {
    const { db, store } = openStore(temporaryFile());
    fill(db);
    const order = store.admit(newJob(LONG_JOB), termsOf(), undefined, START);
    await expect(order).rejects.toMatchObject({
      name: 'ExpectedError',
      code: 'disk-full',
      message: expect.stringMatching(/disk is full.*Nothing was charged.*try again/),
      cause: expect.anything(),
    });
    expect(await store.activeInGuild('guild')).toEqual([]);
    expect(faultsIn(db)).toEqual([]);
  });

  test('what waits keeps its place, and goes on once there is room', async () => {
    const { db, store } = openStore(temporaryFile());
    const { id } = await admit(store);
    fill(db);
    await expect(store.admit(newJob(LONG_JOB), termsOf(), undefined, START)).rejects.toThrow('disk is full');
    makeRoom(db);
    await admit(store);
    expect((await claimNext(store))?.id).toBe(id);
  });
});

describe('a failure for want of room', () => {
  const failed = (code: string, options?: ErrorOptions) =>
    Object.assign(new Error('no space left on device', options), { code });

  test.each(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])('is told by %s, however deep', (code) => {
    expect(isDiskFull(failed(code))).toBe(true);
    expect(isDiskFull(new Error('a', { cause: new Error('b', { cause: failed(code) }) }))).toBe(true);
  });

  test.each([failed('EIO'), failed('SQLITE_BUSY'), new Error('disk-full'), 'ENOSPC', undefined])(
    'is not %s',
    (error) => {
      expect(isDiskFull(error)).toBe(false);
    },
  );
});
