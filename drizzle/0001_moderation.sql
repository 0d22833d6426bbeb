CREATE TABLE `blocks` (
	`guild_id` text NOT NULL,
	`user_id` text NOT NULL,
	`reason` text,
	`by_id` text NOT NULL,
	`since` integer NOT NULL,
	`until` integer,
	PRIMARY KEY(`guild_id`, `user_id`)
);
--> statement-breakpoint
CREATE TABLE `budget_notices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`owner` text NOT NULL,
	`period` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`level_percent` integer NOT NULL,
	`committed_units` real NOT NULL,
	`limit_units` real NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `budget_notice_once` ON `budget_notices` (`guild_id`,`owner`,`period`,`starts_at`,`level_percent`);--> statement-breakpoint
CREATE TABLE `cases` (
	`guild_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`target_id` text,
	`job_id` integer,
	`reason` text,
	`until` integer,
	`detail` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`guild_id`, `number`)
);
--> statement-breakpoint
CREATE INDEX `cases_of_target` ON `cases` (`guild_id`,`target_id`,`number`);--> statement-breakpoint
CREATE TABLE `departed_guilds` (
	`guild_id` text PRIMARY KEY NOT NULL,
	`since` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `filter_rules` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`action` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `filter_rule_once` ON `filter_rules` (`guild_id`,`kind`,`text`);--> statement-breakpoint
CREATE TABLE `guild_queues` (
	`guild_id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`reason` text,
	`by_id` text NOT NULL,
	`since` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `guild_settings` (
	`guild_id` text PRIMARY KEY NOT NULL,
	`settings` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer,
	`channel_id` text,
	`message_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notice_once` ON `notices` (`guild_id`,`kind`,`subject_id`);--> statement-breakpoint
CREATE INDEX `notices_due` ON `notices` (`due_at`) WHERE "notices"."due_at" is not null;--> statement-breakpoint
CREATE TABLE `quota_grants` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`scope` text NOT NULL,
	`subject_id` text NOT NULL,
	`unit` text NOT NULL,
	`amount` real NOT NULL,
	`reason` text,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	CONSTRAINT "quota_grant_positive" CHECK("quota_grants"."amount" > 0)
);
--> statement-breakpoint
CREATE INDEX `quota_grants_of_subject` ON `quota_grants` (`guild_id`,`scope`,`subject_id`);--> statement-breakpoint
CREATE TABLE `quota_limits` (
	`guild_id` text NOT NULL,
	`scope` text NOT NULL,
	`subject_id` text NOT NULL,
	`unit` text NOT NULL,
	`window` text NOT NULL,
	`amount` real NOT NULL,
	PRIMARY KEY(`guild_id`, `scope`, `subject_id`, `unit`, `window`),
	CONSTRAINT "quota_limit_not_negative" CHECK("quota_limits"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE `quota_policies` (
	`guild_id` text NOT NULL,
	`scope` text NOT NULL,
	`subject_id` text NOT NULL,
	`denied` integer DEFAULT false NOT NULL,
	`max_active` integer,
	`cooldown_ms` integer,
	PRIMARY KEY(`guild_id`, `scope`, `subject_id`)
);
--> statement-breakpoint
CREATE TABLE `report_mutes` (
	`guild_id` text NOT NULL,
	`user_id` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`guild_id`, `user_id`)
);
--> statement-breakpoint
CREATE TABLE `reports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`job_id` integer NOT NULL,
	`reporter_id` text NOT NULL,
	`reason` text NOT NULL,
	`text` text,
	`at` integer NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`decided_by_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_once` ON `reports` (`job_id`,`reporter_id`);--> statement-breakpoint
CREATE INDEX `reports_of_reporter` ON `reports` (`guild_id`,`reporter_id`);--> statement-breakpoint
DROP INDEX `jobs_waiting`;--> statement-breakpoint
ALTER TABLE `jobs` ADD `rank` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `hold` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `hold_reason` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `notify` text DEFAULT 'ping' NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `result_channel_id` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `removed_at` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `purged_at` integer;--> statement-breakpoint
CREATE INDEX `jobs_by_guild_time` ON `jobs` (`guild_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `jobs_by_member` ON `jobs` (`guild_id`,`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_by_result` ON `jobs` (`result_message_id`) WHERE "jobs"."result_message_id" is not null;--> statement-breakpoint
CREATE INDEX `jobs_by_card` ON `jobs` (`card_message_id`) WHERE "jobs"."card_message_id" is not null;--> statement-breakpoint
CREATE INDEX `jobs_waiting` ON `jobs` (`guild_id`,`user_id`,`rank`,`id`) WHERE "jobs"."state" = 'queued';--> statement-breakpoint
DROP INDEX `quota_settled_once`;--> statement-breakpoint
ALTER TABLE `quota_ledger` ADD `seconds` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `quota_ledger` ADD `units` real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `quota_ledger` ADD `grant_id` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `quota_given_back_once` ON `quota_ledger` (`job_id`) WHERE "quota_ledger"."entry" in ('release', 'forgive');--> statement-breakpoint
CREATE INDEX `quota_by_grant` ON `quota_ledger` (`grant_id`) WHERE "quota_ledger"."grant_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `quota_settled_once` ON `quota_ledger` (`job_id`) WHERE "quota_ledger"."entry" in ('commit', 'release');--> statement-breakpoint
CREATE INDEX `spend_by_time` ON `spend_ledger` (`at`);