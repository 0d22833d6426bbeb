import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bigVideo } from '../support/big-videos.ts';
import { untilDelivered } from '../support/looking.ts';
import { copiesOf, refuseSizes, uploadedVideo } from '../support/uploads.ts';
import { openRealTimeWorld, openWorld, results, type World } from '../support/world.ts';

let clip = '';
beforeAll(async () => {
  clip = await bigVideo({ mebibytes: 12, width: 1_280, height: 720, seconds: 8 });
}, 60_000);

const WORLD = { scenario: { clip: () => clip } };

/** Lets time run until a smaller copy of Ada's video is being made. */
const untilBegun = (world: World) =>
  world.until('the copy to be begun', async () => (await copiesOf(world)).length > 0);

test('stopped while a copy is made, the bot begins it anew and posts one message', async () => {
  const world = await openWorld(WORLD);
  const first = await world.startApp();
  const card = await world.order();
  refuseSizes(world, 1);
  await untilBegun(world);
  await writeFile(join(world.dataDir, 'fitted', 'left-over.mp4'), 'of an earlier crash');
  let hasStopped = false;
  const stop = first.stop().then(() => {
    hasStopped = true;
  });
  await world.until('the bot to stop', () => hasStopped);
  await stop;
  expect(await copiesOf(world)).toEqual(['left-over.mp4']);
  expect(results(world.channel)).toEqual([]);

  await world.startApp();
  expect(await copiesOf(world)).not.toContain('left-over.mp4');
  const result = await untilDelivered(world, card);
  expect(await uploadedVideo(world, result)).toMatchObject({ audioCodec: 'aac' });
  expect(results(world.channel)).toEqual([result]);
  expect(await copiesOf(world)).toEqual([]);
});

test('killed while a copy is made, the bot begins it anew and posts one message', async () => {
  const world = await openRealTimeWorld(WORLD);
  const first = await world.startProcess();
  await world.order();
  refuseSizes(world, 1);
  await untilBegun(world);
  await first.stop('SIGKILL');
  expect(results(world.channel)).toEqual([]);

  await world.startProcess();
  const result = await world.until('the video', () => results(world.channel)[0]);
  expect(await uploadedVideo(world, result)).toMatchObject({ audioCodec: 'aac' });
  await world.until('the copy to be gone', async () => (await copiesOf(world)).length === 0);
  expect(results(world.channel)).toHaveLength(1);
});
