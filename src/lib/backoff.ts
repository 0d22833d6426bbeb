export interface BackoffOptions {
  /** The wait before the first repeat. */
  baseMs: number;
  /** No wait is longer. */
  maxMs: number;
}

/**
 * The wait before repeat number `attempt` (1 is the first repeat): doubles each time up to `maxMs`, then takes a random
 * share between half and the whole of it, so that many clients do not come back together.
 * @param random a number in [0, 1)
 */
export function backoffMs(attempt: number, random: number, { baseMs, maxMs }: BackoffOptions): number {
  const whole = Math.min(maxMs, baseMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(whole * (0.5 + random / 2));
}
