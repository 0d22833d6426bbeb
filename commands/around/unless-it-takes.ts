import type { Clock } from '../../src/lib/clock.ts';

/** Waits for something that Discord's three seconds may be too short for. What fails in time fails; what takes longer goes on by itself. */
export async function unlessItTakes(ms: number, clock: Clock, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  try {
    await Promise.race([work, clock.sleep(ms, done.signal)]);
  } finally {
    done.abort();
  }
}
