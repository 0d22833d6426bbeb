import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';

export interface Loop {
  /** Ends the present pause at once, or lets the next one be skipped. */
  wake(): void;
  /** Lets the present turn end and resolves when it has. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  name: string;
  clock: Clock;
  logger: Logger;
  /**
   * One turn. Returns the pause before the next in milliseconds.
   * @param signal aborted when the loop is to stop: end soon
   */
  turn: (signal: AbortSignal) => Promise<number>;
}

const AFTER_FAULT = { baseMs: 1_000, maxMs: 60_000 };

/** Runs turns one after the other, never two at once, until stopped. A turn that throws is logged and tried again later. */
export function startLoop({ name, clock, logger, turn }: LoopOptions): Loop {
  const stopping = new AbortController();
  let pause = new AbortController();
  let faults = 0;

  const run = async () => {
    while (!stopping.signal.aborted) {
      pause = new AbortController();
      let pauseMs: number;
      try {
        pauseMs = await turn(stopping.signal);
        faults = 0;
      } catch (err) {
        faults += 1;
        pauseMs = backoffMs(faults, 1, AFTER_FAULT);
        if (!stopping.signal.aborted) logger.error({ err, loop: name, pauseMs }, 'a loop turn failed');
      }
      await clock.sleep(pauseMs, AbortSignal.any([pause.signal, stopping.signal]));
    }
  };
  const ended = run();

  return {
    wake: () => pause.abort(),
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}
