import { describe, expect, test } from 'vitest';
import { PHASES, type Phase } from '../../../src/challenges/phases.ts';
import { TIE_RULES, VOTING_METHODS } from '../../../src/challenges/tally.ts';
import type { BoardMessage } from '../../../src/discord/board.ts';
import { renderAnnouncement } from '../../../src/discord/challenges/announcement-post.ts';
import { wordsFor } from '../../../src/discord/words/index.ts';
import { LANGUAGES } from '../../../src/moderation/language.ts';
import { channelMessage } from '../../../src/sandbox/discord/message-body.ts';
import { NOW, WORST_PROMPTS } from '../job.ts';
import { aChallenge, DAY_MS, largestChallenge } from './a-challenge.ts';

const FACTS = { words: wordsFor('en'), entries: 3, voters: 12 };
const textOf = ({ content, embeds }: BoardMessage): string => `${content}\n${embeds[0]?.description ?? ''}`;
const buttonsOf = ({ components }: BoardMessage): string[] =>
  components.flatMap((row) => row.components.map((one) => ('url' in one ? one.url : one.custom_id)));
const shown = (...args: Parameters<typeof aChallenge>): string =>
  textOf(renderAnnouncement(aChallenge(...args), FACTS));

describe('an announcement', () => {
  test('tells theme, rules, times, what is allowed, how votes are counted, and prizes', () => {
    const text = shown({
      rules: 'Be kind.\nNo brands.',
      settings: {
        requiredWords: ['rain`drop'],
        durations: [4, 6],
        resolutions: ['720p'],
        picturesAllowed: false,
        entrantRoleIds: ['400000000000000001'],
        method: 'ranked',
        ties: 'shared',
        prizes: [
          { place: 2, bonusVideos: 3 },
          { place: 1, roleId: '400000000000000002', roleDays: 7, bonusVideos: 1 },
        ],
        poolVideos: 2,
      },
    });
    const opens = Math.round(NOW / 1_000);
    for (const part of [
      '## 🏆 Rain',
      '> Anything with rain',
      'Be kind\\.\nNo brands\\.',
      `Entries open: <t:${opens}:f> (<t:${opens}:R>)`,
      `Voting closes: <t:${opens + (4 * DAY_MS) / 1_000}:f>`,
      'Allowed: 4 s, 6 s · 720p',
      'without pictures',
      'The prompt holds: `rainˋdrop`',
      'Open to: <@&400000000000000001>',
      '3, 2 and 1 points',
      'share their place',
      '🥇 the role <@&400000000000000002> for 7 days, one extra video\n🥈 3 extra videos',
      '🎁 2 free videos',
      '-# run by <@300000000000000009> · #3',
    ]) {
      expect(text).toContain(part);
    }
  });

  test.each<[Phase, RegExp, string[]]>([
    ['announced', /Announced/, ['v1:challenge-remind:3']],
    [
      'open',
      /Open for entries.*\n-# 3 entries$/m,
      ['v1:challenge-how:3', 'v1:challenge-mine:3', 'v1:challenge-remind:3'],
    ],
    ['review', /Moderators look/, ['v1:challenge-mine:3', 'v1:challenge-remind:3']],
    [
      'voting',
      /Voting begins in a moment/,
      ['v1:challenge-vote:3', 'v1:challenge-mine:3', 'v1:challenge-remind:3'],
    ],
    ['tallying', /being counted/, ['v1:challenge-mine:3']],
    ['cancelled', /Cancelled/, []],
    ['closed', /Over/, ['https://discord.com/channels/100000000000000001/2/4']],
  ])('while %s it says so, with what can be done', (phase, says, buttons) => {
    const podium = { channelId: '2', messageId: '4' };
    const message = renderAnnouncement(aChallenge({ phase }), { ...FACTS, podium });
    expect(textOf(message)).toMatch(says);
    expect(buttonsOf(message)).toEqual(buttons);
  });

  test('tells how many have voted once votes are taken, and a run-off from the first vote', () => {
    expect(shown({ phase: 'voting', votesFrom: NOW })).toMatch(
      /\*\*Voting is open\*\* · until .*\n-# 3 entries · 12 members have voted/,
    );
    expect(shown({ phase: 'voting', votesFrom: NOW, round: 2 })).toContain('run-off decides');
    expect(shown({ phase: 'open' })).not.toContain('voted');
  });

  test('says that it is paused, and why, whatever the phase', () => {
    expect(shown({ pausedAt: NOW, reason: 'a **storm**' })).toContain('**Paused**: “a \\*\\*storm\\*\\*”.');
    expect(shown({ phase: 'voting', pausedAt: NOW })).toContain('**Paused**.');
  });

  test('formats, links and mentions nothing that its host typed', () => {
    const text = shown({ title: '[x](y) <@1>', theme: '# @everyone', rules: '> **a**\n- b' });
    for (const part of ['🏆 \\[x\\]\\(y\\) \\<\\@1\\>', '> \\# \\@everyone', '\\> \\*\\*a\\*\\*\n\\- b']) {
      expect(text).toContain(part);
    }
  });

  test('names the role that it calls outside the embed, where a call is heard', () => {
    const message = renderAnnouncement(aChallenge({ settings: { pingRoleId: '400000000000000001' } }), FACTS);
    expect(message.content).toBe('<@&400000000000000001>');
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  const words = wordsFor(language);

  test.each(WORST_PROMPTS)('Discord takes it with texts of nothing but %s', (_what, text) => {
    for (const phase of PHASES) {
      for (const method of VOTING_METHODS) {
        for (const ties of TIE_RULES) {
          const large = largestChallenge(text, { phase });
          const challenge = { ...large, settings: { ...large.settings, method, ties } };
          const message = renderAnnouncement(challenge, { words, entries: 999_999, voters: 999_999 });
          expect(channelMessage.safeParse(message).error?.issues).toBeUndefined();
          expect(textOf(message)).toMatch(/#999999999999$/);
        }
      }
    }
  });

  test('as much of long rules is shown as there is room for', () => {
    const rules = 'x'.repeat(1_500);
    const message = renderAnnouncement(aChallenge({ rules }), { ...FACTS, words });
    expect(textOf(message)).toContain(rules);
    const large = renderAnnouncement(largestChallenge('*'.repeat(4_000)), { ...FACTS, words });
    const length = large.embeds[0]?.description?.length ?? 0;
    expect(length).toBeGreaterThan(4_000);
  });
});
