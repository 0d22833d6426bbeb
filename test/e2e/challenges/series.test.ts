import { expect, test } from 'vitest';
import type { Challenge } from '../../../src/challenges/challenge.ts';
import type { Series } from '../../../src/challenges/series.ts';
import { challengeSettingsSchema } from '../../../src/challenges/settings.ts';
import { DAY_MS, enterAll, goTo, type Life, looks, openLife, postsWith, untilIn } from './life.ts';

const WEEK_MS = 7 * DAY_MS;
const FRIDAY_18 = '0 18 * * 5';

async function aSeries(life: Life, changes: Partial<Series> = {}, themes = ['Boats', 'Trains', 'Planes']) {
  const { stores, guild, host, arena, clock } = life;
  const nextAt = clock.now() + DAY_MS;
  const series = await stores.series.create(
    {
      guildId: guild.id,
      hostId: host.id,
      title: 'Friday challenge',
      rules: undefined,
      settings: challengeSettingsSchema.parse({ thread: false }),
      channelId: arena.id,
      pattern: FRIDAY_18,
      timeZone: 'Europe/Berlin',
      entryHours: 48,
      votingHours: 48,
      nextTheme: 'list',
      ...changes,
      themes,
      nextAt,
    },
    clock.now(),
  );
  return { ...series, nextAt };
}

const made = async ({ stores, guild }: Life) =>
  (await stores.challenges.ofGuild(guild.id, ['announced', 'open', 'voting', 'closed'], 20)).toReversed();

/** Goes to the next moment of a series, and lets its challenge be made. */
async function nextOne(life: Life, seriesId: number) {
  const before = (await made(life)).length;
  const { nextAt = 0 } = (await life.stores.series.find(seriesId)) ?? {};
  goTo(life, nextAt);
  return life.until('the next challenge', async () => (await made(life))[before]);
}

test('a series makes its challenges at their times, and no theme twice before all were used', async () => {
  const life = await openLife();
  const series = await aSeries(life);
  const all: Challenge[] = [];
  for (let week = 1; week <= 4; week += 1) {
    all.push(await nextOne(life, series.id));
    await life.until(
      `announcement ${week}`,
      () => postsWith(life.arena, '## 🏆 Friday challenge\n').length === week,
    );
  }
  expect(all.map(({ theme }) => theme)).toEqual(['Boats', 'Trains', 'Planes', 'Boats']);
  const [first, second, third] = all;
  if (!first || !second || !third) throw new Error('too few');
  expect(first).toMatchObject({
    title: 'Friday challenge',
    seriesId: series.id,
    hostId: life.host.id,
    schedule: {
      opensAt: series.nextAt,
      entriesUntil: series.nextAt + 2 * DAY_MS,
      votesUntil: series.nextAt + 4 * DAY_MS,
    },
  });
  expect(third.schedule.opensAt - second.schedule.opensAt).toBe(WEEK_MS);
  const berlin = { timeZone: 'Europe/Berlin', weekday: 'long', hour: '2-digit', minute: '2-digit' } as const;
  expect(new Date(second.schedule.opensAt).toLocaleString('en-GB', berlin)).toBe('Friday 18:00');
  expect(new Set(all.map(({ secret }) => secret)).size).toBe(4);
  await untilIn(life, first.id, 'closed');
});

test('where members choose, the theme with the most votes comes next', async () => {
  const life = await openLife();
  const [bea, cem, dia] = life.members;
  if (!bea || !cem || !dia) throw new Error('too few members');
  const { id } = await aSeries(life, { nextTheme: 'vote' });
  const first = await nextOne(life, id);
  await untilIn(life, first.id, 'open');
  await enterAll(life, first.id, [bea, cem]);
  goTo(life, first.schedule.entriesUntil);
  await untilIn(life, first.id, 'voting');
  const planes = (await life.stores.series.themes(id)).find(({ text }) => text === 'Planes');
  const theme = { challengeId: first.id, voterId: dia.id, themeId: planes?.id ?? 0 };
  expect(await life.stores.series.voteForTheme(theme, life.clock.now())).toBe(true);
  expect((await nextOne(life, id)).theme).toBe('Planes');
});

test('after a downtime over some of its times a series makes one challenge, which opens at once', async () => {
  const life = await openLife();
  const { id, nextAt } = await aSeries(life);
  await life.running.stop();
  goTo(life, nextAt + 3 * WEEK_MS);
  await life.restart();
  const challenge = await life.until('the challenge', async () => (await made(life))[0]);
  await looks(life);
  expect(await made(life)).toHaveLength(1);
  expect(challenge.schedule.opensAt).toBeGreaterThanOrEqual(nextAt + 3 * WEEK_MS);
  expect(challenge.schedule.entriesUntil - challenge.schedule.opensAt).toBe(2 * DAY_MS);
  await untilIn(life, challenge.id, 'open');
  const { nextAt: after = 0 } = (await life.stores.series.find(id)) ?? {};
  expect(after).toBeGreaterThan(life.clock.now());
});

test('a series that was stopped, or has no theme left, makes none', async () => {
  const life = await openLife();
  const stopped = await aSeries(life);
  const empty = await aSeries(life, {}, []);
  await life.stores.series.stop(stopped.id, life.clock.now());
  goTo(life, stopped.nextAt);
  await looks(life);
  expect(await made(life)).toEqual([]);
  expect((await life.stores.series.find(empty.id))?.stoppedAt).toBeDefined();
});
