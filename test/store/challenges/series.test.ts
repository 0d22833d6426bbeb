import { describe, expect, test } from 'vitest';
import { type NewSeries, nextThemes } from '../../../src/challenges/series.ts';
import { DEFAULT_CHALLENGE_SETTINGS } from '../../../src/challenges/settings.ts';
import { DAY_MS, START } from '../orders.ts';
import { challengeIn, contentsOf, dueNames, ENTRIES_UNTIL, go, newChallenge, OPENS, open } from './scene.ts';

const newSeries = (changes: Partial<NewSeries> = {}): NewSeries => ({
  guildId: 'guild',
  hostId: 'host',
  title: 'Weekly',
  rules: undefined,
  settings: DEFAULT_CHALLENGE_SETTINGS,
  channelId: 'channel',
  pattern: '0 18 * * 5',
  timeZone: 'Europe/Berlin',
  entryHours: 48,
  votingHours: 24,
  nextTheme: 'list',
  nextAt: START,
  themes: ['boats', 'trees'],
  ...changes,
});

async function withSeries() {
  const stores = open();
  const series = await stores.series.create(newSeries(), START);
  const themes = await stores.series.themes(series.id);
  const next = (themeId: number, at = START) =>
    stores.series.makeNext(
      series.id,
      { at, themeId, challenge: newChallenge(), nextAt: at + 7 * DAY_MS, isLate: false },
      at,
    );
  return { stores, series, themes, next };
}

test('a series is kept with its themes', async () => {
  const { stores, series } = await withSeries();
  const { themes: _, ...kept } = newSeries();
  expect(series).toEqual({ ...kept, id: 1, stoppedAt: undefined });
  expect(await stores.series.find(1)).toEqual(series);
  expect(await stores.series.find(2)).toBeUndefined();
  expect(await stores.series.themes(1)).toEqual([
    { id: 1, text: 'boats', uses: 0 },
    { id: 2, text: 'trees', uses: 0 },
  ]);
  const bare = await stores.series.create(newSeries({ themes: [], rules: 'Be kind' }), START);
  expect(bare.rules).toBe('Be kind');
  expect(await stores.series.themes(bare.id)).toEqual([]);
});

test('themes that stay keep their uses, and new ones count as left of the present round', async () => {
  const { stores, next } = await withSeries();
  const texts = async () => (await stores.series.themes(1)).map(({ text, uses }) => `${text} ${uses}`);
  expect(await stores.series.changeThemes(1, ['boats', 'trees'], ['trees', 'boats', 'stars'])).toBe(true);
  expect(await texts()).toEqual(['boats 0', 'trees 0', 'stars 0']);
  let at = START;
  for (const themeId of [1, 2, 3, 1, 2]) {
    expect(await next(themeId, at)).toBeDefined();
    at += 7 * DAY_MS;
  }
  expect(await texts()).toEqual(['boats 2', 'trees 2', 'stars 1']);
  const present = ['boats', 'trees', 'stars'];
  expect(await stores.series.changeThemes(1, present, ['boats', 'trees', 'moons'])).toBe(true);
  expect(await texts()).toEqual(['boats 2', 'trees 2', 'moons 1']);
  expect(await stores.series.changeThemes(1, ['boats', 'trees', 'moons'], ['cats', 'dogs'])).toBe(true);
  expect(await texts()).toEqual(['cats 0', 'dogs 0']);
});

test('a list that is another one by now is left as it is', async () => {
  const { stores } = await withSeries();
  await stores.series.create(newSeries({ themes: ['theirs'] }), START);
  const before = contentsOf(stores.db);
  expect(await stores.series.changeThemes(1, ['boats'], ['stars'])).toBe(false);
  expect(await stores.series.changeThemes(1, ['trees', 'boats'], ['stars'])).toBe(false);
  expect(await stores.series.changeThemes(1, ['boats', 'trees', 'stars'], ['stars'])).toBe(false);
  expect(await stores.series.changeThemes(99, ['boats', 'trees'], ['stars'])).toBe(false);
  expect(contentsOf(stores.db)).toEqual(before);
});

test('one that was stopped can be started again, once', async () => {
  const { stores, series } = await withSeries();
  expect(await stores.series.start(1, START + 9)).toBeUndefined();
  await stores.series.stop(1, START + 1);
  expect(await stores.series.start(1, START + 9)).toEqual({ ...series, nextAt: START + 9 });
  expect(await stores.series.start(1, START + 10)).toBeUndefined();
  expect(await stores.series.start(99, START + 10)).toBeUndefined();
  expect(await stores.series.nextDue()).toBe(START + 9);
});

test('a challenge that is made late is told to the moderators with its making', async () => {
  const { stores } = await withSeries();
  const made = await stores.series.makeNext(
    1,
    { at: START, themeId: 1, challenge: newChallenge(), nextAt: START + 2, isLate: true },
    START + 1,
  );
  expect(await stores.notices.due(START + 1, 9)).toMatchObject([
    { kind: 'series-late', guildId: 'guild', subjectId: made?.id },
  ]);
});

test('those that go on are listed first, newest first, and due, the longest first', async () => {
  const { series } = open();
  const due = async (now: number, limit: number) => (await series.due(now, limit)).map(({ id }) => id);
  expect(await series.nextDue()).toBeUndefined();
  await series.create(newSeries({ nextAt: START + 2 }), START);
  await series.create(newSeries({ nextAt: START + 1 }), START);
  await series.create(newSeries({ nextAt: START + 3, guildId: 'elsewhere' }), START);
  expect((await series.ofGuild('guild', 9)).map(({ id }) => id)).toEqual([2, 1]);
  expect(await due(START, 9)).toEqual([]);
  expect(await due(START + 2, 9)).toEqual([2, 1]);
  expect(await due(START + 3, 2)).toEqual([2, 1]);
  expect(await series.nextDue()).toBe(START + 1);
  expect(await series.stop(2, START + 5)).toMatchObject({ id: 2, stoppedAt: START + 5, nextAt: undefined });
  expect(await series.stop(2, START + 6)).toBeUndefined();
  expect(await series.stop(99, START + 6)).toBeUndefined();
  expect((await series.ofGuild('guild', 9)).map(({ id }) => id)).toEqual([1, 2]);
  expect((await series.ofGuild('guild', 1)).map(({ id }) => id)).toEqual([1]);
  expect(await due(START + 3, 9)).toEqual([1, 3]);
});

describe('the next challenge', () => {
  test('is made, announced, and its theme counted, at one stroke', async () => {
    const { stores, series, next } = await withSeries();
    const challenge = await next(2);
    expect(challenge).toMatchObject({ phase: 'announced', seriesId: series.id, publishedAt: START });
    expect(await stores.challenges.nextDue()).toBe(OPENS);
    expect(await dueNames(stores, START)).toEqual(['announcement 0']);
    const themes = await stores.series.themes(series.id);
    expect(themes.map(({ uses }) => uses)).toEqual([0, 1]);
    expect(nextThemes(themes).map(({ text }) => text)).toEqual(['boats']);
    expect((await stores.series.find(series.id))?.nextAt).toBe(START + 7 * DAY_MS);
  });

  test.each([
    ['it was made already', async ({ next }: Awaited<ReturnType<typeof withSeries>>) => void (await next(1))],
    ['the series was stopped', async ({ stores }) => void (await stores.series.stop(1, START))],
    [
      'its theme was removed',
      async ({ stores }) => void (await stores.series.changeThemes(1, ['boats', 'trees'], ['boats'])),
    ],
  ] satisfies [string, (scene: Awaited<ReturnType<typeof withSeries>>) => Promise<void>][])(
    'is not made when %s',
    async (_name, meanwhile) => {
      const scene = await withSeries();
      await meanwhile(scene);
      const before = contentsOf(scene.stores.db);
      expect(await scene.next(2)).toBeUndefined();
      expect(contentsOf(scene.stores.db)).toEqual(before);
    },
  );

  test('takes no theme of another series', async () => {
    const { stores, next } = await withSeries();
    await stores.series.create(newSeries({ themes: ['theirs'] }), START);
    expect(await next(3)).toBeUndefined();
  });
});

describe('a vote for the next theme', () => {
  async function voting() {
    const scene = await withSeries();
    const { challenges } = scene.stores;
    const { id } = await challengeIn(challenges, 'open', { seriesId: scene.series.id });
    await go(challenges, id, 'open', 'voting', ENTRIES_UNTIL);
    const choose = (voterId: string, themeId: number) =>
      scene.stores.series.voteForTheme({ challengeId: id, voterId, themeId }, ENTRIES_UNTIL);
    return { ...scene, challengeId: id, choose };
  }

  test('counts once for each member, and the last one counts', async () => {
    const { stores, challengeId, choose } = await voting();
    for (const [voterId, themeId] of [
      ['ada', 1],
      ['bob', 2],
      ['ada', 2],
      ['cid', 1],
      ['dan', 2],
    ] as const) {
      expect(await choose(voterId, themeId)).toBe(true);
    }
    expect(await stores.series.themeVotes(challengeId)).toEqual(
      new Map([
        [1, 1],
        [2, 3],
      ]),
    );
    expect(await stores.series.themeVotes(99)).toEqual(new Map());
  });

  test('is refused once the next challenge is made, whose theme it can change no more', async () => {
    const { stores, series, challengeId, choose, next } = await voting();
    expect((await stores.series.newest(series.id))?.id).toBe(challengeId);
    expect(await choose('ada', 1)).toBe(true);
    const made = await next(1);
    expect((await stores.series.newest(series.id))?.id).toBe(made?.id);
    expect(await stores.series.newest(99)).toBeUndefined();
    const before = contentsOf(stores.db);
    expect(await choose('ada', 2)).toBe(false);
    expect(await choose('bob', 2)).toBe(false);
    expect(contentsOf(stores.db)).toEqual(before);
  });

  test('is refused for a theme of another series, in a pause, in other phases, without a series', async () => {
    const { stores, challengeId, choose } = await voting();
    const { challenges, series, db } = stores;
    await series.create(newSeries({ themes: ['theirs'] }), START);
    const { id: plain } = await challengeIn(challenges, 'voting');
    const { id: early } = await challengeIn(challenges, 'open', { seriesId: 1 });
    const before = contentsOf(db);
    expect(await choose('ada', 3)).toBe(false);
    for (const id of [plain, early, 99]) {
      const vote = { challengeId: id, voterId: 'ada', themeId: 1 };
      expect(await series.voteForTheme(vote, ENTRIES_UNTIL)).toBe(false);
    }
    expect(contentsOf(db)).toEqual(before);
    await challenges.pause(challengeId, undefined, ENTRIES_UNTIL);
    expect(await choose('ada', 1)).toBe(false);
  });
});
