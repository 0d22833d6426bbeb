/**
 * What a moderator has done to a server's queue: `paused` keeps the waiting jobs and starts none; `draining` takes no new
 * ones and lets the waiting ones run.
 */
export const QUEUE_MODES = ['paused', 'draining'] as const;

/** The state of a server's queue that is not open. */
export interface QueueMode {
  mode: (typeof QUEUE_MODES)[number];
  reason: string | undefined;
  byId: string;
  since: number;
}
