CREATE TABLE `picture_drafts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`user_id` text NOT NULL,
	`url` text NOT NULL,
	`file_name` text NOT NULL,
	`content_type` text,
	`bytes` integer NOT NULL,
	`width` integer,
	`height` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `picture_drafts_by_age` ON `picture_drafts` (`created_at`);--> statement-breakpoint
CREATE TABLE `result_copies` (
	`message_id` text PRIMARY KEY NOT NULL,
	`job_id` integer NOT NULL,
	`channel_id` text NOT NULL,
	`by_id` text NOT NULL,
	`posted_at` integer NOT NULL,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `result_copies_of_job` ON `result_copies` (`job_id`);--> statement-breakpoint
CREATE TABLE `videos` (
	`path` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`bytes` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`video_codec` text NOT NULL,
	`audio_codec` text,
	`stored_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `videos_by_age` ON `videos` (`stored_at`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `removed_by_id` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `parent_id` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `derivation` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `fitted_path` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `fitted_bytes` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `fits` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `jobs_by_parent` ON `jobs` (`parent_id`) WHERE "jobs"."parent_id" is not null;--> statement-breakpoint
CREATE INDEX `jobs_by_video` ON `jobs` (`video_path`) WHERE "jobs"."video_path" is not null;