import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { BLOCKABLE, blockQueue, jobsOf, quotaText } from '../support/looking.ts';
import { openWorld, orders, results } from '../support/world.ts';

/** More than any disk has: it counts as nearly full. */
const FULL = { DISK_RESERVE_MB: '1000000000' };
const ONE_AT_A_TIME = { MAX_RUNNING: '1' };
const MINUTES_MS = 5 * 60_000;

test('a disk that is nearly full stops orders with a word, loses nothing, and goes on when there is room', async () => {
  const world = await openWorld(BLOCKABLE);
  const before = await world.startApp(ONE_AT_A_TIME);
  const unblock = await blockQueue(world);
  const image = {
    name: 'cat.png',
    contentType: 'image/png',
    bytes: await sharp({ create: { width: 64, height: 36, channels: 3, background: '#336699' } })
      .png()
      .toBuffer(),
  };
  await world.order({ prompt: 'The second', image });
  await world.order({ prompt: 'The third', duration: 4 });
  await before.stop();
  const states = async () => Promise.all([1, 2, 3].map(async (id) => (await jobsOf(world).find(id))?.state));
  const generated = orders(world.scenario).length;

  const full = await world.startApp({ ...ONE_AT_A_TIME, ...FULL });
  const quota = await quotaText(world);
  expect(await world.refusal()).toMatch(/disk is full.*Nothing was charged.*Tell whoever runs the bot/);
  expect(await quotaText(world)).toBe(quota);
  expect(await jobsOf(world).find(4)).toBeUndefined();
  unblock();
  await world.until('the first to be finished', async () => (await states())[0] === 'fetching');
  const until = world.clock.now() + MINUTES_MS;
  await world.until('some minutes to pass', () => world.clock.now() > until);
  expect(await states()).toEqual(['fetching', 'queued', 'queued']);
  expect((await jobsOf(world).find(1))?.attempts).toBe(0);
  expect(existsSync(join(world.dataDir, 'videos'))).toBe(false);
  expect(orders(world.scenario)).toHaveLength(generated);
  expect(full.log.filter((line) => line.includes('the disk is nearly full'))).toHaveLength(1);
  await full.stop();

  await world.startApp(ONE_AT_A_TIME);
  await world.until('all of them', async () => (await states()).every((state) => state === 'delivered'));
  expect(results(world.channel)).toHaveLength(3);
  expect(orders(world.scenario)).toHaveLength(3);
  expect(readdirSync(join(world.dataDir, 'videos'))).toHaveLength(2);
});
