import type { Clock } from '../../src/lib/clock.ts';

/** A clock that a test moves. `now` may be passed on by itself. */
export interface TestClock extends Clock {
  /** Moves on by so many milliseconds, halting wherever a sleeper is due, and lets those who wake act before it goes on. */
  advance(ms: number): Promise<void>;
  /** Moves on by so many milliseconds at once and wakes everyone who is due by then. */
  jump(ms: number): void;
  /** Goes to a moment, which may lie in the past, and wakes everyone who is due by then. */
  set(atMs: number): void;
  /** Resolves when at least so many are asleep: whoever was to be waited for has come to rest. */
  asleep(sleepers?: number): Promise<void>;
}

export interface TestClockOptions {
  /** Goes on by itself like the real clock, besides being moved; otherwise it stands still between moves. */
  flowing?: boolean;
  /** Where it begins, in milliseconds since the epoch; the present time when absent. */
  startAt?: number;
}

interface Sleeper {
  dueAt: number;
  wake: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** The longest time-out that timers take. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Lets every promise that can go on do so, and the I/O that has arrived come in. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export function createTestClock({ flowing = false, startAt = Date.now() }: TestClockOptions = {}): TestClock {
  const passing = flowing ? Date.now : () => 0;
  let offset = startAt - passing();
  const sleepers = new Set<Sleeper>();
  const watchers = new Set<() => void>();

  const now = (): number => passing() + offset;

  /** Wakes a sleeper who is due; on a flowing clock the others are given the time that is left. */
  const attend = (sleeper: Sleeper): void => {
    clearTimeout(sleeper.timer);
    const restMs = sleeper.dueAt - now();
    if (restMs <= 0) sleeper.wake();
    else if (flowing) {
      // A timer may ring a little early, and has a longest time: it is looked at again then.
      sleeper.timer = setTimeout(() => attend(sleeper), Math.min(LONGEST_TIMER_MS, Math.max(1, restMs)));
    }
  };

  const set = (atMs: number): void => {
    offset = atMs - passing();
    for (const sleeper of [...sleepers]) attend(sleeper);
  };

  return {
    now,
    set,
    jump: (ms) => set(now() + ms),

    advance: async (ms) => {
      const end = now() + ms;
      await settle();
      for (;;) {
        const next = Math.min(...[...sleepers].map(({ dueAt }) => dueAt));
        if (next > end) break;
        set(Math.max(next, now()));
        await settle();
      }
      set(Math.max(end, now()));
      await settle();
    },

    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper: Sleeper = {
          // Even no pause at all ends in a later turn of the event loop, as a timer's does.
          dueAt: now() + Math.max(0, ms),
          timer: undefined,
          wake: () => {
            clearTimeout(sleeper.timer);
            signal?.removeEventListener('abort', sleeper.wake);
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
        if (ms > 0) attend(sleeper);
        else setImmediate(sleeper.wake);
        for (const look of [...watchers]) look();
      }),

    asleep: (count = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (sleepers.size < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}
