import type { Clock } from '../lib/clock.ts';

/** Who goes first when the budget is short: what a member waits for, before looking whether something is done. */
export const PRIORITIES = { submit: 0, transfer: 1, poll: 2, background: 3 } as const;
export type Priority = keyof typeof PRIORITIES;

export interface RateBudget {
  /**
   * Resolves when a request may be sent, and counts it.
   * @throws the signal's reason when it is aborted first
   */
  acquire(priority: Priority, signal?: AbortSignal): Promise<void>;
  /**
   * Lets nothing through before this moment: the server asked for a pause. Longer than a minute is not waited for here, where
   * it would stop everything: whoever was refused waits by itself.
   */
  pauseUntil(at: number): void;
}

interface Waiter {
  priority: Priority;
  admit: () => void;
}

const WINDOW_MS = 60_000;
const LONGEST_PAUSE_MS = 60_000;

/** At most `requestsPerMinute` in any 60 seconds, shared by all calls. */
export function createRateBudget(requestsPerMinute: number, clock: Clock): RateBudget {
  const sentAt: number[] = [];
  const waiters: Waiter[] = [];
  let pausedUntil = 0;
  let pumping = false;

  const waitMs = (): number => {
    const now = clock.now();
    // A clock that was put back leaves moments behind that are still to come. What was sent was sent by now.
    for (let last = sentAt.length - 1; last >= 0 && (sentAt[last] ?? 0) > now; last -= 1) sentAt[last] = now;
    pausedUntil = Math.min(pausedUntil, now + LONGEST_PAUSE_MS);
    while (sentAt[0] !== undefined && sentAt[0] <= now - WINDOW_MS) sentAt.shift();
    const oldest = sentAt.length >= requestsPerMinute ? sentAt[0] : undefined;
    return Math.max(0, pausedUntil - now, oldest === undefined ? 0 : oldest + WINDOW_MS - now);
  };

  const takeNext = (): Waiter | undefined => {
    const first = waiters.reduce<Waiter | undefined>(
      (best, waiter) =>
        best === undefined || PRIORITIES[waiter.priority] < PRIORITIES[best.priority] ? waiter : best,
      undefined,
    );
    if (first) waiters.splice(waiters.indexOf(first), 1);
    return first;
  };

  const pump = async () => {
    if (pumping) return;
    pumping = true;
    while (waiters.length > 0) {
      const ms = waitMs();
      if (ms > 0) {
        await clock.sleep(ms);
        continue;
      }
      const waiter = takeNext();
      if (!waiter) break;
      sentAt.push(clock.now());
      waiter.admit();
    }
    pumping = false;
  };

  return {
    acquire: (priority, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const giveUp = () => {
          waiters.splice(waiters.indexOf(waiter), 1);
          reject(signal?.reason);
        };
        const waiter: Waiter = {
          priority,
          admit: () => {
            signal?.removeEventListener('abort', giveUp);
            resolve();
          },
        };
        waiters.push(waiter);
        signal?.addEventListener('abort', giveUp, { once: true });
        void pump();
      }),
    pauseUntil: (at) => {
      pausedUntil = Math.min(Math.max(pausedUntil, at), clock.now() + LONGEST_PAUSE_MS);
    },
  };
}
