import type { Challenge, Entry } from '../../src/challenges/challenge.ts';
import { type ChallengeSettings, challengeSettingsSchema } from '../../src/challenges/settings.ts';

const DAY_MS = 24 * 3_600_000;

/** A challenge that takes entries for a day. */
export const aChallenge = (
  changes: Partial<Challenge> = {},
  settings: Partial<ChallengeSettings> = {},
): Challenge => ({
  id: 1,
  guildId: '1',
  hostId: '2',
  phase: 'open',
  phaseSince: 0,
  title: 'Rain',
  theme: 'Anything with rain',
  rules: undefined,
  settings: challengeSettingsSchema.parse(settings),
  schedule: { opensAt: 0, entriesUntil: DAY_MS, reviewUntil: undefined, votesUntil: 2 * DAY_MS },
  round: 1,
  runOffEntryIds: [],
  pausedAt: undefined,
  reason: undefined,
  channelId: '3',
  threadId: undefined,
  scheduledEventId: undefined,
  votesFrom: undefined,
  secret: 'secret',
  seriesId: undefined,
  createdAt: 0,
  publishedAt: 0,
  closedAt: undefined,
  ...changes,
});

export const anEntry = (changes: Partial<Entry> = {}): Entry => ({
  id: 1,
  challengeId: 1,
  number: 1,
  userId: '7',
  jobId: 1,
  title: undefined,
  state: 'accepted',
  reason: undefined,
  enteredAt: 0,
  swappedAt: undefined,
  ...changes,
});
