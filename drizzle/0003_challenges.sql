CREATE TABLE `challenge_ballots` (
	`challenge_id` integer NOT NULL,
	`round` integer NOT NULL,
	`voter_id` text NOT NULL,
	`marks` text NOT NULL,
	`cast_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`account_created_at` integer NOT NULL,
	`valid` integer,
	PRIMARY KEY(`challenge_id`, `round`, `voter_id`),
	FOREIGN KEY (`challenge_id`) REFERENCES `challenges`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `challenge_entries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`challenge_id` integer NOT NULL,
	`number` integer NOT NULL,
	`user_id` text NOT NULL,
	`job_id` integer NOT NULL,
	`title` text,
	`state` text NOT NULL,
	`reason` text,
	`entered_at` integer NOT NULL,
	`swapped_at` integer,
	FOREIGN KEY (`challenge_id`) REFERENCES `challenges`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `entry_number_once` ON `challenge_entries` (`challenge_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `entry_video_once` ON `challenge_entries` (`challenge_id`,`job_id`) WHERE "challenge_entries"."state" in ('waiting', 'accepted');--> statement-breakpoint
CREATE INDEX `entries_of_member` ON `challenge_entries` (`challenge_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `entries_of_job` ON `challenge_entries` (`job_id`);--> statement-breakpoint
CREATE TABLE `challenge_placements` (
	`challenge_id` integer NOT NULL,
	`entry_id` integer NOT NULL,
	`place` integer NOT NULL,
	`points` real NOT NULL,
	`firsts` integer NOT NULL,
	`raters` integer NOT NULL,
	`counted` integer NOT NULL,
	`passed_over` text,
	PRIMARY KEY(`challenge_id`, `entry_id`),
	FOREIGN KEY (`challenge_id`) REFERENCES `challenges`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `challenge_posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`challenge_id` integer NOT NULL,
	`kind` text NOT NULL,
	`subject_id` integer DEFAULT 0 NOT NULL,
	`channel_id` text,
	`message_id` text,
	`hash` text,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	FOREIGN KEY (`challenge_id`) REFERENCES `challenges`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `challenge_post_once` ON `challenge_posts` (`challenge_id`,`kind`,`subject_id`);--> statement-breakpoint
CREATE INDEX `challenge_posts_due` ON `challenge_posts` (`due_at`) WHERE "challenge_posts"."due_at" is not null;--> statement-breakpoint
CREATE TABLE `challenge_reminders` (
	`challenge_id` integer NOT NULL,
	`user_id` text NOT NULL,
	`told_of` text,
	PRIMARY KEY(`challenge_id`, `user_id`),
	FOREIGN KEY (`challenge_id`) REFERENCES `challenges`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `challenge_series` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`host_id` text NOT NULL,
	`title` text NOT NULL,
	`rules` text,
	`settings` text NOT NULL,
	`channel_id` text NOT NULL,
	`pattern` text NOT NULL,
	`time_zone` text NOT NULL,
	`entry_hours` integer NOT NULL,
	`voting_hours` integer NOT NULL,
	`next_theme` text NOT NULL,
	`created_at` integer NOT NULL,
	`stopped_at` integer,
	`next_at` integer
);
--> statement-breakpoint
CREATE INDEX `series_by_guild` ON `challenge_series` (`guild_id`);--> statement-breakpoint
CREATE INDEX `series_due` ON `challenge_series` (`next_at`) WHERE "challenge_series"."next_at" is not null;--> statement-breakpoint
CREATE TABLE `challenges` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`host_id` text NOT NULL,
	`phase` text NOT NULL,
	`phase_since` integer NOT NULL,
	`title` text NOT NULL,
	`theme` text NOT NULL,
	`rules` text,
	`settings` text NOT NULL,
	`opens_at` integer NOT NULL,
	`entries_until` integer NOT NULL,
	`review_until` integer,
	`votes_until` integer NOT NULL,
	`round` integer DEFAULT 1 NOT NULL,
	`run_off` text NOT NULL,
	`paused_at` integer,
	`reason` text,
	`channel_id` text NOT NULL,
	`thread_id` text,
	`scheduled_event_id` text,
	`votes_from` integer,
	`secret` text NOT NULL,
	`series_id` integer,
	`created_at` integer NOT NULL,
	`published_at` integer,
	`closed_at` integer,
	`due_at` integer,
	`ballots` integer,
	`invalid_ballots` integer
);
--> statement-breakpoint
CREATE INDEX `challenges_by_guild` ON `challenges` (`guild_id`,`phase`);--> statement-breakpoint
CREATE INDEX `challenges_due` ON `challenges` (`due_at`) WHERE "challenges"."due_at" is not null;--> statement-breakpoint
CREATE TABLE `role_awards` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`challenge_id` integer NOT NULL,
	`guild_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role_id` text NOT NULL,
	`state` text NOT NULL,
	`for_ms` integer,
	`expires_at` integer,
	`due_at` integer,
	FOREIGN KEY (`challenge_id`) REFERENCES `challenges`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `role_award_once` ON `role_awards` (`challenge_id`,`user_id`,`role_id`);--> statement-breakpoint
CREATE INDEX `role_awards_due` ON `role_awards` (`due_at`) WHERE "role_awards"."due_at" is not null;--> statement-breakpoint
CREATE TABLE `series_themes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`series_id` integer NOT NULL,
	`text` text NOT NULL,
	`uses` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`series_id`) REFERENCES `challenge_series`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `themes_of_series` ON `series_themes` (`series_id`);--> statement-breakpoint
CREATE TABLE `theme_ballots` (
	`challenge_id` integer NOT NULL,
	`voter_id` text NOT NULL,
	`theme_id` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`challenge_id`, `voter_id`),
	FOREIGN KEY (`challenge_id`) REFERENCES `challenges`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `challenge_id` integer;--> statement-breakpoint
ALTER TABLE `quota_grants` ADD `challenge_id` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `quota_grant_of_pool` ON `quota_grants` (`challenge_id`,`subject_id`) WHERE "quota_grants"."challenge_id" is not null;