CREATE TABLE `job_images` (
	`job_id` integer NOT NULL,
	`slot` text NOT NULL,
	`url` text NOT NULL,
	`file_name` text NOT NULL,
	`stored_as` text,
	`fetch_at` integer,
	PRIMARY KEY(`job_id`, `slot`),
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `job_images_to_fetch` ON `job_images` (`fetch_at`) WHERE "job_images"."fetch_at" is not null;--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`interaction_id` text NOT NULL,
	`guild_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`user_id` text NOT NULL,
	`state` text NOT NULL,
	`settings` text NOT NULL,
	`spoiler` integer NOT NULL,
	`created_at` integer NOT NULL,
	`state_since` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`run_at` integer NOT NULL,
	`lease_token` text,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`submitted_at` integer,
	`generated_at` integer,
	`remote_id` text,
	`asset_id` text,
	`price_units` real,
	`cost_units` real,
	`failure_code` text,
	`failure_detail` text,
	`video_path` text,
	`video_bytes` integer,
	`posting_since` integer,
	`result_message_id` text,
	`card_message_id` text,
	`card_hash` text,
	`card_edited_at` integer DEFAULT 0 NOT NULL,
	`card_due_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_by_interaction` ON `jobs` (`interaction_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_by_remote_id` ON `jobs` (`remote_id`);--> statement-breakpoint
CREATE INDEX `jobs_waiting` ON `jobs` (`guild_id`,`user_id`,`id`) WHERE "jobs"."state" = 'queued';--> statement-breakpoint
CREATE INDEX `jobs_running` ON `jobs` (`guild_id`,`user_id`) WHERE "jobs"."state" in ('preparing', 'submitting', 'unknown', 'generating');--> statement-breakpoint
CREATE INDEX `jobs_by_state` ON `jobs` (`state`,`run_at`);--> statement-breakpoint
CREATE INDEX `jobs_cards_due` ON `jobs` (`card_due_at`) WHERE "jobs"."card_due_at" is not null;--> statement-breakpoint
CREATE INDEX `jobs_by_guild` ON `jobs` (`guild_id`,`state`);--> statement-breakpoint
CREATE TABLE `key_values` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `prices` (
	`price_key` text PRIMARY KEY NOT NULL,
	`units` real NOT NULL,
	`known_since` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `queue_guilds` (
	`guild_id` text PRIMARY KEY NOT NULL,
	`turn` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `queue_guilds_by_turn` ON `queue_guilds` (`turn`);--> statement-breakpoint
CREATE TABLE `queue_users` (
	`guild_id` text NOT NULL,
	`user_id` text NOT NULL,
	`turn` integer NOT NULL,
	PRIMARY KEY(`guild_id`, `user_id`)
);
--> statement-breakpoint
CREATE INDEX `queue_users_by_turn` ON `queue_users` (`guild_id`,`turn`);--> statement-breakpoint
CREATE TABLE `quota_ledger` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`user_id` text NOT NULL,
	`job_id` integer NOT NULL,
	`entry` text NOT NULL,
	`videos` integer NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT "quota_videos_positive" CHECK("quota_ledger"."videos" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `quota_reserved_once` ON `quota_ledger` (`job_id`) WHERE "quota_ledger"."entry" = 'reserve';--> statement-breakpoint
CREATE UNIQUE INDEX `quota_settled_once` ON `quota_ledger` (`job_id`) WHERE "quota_ledger"."entry" <> 'reserve';--> statement-breakpoint
CREATE INDEX `quota_by_account` ON `quota_ledger` (`guild_id`,`user_id`,`at`);--> statement-breakpoint
CREATE TABLE `spend_ledger` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`job_id` integer NOT NULL,
	`entry` text NOT NULL,
	`units` real NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `spend_once` ON `spend_ledger` (`job_id`,`entry`);--> statement-breakpoint
CREATE INDEX `spend_by_guild` ON `spend_ledger` (`guild_id`,`at`);--> statement-breakpoint
CREATE TABLE `upload_limits` (
	`guild_id` text PRIMARY KEY NOT NULL,
	`bytes` integer NOT NULL,
	`learnt_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `uploaded_assets` (
	`stored_as` text PRIMARY KEY NOT NULL,
	`asset_id` text NOT NULL,
	`uploaded_at` integer NOT NULL
);
