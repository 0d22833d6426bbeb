import { and, asc, count, eq, inArray, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { marksSchema } from '../../challenges/ballot.ts';
import type { MemberBallot, MemberChallenges } from '../../jobs/export-store.ts';
import type { KeptOfChallenges } from '../../moderation/privacy.ts';
import {
  challengeBallots,
  challengeEntries,
  challengePlacements,
  challengeReminders,
  challenges,
  roleAwards,
  seriesThemes,
  themeBallots,
} from '../challenge-schema.ts';
import type { Database } from '../open.ts';
import { isRunning } from './entries.ts';
import { challengesHostedBy, hostedCount, seriesHostedBy } from './hosted-by.ts';
import { isOver, ROUNDS } from './member-traces.ts';

/** How a member's rows are found: by challenge and member, which are the beginning of an index of each table. */
const OF_MEMBER = {
  entries: (userId: string) =>
    and(eq(challengeEntries.challengeId, challenges.id), eq(challengeEntries.userId, userId)),
  ballots: (userId: string) =>
    and(
      eq(challengeBallots.challengeId, challenges.id),
      inArray(challengeBallots.round, [...ROUNDS]),
      eq(challengeBallots.voterId, userId),
    ),
  themeVotes: (userId: string) =>
    and(eq(themeBallots.challengeId, challenges.id), eq(themeBallots.voterId, userId)),
  reminders: (userId: string) =>
    and(eq(challengeReminders.challengeId, challenges.id), eq(challengeReminders.userId, userId)),
  awards: (userId: string) => and(eq(roleAwards.challengeId, challenges.id), eq(roleAwards.userId, userId)),
};

const CHALLENGE = { id: challenges.id, title: challenges.title };

/** How much is kept of a member from the challenges of a server. */
export function keptOfChallenges(db: Database, guildId: string, userId: string): KeptOfChallenges {
  const number = (table: SQLiteTable, ofMember: SQL | undefined, which?: SQL): number =>
    db
      .select({ rows: count() })
      .from(challenges)
      .innerJoin(table, ofMember)
      .where(and(eq(challenges.guildId, guildId), which))
      .all()[0]?.rows ?? 0;
  const votes = (which?: SQL): number =>
    number(challengeBallots, OF_MEMBER.ballots(userId), which) +
    number(themeBallots, OF_MEMBER.themeVotes(userId), which);
  return {
    entries: number(challengeEntries, OF_MEMBER.entries(userId)),
    votes: votes(),
    runningEntries: number(challengeEntries, OF_MEMBER.entries(userId), isRunning()),
    votesOver: votes(isOver()),
    remindersOver: number(challengeReminders, OF_MEMBER.reminders(userId), isOver()),
    hosted: hostedCount(db, guildId, userId),
  };
}

/** All that is kept of a member from the challenges of a server, oldest challenge first. Called inside a transaction. */
export function challengesOfMember(db: Database, guildId: string, userId: string): MemberChallenges {
  const ofGuild = eq(challenges.guildId, guildId);
  return {
    entries: db
      .select({ challenge: CHALLENGE, entry: challengeEntries, place: challengePlacements.place })
      .from(challenges)
      .innerJoin(challengeEntries, OF_MEMBER.entries(userId))
      .leftJoin(
        challengePlacements,
        and(
          eq(challengePlacements.challengeId, challenges.id),
          eq(challengePlacements.entryId, challengeEntries.id),
        ),
      )
      .where(ofGuild)
      .orderBy(asc(challenges.id), asc(challengeEntries.number))
      .all()
      .map(({ challenge, entry: { number, title, state, reason, jobId, enteredAt, swappedAt }, place }) => ({
        challenge,
        number,
        title: title ?? undefined,
        state,
        reason: reason ?? undefined,
        jobId,
        enteredAt,
        swappedAt: swappedAt ?? undefined,
        place: place ?? undefined,
      })),
    ballots: ballotsOf(db, ofGuild, userId),
    themeVotes: db
      .select({ challenge: CHALLENGE, theme: seriesThemes.text, at: themeBallots.at })
      .from(challenges)
      .innerJoin(themeBallots, OF_MEMBER.themeVotes(userId))
      .leftJoin(seriesThemes, eq(seriesThemes.id, themeBallots.themeId))
      .where(ofGuild)
      .orderBy(asc(challenges.id))
      .all()
      .map((vote) => ({ ...vote, theme: vote.theme ?? undefined })),
    reminders: db
      .select({ challenge: CHALLENGE, toldOf: challengeReminders.toldOf })
      .from(challenges)
      .innerJoin(challengeReminders, OF_MEMBER.reminders(userId))
      .where(ofGuild)
      .orderBy(asc(challenges.id))
      .all()
      .map((reminder) => ({ ...reminder, toldOf: reminder.toldOf ?? undefined })),
    roleAwards: db
      .select({
        challenge: CHALLENGE,
        roleId: roleAwards.roleId,
        state: roleAwards.state,
        expiresAt: roleAwards.expiresAt,
      })
      .from(challenges)
      .innerJoin(roleAwards, OF_MEMBER.awards(userId))
      .where(ofGuild)
      .orderBy(asc(roleAwards.id))
      .all()
      .map((award) => ({ ...award, expiresAt: award.expiresAt ?? undefined })),
    hosted: challengesHostedBy(db, guildId, userId),
    series: seriesHostedBy(db, guildId, userId),
  };
}

/** Their marks name entries by the numbers that members see. */
function ballotsOf(db: Database, ofGuild: SQL, userId: string): MemberBallot[] {
  const rows = db
    .select({ challenge: CHALLENGE, ballot: challengeBallots })
    .from(challenges)
    .innerJoin(challengeBallots, OF_MEMBER.ballots(userId))
    .where(ofGuild)
    .orderBy(asc(challenges.id), asc(challengeBallots.round))
    .all();
  const votedIn = db
    .select({ id: challenges.id })
    .from(challenges)
    .innerJoin(challengeBallots, OF_MEMBER.ballots(userId))
    .where(ofGuild);
  const entries = db
    .select({ id: challengeEntries.id, number: challengeEntries.number })
    .from(challengeEntries)
    .where(inArray(challengeEntries.challengeId, votedIn))
    .all();
  const numbers = new Map(entries.map(({ id, number }) => [id, number]));
  return rows.map(({ challenge, ballot: { round, marks, castAt, changedAt, accountCreatedAt, valid } }) => ({
    challenge,
    round,
    marks: marksSchema.parse(marks).map(({ entryId, value }) => ({ entry: numbers.get(entryId), value })),
    castAt,
    changedAt,
    accountCreatedAt,
    counted: valid ?? undefined,
  }));
}
