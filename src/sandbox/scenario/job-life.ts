import type { JobOutcome } from './outcome.ts';

export type JobStatus = 'pending' | 'queued' | 'in-progress' | 'finalizing' | 'success' | 'failure';

/** How long a job stays in each status, in milliseconds. */
export interface StageDurations {
  pending: number;
  queued: number;
  inProgress: number;
  finalizing: number;
}

export interface Life {
  /** Milliseconds. */
  createdAt: number;
  stages: StageDurations;
  outcome: JobOutcome;
  /** Milliseconds; a job that was stuck does not go on before this. */
  unstuckAt: number;
}

export interface Moment {
  status: JobStatus;
  /** 0 to 1. */
  progress: number;
  /** Every status so far, oldest first; `at` in milliseconds. */
  history: readonly { status: JobStatus; at: number }[];
  /** Milliseconds; of the last change. */
  changedAt: number;
}

const PROGRESS_WHEN_RENDERED = 0.95;

/** Where the job stands at a time. A job's life is a function of the clock: nothing runs between two looks at it. */
export function momentOf(life: Life, now: number): Moment {
  const marks = marksOf(life);
  const history = marks.filter((mark, index) => index === 0 || mark.at <= now);
  const last = history.at(-1) ?? { status: 'pending' as const, at: life.createdAt };
  return { status: last.status, progress: progressOf(last, life, now), history, changedAt: last.at };
}

export const isTerminal = (status: JobStatus): boolean => status === 'success' || status === 'failure';

function marksOf({ createdAt, stages, outcome, unstuckAt }: Life): { status: JobStatus; at: number }[] {
  const queuedAt = createdAt + stages.pending;
  const startedAt = queuedAt + stages.queued;
  const marks: { status: JobStatus; at: number }[] = [
    { status: 'pending', at: createdAt },
    { status: 'queued', at: queuedAt },
    { status: 'in-progress', at: startedAt },
  ];
  if (outcome.kind === 'stuck') return marks;
  const renderedAt = Math.max(startedAt + stages.inProgress, unstuckAt);
  marks.push(
    { status: 'finalizing', at: renderedAt },
    { status: outcome.kind === 'failure' ? 'failure' : 'success', at: renderedAt + stages.finalizing },
  );
  return marks;
}

function progressOf(last: { status: JobStatus; at: number }, { stages }: Life, now: number): number {
  switch (last.status) {
    case 'pending':
    case 'queued':
      return 0;
    case 'in-progress':
      return (
        PROGRESS_WHEN_RENDERED * Math.min(1, Math.max(0, now - last.at) / Math.max(1, stages.inProgress))
      );
    case 'finalizing':
    case 'failure':
      return PROGRESS_WHEN_RENDERED;
    case 'success':
      return 1;
  }
}
