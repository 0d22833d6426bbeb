import { and, asc, desc, eq, inArray, isNotNull, lte, min } from 'drizzle-orm';
import type { ChallengeStore } from '../../challenges/challenge-store.ts';
import { recordCase } from '../case-book.ts';
import { challenges } from '../challenge-schema.ts';
import { type Database, writing } from '../open.ts';
import {
  challengeFromRow,
  createChallengeReader,
  insertChallenge,
  writeChallenge,
} from './challenge-rows.ts';
import { createClosing } from './closing.ts';
import { createEnteredBy } from './entered-by.ts';
import { createEntries } from './entries.ts';
import { postsChanged } from './owed-posts.ts';
import { createPhaseMoves } from './phase-moves.ts';

/** Challenges, their entries and their ends, in SQLite. */
export function createChallengeStore(db: Database): ChallengeStore {
  const reader = createChallengeReader(db);
  const set = (id: number, values: Partial<typeof challenges.$inferInsert>) =>
    void db.update(challenges).set(values).where(eq(challenges.id, id)).run();

  return {
    ...createPhaseMoves(db, reader),
    ...createEntries(db, reader),
    ...createClosing(db, reader),
    ...createEnteredBy(db),

    create: async (challenge, now) => writing(db, () => insertChallenge(db, challenge, now)),
    find: async (id) => reader.challenge(id),

    ofGuild: async (guildId, phases, limit) =>
      db
        .select()
        .from(challenges)
        .where(and(eq(challenges.guildId, guildId), inArray(challenges.phase, [...phases])))
        .orderBy(desc(challenges.id))
        .limit(limit)
        .all()
        .map(challengeFromRow),

    change: async (id, phases, changes, now, noted) =>
      writing(db, () => {
        const challenge = reader.challenge(id);
        if (!challenge || !phases.includes(challenge.phase)) return;
        const made = typeof changes === 'function' ? changes(challenge) : changes;
        postsChanged(db, id, ['announcement'], now);
        const after = writeChallenge(db, { ...challenge, ...made });
        if (noted) recordCase(db, challenge.guildId, noted(challenge, after), now);
        return after;
      }),

    due: async (now, limit) =>
      db
        .select()
        .from(challenges)
        .where(lte(challenges.dueAt, now))
        .orderBy(asc(challenges.dueAt), asc(challenges.id))
        .limit(limit)
        .all()
        .map(challengeFromRow),

    nextDue: async () =>
      db
        .select({ dueAt: min(challenges.dueAt) })
        .from(challenges)
        .where(isNotNull(challenges.dueAt))
        .all()[0]?.dueAt ?? undefined,

    threadMade: async (id, threadId) => set(id, { threadId }),
    eventMade: async (id, scheduledEventId) => set(id, { scheduledEventId }),
  };
}
