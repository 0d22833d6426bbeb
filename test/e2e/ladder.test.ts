import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ActiveFault } from '../../src/sandbox/faults.ts';
import { bigVideo } from '../support/big-videos.ts';
import { freePort } from '../support/free-port.ts';
import { quotaText, untilDelivered } from '../support/looking.ts';
import { copiesOf, refuseSizes, uploadedVideo, WITHOUT_FFMPEG } from '../support/uploads.ts';
import { openWorld, results, textOf, type World } from '../support/world.ts';

const MIB = 1_024 * 1_024;
const LARGE = 'a large video';
const SLOW_TEST_MS = 150_000;

let large = '';
let medium = '';
beforeAll(async () => {
  // Of so many bits for a second that the copy for 20 MiB is above 10.
  large = await bigVideo({ mebibytes: 30, seconds: 4 });
  medium = await bigVideo({ mebibytes: 3, width: 640, height: 360, seconds: 4 });
}, SLOW_TEST_MS);

/** A world in which one prompt makes the video in this file. */
const openWith = (path: string): Promise<World> =>
  openWorld({ scenario: { clip: ({ prompt }) => (prompt === LARGE ? path : undefined) } });

const refusals = ({ discord }: World): number =>
  discord.requests.filter(({ status }) => status === 413).length;

test('a video of 30 MiB arrives with its sound where 10 MiB are taken, though 20 are promised, and holds up no other', {
  timeout: SLOW_TEST_MS,
}, async () => {
  const world = await openWith(large);
  world.guild.uploadLimitBytes = 10 * MIB;
  await world.startApp({ MAX_RUNNING: '5' });
  const card = await world.order({ prompt: LARGE });
  await world.until('the card to say so', () => textOf(card).includes('Re-encoding'));
  const smallCard = await world.order({ prompt: 'a small one' });
  const small = await untilDelivered(world, smallCard);
  expect(small.attachments).toHaveLength(1);
  expect(results(world.channel)).toEqual([small]);

  await world.until('the copy for 20 MiB to be refused', () => refusals(world) === 1);
  const result = await untilDelivered(world, card);
  const file = await uploadedVideo(world, result);
  expect(file).toMatchObject({ videoCodec: 'avc', audioCodec: 'aac', isSpoiler: false, alt: LARGE });
  expect(file.bytes).toBeLessThanOrEqual(10 * MIB);
  expect(file.bytes).toBeGreaterThan(5 * MIB);
  expect(Math.abs(file.durationMs - 4_000)).toBeLessThan(200);
  expect(refusals(world)).toBe(1);

  expect(result.content).toMatch(
    /Re-encoded to fit 10 MiB; original: \[link\]\(<http[^>]+>\), until <t:\d+:f>/,
  );
  const link = /\]\(<(http[^>]+)>\)/.exec(result.content)?.[1] ?? '';
  const original = await fetch(link, { method: 'HEAD' });
  expect([original.status, original.headers.get('content-type')]).toEqual([200, 'video/mp4']);
  await world.until('the copies to be deleted', async () => (await copiesOf(world)).length === 0);
  expect(await quotaText(world)).toContain('3 of 5 videos left');
});

test('a video of 5 MiB is posted as it was made', async () => {
  const small = await bigVideo({ mebibytes: 5, width: 640, height: 360, seconds: 4 });
  const world = await openWith(small);
  await world.startApp();
  const result = await untilDelivered(world, await world.order({ prompt: LARGE }));
  const [file, ...others] = result.attachments;
  expect(others).toEqual([]);
  const posted = (await file?.bytes()) ?? Buffer.alloc(0);
  expect(posted.byteLength / MIB).toBeCloseTo(5, 0);
  expect(posted.equals(await readFile(small))).toBe(true);
  expect(result.content).not.toContain('Re-encoded');
  expect(await copiesOf(world)).toEqual([]);
});

/** From a fault's first hit on, Scenario knows no asset any more. */
const loseAssets = ({ scenario }: World, { firstHit }: ActiveFault): void =>
  void firstHit.then(() =>
    scenario.faults.add({ path: /\/assets\//, effect: { kind: 'status', status: 404 } }),
  );

describe('a video that is too large', () => {
  test('becomes a link when two copies were refused as well', async () => {
    const world = await openWith(medium);
    await world.startApp();
    const fault = refuseSizes(world, 3);
    const result = await untilDelivered(world, await world.order({ prompt: LARGE }));
    expect(fault.hits).toBe(3);
    expect(result.attachments).toEqual([]);
    expect(result.content).toMatch(/too large for this server\. \[Watch or download it\]\(http/);
    await world.until('the copies to be deleted', async () => (await copiesOf(world)).length === 0);
  });

  test('becomes a link at once where there is no ffmpeg', async () => {
    const world = await openWith(large);
    await world.startApp(WITHOUT_FFMPEG);
    const result = await untilDelivered(world, await world.order({ prompt: LARGE }));
    expect(result.attachments).toEqual([]);
    expect(result.content).toContain('too large for this server');
    expect(refusals(world)).toBe(0);
  });

  test('is posted as a copy without a link while Scenario gives none', async () => {
    const world = await openWith(medium);
    await world.startApp();
    loseAssets(world, refuseSizes(world, 1));
    const result = await untilDelivered(world, await world.order({ prompt: LARGE }));
    expect(result.attachments).toHaveLength(1);
    expect(result.content).toMatch(/Re-encoded to fit \d\.\d MiB\.$/);
  });

  test('cannot be delivered when the link is all that is left and Scenario has none', async () => {
    const world = await openWith(medium);
    await world.startApp(WITHOUT_FFMPEG);
    loseAssets(world, refuseSizes(world, 1));
    const card = await world.order({ prompt: LARGE });
    await world.until('the card to say so', () =>
      textOf(card).includes('Scenario has no link to it any more'),
    );
    await world.until('its owner to be told', () => world.discord.dms(world.ada.id).length > 0);
    expect(world.discord.dms(world.ada.id)[0]?.content).toContain('too large for this server');
    expect(results(world.channel)).toEqual([]);
    expect(await quotaText(world)).toContain('5 of 5 videos left');
  });
});

describe('where the bot shows videos itself', () => {
  const openPublic = async (settings: Record<string, string> = {}): Promise<World> => {
    const world = await openWith(medium);
    const port = await freePort();
    await world.startApp({ HTTP_PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, ...settings });
    refuseSizes(world, 1);
    return world;
  };

  test('a copy leads to the page of the original', async () => {
    const world = await openPublic();
    const result = await untilDelivered(world, await world.order({ prompt: LARGE }));
    const page = /original: \[link\]\(<(http:\/\/127\.0\.0\.1:\d+\/v\/[^>]+)>\)\.$/.exec(result.content)?.[1];
    await world.until('the page', async () => (await fetch(page ?? '')).status === 200);
  });

  test('the link is the page on a line of its own, as long as there is one', async () => {
    const world = await openPublic(WITHOUT_FFMPEG);
    const result = await untilDelivered(world, await world.order({ prompt: LARGE }));
    expect(result.content.split('\n').slice(-2)).toEqual([
      'The file is too large for this server. Watch it here:',
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v\/\S+$/),
    ]);
  });
});

describe('a spoiler stays one', () => {
  test('as a copy, which keeps its description', async () => {
    const world = await openWith(medium);
    await world.startApp();
    refuseSizes(world, 1);
    const result = await untilDelivered(world, await world.order({ prompt: LARGE, spoiler: true }));
    const file = await uploadedVideo(world, result);
    expect(file).toMatchObject({ isSpoiler: true, alt: LARGE, audioCodec: 'aac' });
    expect(result.content).toContain('Re-encoded');
  });

  test('as a link', async () => {
    const world = await openWith(medium);
    await world.startApp(WITHOUT_FFMPEG);
    refuseSizes(world, 1);
    const result = await untilDelivered(world, await world.order({ prompt: LARGE, spoiler: true }));
    expect(result.content.split('\n').at(-1)).toMatch(/^\|\| .*\]\(http\S+\).* \|\|$/);
  });
});
