import { describe, expect, test } from 'vitest';
import { createAdmission, PRICE_KNOWN_FOR_MS, type VideoOrder } from '../../src/jobs/admission.ts';
import type { AttachedPicture } from '../../src/jobs/input-pictures.ts';
import type { Random } from '../../src/lib/random.ts';
import type { RollingLimit } from '../../src/quota/rolling-window.ts';
import { priceKey } from '../../src/veo/price-key.ts';
import { completeSettings, DRAWN_SEED } from '../../src/veo/settings.ts';
import { ADA, CHANNEL, GUILD, openBench, PLENTY } from './bench.ts';

const CDN = 'cdn.discordapp.com';
const DAY_MS = 24 * 3_600_000;
const DRAWN = 123_456;

function openAdmission(limit: RollingLimit = PLENTY) {
  const bench = openBench();
  const ranges: [number, number][] = [];
  const random: Random = {
    fraction: () => 0,
    integer: (min, max) => {
      ranges.push([min, max]);
      return DRAWN;
    },
    token: () => 'token',
  };
  const admission = createAdmission({ ...bench, random, limit, pictureHosts: [CDN] });
  let orders = 0;
  const admit = (changes: Partial<VideoOrder> = {}) => {
    orders += 1;
    return admission.admit({
      interactionId: `order-${orders}`,
      guildId: GUILD,
      channelId: CHANNEL,
      userId: ADA,
      settings: { prompt: 'A boat' },
      pictures: [],
      spoiler: false,
      ...changes,
    });
  };
  const standing = () => bench.store.standing(GUILD, ADA, limit, bench.clock.now());
  return { ...bench, admit, standing, ranges };
}

const picture = (changes: Partial<AttachedPicture> = {}): AttachedPicture => ({
  slot: 'image',
  url: `https://${CDN}/boat.png`,
  fileName: 'boat.png',
  contentType: 'image/png',
  bytes: 1_000,
  ...changes,
});

test('an order becomes a waiting job with its defaults, a drawn seed and its quota reserved', async () => {
  const { admit, standing, ranges, clock } = openAdmission();
  const { job, warnings } = await admit({ spoiler: true, pictures: [picture()] });
  expect(job).toMatchObject({
    state: 'queued',
    guildId: GUILD,
    channelId: CHANNEL,
    userId: ADA,
    spoiler: true,
    createdAt: clock.now(),
    settings: completeSettings({ prompt: 'A boat' }, DRAWN),
    images: [{ slot: 'image', url: `https://${CDN}/boat.png`, fileName: 'boat.png' }],
  });
  expect(ranges).toEqual([[DRAWN_SEED.min, DRAWN_SEED.max]]);
  expect(warnings).toEqual([]);
  expect((await standing()).used).toBe(1);
});

test('the same interaction again is the same job, and reserves nothing more', async () => {
  const { admit, standing } = openAdmission();
  const first = await admit({ interactionId: 'same' });
  const second = await admit({ interactionId: 'same' });
  expect(second.job.id).toBe(first.job.id);
  expect((await standing()).used).toBe(1);
});

test('a price that was learnt of late stands on the job, an older one does not', async () => {
  const { admit, facts, clock } = openAdmission();
  await facts.learnPrice(priceKey(completeSettings({ prompt: 'x' }, 1), []), 320, clock.now());
  expect((await admit()).job.priceUnits).toBe(320);
  expect((await admit({ settings: { prompt: 'A boat', duration: 4 } })).job.priceUnits).toBeUndefined();
  await clock.advance(PRICE_KNOWN_FOR_MS + 1);
  expect((await admit()).job.priceUnits).toBeUndefined();
});

test('a doubtful order is taken, with a word of warning', async () => {
  const { admit } = openAdmission();
  const { job, warnings } = await admit({
    settings: { prompt: 'A boat', aspectRatio: '9:16' },
    pictures: [picture({ slot: 'reference_image_1' })],
  });
  expect(job.state).toBe('queued');
  expect(warnings).toHaveLength(1);
});

describe('refused, with nothing reserved:', () => {
  test('settings that do not go together, all said at once', async () => {
    const { admit, standing, store } = openAdmission();
    const order = admit({
      settings: { prompt: 'A boat', duration: 4 },
      pictures: [picture(), picture({ slot: 'reference_image_1' })],
    });
    await expect(order).rejects.toMatchObject({
      code: 'settings',
      message: expect.stringMatching(/cannot be used together.*8 seconds/s),
    });
    expect((await standing()).used).toBe(0);
    expect(await store.activeInGuild(GUILD)).toEqual([]);
  });

  test('a picture that is not usable', async () => {
    const { admit, standing } = openAdmission();
    const order = admit({ pictures: [picture({ url: 'https://evil.example/boat.png' })] });
    await expect(order).rejects.toMatchObject({ code: 'picture-host' });
    expect((await standing()).used).toBe(0);
  });

  test('a video beyond the quota, until the first comes back', async () => {
    const { admit, clock, standing } = openAdmission({ videos: 2, windowMs: DAY_MS });
    await admit();
    const firstBackAt = clock.now() + DAY_MS;
    await clock.advance(60_000);
    await admit();
    await expect(admit()).rejects.toMatchObject({
      code: 'quota',
      message: expect.stringContaining(`<t:${firstBackAt / 1_000}:R>`),
    });
    expect((await standing()).used).toBe(2);

    await clock.advance(firstBackAt - clock.now() - 1);
    await expect(admit()).rejects.toMatchObject({ code: 'quota' });
    await clock.advance(1);
    await expect(admit()).resolves.toBeDefined();
  });

  test('everything while the quota is 0', async () => {
    const { admit } = openAdmission({ videos: 0, windowMs: DAY_MS });
    await expect(admit()).rejects.toMatchObject({
      code: 'quota',
      message: expect.stringContaining('switched off'),
    });
  });
});

test('orders that come at once do not get past the quota', async () => {
  const { admit, standing } = openAdmission({ videos: 3, windowMs: DAY_MS });
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => admit()));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect((await standing()).left).toBe(0);
});
