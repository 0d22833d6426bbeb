import { and, eq, sql } from 'drizzle-orm';
import type { Challenge } from '../../challenges/challenge.ts';
import type { Grant } from '../../quota/grant.ts';
import { challenges } from '../challenge-schema.ts';
import type { Database } from '../open.ts';
import { quotaGrants } from '../schema.ts';
import { challengeFromRow } from './challenge-rows.ts';

/** The free videos of a challenge, as its host has set them now. */
export interface ChallengePool {
  /** What every entrant's share is. The reason is the challenge's title. */
  share: Pick<Grant, 'amount' | 'expiresAt' | 'reason'>;
  /** What all shares together may cost, in creative units. */
  units: number | undefined;
}

export interface ChallengePools {
  of(challengeId: number): ChallengePool;
  /** Gives a member their share, once. Called inside the transaction that admits a video for the challenge. @returns whether it has free videos */
  share(challengeId: number, account: { guildId: string; userId: string }, now: number): boolean;
}

/** Where the members' shares are kept: a grant that says only that there is one, for what it is worth may change until the end. */
export function createChallengePools(db: Database): ChallengePools {
  const byId = db
    .select()
    .from(challenges)
    .where(eq(challenges.id, sql.placeholder('id')))
    .prepare();
  const find = (id: number): Challenge | undefined => {
    const row = byId.get({ id });
    return row && challengeFromRow(row);
  };

  return {
    of: (challengeId) => {
      const challenge = find(challengeId);
      const { poolVideos = 0, poolUnits } = challenge?.settings ?? {};
      return {
        share: { amount: poolVideos, expiresAt: challenge ? endOf(challenge) : 0, reason: challenge?.title },
        units: poolUnits,
      };
    },

    share: (challengeId, { guildId, userId }, now) => {
      const challenge = find(challengeId);
      const { poolVideos } = challenge?.settings ?? {};
      if (challenge?.guildId !== guildId || poolVideos === undefined || endOf(challenge) <= now) return false;
      const known = db
        .select({ id: quotaGrants.id })
        .from(quotaGrants)
        .where(and(eq(quotaGrants.challengeId, challengeId), eq(quotaGrants.subjectId, userId)))
        .all();
      if (known.length > 0) return true;
      db.insert(quotaGrants)
        .values({
          guildId,
          scope: 'user',
          subjectId: userId,
          unit: 'videos',
          amount: poolVideos,
          createdAt: now,
          expiresAt: challenge.schedule.entriesUntil,
          challengeId,
        })
        .run();
      return true;
    },
  };
}

/** They are gone with the last moment in which entries are taken. */
const endOf = ({ phase, phaseSince, schedule: { entriesUntil } }: Challenge): number =>
  phase === 'open' ? entriesUntil : Math.min(entriesUntil, phaseSince);
