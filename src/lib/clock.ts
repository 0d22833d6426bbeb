/** Where the bot takes its time from, so that tests can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves after `ms` milliseconds, or at once when `signal` is aborted; never rejects. More than 24 days may be cut short:
   * whoever wakes looks at the time.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest time-out that Node's timers take; a longer one rings at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, Math.min(ms, LONGEST_TIMER_MS));
      signal?.addEventListener('abort', finish, { once: true });
    }),
};
