/** How long Scenario took for recent videos, from the time a job was ordered to the time it was seen to be done. */
export interface DurationSpread {
  /** A tenth took less. */
  p10Ms: number;
  p25Ms: number;
  p75Ms: number;
  p95Ms: number;
}

/** How many recent jobs are looked at. */
export const RECENT_JOBS = 50;
/** Fewer say nothing. */
const MIN_SAMPLES = 5;

/** @returns undefined while too few durations are known */
export function durationSpread(durationsMs: readonly number[]): DurationSpread | undefined {
  if (durationsMs.length < MIN_SAMPLES) return undefined;
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p10Ms: at(0.1), p25Ms: at(0.25), p75Ms: at(0.75), p95Ms: at(0.95) };
}
