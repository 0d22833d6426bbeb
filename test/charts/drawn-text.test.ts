import { createCanvas } from '@napi-rs/canvas';
import { afterEach, expect, test, vi } from 'vitest';
import { type Context, FONT_FAMILIES } from '../../src/charts/canvas.ts';
import { isDrawable } from '../../src/charts/drawable-name.ts';
import type { ServerStatistics } from '../../src/charts/statistics.ts';
import { renderStatistics } from '../../src/charts/statistics-picture.ts';
import { daysOf, statisticsOf } from './example.ts';

interface Drawn {
  text: string;
  font: string;
}

const contexts: Context = Object.getPrototypeOf(createCanvas(1, 1).getContext('2d'));
const { fillText } = contexts;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Every text that is drawn, with its font: drawn as always, and written down. */
async function textsOf(changes: Partial<ServerStatistics>): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  vi.spyOn(contexts, 'fillText').mockImplementation(function (this: Context, ...args) {
    drawn.push({ text: args[0], font: this.font });
    fillText.apply(this, args);
  });
  await renderStatistics(statisticsOf(changes));
  return drawn;
}

const member = (name: string) => ({ name, videos: 3, units: 7 });

test('no font of the machine is needed: all is drawn in the own one, which has every character', async () => {
  const drawn = await textsOf({ serverName: '日本のサーバー', topUsers: ['Ада', '田中', '🔥'].map(member) });
  expect(drawn.length).toBeGreaterThan(50);
  for (const { text, font } of drawn) {
    expect(font).toContain(FONT_FAMILIES);
    expect([...text].filter((character) => !isDrawable(character))).toEqual([]);
  }
});

test('names that the font cannot write are replaced by the place in the list', async () => {
  const names = ['Ada', '田中太郎', '🔥Eve🔥', '👻'];
  const texts = (await textsOf({ topUsers: names.map(member) })).map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['Ada', 'Member 2', 'Eve', 'Member 4']));
  expect((await textsOf({ serverName: '日本' })).map(({ text }) => text)).toContain('This server');
});

test('a long name is cut with an ellipsis, its numbers are not', async () => {
  const texts = (await textsOf({ topUsers: [member('A name that is much too long for the panel')] })).map(
    ({ text }) => text,
  );
  expect(texts).toContainEqual(expect.stringMatching(/^A name that is .+…$/));
  expect(texts).toContain('3 · 7');
});

test('the headline says videos, units, budget, wait and success', async () => {
  const perDay = daysOf(30, () => ({ delivered: 3, failed: 1, cancelled: 1, units: 10 }));
  const texts = (await textsOf({ perDay })).map(({ text }) => text);
  expect(texts).toEqual(
    expect.arrayContaining([
      '90',
      'of 150 ordered',
      '300',
      '10 CU a day',
      '67 %',
      '40 of 60 CU',
      '48 s',
      '75 %',
    ]),
  );
});

test('an empty picture says the number of days', async () => {
  const texts = await textsOf({ days: 90, perDay: daysOf(90, () => ({})), topUsers: [] });
  expect(texts.map(({ text }) => text)).toContain('No videos in these 90 days');
});
