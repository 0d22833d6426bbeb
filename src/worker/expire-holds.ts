import type { Job } from '../jobs/job.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { WorkerContext } from './context.ts';

const EVERY_MS = 30_000;

/** Ends held jobs that nobody decided on in time. Nothing was reserved for them. */
export function startHoldLoop(context: WorkerContext): Loop {
  const { store, clock, logger } = context;
  return startLoop({
    name: 'holds',
    clock,
    logger,
    turn: async () => {
      for (const job of await store.expiredHolds(clock.now())) await drop(context, job);
      return EVERY_MS;
    },
  });
}

/** Nobody is woken for it: the card can wait for its turn. */
async function drop({ store, clock, logger, telemetry }: WorkerContext, job: Job): Promise<void> {
  const now = clock.now();
  const ended = await store.move(job.id, {
    from: 'held',
    to: 'denied',
    at: now,
    changes: { failure: { code: 'hold-expired' } },
  });
  // Somebody decided in the meantime.
  if (!ended) return;
  telemetry.stageEnded(job.state, now - job.stateSince);
  logger.info({ jobId: job.id, guildId: job.guildId, hold: job.hold }, 'a held job expired');
}
