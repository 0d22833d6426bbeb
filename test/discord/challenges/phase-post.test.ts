import { describe, expect, test } from 'vitest';
import { viewingOrder } from '../../../src/challenges/viewing-order.ts';
import {
  renderCancelled,
  renderOpened,
  renderReminder,
  renderRunOff,
  renderVotingBegun,
} from '../../../src/discord/challenges/phase-post.ts';
import { renderSheet, sheetAltText, sheetPages } from '../../../src/discord/challenges/sheet-post.ts';
import { wordsFor } from '../../../src/discord/words/index.ts';
import { LANGUAGES } from '../../../src/moderation/language.ts';
import { channelMessage } from '../../../src/sandbox/discord/message-body.ts';
import { NOW, WORST_PROMPTS } from '../job.ts';
import { aChallenge, anEntry, largestChallenge } from './a-challenge.ts';

const announcement = { channelId: '2', messageId: '4' };
const facts = { words: wordsFor('en'), announcement };
const entriesTo = (last: number, title?: string) =>
  Array.from({ length: last }, (_, index) => anEntry(index + 1, { title }));

test('each tells what has come and until when, with a link to the announcement', () => {
  const challenge = aChallenge({ phase: 'voting', reason: 'no time' });
  const link = '[Rain](https://discord.com/channels/100000000000000001/2/4)';
  for (const [message, says] of [
    [renderOpened(challenge, facts), 'open for entries'],
    [renderVotingBegun(challenge, facts), 'has begun'],
    [renderCancelled(challenge, facts), 'was cancelled: “no time”.'],
    [renderReminder(challenge, 10, facts), 'Entries for'],
    [renderReminder(challenge, 11, facts), 'Voting on'],
    [renderRunOff(challenge, entriesTo(2), facts), '**Entry 1**, **Entry 2** have equal scores'],
    [renderSheet(challenge, entriesTo(2), facts), 'all 2 entries'],
  ] as const) {
    expect(message.content).toContain(says);
    expect(message.content).toContain(link);
  }
  expect(renderReminder(challenge, 11, facts).content).toContain(
    `<t:${Math.round(challenge.schedule.votesUntil / 1_000)}:R>`,
  );
});

test('pictures of entries hold 25, in the order of their posts, and are never more than a message takes', () => {
  expect(sheetPages([], 'secret')).toEqual([]);
  const entries = entriesTo(60);
  const pages = sheetPages(entries, 'secret');
  expect(pages.map((page) => page.length)).toEqual([25, 25, 10]);
  const ids = entries.map(({ id }) => id);
  expect(pages.flat().map(({ id }) => id)).toEqual(viewingOrder(ids, '', 'secret'));
  expect(sheetPages(entries.toReversed(), 'secret')).toEqual(pages);
  // Numbers tell who came first: neither pages nor tiles go by them.
  const numbers = pages.flat().map(({ number }) => number);
  expect(numbers).not.toEqual(numbers.toSorted((a, b) => a - b));
  expect(pages[0]?.some(({ number }) => number > 25)).toBe(true);
  expect(sheetPages(entries, 'another')).not.toEqual(pages);
  expect(sheetPages(entriesTo(200), 'secret')).toHaveLength(8);
  expect(sheetPages(entriesTo(1_001), 'secret').length).toBeLessThanOrEqual(10);
  expect(sheetPages(entriesTo(1_001), 'secret').flat()).toHaveLength(1_001);
});

test('a picture of entries is told in numbers and titles', () => {
  expect(sheetAltText([anEntry(5), anEntry(3, { title: 'Wet' })], facts.words)).toBe(
    'First pictures of 2 entries, each with its number: Entry 5; Entry 3 · Wet',
  );
  expect(sheetAltText([anEntry(5)], facts.words)).toBe(
    'First picture of one entry, with its number: Entry 5',
  );
});

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(WORST_PROMPTS)('Discord takes them with texts of nothing but %s', (_what, text) => {
    const large = {
      words: wordsFor(language),
      announcement: { channelId: '9'.repeat(20), messageId: '9'.repeat(20) },
    };
    const challenge = largestChallenge(text, { phase: 'voting', votesFrom: NOW });
    const entries = entriesTo(200, text.slice(0, 80));
    for (const message of [
      renderOpened(challenge, large),
      renderVotingBegun(challenge, large),
      renderCancelled(challenge, large),
      renderReminder(challenge, 10, large),
      renderReminder(challenge, 11, large),
      renderRunOff(challenge, entries, large),
      renderSheet(challenge, entries, large),
    ]) {
      expect(channelMessage.safeParse(message).error?.issues).toBeUndefined();
    }
    for (const page of sheetPages(entries, 'secret')) {
      expect(sheetAltText(page, large.words).length).toBeLessThanOrEqual(1_024);
    }
  });
});
