DROP INDEX `spend_by_guild`;--> statement-breakpoint
DROP INDEX `spend_by_time`;--> statement-breakpoint
CREATE INDEX `spend_by_guild` ON `spend_ledger` (`guild_id`,`at`,`entry`,`units`);--> statement-breakpoint
CREATE INDEX `spend_by_time` ON `spend_ledger` (`at`,`entry`,`units`);--> statement-breakpoint
ALTER TABLE `upload_limits` ADD `promised_bytes` integer;--> statement-breakpoint
CREATE INDEX `job_images_stored` ON `job_images` (`stored_as`) WHERE "job_images"."stored_as" is not null;--> statement-breakpoint
CREATE INDEX `job_images_purged` ON `job_images` (`job_id`) WHERE "job_images"."stored_as" is not null and "job_images"."url" = '';--> statement-breakpoint
CREATE INDEX `jobs_purged_with_video` ON `jobs` (`id`) WHERE "jobs"."purged_at" is not null and ("jobs"."video_path" is not null or "jobs"."fitted_path" is not null);