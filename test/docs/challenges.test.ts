import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { createCommands } from '../../commands/index.ts';
import { fieldTitle } from '../../src/challenges/editable.ts';
import { PHASES } from '../../src/challenges/phases.ts';
import { CHALLENGE_BOUNDS, DEFAULT_CHALLENGE_SETTINGS } from '../../src/challenges/settings.ts';
import { type Ballot, isLevel, tally, type VotingMethod } from '../../src/challenges/tally.ts';
import { PANEL_PAGES } from '../../src/discord/challenges/panel-pages.ts';
import { METHOD_NAMES, PHASE_NAMES, TIE_NAMES } from '../../src/discord/challenges/panel-words.ts';
import { english } from '../../src/discord/words/english.ts';
import { openDatabase } from '../../src/store/open.ts';
import { commandServices } from '../support/command-services.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const guide = readFileSync(join(ROOT, 'docs', 'challenges.md'), 'utf8');
const chapter = (title: string): string => guide.split('\n## ').find((one) => one.startsWith(title)) ?? '';

/** The cells of the tables of a chapter, without their headings. */
const rowsOf = (title: string): string[][] =>
  chapter(title)
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('| ---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

test('the table of commands has every part of /veo-challenge', () => {
  const names = subcommands().map(({ name }) => name);
  expect(names.length).toBeGreaterThan(15);
  const table = rowsOf('All commands')
    .map(([commands]) => commands)
    .join('\n');
  for (const name of names) expect(table).toMatch(new RegExp(`[\` ]${name}\``));
});

test.each(['create', 'extend', 'series-start'])('every option of %s is explained', (name) => {
  const { options = [] } = subcommands().find((one) => one.name === name) ?? {};
  const told = options.filter((option) => option.name !== 'challenge');
  expect(told.length).toBeGreaterThan(1);
  for (const option of told) expect(guide).toMatch(new RegExp(`\`${option.name}[\`:]`));
});

test('the table of settings has every page of the panel and everything on it', () => {
  const rows = rowsOf('What can be set');
  for (const { title, fields } of PANEL_PAGES) {
    const begin = rows.findIndex(([page]) => page === title);
    const end = rows.findIndex(([page], index) => index > begin && page !== '');
    const named = rows
      .slice(begin, end < 0 ? undefined : end)
      .map(([, what]) => what)
      .join();
    for (const field of fields) expect(named, title).toContain(fieldTitle(field));
  }
});

test('the table of settings tells the bounds of numbers', () => {
  const valuesOf = (what: string) => rowsOf('What can be set').find((row) => row[1]?.includes(what))?.[2];
  const bounds = (name: keyof typeof CHALLENGE_BOUNDS) =>
    `${CHALLENGE_BOUNDS[name].min} to ${CHALLENGE_BOUNDS[name].max}`;
  const { entriesPerMember, minRatings } = DEFAULT_CHALLENGE_SETTINGS;
  expect(valuesOf('Entries a member')).toBe(`${bounds('entriesPerMember')}, usually ${entriesPerMember}`);
  expect(valuesOf('Ratings an entry needs')).toContain(`${bounds('minRatings')}, usually ${minRatings}`);
  expect(valuesOf('Age of accounts')).toContain(bounds('minDays'));
  expect(valuesOf('Review')).toContain(bounds('reviewHours'));
  expect(valuesOf('Prizes')).toContain(bounds('roleDays'));
  expect(valuesOf('Prizes')).toContain(bounds('bonusVideos'));
  expect(valuesOf('cool-down')).toContain(bounds('cooldownDays'));
  expect(valuesOf('Pool')).toContain(bounds('poolVideos'));
});

test('the table of times has every phase', () => {
  const named = rowsOf('Times')
    .map(([phase]) => phase)
    .join();
  for (const phase of PHASES) expect(named).toContain(PHASE_NAMES[phase]);
});

test('every tie rule is explained by its name', () => {
  for (const name of Object.values(TIE_NAMES)) expect(chapter('Ties')).toContain(`**${name}**`);
});

describe('the worked example', () => {
  const ENTRIES = [1, 2, 3, 4].map((number) => ({ id: number, number }));
  const MIN_RATINGS = 3;
  const rows = rowsOf('Ways to vote');
  const resultsBegin = rows.findIndex(([first]) => first === 'way');
  const voters = rows.slice(1, resultsBegin);
  const results = rows.slice(resultsBegin + 1);
  const numbers = (cell = ''): number[] => cell.split(', ').map(Number);

  /** What a voter's row says of a ballot of each kind. */
  const ballot = (method: VotingMethod, [voterId = '', stars = '', one, ranked, many]: string[]): Ballot => {
    switch (method) {
      case 'stars': {
        const marks = stars
          .split(' · ')
          .map((value, index) => ({ entryId: index + 1, value: Number(value) }));
        return { voterId, marks: marks.filter(({ value }) => value > 0) };
      }
      case 'ranked':
        return { voterId, marks: numbers(ranked).map((entryId, index) => ({ entryId, value: index + 1 })) };
      case 'one-pick':
        return { voterId, marks: numbers(one).map((entryId) => ({ entryId, value: 1 })) };
      case 'approval':
        return { voterId, marks: numbers(many).map((entryId) => ({ entryId, value: 1 })) };
    }
  };
  const count = (method: VotingMethod, ties: 'order' | 'shared' | 'run-off' = 'order') =>
    tally(
      ENTRIES,
      voters.map((row) => ballot(method, row)),
      { method, ties, minRatings: MIN_RATINGS },
    );
  const { score, notCounted, noVotes } = english.challenge.podium;
  const METHODS = Object.entries(METHOD_NAMES) as [VotingMethod, string][];

  test('has ballots that fit the stars of the same voter', () => {
    expect(voters).toHaveLength(5);
    for (const row of voters) {
      const marks = ballot('stars', row).marks;
      const starsOf = (id: number) => marks.find(({ entryId }) => entryId === id)?.value ?? 0;
      const ranked = ballot('ranked', row).marks.map(({ entryId }) => entryId);
      const approved = ballot('approval', row).marks.map(({ entryId }) => entryId);
      expect(ranked.map(starsOf)).toEqual(ranked.map(starsOf).toSorted((a, b) => b - a));
      expect(ballot('one-pick', row).marks.map(({ entryId }) => entryId)).toEqual(ranked.slice(0, 1));
      expect(approved).toEqual(ENTRIES.map(({ id }) => id).filter((id) => starsOf(id) >= 4));
    }
  });

  test.each(METHODS)('is counted as the bot counts: %s', (method, name) => {
    const told = results.find(([way]) => way === name)?.slice(1);
    const counted = count(method).map(({ entryId, points, raters, counted: counts }) => {
      if (raters === 0) return `Entry ${entryId}: ${noVotes}`;
      if (!counts) return `Entry ${entryId}: ${notCounted}`;
      const text = method === 'stars' ? score.stars(points / raters, raters) : score[method](points);
      return `Entry ${entryId}: ${text}`;
    });
    expect(told).toEqual(counted);
  });

  test('has the ties that the next chapter tells of', () => {
    const placesOf = (method: VotingMethod, ties: 'order' | 'shared') =>
      count(method, ties).map(({ entryId, place }) => `${entryId}: ${place}`);
    expect(placesOf('one-pick', 'order')).toEqual(['1: 1', '3: 2', '2: 3', '4: 4']);
    expect(placesOf('one-pick', 'shared')).toEqual(['1: 1', '3: 1', '2: 3', '4: 4']);
    expect(placesOf('approval', 'shared')).toEqual(['2: 1', '3: 2', '1: 3', '4: 3']);
    const [first, second, third] = count('one-pick', 'run-off');
    if (!first || !second || !third) throw new Error('too few entries');
    expect(isLevel(first, second, 'one-pick')).toBe(true);
    expect(isLevel(first, third, 'one-pick')).toBe(false);
  });

  test('tells the mean of the entry with too few ratings', () => {
    const { points, raters } = count('stars').at(-1) ?? { points: 0, raters: 0 };
    expect(raters).toBe(2);
    expect(chapter('Ways to vote')).toContain(`the best mean, ${points / raters},`);
  });
});

function subcommands() {
  const { db, close } = openDatabase(':memory:', join(ROOT, 'drizzle'));
  const command = createCommands(commandServices(db)).find(({ data }) => data.name === 'veo-challenge');
  close();
  const options = command && 'options' in command.data ? (command.data.options ?? []) : [];
  return options.flatMap((option) =>
    option.type === ApplicationCommandOptionType.Subcommand ? [option] : [],
  );
}
