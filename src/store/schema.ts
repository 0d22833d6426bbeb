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
import { DERIVATIONS, FAILURE_CODES, HOLDS } from '../jobs/job.ts';
import { QUEUE_MODES } from '../jobs/queue-mode.ts';
import { JOB_STATES } from '../jobs/states.ts';
import { CASE_KINDS } from '../moderation/case.ts';
import { NOTIFY_MODES } from '../moderation/guild-settings.ts';
import { NOTICE_KINDS } from '../moderation/notice.ts';
import { REPORT_REASONS } from '../moderation/report.ts';
import { BUDGET_OWNERS } from '../quota/budget.ts';
import { GRANT_UNITS } from '../quota/grant.ts';
import { QUOTA_UNITS } from '../quota/limit.ts';
import { QUOTA_SCOPES } from '../quota/policy.ts';
import { BUDGET_PERIODS, QUOTA_WINDOWS } from '../quota/window.ts';

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
    /** Among the waiting jobs of a member the lowest goes first. */
    rank: integer('rank').notNull().default(0),
    /** What a held job waits for, and why. */
    hold: text('hold', { enum: HOLDS }),
    holdReason: text('hold_reason'),
    notify: text('notify', { enum: NOTIFY_MODES }).notNull().default('ping'),
    /** Where the result goes, when not into the channel of the order. */
    resultChannelId: text('result_channel_id'),
    /** When a moderator, or its author, took the result away. */
    removedAt: integer('removed_at'),
    removedById: text('removed_by_id'),
    /** The video that it came from, and how. */
    parentId: integer('parent_id'),
    derivation: text('derivation', { enum: DERIVATIONS }),
    /** The challenge that it was made for. */
    challengeId: integer('challenge_id'),
    /** When prompts and files were deleted. */
    purgedAt: integer('purged_at'),
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
    /** A smaller copy of it, relative to the data directory, and how many were tried. */
    fittedPath: text('fitted_path'),
    fittedBytes: integer('fitted_bytes'),
    fits: integer('fits').notNull().default(0),
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
    index('jobs_waiting')
      .on(table.guildId, table.userId, table.rank, table.id)
      .where(sql`${table.state} = 'queued'`),
    index('jobs_running')
      .on(table.guildId, table.userId)
      .where(sql`${table.state} in ('preparing', 'submitting', 'unknown', 'generating')`),
    index('jobs_by_state').on(table.state, table.runAt),
    index('jobs_cards_due').on(table.cardDueAt).where(sql`${table.cardDueAt} is not null`),
    index('jobs_by_guild').on(table.guildId, table.state),
    index('jobs_by_guild_time').on(table.guildId, table.createdAt),
    index('jobs_by_member').on(table.guildId, table.userId, table.id),
    index('jobs_by_result').on(table.resultMessageId).where(sql`${table.resultMessageId} is not null`),
    index('jobs_by_card').on(table.cardMessageId).where(sql`${table.cardMessageId} is not null`),
    index('jobs_by_parent').on(table.parentId).where(sql`${table.parentId} is not null`),
    index('jobs_by_video').on(table.videoPath).where(sql`${table.videoPath} is not null`),
    // Purged jobs whose files are still to be deleted.
    index('jobs_purged_with_video')
      .on(table.id)
      .where(
        sql`${table.purgedAt} is not null and (${table.videoPath} is not null or ${table.fittedPath} is not null)`,
      ),
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
    /** Discord's temporary link; empty once the job is purged. */
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
    index('job_images_stored').on(table.storedAs).where(sql`${table.storedAs} is not null`),
    // Pictures of purged jobs, of which only the file is left to be deleted.
    index('job_images_purged')
      .on(table.jobId)
      .where(sql`${table.storedAs} is not null and ${table.url} = ''`),
  ],
);

/** The videos on the disk, each once, however many jobs made the same. */
export const videos = sqliteTable(
  'videos',
  {
    /** Relative to the data directory. */
    path: text('path').primaryKey(),
    /** SHA-256 of its content, in hexadecimal. */
    hash: text('hash').notNull(),
    bytes: integer('bytes').notNull(),
    durationMs: integer('duration_ms').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    videoCodec: text('video_codec').notNull(),
    /** Null when it is silent. */
    audioCodec: text('audio_codec'),
    storedAt: integer('stored_at').notNull(),
  },
  (table) => [index('videos_by_age').on(table.storedAt)],
);

/** Messages in which a result was posted again. */
export const resultCopies = sqliteTable(
  'result_copies',
  {
    messageId: text('message_id').primaryKey(),
    jobId: integer('job_id')
      .notNull()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    channelId: text('channel_id').notNull(),
    byId: text('by_id').notNull(),
    postedAt: integer('posted_at').notNull(),
  },
  (table) => [index('result_copies_of_job').on(table.jobId)],
);

/** Pictures of messages that a member is about to animate: the form that they fill in carries only the row's number. */
export const pictureDrafts = sqliteTable(
  'picture_drafts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    guildId: text('guild_id').notNull(),
    userId: text('user_id').notNull(),
    /** Discord's temporary link. */
    url: text('url').notNull(),
    fileName: text('file_name').notNull(),
    contentType: text('content_type'),
    bytes: integer('bytes').notNull(),
    /** Pixels, where Discord says. */
    width: integer('width'),
    height: integer('height'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('picture_drafts_by_age').on(table.createdAt)],
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
    /**
     * A reservation is followed by exactly one `commit` or `release`. A moderator may forgive what was committed: so a job
     * has at most one row that gives back, of either kind.
     */
    entry: text('entry', { enum: ['reserve', 'commit', 'release', 'forgive'] }).notNull(),
    videos: integer('videos').notNull(),
    /** Seconds of video. */
    seconds: integer('seconds').notNull().default(0),
    /** Creative units: as expected with a reservation, as charged with a commitment. */
    units: real('units').notNull().default(0),
    /** The grant that paid for it: no limit counts it then. */
    grantId: integer('grant_id'),
    at: integer('at').notNull(),
  },
  (table) => [
    uniqueIndex('quota_reserved_once').on(table.jobId).where(sql`${table.entry} = 'reserve'`),
    uniqueIndex('quota_settled_once').on(table.jobId).where(sql`${table.entry} in ('commit', 'release')`),
    uniqueIndex('quota_given_back_once').on(table.jobId).where(sql`${table.entry} in ('release', 'forgive')`),
    index('quota_by_grant').on(table.grantId).where(sql`${table.grantId} is not null`),
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
    // Whole sums are read from the index: a busy month has very many rows.
    index('spend_by_guild').on(table.guildId, table.at, table.entry, table.units),
    index('spend_by_time').on(table.at, table.entry, table.units),
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
  /** What the guild's tier promised then; null where that was not noted. */
  promisedBytes: integer('promised_bytes'),
  learntAt: integer('learnt_at').notNull(),
});

/** Single values: the hash of the registered commands. */
export const keyValues = sqliteTable('key_values', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});

/** GuildSettings as JSON: what a server has changed. */
export const guildSettings = sqliteTable('guild_settings', {
  guildId: text('guild_id').primaryKey(),
  settings: text('settings', { mode: 'json' }).notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** Servers whose queue a moderator has paused or closed; every other queue is open. */
export const guildQueues = sqliteTable('guild_queues', {
  guildId: text('guild_id').primaryKey(),
  mode: text('mode', { enum: QUEUE_MODES }).notNull(),
  reason: text('reason'),
  byId: text('by_id').notNull(),
  since: integer('since').notNull(),
});

/** What a server allows everybody, a role, or a member, apart from amounts. */
export const quotaPolicies = sqliteTable(
  'quota_policies',
  {
    guildId: text('guild_id').notNull(),
    scope: text('scope', { enum: QUOTA_SCOPES }).notNull(),
    subjectId: text('subject_id').notNull(),
    denied: integer('denied', { mode: 'boolean' }).notNull().default(false),
    maxActive: integer('max_active'),
    cooldownMs: integer('cooldown_ms'),
  },
  (table) => [primaryKey({ columns: [table.guildId, table.scope, table.subjectId] })],
);

/** The amounts of a policy: all of them hold together. */
export const quotaLimits = sqliteTable(
  'quota_limits',
  {
    guildId: text('guild_id').notNull(),
    scope: text('scope', { enum: QUOTA_SCOPES }).notNull(),
    subjectId: text('subject_id').notNull(),
    unit: text('unit', { enum: QUOTA_UNITS }).notNull(),
    window: text('window', { enum: QUOTA_WINDOWS }).notNull(),
    amount: real('amount').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.guildId, table.scope, table.subjectId, table.unit, table.window] }),
    check('quota_limit_not_negative', sql`${table.amount} >= 0`),
  ],
);

/** Extra videos or units. What is left of one is a sum over the ledger. */
export const quotaGrants = sqliteTable(
  'quota_grants',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    guildId: text('guild_id').notNull(),
    scope: text('scope', { enum: ['user', 'role'] }).notNull(),
    subjectId: text('subject_id').notNull(),
    unit: text('unit', { enum: GRANT_UNITS }).notNull(),
    amount: real('amount').notNull(),
    reason: text('reason'),
    createdAt: integer('created_at').notNull(),
    /** Never when null. */
    expiresAt: integer('expires_at'),
    revokedAt: integer('revoked_at'),
    /** Only videos for this challenge may spend it. */
    challengeId: integer('challenge_id'),
  },
  (table) => [
    index('quota_grants_of_subject').on(table.guildId, table.scope, table.subjectId),
    // A member gets the share of a challenge's pool once.
    uniqueIndex('quota_grant_of_pool')
      .on(table.challengeId, table.subjectId)
      .where(sql`${table.challengeId} is not null`),
    check('quota_grant_positive', sql`${table.amount} > 0`),
  ],
);

/** What moderators did, numbered in each server. Rows are only ever added. */
export const cases = sqliteTable(
  'cases',
  {
    guildId: text('guild_id').notNull(),
    number: integer('number').notNull(),
    kind: text('kind', { enum: CASE_KINDS }).notNull(),
    actorId: text('actor_id').notNull(),
    targetId: text('target_id'),
    jobId: integer('job_id'),
    reason: text('reason'),
    until: integer('until'),
    detail: text('detail'),
    at: integer('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.guildId, table.number] }),
    index('cases_of_target').on(table.guildId, table.targetId, table.number),
  ],
);

/** Members who may not ask for videos. */
export const blocks = sqliteTable(
  'blocks',
  {
    guildId: text('guild_id').notNull(),
    userId: text('user_id').notNull(),
    reason: text('reason'),
    byId: text('by_id').notNull(),
    since: integer('since').notNull(),
    /** For ever when null. */
    until: integer('until'),
  },
  (table) => [primaryKey({ columns: [table.guildId, table.userId] })],
);

/** The prompt filters. */
export const filterRules = sqliteTable(
  'filter_rules',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    guildId: text('guild_id').notNull(),
    kind: text('kind', { enum: ['word', 'pattern', 'exception'] }).notNull(),
    text: text('text').notNull(),
    /** Null with an exception. */
    action: text('action', { enum: ['refuse', 'hold'] }),
  },
  (table) => [uniqueIndex('filter_rule_once').on(table.guildId, table.kind, table.text)],
);

/** Videos that were reported. */
export const reports = sqliteTable(
  'reports',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    guildId: text('guild_id').notNull(),
    jobId: integer('job_id').notNull(),
    reporterId: text('reporter_id').notNull(),
    reason: text('reason', { enum: REPORT_REASONS }).notNull(),
    text: text('text'),
    at: integer('at').notNull(),
    state: text('state', { enum: ['open', 'acted-on', 'dismissed'] })
      .notNull()
      .default('open'),
    decidedById: text('decided_by_id'),
  },
  (table) => [
    uniqueIndex('report_once').on(table.jobId, table.reporterId),
    index('reports_of_reporter').on(table.guildId, table.reporterId),
  ],
);

/** Members whose reports are not heard any more. */
export const reportMutes = sqliteTable(
  'report_mutes',
  {
    guildId: text('guild_id').notNull(),
    userId: text('user_id').notNull(),
    since: integer('since').notNull(),
  },
  (table) => [primaryKey({ columns: [table.guildId, table.userId] })],
);

/** Levels that budgets have reached: told once in each day or month. */
export const budgetNotices = sqliteTable(
  'budget_notices',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Empty with the budget of all servers together. */
    guildId: text('guild_id').notNull(),
    owner: text('owner', { enum: BUDGET_OWNERS }).notNull(),
    period: text('period', { enum: BUDGET_PERIODS }).notNull(),
    startsAt: integer('starts_at').notNull(),
    endsAt: integer('ends_at').notNull(),
    levelPercent: integer('level_percent').notNull(),
    committedUnits: real('committed_units').notNull(),
    limitUnits: real('limit_units').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [
    uniqueIndex('budget_notice_once').on(
      table.guildId,
      table.owner,
      table.period,
      table.startsAt,
      table.levelPercent,
    ),
  ],
);

/** Messages owed to moderators, see Notice. */
export const notices = sqliteTable(
  'notices',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    guildId: text('guild_id').notNull(),
    kind: text('kind', { enum: NOTICE_KINDS }).notNull(),
    subjectId: integer('subject_id').notNull(),
    createdAt: integer('created_at').notNull(),
    /** When it is to be posted or edited; null when nothing is owed. */
    dueAt: integer('due_at'),
    channelId: text('channel_id'),
    messageId: text('message_id'),
  },
  (table) => [
    uniqueIndex('notice_once').on(table.guildId, table.kind, table.subjectId),
    index('notices_due').on(table.dueAt).where(sql`${table.dueAt} is not null`),
  ],
);

/** Servers that the bot is in no more, since when: their data is deleted after a time of grace. */
export const departedGuilds = sqliteTable('departed_guilds', {
  guildId: text('guild_id').primaryKey(),
  since: integer('since').notNull(),
});
