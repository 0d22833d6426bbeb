import { expect, test } from 'vitest';
import type { Entry, EntryState, Placement } from '../../../src/challenges/challenge.ts';
import type { Objection } from '../../../src/challenges/entry-rules.ts';
import type { Phase } from '../../../src/challenges/phases.ts';
import { entryForm } from '../../../src/discord/challenges/entry-form.ts';
import { renderMine } from '../../../src/discord/challenges/entry-view.ts';
import { renderHall } from '../../../src/discord/challenges/hall-view.ts';
import { renderInfo } from '../../../src/discord/challenges/info-view.ts';
import { notTakingText, objectionText } from '../../../src/discord/challenges/objection-text.ts';
import { aChallenge, anEntry } from '../../challenges/examples.ts';
import { aJob } from '../job.ts';

const NOW = 1_000_000;
const BIG_ID = '9'.repeat(20);
const MESSY = '*'.repeat(80);

const parts = ({ components }: { components: readonly { components: readonly unknown[] }[] }) =>
  components.map((row) => row.components.length);

const longJob = () =>
  aJob({ id: 999_999, guildId: BIG_ID, channelId: BIG_ID, resultMessageId: BIG_ID, state: 'delivered' });

const ofMine = (entry: Partial<Entry>, placement?: Placement, phase: Phase = 'open') =>
  renderMine({
    found: [
      { challenge: aChallenge({ phase }), entries: [{ entry: anEntry(entry), job: undefined, placement }] },
    ],
    page: 0,
    pages: 1,
    now: NOW,
  });

const placed: Placement = {
  entryId: 1,
  place: 2,
  points: 1,
  firsts: 0,
  raters: 1,
  counted: true,
  passedOver: undefined,
};

test.for([
  [{ state: 'waiting' }, '⏳ waits for a moderator'],
  [{ state: 'accepted' }, '✅ accepted'],
  [{ state: 'refused', reason: 'no *rain*' }, '❌ refused by a moderator: “no \\*rain\\*”'],
  [{ state: 'withdrawn' }, '↩️ withdrawn'],
  [{ state: 'disqualified', reason: 'copied' }, '⛔ disqualified: “copied”'],
] as const satisfies [{ state: EntryState; reason?: string }, string][])(
  '`mine` tells how an entry stands, and why: %o',
  ([entry, text]) => {
    expect(ofMine(entry).embeds[0]?.description).toMatch(new RegExp(`video #1: ${escaped(text)}$`));
  },
);

const escaped = (text: string): string => text.replaceAll(/[\\*]/g, '\\$&');

test.for([
  [{}, '🏅 2nd place'],
  [{ place: 12 }, ': 12th place'],
  [{ counted: false }, 'took part, with too few ratings to be placed'],
  [{ counted: false, raters: 0 }, 'took part, but got no votes'],
  [{ passedOver: 'left' }, 'its author had left the server'],
  [{ passedOver: 'blocked' }, 'its author was blocked here when votes were counted'],
  [{ passedOver: 'cooldown' }, '2nd in the vote; no prize so soon after another win'],
  [{ passedOver: 'video-gone' }, 'its video was gone'],
] as const satisfies [Partial<Placement>, string][])('`mine` tells how it ended: %o', ([how, text]) => {
  const shown = ofMine({ state: 'accepted' }, { ...placed, ...how }, 'closed');
  expect(shown.embeds[0]?.description).toContain(text);
  expect(shown.components).toEqual([]);
});

test('every page fits a message, however many entries there are and whatever they are called', () => {
  const entries = Array.from({ length: 30 }, (_, index) => ({
    entry: anEntry({
      id: index,
      title: MESSY,
      reason: MESSY.repeat(5),
      state: index < 5 ? 'waiting' : 'refused',
    }),
    job: longJob(),
    placement: undefined,
  }));
  const challenge = aChallenge({ title: MESSY });
  const found = [1, 2, 3].map(() => ({ challenge, entries }));
  const mine = renderMine({ found, page: 1, pages: 9, now: NOW });
  expect(mine.embeds[0]?.description?.length).toBeLessThanOrEqual(4_096);
  expect(mine.embeds[0]?.description).toMatch(/… and \d+ more lines$/);
  expect(parts(mine)).toEqual([5, 5, 5, 2]);

  const winners = Array.from({ length: 9 }, () => ({
    place: 1,
    userId: BIG_ID,
    jobId: 999_999,
    title: MESSY,
  }));
  const hall = renderHall({
    challenges: [1, 2, 3, 4].map(() => ({ challenge, winners })),
    jobs: new Map([[999_999, longJob()]]),
    page: 1,
    total: 400,
  });
  expect(hall.embeds[0]?.description?.length).toBeLessThanOrEqual(4_096);
  expect(parts(hall)).toEqual([2]);
});

const OBJECTIONS: readonly [Objection, string][] = [
  [{ kind: 'blocked' }, 'A moderator has blocked you here. If that is a mistake, ask a moderator.'],
  [
    { kind: 'role', roleIds: ['1', '2'] },
    'It is for members with <@&1> or <@&2>: ask its host how to get that.',
  ],
  [
    { kind: 'role', roleIds: Array.from({ length: 25 }, () => BIG_ID) },
    `<@&${BIG_ID}> or one of 15 more: ask its host how to get that.`,
  ],
  [{ kind: 'account-age', days: 365 }, 'It is for Discord accounts that are at least 365 days old'],
  [{ kind: 'member-age', days: 1 }, 'It is for members who have been in this server for at least 1 day:'],
  [{ kind: 'not-yours' }, 'Only videos of your own can enter: choose one of yours'],
  [{ kind: 'no-video' }, 'There is no finished, posted video: wait until it is posted'],
  [{ kind: 'made-before', opensAt: NOW }, 'It was asked for before entries opened, <t:1000:f> (<t:1000:R>)'],
  [{ kind: 'setting', option: 'duration', allowed: [4, 6, 8] }, '`duration` must be 4, 6 or 8:'],
  [{ kind: 'pictures' }, 'It must be made without pictures: use words only.'],
  [{ kind: 'words', missing: ['rain', 'b`at'] }, 'The prompt must hold `rain`, `bˋat`:'],
];

test.for(OBJECTIONS)('an objection says what is wrong and what to do: %o', ([objection, text]) => {
  expect(objectionText(objection)).toContain(text);
});

test('everything that can stand against somebody fits the information with the longest texts', () => {
  const ids = Array.from({ length: 25 }, () => BIG_ID);
  const challenge = aChallenge(
    { title: MESSY, theme: '*'.repeat(500), rules: '*\n'.repeat(750) },
    {
      entrantRoleIds: ids,
      voterRoleIds: ids,
      requiredWords: Array.from({ length: 10 }, () => '*'.repeat(40)),
      minAccountDays: 365,
      minMemberDays: 365,
      poolVideos: 20,
      prizes: [1, 2, 3].map((place) => ({ place, roleId: BIG_ID, roleDays: 365, bonusVideos: 100 })),
    },
  );
  const own = Array.from({ length: 40 }, (_, id) => anEntry({ id }));
  const { content, embeds } = renderInfo({
    challenge,
    objections: OBJECTIONS.map(([objection]) => objection),
    own,
    now: NOW,
  });
  expect(content.length).toBeLessThanOrEqual(2_000);
  const lengths = embeds.map(({ description = '' }) => description.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(4_096);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(6_000);
});

test.for([
  ['draft', 'I do not know this challenge: `/veo-challenge info` shows those there are.'],
  ['announced', '**Rain** takes entries from <t:1000:f> (<t:1000:R>) on: come back then'],
  ['open', 'Entries for **Rain** are closed. The vote runs until <t:172800:f>'],
  ['review', 'Entries for **Rain** are closed. The vote runs until <t:172800:f>'],
  ['voting', 'Entries for **Rain** are closed. The vote runs until <t:172800:f>'],
  ['tallying', 'Entries for **Rain** are closed. `/veo-challenge info` shows how it stands.'],
  ['closed', '**Rain** is over: `/veo-challenge hall` shows who has won.'],
  ['cancelled', '**Rain** was cancelled: `/veo-challenge info` shows what else there is.'],
] as const satisfies [Phase, string][])(
  'while a challenge is %s, whoever would enter is told what comes next',
  ([phase, text]) => {
    const schedule = { ...aChallenge().schedule, opensAt: NOW + 1 };
    expect(notTakingText(aChallenge({ phase, schedule }), NOW)).toContain(text);
  },
);

test('the form asks for the challenge only where there are several, and who gives way only where one must', () => {
  const rain = { challenge: aChallenge(), own: [] };
  const snow = { challenge: aChallenge({ id: 2, title: 'Snow' }), own: [anEntry()] };
  const labels = (...args: Parameters<typeof entryForm>) =>
    entryForm(...args).components.map((part) => ('label' in part ? part.label : ''));
  expect(labels(1, [rain])).toEqual(['Title of your entry']);
  expect(labels(1, [snow])).toEqual(['Title of your entry', 'Takes the place of']);
  expect(labels(1, [rain, snow])).toEqual(['Challenge', 'Title of your entry', 'Takes the place of']);
  expect(labels(1, [rain], anEntry())).toEqual(['Title of your entry', 'Takes the place of']);
  const long = entryForm(1, [{ challenge: aChallenge({ title: 'x'.repeat(80) }), own: [] }]);
  expect(long.title.length).toBeLessThanOrEqual(45);
});
