import { and, count, desc, eq, inArray } from 'drizzle-orm';
import type { ChallengeStore } from '../../challenges/challenge-store.ts';
import { challengeEntries, challenges } from '../challenge-schema.ts';
import type { Database } from '../open.ts';
import { challengeFromRow } from './challenge-rows.ts';

/** What a member finds of the challenges of a server that they entered. */
export function createEnteredBy(db: Database): Pick<ChallengeStore, 'enteredBy'> {
  const entered = (guildId: string, userId: string) =>
    and(
      eq(challenges.guildId, guildId),
      inArray(
        challenges.id,
        db
          .select({ id: challengeEntries.challengeId })
          .from(challengeEntries)
          .where(and(eq(challengeEntries.challengeId, challenges.id), eq(challengeEntries.userId, userId))),
      ),
    );

  return {
    enteredBy: async (guildId, userId, page, size) =>
      db.transaction((tx) => {
        const which = entered(guildId, userId);
        const found = tx
          .select()
          .from(challenges)
          .where(which)
          .orderBy(desc(challenges.id))
          .limit(size)
          .offset(page * size)
          .all()
          .map(challengeFromRow);
        const total = tx.select({ total: count() }).from(challenges).where(which).all()[0]?.total ?? 0;
        return { challenges: found, total };
      }),
  };
}
