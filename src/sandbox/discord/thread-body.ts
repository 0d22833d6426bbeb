import { z } from 'zod';
import { webhookMessage } from './message-body.ts';

const autoArchive = z.literal([60, 1440, 4320, 10_080]).nullish();
const slowmode = z.int().min(0).max(21_600).nullish();
const name = z.string().min(1).max(100);

/** A thread that starts from a message. */
export const threadFromMessage = z.object({
  name,
  auto_archive_duration: autoArchive,
  rate_limit_per_user: slowmode,
});

/** A thread that stands by itself; private where the type is absent. */
export const threadAlone = threadFromMessage.extend({
  type: z.literal([10, 11, 12]).nullish(),
  invitable: z.boolean().nullish(),
});

/** A post in a forum: a thread with its first message. */
export const forumPost = threadFromMessage.extend({
  message: webhookMessage,
  applied_tags: z.array(z.string()).max(5).nullish(),
});

/** What can be changed about a thread. */
export const threadChanges = z.object({
  name: name.nullish(),
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  auto_archive_duration: autoArchive,
  rate_limit_per_user: slowmode,
});

export type ThreadBody = z.infer<typeof threadFromMessage>;
export type ThreadChangesBody = z.infer<typeof threadChanges>;
