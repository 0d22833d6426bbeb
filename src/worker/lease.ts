import type { Lease } from '../jobs/job-store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';

/** How long a stop lets the steps at work go on: most end by themselves, and the process is to be gone within 10 s. */
export const STOP_GRACE_MS = 5_000;

/** A fresh claim that lasts `durationMs`: longer than the step's own time-outs together. */
export const leaseFor = (durationMs: number, { clock, random }: { clock: Clock; random: Random }): Lease => ({
  token: random.token(),
  until: clock.now() + durationMs,
});
