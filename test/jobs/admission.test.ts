import { describe, expect, test } from 'vitest';
import { createAdmission, type OrderResult, type VideoOrder } from '../../src/jobs/admission.ts';
import { PRICE_KNOWN_FOR_MS } from '../../src/jobs/expected-price.ts';
import type { AttachedPicture } from '../../src/jobs/input-pictures.ts';
import type { Repeated } from '../../src/jobs/job-store.ts';
import type { Random } from '../../src/lib/random.ts';
import { createPromptFilters } from '../../src/moderation/prompt-filters.ts';
import type { Limit } from '../../src/quota/limit.ts';
import { createFilterStore } from '../../src/store/filter-store.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { priceKey } from '../../src/veo/price-key.ts';
import { completeSettings, DRAWN_SEED } from '../../src/veo/settings.ts';
import { ADA, CHANNEL, GUILD, openBench, PLENTY } from './bench.ts';

const CDN = 'cdn.discordapp.com';
const DAY_MS = 24 * 3_600_000;
const videosADay = (amount: number): Limit => ({ unit: 'videos', amount, window: 'rolling-day' });
const DRAWN = 123_456;

function openAdmission(limit: Limit = PLENTY, allowedGuilds: readonly string[] = []) {
  const bench = openBench();
  const ranges: [number, number][] = [];
  const disk = { low: false };
  const random: Random = {
    fraction: () => 0,
    integer: (min, max) => {
      ranges.push([min, max]);
      return DRAWN;
    },
    token: () => 'token',
  };
  const admission = createAdmission({
    ...bench,
    settings: createSettingsStore(bench.db),
    filters: createPromptFilters(createFilterStore(bench.db)),
    random,
    operator: { limits: [limit], budgets: [] },
    disk: { isLow: async () => disk.low },
    allowedGuilds,
    pictureHosts: [CDN],
    isAgeRestricted: async () => false,
  });
  let orders = 0;
  const admit = (changes: Partial<VideoOrder> = {}) => {
    orders += 1;
    return admission.admit({
      interactionId: `order-${orders}`,
      guildId: GUILD,
      place: { channelId: CHANNEL, parentId: undefined, ageRestricted: false },
      member: { userId: ADA, roleIds: [], managesGuild: false, joinedAt: 0 },
      settings: { prompt: 'A boat' },
      pictures: [],
      spoiler: false,
      ...changes,
    });
  };
  return {
    ...bench,
    disk,
    admit,
    admitted: async (changes?: Partial<VideoOrder>) => admitted(await admit(changes)),
    ranges,
  };
}

function admitted(result: OrderResult | Repeated): Extract<OrderResult, { kind: 'admitted' }> {
  if (result.kind === 'admitted') return result;
  throw new Error(`not admitted: ${JSON.stringify(result)}`);
}

const overLimit = (limit: Limit, availableAt: number | undefined) => ({
  kind: 'refused',
  refusal: { kind: 'quota', decision: { kind: 'over-limit', limit, availableAt } },
});

const picture = (changes: Partial<AttachedPicture> = {}): AttachedPicture => ({
  slot: 'image',
  url: `https://${CDN}/boat.png`,
  fileName: 'boat.png',
  contentType: 'image/png',
  width: 1_280,
  height: 720,
  bytes: 1_000,
  ...changes,
});

test('an order becomes a waiting job with its defaults, a drawn seed and its quota reserved', async () => {
  const { admitted, used, ranges, clock } = openAdmission();
  const { job, warnings } = await admitted({ spoiler: true, pictures: [picture()] });
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
  expect(await used()).toBe(1);
});

test('the same interaction again is the same job, and reserves nothing more', async () => {
  const { admitted, used } = openAdmission();
  const first = await admitted({ interactionId: 'same' });
  const second = await admitted({ interactionId: 'same' });
  expect(second.job.id).toBe(first.job.id);
  expect(await used()).toBe(1);
});

test('a price that was learnt of late stands on the job, an older one does not', async () => {
  const { admitted, clock, facts } = openAdmission();
  await facts.learnPrice(priceKey(completeSettings({ prompt: 'x' }, 1), []), 320, clock.now());
  expect((await admitted()).job.priceUnits).toBe(320);
  expect((await admitted({ settings: { prompt: 'A boat', duration: 4 } })).job.priceUnits).toBeUndefined();
  await clock.advance(PRICE_KNOWN_FOR_MS + 1);
  expect((await admitted()).job.priceUnits).toBeUndefined();
});

test('a doubtful order is taken, with a word of warning', async () => {
  const { admitted } = openAdmission();
  const { job, warnings } = await admitted({
    settings: { prompt: 'A boat', aspectRatio: '9:16' },
    pictures: [picture({ slot: 'reference_image_1' })],
  });
  expect(job.state).toBe('queued');
  expect(warnings).toHaveLength(1);
});

describe('refused, with nothing reserved:', () => {
  test('any order while the disk is nearly full', async () => {
    const { admit, admitted, disk, used, store } = openAdmission();
    disk.low = true;
    await expect(admit()).rejects.toMatchObject({ code: 'disk-full' });
    expect(await used()).toBe(0);
    expect(await store.activeInGuild(GUILD)).toEqual([]);
    disk.low = false;
    expect((await admitted()).job.state).toBe('queued');
  });

  test('settings that do not go together, all said at once', async () => {
    const { admit, used, store } = openAdmission();
    const order = admit({
      settings: { prompt: 'A boat', duration: 4 },
      pictures: [picture(), picture({ slot: 'reference_image_1' })],
    });
    await expect(order).rejects.toMatchObject({
      code: 'settings',
      message: expect.stringMatching(/cannot be used together.*8 seconds/s),
    });
    expect(await used()).toBe(0);
    expect(await store.activeInGuild(GUILD)).toEqual([]);
  });

  test('an order from a server that the operator has not let in', async () => {
    const { admit, store } = openAdmission(PLENTY, ['999', '998']);
    await expect(admit()).rejects.toMatchObject({ code: 'guild-not-allowed' });
    expect((await admit({ guildId: '998' })).kind).toBe('admitted');
    expect(await store.activeInGuild(GUILD)).toEqual([]);
  });

  test('a picture that is not usable', async () => {
    const { admit, used } = openAdmission();
    const order = admit({ pictures: [picture({ url: 'https://evil.example/boat.png' })] });
    await expect(order).rejects.toMatchObject({ code: 'picture-host' });
    expect(await used()).toBe(0);
  });

  test('a video beyond the quota, until the first comes back', async () => {
    const { admit, used, clock } = openAdmission(videosADay(2));
    await admit();
    const firstBackAt = clock.now() + DAY_MS;
    await clock.advance(60_000);
    await admit();
    expect(await admit()).toMatchObject(overLimit(videosADay(2), firstBackAt));
    expect(await used()).toBe(2);

    await clock.advance(firstBackAt - clock.now() - 1);
    expect((await admit()).kind).toBe('refused');
    await clock.advance(1);
    expect((await admit()).kind).toBe('admitted');
  });

  test('everything while the quota is 0', async () => {
    const { admit } = openAdmission(videosADay(0));
    expect(await admit()).toMatchObject(overLimit(videosADay(0), undefined));
  });
});

test('orders that come at once do not get past the quota', async () => {
  const { admit, used } = openAdmission(videosADay(3));
  const results = await Promise.all(Array.from({ length: 10 }, () => admit()));
  expect(results.filter(({ kind }) => kind === 'admitted')).toHaveLength(3);
  expect(await used()).toBe(3);
});
