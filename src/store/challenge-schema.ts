import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { AWARD_STATES } from '../challenges/award.ts';
import { ENTRY_STATES, PASSED_OVER } from '../challenges/challenge.ts';
import { PHASES } from '../challenges/phases.ts';
import { POST_KINDS } from '../challenges/post.ts';

/** Prompt challenges. */
export const challenges = sqliteTable(
  'challenges',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    guildId: text('guild_id').notNull(),
    hostId: text('host_id').notNull(),
    phase: text('phase', { enum: PHASES }).notNull(),
    phaseSince: integer('phase_since').notNull(),
    title: text('title').notNull(),
    theme: text('theme').notNull(),
    rules: text('rules'),
    /** ChallengeSettings as JSON. */
    settings: text('settings', { mode: 'json' }).notNull(),
    opensAt: integer('opens_at').notNull(),
    entriesUntil: integer('entries_until').notNull(),
    reviewUntil: integer('review_until'),
    votesUntil: integer('votes_until').notNull(),
    round: integer('round').notNull().default(1),
    /** Ids of the entries that a run-off is between, as JSON. */
    runOff: text('run_off', { mode: 'json' }).notNull(),
    pausedAt: integer('paused_at'),
    reason: text('reason'),
    channelId: text('channel_id').notNull(),
    threadId: text('thread_id'),
    scheduledEventId: text('scheduled_event_id'),
    votesFrom: integer('votes_from'),
    secret: text('secret').notNull(),
    seriesId: integer('series_id'),
    createdAt: integer('created_at').notNull(),
    publishedAt: integer('published_at'),
    closedAt: integer('closed_at'),
    /** When time moves it on; null where only people do, and while it is paused. */
    dueAt: integer('due_at'),
    /** Once it is closed: ballots in all, and those that did not count. */
    ballots: integer('ballots'),
    invalidBallots: integer('invalid_ballots'),
  },
  (table) => [
    index('challenges_by_guild').on(table.guildId, table.phase),
    index('challenges_due').on(table.dueAt).where(sql`${table.dueAt} is not null`),
  ],
);

/** Videos that take part, or took part. */
export const challengeEntries = sqliteTable(
  'challenge_entries',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    challengeId: integer('challenge_id')
      .notNull()
      .references(() => challenges.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    userId: text('user_id').notNull(),
    jobId: integer('job_id').notNull(),
    title: text('title'),
    state: text('state', { enum: ENTRY_STATES }).notNull(),
    reason: text('reason'),
    enteredAt: integer('entered_at').notNull(),
    swappedAt: integer('swapped_at'),
  },
  (table) => [
    uniqueIndex('entry_number_once').on(table.challengeId, table.number),
    uniqueIndex('entry_video_once')
      .on(table.challengeId, table.jobId)
      .where(sql`${table.state} in ('waiting', 'accepted')`),
    index('entries_of_member').on(table.challengeId, table.userId),
    index('entries_of_job').on(table.jobId),
  ],
);

/** One ballot for each member and round. */
export const challengeBallots = sqliteTable(
  'challenge_ballots',
  {
    challengeId: integer('challenge_id')
      .notNull()
      .references(() => challenges.id, { onDelete: 'cascade' }),
    round: integer('round').notNull(),
    voterId: text('voter_id').notNull(),
    /** Marks as JSON. */
    marks: text('marks', { mode: 'json' }).notNull(),
    castAt: integer('cast_at').notNull(),
    changedAt: integer('changed_at').notNull(),
    accountCreatedAt: integer('account_created_at').notNull(),
    /** Whether it counts; null until it was looked at after voting closed. */
    valid: integer('valid', { mode: 'boolean' }),
  },
  (table) => [primaryKey({ columns: [table.challengeId, table.round, table.voterId] })],
);

/** How entries did, once a challenge is closed. */
export const challengePlacements = sqliteTable(
  'challenge_placements',
  {
    challengeId: integer('challenge_id')
      .notNull()
      .references(() => challenges.id, { onDelete: 'cascade' }),
    entryId: integer('entry_id').notNull(),
    place: integer('place').notNull(),
    points: real('points').notNull(),
    firsts: integer('firsts').notNull(),
    raters: integer('raters').notNull(),
    counted: integer('counted', { mode: 'boolean' }).notNull(),
    passedOver: text('passed_over', { enum: PASSED_OVER }),
  },
  (table) => [primaryKey({ columns: [table.challengeId, table.entryId] })],
);

/** Public messages of challenges: owed, shown, looked after. */
export const challengePosts = sqliteTable(
  'challenge_posts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    challengeId: integer('challenge_id')
      .notNull()
      .references(() => challenges.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: POST_KINDS }).notNull(),
    subjectId: integer('subject_id').notNull().default(0),
    channelId: text('channel_id'),
    messageId: text('message_id'),
    hash: text('hash'),
    createdAt: integer('created_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    dueAt: integer('due_at'),
  },
  (table) => [
    uniqueIndex('challenge_post_once').on(table.challengeId, table.kind, table.subjectId),
    index('challenge_posts_due').on(table.dueAt).where(sql`${table.dueAt} is not null`),
  ],
);

/** Roles that winners get, perhaps for a time. */
export const roleAwards = sqliteTable(
  'role_awards',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    challengeId: integer('challenge_id')
      .notNull()
      .references(() => challenges.id, { onDelete: 'cascade' }),
    guildId: text('guild_id').notNull(),
    userId: text('user_id').notNull(),
    roleId: text('role_id').notNull(),
    state: text('state', { enum: AWARD_STATES }).notNull(),
    /** For how long it is held once given. */
    forMs: integer('for_ms'),
    expiresAt: integer('expires_at'),
    dueAt: integer('due_at'),
  },
  (table) => [
    uniqueIndex('role_award_once').on(table.challengeId, table.userId, table.roleId),
    index('role_awards_due').on(table.dueAt).where(sql`${table.dueAt} is not null`),
  ],
);

/** Members who are told by direct message before closes. */
export const challengeReminders = sqliteTable(
  'challenge_reminders',
  {
    challengeId: integer('challenge_id')
      .notNull()
      .references(() => challenges.id, { onDelete: 'cascade' }),
    userId: text('user_id').notNull(),
    /** The close that they were told of last. */
    toldOf: text('told_of'),
  },
  (table) => [primaryKey({ columns: [table.challengeId, table.userId] })],
);

/** Challenges that come back. */
export const challengeSeries = sqliteTable(
  'challenge_series',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    guildId: text('guild_id').notNull(),
    hostId: text('host_id').notNull(),
    title: text('title').notNull(),
    rules: text('rules'),
    settings: text('settings', { mode: 'json' }).notNull(),
    channelId: text('channel_id').notNull(),
    pattern: text('pattern').notNull(),
    timeZone: text('time_zone').notNull(),
    entryHours: integer('entry_hours').notNull(),
    votingHours: integer('voting_hours').notNull(),
    nextTheme: text('next_theme', { enum: ['list', 'vote'] }).notNull(),
    createdAt: integer('created_at').notNull(),
    stoppedAt: integer('stopped_at'),
    nextAt: integer('next_at'),
  },
  (table) => [
    index('series_by_guild').on(table.guildId),
    index('series_due').on(table.nextAt).where(sql`${table.nextAt} is not null`),
  ],
);

export const seriesThemes = sqliteTable(
  'series_themes',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    seriesId: integer('series_id')
      .notNull()
      .references(() => challengeSeries.id, { onDelete: 'cascade' }),
    text: text('text').notNull(),
    uses: integer('uses').notNull().default(0),
  },
  (table) => [index('themes_of_series').on(table.seriesId)],
);

/** Members' votes for the next theme, beside the voting of a challenge of the series. */
export const themeBallots = sqliteTable(
  'theme_ballots',
  {
    challengeId: integer('challenge_id')
      .notNull()
      .references(() => challenges.id, { onDelete: 'cascade' }),
    voterId: text('voter_id').notNull(),
    themeId: integer('theme_id').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.challengeId, table.voterId] })],
);
