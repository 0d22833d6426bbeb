import { type Loop, startLoop } from '../lib/loop.ts';
import type { WorkerContext } from './context.ts';

const EVERY_MS = 60_000;

/**
 * Takes up jobs whose lease ran out: the step that held them failed in a way that even its row could not be written. An
 * order among them is not sent again, but looked for.
 */
export function startRescueLoop({ store, clock, logger }: WorkerContext): Loop {
  return startLoop({
    name: 'rescue',
    clock,
    logger,
    turn: async () => {
      const rescued = await store.recover('expired', clock.now());
      if (rescued.requeued + rescued.unknown > 0) logger.warn(rescued, 'took up abandoned jobs');
      return EVERY_MS;
    },
  });
}
