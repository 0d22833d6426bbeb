import { describe, expect, test } from 'vitest';
import type { Challenge, Outcome } from '../../../src/challenges/challenge.ts';
import { PASSED_OVER } from '../../../src/challenges/challenge.ts';
import type { ChallengeSettings } from '../../../src/challenges/settings.ts';
import { VOTING_METHODS } from '../../../src/challenges/tally.ts';
import {
  type PodiumFacts,
  renderPodium,
  resultAltText,
  resultBars,
} from '../../../src/discord/challenges/podium-post.ts';
import { wordsFor } from '../../../src/discord/words/index.ts';
import { LANGUAGES } from '../../../src/moderation/language.ts';
import { channelMessage } from '../../../src/sandbox/discord/message-body.ts';
import { WORST_PROMPTS } from '../job.ts';
import { aChallenge, anEntry, aPlacement, largestChallenge } from './a-challenge.ts';

const entries = new Map([1, 2, 3, 4].map((number) => [100 + number, anEntry(number)]));
const factsOf = (outcome: Partial<Outcome>, changes: Partial<PodiumFacts> = {}): PodiumFacts => ({
  words: wordsFor('en'),
  outcome: { placements: [], ballots: 9, invalidBallots: 0, ...outcome },
  entries,
  links: new Map([[101, 'https://discord.com/channels/1/2/3']]),
  gone: new Set(),
  pictureName: 'result.png',
  ...changes,
});
const shown = (outcome: Partial<Outcome>, challenge: Challenge = aChallenge({ phase: 'closed' })): string =>
  renderPodium(challenge, factsOf(outcome)).embeds[0]?.description ?? '';

describe('a podium', () => {
  test('tells winners, clips, votes, prizes, turnout and how it was counted', () => {
    const challenge = aChallenge({
      phase: 'closed',
      settings: { method: 'stars', prizes: [{ place: 1, bonusVideos: 2 }] },
    });
    const placements = [aPlacement(1, { points: 9, raters: 2 }), aPlacement(2), aPlacement(3), aPlacement(4)];
    const text = shown({ placements, ballots: 9, invalidBallots: 1 }, challenge);
    expect(text).toContain(
      '🥇 **Entry 1** by <@300000000000000001>\n-# 4.5 stars from 2 ratings · wins 2 extra videos · [▶ watch](https://discord.com/channels/1/2/3)',
    );
    expect(text).toContain('🥉 **Entry 3**');
    expect(text).not.toContain('Entry 4');
    expect(text).toContain('-# 9 members voted. · 🏁 #3\n-# One ballot did not count');
    expect(text).toContain('The best mean wins. With equal scores');
  });

  test('lets all be seen who share a place', () => {
    const placements = [aPlacement(1), aPlacement(2, { place: 1 }), aPlacement(3)];
    expect(shown({ placements }).match(/🥇/g)).toHaveLength(2);
  });

  test.each(PASSED_OVER)('says why somebody wins nothing: %s', (passedOver) => {
    const text = shown({ placements: [aPlacement(1), aPlacement(2, { place: 1, passedOver })] });
    expect(text).toContain('-# Entry 2 wins nothing: ');
    expect(text).not.toContain('<@300000000000000002>');
  });

  test('says when nobody entered, and when there was nothing to vote on', () => {
    expect(shown({ ballots: 0 })).toContain('Nobody entered');
    expect(shown({ placements: [aPlacement(1)], ballots: 0 })).toContain('wins without a vote');
  });

  test('says when there were entries, but none that wins', () => {
    const placements = [aPlacement(1, { counted: false }), aPlacement(2, { counted: false })];
    expect(shown({ placements, ballots: 0 })).toContain('No entry got enough votes to win.');
    expect(shown({ placements: [aPlacement(1), ...placements.slice(1)] })).not.toContain('enough votes');
  });

  test.each(LANGUAGES)('says in %s when fewer ratings than wanted were enough, and only then', (language) => {
    const words = wordsFor(language);
    const textOf = (raters: number[], settings: Partial<ChallengeSettings> = {}) => {
      const placements = raters.map((one, index) => aPlacement(index + 1, { raters: one, counted: one > 0 }));
      const challenge = aChallenge({ phase: 'closed', settings: { minRatings: 5, ...settings } });
      return renderPodium(challenge, factsOf({ placements }, { words })).embeds[0]?.description;
    };
    const line = (enough: number) => `-# ${words.challenge.podium.fewerRatings(5, enough)}\n`;
    expect(textOf([3, 2, 0])).toContain(line(3));
    expect(textOf([0, 1])).toContain(line(1));
    const others = [textOf([5, 2]), textOf([0, 0]), textOf([3]), textOf([3, 2], { method: 'approval' })];
    for (const text of others) expect(text).not.toContain(line(3).slice(0, 12));
  });

  test.each(LANGUAGES)('says in %s when a run-off decided, and only then', (language) => {
    const words = wordsFor(language);
    const textOf = (round: number, counted = true) => {
      const facts = factsOf({ placements: [aPlacement(1, { counted })] }, { words });
      return renderPodium(aChallenge({ phase: 'closed', round }), facts).embeds[0]?.description;
    };
    const line = `-# ${words.challenge.podium.runOff}\n`;
    expect(textOf(2)).toContain(line);
    expect(textOf(1)).not.toContain(line);
    // Nobody won: it decided nothing.
    expect(textOf(2, false)).not.toContain(line);
  });
});

describe('the bars of a result', () => {
  const placements = [aPlacement(1, { points: 9, raters: 2 }), aPlacement(2, { counted: false })];
  const names = new Map([['300000000000000001', 'Ada']]);

  test('are means of stars, with names as far as they are known', () => {
    expect(resultBars(aChallenge({ settings: { method: 'stars' } }), factsOf({ placements }), names)).toEqual(
      [
        { label: 'Entry 1 · Ada', fallback: 'Entry 1', note: '4.5 stars from 2 ratings', value: 4.5 },
        { label: 'Entry 2', fallback: 'Entry 2', note: 'too few ratings', value: 0 },
      ],
    );
  });

  test.each([
    ['one-pick', '9 votes'],
    ['approval', '9 votes'],
    ['ranked', '9 points'],
  ] as const)('are sums with %s', (method, note) => {
    const [bar] = resultBars(aChallenge({ settings: { method } }), factsOf({ placements }), names);
    expect(bar).toMatchObject({ note, value: 9 });
  });

  test.each([
    ['one-pick', 'en', 'no votes'],
    ['ranked', 'de', 'keine Stimmen'],
    ['approval', 'fr', 'aucun vote'],
    ['one-pick', 'es', 'sin votos'],
    ['one-pick', 'pt-BR', 'nenhum voto'],
  ] as const)('say with %s, in %s, that nobody voted for an entry', (method, language, note) => {
    const unloved = aPlacement(2, { points: 0, firsts: 0, raters: 0, counted: false });
    const facts = factsOf({ placements: [aPlacement(1), unloved] }, { words: wordsFor(language) });
    const [, bar] = resultBars(aChallenge({ settings: { method } }), facts, names);
    expect(bar).toMatchObject({ note, value: 0 });
  });

  test('are told to those who do not see them', () => {
    const bars = resultBars(aChallenge(), factsOf({ placements }), names);
    expect(resultAltText(aChallenge(), bars, wordsFor('en'))).toBe(
      'The result of Rain as bars. Entry 1 · Ada: 4.5 stars from 2 ratings; Entry 2: too few ratings',
    );
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(WORST_PROMPTS)('Discord takes it with texts of nothing but %s', (_what, text) => {
    const numbers = Array.from({ length: 200 }, (_, index) => index + 1);
    const many = new Map(
      numbers.map((number) => [
        100 + number,
        anEntry(number, { title: text.slice(0, 80), userId: '9'.repeat(20) }),
      ]),
    );
    const links = new Map(
      numbers.map((number) => [100 + number, `https://discord.com/channels/${'9'.repeat(62)}`]),
    );
    const placements = numbers.map((number) => aPlacement(number, { place: 1 }));
    for (const method of VOTING_METHODS) {
      const large = largestChallenge(text, { phase: 'closed' });
      const challenge = { ...large, settings: { ...large.settings, method } };
      const facts = factsOf(
        { placements, invalidBallots: 99 },
        { words: wordsFor(language), entries: many, links },
      );
      const message = renderPodium(challenge, facts);
      expect(channelMessage.safeParse(message).error?.issues).toBeUndefined();
      expect(message.embeds[0]?.description).toContain('🥇');
      const bars = resultBars(challenge, facts, new Map([['9'.repeat(20), text]]));
      expect(resultAltText(challenge, bars, wordsFor(language)).length).toBeLessThanOrEqual(1_024);
    }
  });
});
