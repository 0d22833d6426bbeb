import { expect, test } from 'vitest';
import type { Challenge } from '../../src/challenges/challenge.ts';
import {
  missingWords,
  objectionsToEntrant,
  objectionsToVideo,
  objectionsToVoter,
  type Participant,
} from '../../src/challenges/entry-rules.ts';
import { type ChallengeSettings, challengeSettingsSchema } from '../../src/challenges/settings.ts';
import { aJob } from '../discord/job.ts';

const DAY_MS = 24 * 3_600_000;
const NOW = 100 * DAY_MS;
const ROLE = '500000000000000001';
const OTHER_ROLE = '500000000000000002';

const challenge = (settings: Partial<ChallengeSettings> = {}): Challenge => ({
  id: 1,
  guildId: '1',
  hostId: '2',
  phase: 'open',
  phaseSince: NOW,
  title: 'Rain',
  theme: 'Rain',
  rules: undefined,
  settings: challengeSettingsSchema.parse(settings),
  schedule: {
    opensAt: NOW - DAY_MS,
    entriesUntil: NOW + DAY_MS,
    reviewUntil: undefined,
    votesUntil: NOW + 2 * DAY_MS,
  },
  round: 1,
  runOffEntryIds: [],
  pausedAt: undefined,
  reason: undefined,
  channelId: '3',
  threadId: undefined,
  scheduledEventId: undefined,
  votesFrom: undefined,
  secret: 's',
  seriesId: undefined,
  createdAt: NOW,
  publishedAt: NOW,
  closedAt: undefined,
});

const somebody = (changes: Partial<Participant> = {}): Participant => ({
  userId: '7',
  roleIds: [],
  accountCreatedAt: 0,
  joinedAt: 0,
  blocked: false,
  ...changes,
});

test('without rules everyone may enter and vote but those who are blocked', () => {
  expect(objectionsToEntrant(challenge(), somebody(), NOW)).toEqual([]);
  expect(objectionsToVoter(challenge(), somebody({ blocked: true }), NOW)).toEqual([{ kind: 'blocked' }]);
});

test('one of the named roles is enough; entrants and voters have lists of their own', () => {
  const ruled = challenge({ entrantRoleIds: [ROLE, OTHER_ROLE] });
  expect(objectionsToEntrant(ruled, somebody({ roleIds: [OTHER_ROLE] }), NOW)).toEqual([]);
  expect(objectionsToEntrant(ruled, somebody(), NOW)).toEqual([
    { kind: 'role', roleIds: [ROLE, OTHER_ROLE] },
  ]);
  expect(objectionsToVoter(ruled, somebody(), NOW)).toEqual([]);
});

test('accounts and members that are too young are told so, to the millisecond', () => {
  const ruled = challenge({ minAccountDays: 30, minMemberDays: 7 });
  const old = { accountCreatedAt: NOW - 30 * DAY_MS, joinedAt: NOW - 7 * DAY_MS };
  expect(objectionsToVoter(ruled, somebody(old), NOW)).toEqual([]);
  expect(objectionsToVoter(ruled, somebody(old), NOW - 1)).toEqual([
    { kind: 'account-age', days: 30 },
    { kind: 'member-age', days: 7 },
  ]);
});

test('a member of whom nobody knows since when counts as new', () => {
  expect(objectionsToVoter(challenge({ minMemberDays: 1 }), somebody({ joinedAt: undefined }), NOW)).toEqual([
    { kind: 'member-age', days: 1 },
  ]);
});

const video = aJob({ state: 'delivered', createdAt: NOW, userId: '7' });

test('an own video that was made for it may enter', () => {
  expect(objectionsToVideo(challenge(), video, '7')).toEqual([]);
});

test('every objection to a video is told at once', () => {
  const strict = challenge({
    durations: [4],
    aspectRatios: ['9:16'],
    resolutions: ['1080p'],
    picturesAllowed: false,
    requiredWords: ['umbrella'],
  });
  const wrong = {
    ...video,
    state: 'failed' as const,
    createdAt: 0,
    images: [{ slot: 'image' as const, url: '', fileName: '' }],
  };
  expect(objectionsToVideo(strict, wrong, '8').map(({ kind }) => kind)).toEqual([
    'not-yours',
    'no-video',
    'made-before',
    'setting',
    'setting',
    'setting',
    'pictures',
    'words',
  ]);
});

test('a video that was removed or deleted takes no part', () => {
  expect(objectionsToVideo(challenge(), { ...video, removedAt: NOW }, '7')).toEqual([{ kind: 'no-video' }]);
  expect(objectionsToVideo(challenge(), { ...video, purgedAt: NOW }, '7')).toEqual([{ kind: 'no-video' }]);
});

test('required words are whole words, whatever their case and what stands between them', () => {
  expect(missingWords('A RED—umbrella, in the rain.', ['red umbrella', 'Rain'])).toEqual([]);
  expect(missingWords('A covered umbrellas', ['red', 'umbrella'])).toEqual(['red', 'umbrella']);
  expect(missingWords('Дождь и Море', ['дождь'])).toEqual([]);
});

test('in writing without spaces a required word is found inside the text', () => {
  expect(missingWords('夜の雨の中を走る猫', ['雨', '猫'])).toEqual([]);
  expect(missingWords('夜の中を走る猫', ['雨'])).toEqual(['雨']);
});
