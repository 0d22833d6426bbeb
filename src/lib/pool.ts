import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import { type Loop, startLoop } from './loop.ts';

export interface PoolOptions<Item> {
  name: string;
  clock: Clock;
  logger: Logger;
  /** How many items are worked on at once. */
  concurrency: number;
  /** Takes the next item, if there is one. */
  claim: () => Promise<Item | undefined>;
  /** Works on one item; must handle its own failures (one that escapes is logged). */
  work: (item: Item, signal: AbortSignal) => Promise<void>;
  /** The pause after a claim found nothing. */
  idleMs: number;
  /** How long `stop` lets work go on before it aborts it. */
  graceMs: number;
}

/**
 * Claims items and works on up to `concurrency` of them at once. `stop` claims no more, lets the items at work end, aborts
 * those that have not after `graceMs`, and resolves when all have ended.
 */
export function startPool<Item>(options: PoolOptions<Item>): Loop {
  const { name, clock, logger, concurrency, claim, work, idleMs, graceMs } = options;
  const working = new Set<Promise<void>>();
  const stopping = new AbortController();

  const loop = startLoop({
    name,
    clock,
    logger,
    turn: async (signal) => {
      while (working.size < concurrency && !signal.aborted) {
        const item = await claim();
        if (item === undefined) return idleMs;
        const task = work(item, stopping.signal)
          .catch((err: unknown) => logger.error({ err, loop: name }, 'work on an item failed'))
          .finally(() => {
            working.delete(task);
            loop.wake();
          });
        working.add(task);
      }
      return idleMs;
    },
  });

  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      const graceOver = new AbortController();
      const ended = Promise.all(working).finally(() => graceOver.abort());
      await clock.sleep(graceMs, graceOver.signal);
      stopping.abort();
      await ended;
    },
  };
}
