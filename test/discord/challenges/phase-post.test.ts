import { describe, expect, test } from 'vitest';
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
    [renderReminder(challenge, 'entries', facts), 'Entries for'],
    [renderReminder(challenge, 'votes', facts), 'Voting on'],
    [renderRunOff(challenge, entriesTo(2), facts), '**Entry 1**, **Entry 2** have equal scores'],
    [renderSheet(challenge, entriesTo(2), facts), 'all 2 entries'],
  ] as const) {
    expect(message.content).toContain(says);
    expect(message.content).toContain(link);
  }
  expect(renderReminder(challenge, 'votes', facts).content).toContain(
    `<t:${Math.round(challenge.schedule.votesUntil / 1_000)}:R>`,
  );
});

test('pictures of entries hold 25, in their order, and are never more than a message takes', () => {
  expect(sheetPages([])).toEqual([]);
  expect(sheetPages(entriesTo(60).toReversed()).map((page) => page.map(({ number }) => number))).toEqual([
    Array.from({ length: 25 }, (_, index) => index + 1),
    Array.from({ length: 25 }, (_, index) => index + 26),
    Array.from({ length: 10 }, (_, index) => index + 51),
  ]);
  expect(sheetPages(entriesTo(200))).toHaveLength(8);
  expect(sheetPages(entriesTo(1_001)).length).toBeLessThanOrEqual(10);
  expect(sheetPages(entriesTo(1_001)).flat()).toHaveLength(1_001);
});

test('a picture of entries is told in numbers and titles', () => {
  expect(sheetAltText([anEntry(3, { title: 'Wet' }), anEntry(5)], facts.words)).toBe(
    'First pictures of entries 3 to 5, each with its number. Entry 3 · Wet; Entry 5',
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
      renderReminder(challenge, 'entries', large),
      renderReminder(challenge, 'votes', large),
      renderRunOff(challenge, entries, large),
      renderSheet(challenge, entries, large),
    ]) {
      expect(channelMessage.safeParse(message).error?.issues).toBeUndefined();
    }
    for (const page of sheetPages(entries)) {
      expect(sheetAltText(page, large.words).length).toBeLessThanOrEqual(1_024);
    }
  });
});
