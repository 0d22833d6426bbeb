import type { DurationSpread } from '../jobs/usual-duration.ts';

/** Where a finish is likely: it is then seen after one second on average. */
const DENSE_MS = 2_000;
/** Where none is likely. */
const SPARSE_MS = 10_000;
/** Long after the usual time. */
const LATE_MS = 15_000;
/** While nothing is known of this Scenario account, its jobs are taken to need no longer than this. */
const UNKNOWN_USUAL_MS = 5 * 60_000;

/**
 * When to look at a running job again: sparsely while it cannot be done yet, densely where most finish, then ever more
 * sparsely.
 * @param elapsedMs since it was ordered
 * @returns milliseconds from now
 */
export function nextPollMs(elapsedMs: number, spread: DurationSpread | undefined): number {
  const earliestMs = spread ? spread.p10Ms * 0.8 : 0;
  const latestMs = spread ? spread.p95Ms * 1.5 : UNKNOWN_USUAL_MS;
  if (elapsedMs < earliestMs) return Math.min(SPARSE_MS, Math.max(DENSE_MS, earliestMs - elapsedMs));
  if (elapsedMs <= latestMs) return DENSE_MS;
  return Math.min(LATE_MS, DENSE_MS + (elapsedMs - latestMs) / 10);
}
