import type { Challenge, Entry, Placement } from '../../../src/challenges/challenge.ts';
import { type ChallengeSettings, challengeSettingsSchema } from '../../../src/challenges/settings.ts';
import { NOW } from '../job.ts';

export const DAY_MS = 24 * 3_600_000;

/** A challenge that takes entries. */
export const aChallenge = (
  changes: Partial<Omit<Challenge, 'settings'>> & { settings?: Partial<ChallengeSettings> } = {},
): Challenge => ({
  id: 3,
  guildId: '100000000000000001',
  hostId: '300000000000000009',
  phase: 'open',
  phaseSince: NOW,
  title: 'Rain',
  theme: 'Anything with rain',
  rules: undefined,
  schedule: {
    opensAt: NOW,
    entriesUntil: NOW + 2 * DAY_MS,
    reviewUntil: undefined,
    votesUntil: NOW + 4 * DAY_MS,
  },
  round: 1,
  runOffEntryIds: [],
  pausedAt: undefined,
  reason: undefined,
  channelId: '200000000000000001',
  threadId: undefined,
  scheduledEventId: undefined,
  votesFrom: undefined,
  secret: 'secret',
  seriesId: undefined,
  createdAt: NOW - DAY_MS,
  publishedAt: NOW - DAY_MS,
  closedAt: undefined,
  ...changes,
  settings: challengeSettingsSchema.parse(changes.settings ?? {}),
});

export const anEntry = (number: number, changes: Partial<Entry> = {}): Entry => ({
  id: 100 + number,
  challengeId: 3,
  number,
  userId: `30000000000000000${number}`,
  jobId: 7,
  title: undefined,
  state: 'accepted',
  reason: undefined,
  enteredAt: NOW,
  swappedAt: undefined,
  ...changes,
});

export const aPlacement = (number: number, changes: Partial<Placement> = {}): Placement => ({
  entryId: 100 + number,
  place: number,
  points: 10 - number,
  firsts: 1,
  raters: 2,
  counted: true,
  passedOver: undefined,
  ...changes,
});

/** The longest that everything may be. @param text of 4000 characters */
export const largestChallenge = (text: string, changes: Partial<Challenge> = {}): Challenge => {
  const id = '9'.repeat(20);
  const ids = Array.from({ length: 25 }, () => id);
  const challenge = aChallenge({
    id: 999_999_999_999,
    guildId: id,
    hostId: id,
    channelId: id,
    title: text.slice(0, 80),
    theme: text.slice(0, 500),
    rules: text.slice(0, 1_500),
    reason: text.slice(0, 1_000),
    schedule: { opensAt: NOW, entriesUntil: NOW, reviewUntil: NOW, votesUntil: NOW },
    settings: {
      entriesPerMember: 5,
      requiredWords: Array.from({ length: 10 }, () => text.slice(0, 40) || '.'),
      durations: [4, 6, 8],
      aspectRatios: ['16:9', '9:16'],
      resolutions: ['720p', '1080p'],
      picturesAllowed: false,
      entrantRoleIds: ids,
      voterRoleIds: ids,
      minAccountDays: 365,
      minMemberDays: 365,
      minRatings: 100,
      reviewHours: 168,
      prizes: [1, 2, 3].map((place) => ({ place, roleId: id, roleDays: 365, bonusVideos: 100 })),
      poolVideos: 20,
      winnerCooldownDays: 365,
      pingRoleId: id,
    },
  });
  return { ...challenge, ...changes };
};
