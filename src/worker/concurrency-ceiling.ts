/** How many jobs may be at Scenario at once, as far as its answers taught. */
export interface ConcurrencyCeiling {
  current(now: number): number;
  /**
   * Scenario refused one more job.
   * @param running jobs of ours that it had accepted then
   * @param actionLimit the limit it named, if it did; others of the same account share it
   */
  refused(running: number, actionLimit: number | undefined, now: number): void;
}

/** After this long without a refusal, one more is tried. */
const PROBE_AFTER_MS = 5 * 60_000;

/** @param configured never exceeded */
export function createConcurrencyCeiling(configured: number): ConcurrencyCeiling {
  let ceiling = configured;
  let learntAt = 0;
  return {
    current: (now) => {
      // Never fewer than none, as a clock that was put back would have it.
      const probes = Math.max(0, Math.floor((now - learntAt) / PROBE_AFTER_MS));
      return Math.min(configured, ceiling + probes);
    },
    refused: (running, actionLimit, now) => {
      ceiling = Math.max(1, Math.min(running, actionLimit ?? configured));
      learntAt = now;
    },
  };
}
