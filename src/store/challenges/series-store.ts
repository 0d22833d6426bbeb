import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lte, min, sql } from 'drizzle-orm';
import type { Challenge } from '../../challenges/challenge.ts';
import type { Series, SeriesStore, Theme } from '../../challenges/series.ts';
import { challengeSettingsSchema } from '../../challenges/settings.ts';
import { challengeSeries, challenges, seriesThemes, themeBallots } from '../challenge-schema.ts';
import { owe } from '../notice-store.ts';
import { type Database, type Transaction, writing } from '../open.ts';
import { challengeFromRow, createChallengeReader, insertChallenge } from './challenge-rows.ts';
import { moveOn } from './phase-moves.ts';

/** Challenges that come back, in SQLite. */
export function createSeriesStore(db: Database): SeriesStore {
  const reader = createChallengeReader(db);
  const find = (id: number): Series | undefined =>
    db.select().from(challengeSeries).where(eq(challengeSeries.id, id)).all().map(seriesFromRow)[0];
  // From the end of the table: the newest of a series that goes on is among the last.
  const newest = (id: number): Challenge | undefined =>
    db
      .select()
      .from(challenges)
      .where(eq(challenges.seriesId, id))
      .orderBy(desc(challenges.id))
      .limit(1)
      .all()
      .map(challengeFromRow)[0];
  const isTheme = (seriesId: number, themeId: number) =>
    and(eq(seriesThemes.id, themeId), eq(seriesThemes.seriesId, seriesId));

  return {
    create: async ({ themes, ...series }, now) =>
      writing(db, (tx) => {
        const [row] = tx
          .insert(challengeSeries)
          .values({ ...series, createdAt: now })
          .returning()
          .all();
        if (!row) throw new Error('the new series was not returned');
        addThemes(tx, row.id, themes);
        return seriesFromRow(row);
      }),

    find: async (id) => find(id),

    ofGuild: async (guildId, limit) =>
      db
        .select()
        .from(challengeSeries)
        .where(eq(challengeSeries.guildId, guildId))
        .orderBy(desc(isNull(challengeSeries.stoppedAt)), desc(challengeSeries.id))
        .limit(limit)
        .all()
        .map(seriesFromRow),

    stop: async (id, now) =>
      writing(
        db,
        (tx) =>
          tx
            .update(challengeSeries)
            .set({ stoppedAt: now, nextAt: null })
            .where(and(eq(challengeSeries.id, id), isNull(challengeSeries.stoppedAt)))
            .returning()
            .all()
            .map(seriesFromRow)[0],
      ),

    start: async (id, nextAt) =>
      writing(
        db,
        (tx) =>
          tx
            .update(challengeSeries)
            .set({ stoppedAt: null, nextAt })
            .where(and(eq(challengeSeries.id, id), isNotNull(challengeSeries.stoppedAt)))
            .returning()
            .all()
            .map(seriesFromRow)[0],
      ),

    due: async (now, limit) =>
      db
        .select()
        .from(challengeSeries)
        .where(lte(challengeSeries.nextAt, now))
        .orderBy(asc(challengeSeries.nextAt), asc(challengeSeries.id))
        .limit(limit)
        .all()
        .map(seriesFromRow),

    nextDue: async () =>
      db
        .select({ nextAt: min(challengeSeries.nextAt) })
        .from(challengeSeries)
        .where(isNotNull(challengeSeries.nextAt))
        .all()[0]?.nextAt ?? undefined,

    themes: async (id) => themesOf(db, id),

    changeThemes: async (id, before, after) =>
      writing(db, (tx) => {
        const present = themesOf(tx, id);
        const texts = present.map(({ text }) => text);
        if (texts.length !== before.length || texts.some((text, index) => text !== before[index]))
          return false;
        const gone = present.filter(({ text }) => !after.includes(text)).map((theme) => theme.id);
        tx.delete(seriesThemes).where(inArray(seriesThemes.id, gone)).run();
        const added = after.filter((text) => !texts.includes(text));
        // As if they were left of the present round: not once for each of the rounds before.
        const rounds = present.filter((theme) => !gone.includes(theme.id)).map(({ uses }) => uses - 1);
        addThemes(tx, id, added, Math.max(0, ...rounds));
        return true;
      }),

    makeNext: async (id, { at, themeId, challenge, nextAt, isLate }, now) =>
      writing(db, () => {
        if (find(id)?.nextAt !== at) return;
        const uses = sql`${seriesThemes.uses} + 1`;
        const counted = db.update(seriesThemes).set({ uses }).where(isTheme(id, themeId)).run().changes;
        if (counted === 0) return;
        db.update(challengeSeries).set({ nextAt }).where(eq(challengeSeries.id, id)).run();
        const draft = insertChallenge(db, { ...challenge, seriesId: id }, now);
        if (isLate) owe(db, { guildId: draft.guildId, kind: 'series-late', subjectId: draft.id }, now);
        return moveOn(db, reader, draft, { from: 'draft', to: 'announced', at: now });
      }),

    voteForTheme: async ({ challengeId, voterId, themeId }, now) =>
      writing(db, (tx) => {
        const challenge = reader.challenge(challengeId);
        if (challenge?.phase !== 'voting' || challenge.pausedAt !== undefined) return false;
        const { seriesId } = challenge;
        if (seriesId === undefined || newest(seriesId)?.id !== challengeId) return false;
        if (tx.select().from(seriesThemes).where(isTheme(seriesId, themeId)).all().length === 0) return false;
        tx.insert(themeBallots)
          .values({ challengeId, voterId, themeId, at: now })
          .onConflictDoUpdate({
            target: [themeBallots.challengeId, themeBallots.voterId],
            set: { themeId, at: now },
          })
          .run();
        return true;
      }),

    newest: async (id) => newest(id),

    themeVotes: async (challengeId) => {
      const rows = db
        .select({ themeId: themeBallots.themeId, votes: count() })
        .from(themeBallots)
        .where(eq(themeBallots.challengeId, challengeId))
        .groupBy(themeBallots.themeId)
        .all();
      return new Map(rows.map(({ themeId, votes }) => [themeId, votes]));
    },
  };
}

/** In the order in which they were added. */
export const themesOf = (db: Database | Transaction, seriesId: number): Theme[] =>
  db
    .select({ id: seriesThemes.id, text: seriesThemes.text, uses: seriesThemes.uses })
    .from(seriesThemes)
    .where(eq(seriesThemes.seriesId, seriesId))
    .orderBy(asc(seriesThemes.id))
    .all();

function addThemes(tx: Transaction, seriesId: number, texts: readonly string[], uses = 0): void {
  if (texts.length === 0) return;
  tx.insert(seriesThemes)
    .values(texts.map((text) => ({ seriesId, text, uses })))
    .run();
}

const seriesFromRow = ({ createdAt: _, ...row }: typeof challengeSeries.$inferSelect): Series => ({
  ...row,
  rules: row.rules ?? undefined,
  settings: challengeSettingsSchema.parse(row.settings),
  stoppedAt: row.stoppedAt ?? undefined,
  nextAt: row.nextAt ?? undefined,
});
