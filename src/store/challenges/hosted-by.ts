import { and, asc, count, eq } from 'drizzle-orm';
import type { HostedChallenge, HostedSeries } from '../../jobs/export-store.ts';
import { challengeSeries, challenges } from '../challenge-schema.ts';
import type { Database } from '../open.ts';
import { challengeFromRow } from './challenge-rows.ts';
import { themesOf } from './series-store.ts';

const hosts = (table: typeof challenges | typeof challengeSeries, guildId: string, userId: string) =>
  and(eq(table.guildId, guildId), eq(table.hostId, userId));

/** How many challenges and series a member has begun in a server. */
export function hostedCount(db: Database, guildId: string, userId: string): number {
  const number = (table: typeof challenges | typeof challengeSeries): number =>
    db
      .select({ rows: count() })
      .from(table)
      .where(hosts(table, guildId, userId))
      .all()[0]?.rows ?? 0;
  return number(challenges) + number(challengeSeries);
}

/** The challenges that a member has begun, drafts included. Of those who took part it tells nothing. */
export const challengesHostedBy = (db: Database, guildId: string, userId: string): HostedChallenge[] =>
  db
    .select()
    .from(challenges)
    .where(hosts(challenges, guildId, userId))
    .orderBy(asc(challenges.id))
    .all()
    .map(challengeFromRow)
    .map(({ id, title, theme, rules, phase, channelId, schedule, createdAt, publishedAt, closedAt }) => ({
      challenge: { id, title },
      theme,
      rules,
      phase,
      channelId,
      ...schedule,
      createdAt,
      publishedAt,
      closedAt,
    }));

/** The series that a member has begun, with their themes in the order in which they were added. */
export const seriesHostedBy = (db: Database, guildId: string, userId: string): HostedSeries[] =>
  db
    .select()
    .from(challengeSeries)
    .where(hosts(challengeSeries, guildId, userId))
    .orderBy(asc(challengeSeries.id))
    .all()
    .map(({ id, title, rules, channelId, pattern, timeZone, createdAt, stoppedAt, nextAt }) => ({
      id,
      title,
      rules: rules ?? undefined,
      themes: themesOf(db, id).map(({ text }) => text),
      channelId,
      pattern,
      timeZone,
      createdAt,
      stoppedAt: stoppedAt ?? undefined,
      nextAt: nextAt ?? undefined,
    }));
