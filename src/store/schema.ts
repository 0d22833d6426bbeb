import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { FAILURE_CODES } from '../jobs/job.ts';
import { JOB_STATES } from '../jobs/states.ts';

// Times are milliseconds since the epoch. Discord's ids are kept as text: they exceed JavaScript's whole numbers.

/** One row for every video that was ever asked for. Finished rows are kept: history and quotas read them. */
export const jobs = sqliteTable(
  'jobs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** The interaction that asked for it: one interaction makes one job, however often it is seen. */
    interactionId: text('interaction_id').notNull(),
    guildId: text('guild_id').notNull(),
    channelId: text('channel_id').notNull(),
    userId: text('user_id').notNull(),
    state: text('state', { enum: JOB_STATES }).notNull(),
    /** VeoSettings as JSON. */
    settings: text('settings', { mode: 'json' }).notNull(),
    spoiler: integer('spoiler', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    stateSince: integer('state_since').notNull(),
    /** Failed tries of the present step. */
    attempts: integer('attempts').notNull().default(0),
    /** The present step is not tried before this moment. */
    runAt: integer('run_at').notNull(),
    /** Whoever holds this token may write; null when nobody works on the job. */
    leaseToken: text('lease_token'),
    leaseUntil: integer('lease_until').notNull().default(0),
    submittedAt: integer('submitted_at'),
    generatedAt: integer('generated_at'),
    /** Scenario's ids of the job and of its video. */
    remoteId: text('remote_id'),
    assetId: text('asset_id'),
    /** Creative units: announced before, and charged. */
    priceUnits: real('price_units'),
    costUnits: real('cost_units'),
    failureCode: text('failure_code', { enum: FAILURE_CODES }),
    failureDetail: text('failure_detail'),
    /** The video on disk, relative to the data directory. */
    videoPath: text('video_path'),
    videoBytes: integer('video_bytes'),
    /** When the result's message was first sent off. */
    postingSince: integer('posting_since'),
    resultMessageId: text('result_message_id'),
    cardMessageId: text('card_message_id'),
    /** Hash of the card as it was last sent. */
    cardHash: text('card_hash'),
    cardEditedAt: integer('card_edited_at').notNull().default(0),
    /** When the card is to be looked at again; null once it shows how the job ended, or is gone. */
    cardDueAt: integer('card_due_at'),
  },
  (table) => [
    uniqueIndex('jobs_by_interaction').on(table.interactionId),
    uniqueIndex('jobs_by_remote_id').on(table.remoteId),
    // The claim: the oldest waiting job of a lane, and the running jobs of a guild or member.
    index('jobs_waiting').on(table.guildId, table.userId, table.id).where(sql`${table.state} = 'queued'`),
    index('jobs_running')
      .on(table.guildId, table.userId)
      .where(sql`${table.state} in ('preparing', 'submitting', 'unknown', 'generating')`),
    index('jobs_by_state').on(table.state, table.runAt),
    index('jobs_cards_due').on(table.cardDueAt).where(sql`${table.cardDueAt} is not null`),
    index('jobs_by_guild').on(table.guildId, table.state),
  ],
);

/** The pictures of a job. */
export const jobImages = sqliteTable(
  'job_images',
  {
    jobId: integer('job_id')
      .notNull()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    /** The option that carried it. */
    slot: text('slot').notNull(),
    /** Discord's temporary link. */
    url: text('url').notNull(),
    fileName: text('file_name').notNull(),
    /** Name of the kept copy; null until it was fetched. */
    storedAs: text('stored_as'),
    /** When it is to be fetched; null once it was, or when nobody needs it any more. */
    fetchAt: integer('fetch_at'),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.slot] }),
    index('job_images_to_fetch').on(table.fetchAt).where(sql`${table.fetchAt} is not null`),
  ],
);

/** Guilds with waiting jobs, in the order of their turns: the lowest turn is served next and then goes to the back. */
export const queueGuilds = sqliteTable(
  'queue_guilds',
  {
    guildId: text('guild_id').primaryKey(),
    turn: integer('turn').notNull(),
  },
  (table) => [index('queue_guilds_by_turn').on(table.turn)],
);

/** Members with waiting jobs, in the order of their turns within their guild. */
export const queueUsers = sqliteTable(
  'queue_users',
  {
    guildId: text('guild_id').notNull(),
    userId: text('user_id').notNull(),
    turn: integer('turn').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.guildId, table.userId] }),
    index('queue_users_by_turn').on(table.guildId, table.turn),
  ],
);

/** The members' book: every account is a sum over its rows. Rows are only ever added. */
export const quotaLedger = sqliteTable(
  'quota_ledger',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    guildId: text('guild_id').notNull(),
    userId: text('user_id').notNull(),
    jobId: integer('job_id').notNull(),
    /** A reservation is followed by exactly one of the other two. */
    entry: text('entry', { enum: ['reserve', 'commit', 'release'] }).notNull(),
    videos: integer('videos').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [
    uniqueIndex('quota_reserved_once').on(table.jobId).where(sql`${table.entry} = 'reserve'`),
    uniqueIndex('quota_settled_once').on(table.jobId).where(sql`${table.entry} <> 'reserve'`),
    index('quota_by_account').on(table.guildId, table.userId, table.at),
    check('quota_videos_positive', sql`${table.videos} > 0`),
  ],
);

/** The guilds' book of money, in creative units as Scenario charged or gave them back. Rows are only ever added. */
export const spendLedger = sqliteTable(
  'spend_ledger',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    guildId: text('guild_id').notNull(),
    jobId: integer('job_id').notNull(),
    entry: text('entry', { enum: ['charge', 'refund'] }).notNull(),
    units: real('units').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [
    uniqueIndex('spend_once').on(table.jobId, table.entry),
    index('spend_by_guild').on(table.guildId, table.at),
  ],
);

/** Pictures that Scenario already has, by the names of their kept copies, which say their content. */
export const uploadedAssets = sqliteTable('uploaded_assets', {
  storedAs: text('stored_as').primaryKey(),
  assetId: text('asset_id').notNull(),
  uploadedAt: integer('uploaded_at').notNull(),
});

/** What a video costs, by everything its price depends on. */
export const prices = sqliteTable('prices', {
  priceKey: text('price_key').primaryKey(),
  units: real('units').notNull(),
  knownSince: integer('known_since').notNull(),
});

/** What was learnt of a guild's upload limit from an upload that it refused. */
export const uploadLimits = sqliteTable('upload_limits', {
  guildId: text('guild_id').primaryKey(),
  bytes: integer('bytes').notNull(),
  learntAt: integer('learnt_at').notNull(),
});

/** Single values: the hash of the registered commands. */
export const keyValues = sqliteTable('key_values', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
