import type { Challenge, Entry } from './challenge.ts';

/** Whether votes are taken at this moment: the published end holds even before the challenge was moved on. */
export const takesVotes = ({ phase, pausedAt, votesFrom, schedule }: Challenge, now: number): boolean =>
  phase === 'voting' &&
  pausedAt === undefined &&
  votesFrom !== undefined &&
  votesFrom <= now &&
  now < schedule.votesUntil;

/** Whether the vote that goes on is about an entry: in a run-off only about some. */
export const isOnBallot = ({ id, round, runOffEntryIds }: Challenge, entry: Entry): boolean =>
  entry.challengeId === id &&
  entry.state === 'accepted' &&
  (round === 1 || runOffEntryIds.includes(entry.id));
