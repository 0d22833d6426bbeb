import type { CaseDraft } from '../moderation/case.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';

export interface ModeratorsCancel {
  /** Its author is told. */
  reason: string | undefined;
  /** When the cancelling is a deed of its own, and not part of another. */
  case?: CaseDraft;
}

/**
 * Cancels a video that waits or is held, whoever it belongs to, and gives its quota back.
 * @returns undefined, with nothing changed, when it waits no more
 */
export async function cancelByModerator(
  store: Pick<JobStore, 'move'>,
  jobId: number,
  { reason, ...deed }: ModeratorsCancel,
  now: number,
): Promise<Job | undefined> {
  const failure = { code: 'cancelled-by-moderator', detail: reason } as const;
  for (const from of ['queued', 'held'] as const) {
    const move = { from, to: 'cancelled', at: now, changes: { failure }, ...deed } as const;
    const cancelled = await store.move(jobId, move);
    if (cancelled) return cancelled;
  }
  return undefined;
}
