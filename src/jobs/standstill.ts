import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Telemetry } from '../lib/telemetry.ts';

/** Steps in which one thing can hold every video up. */
export type StandstillStep = 'ordering' | 'watching' | 'fetching';

/**
 * Why: Scenario does not answer, or only with failures; it does not accept the operator's keys, or there are no credits left;
 * there is no room on the disk.
 */
export type StandstillReason = 'scenario' | 'account' | 'disk';

/**
 * What holds all videos up at present, so that members and operators are told. Kept in memory: after a restart it is found
 * out anew.
 */
export interface Standstill {
  /** A step cannot be done for anybody, for this reason. */
  note(step: StandstillStep, reason: StandstillReason): void;
  /** It can be again; with a reason: as far as that goes. */
  end(step: StandstillStep, reason?: StandstillReason): void;
  /** Why a step has not been possible for longer than members are used to wait. */
  lasting(step: StandstillStep): StandstillReason | undefined;
}

export interface StandstillOptions {
  clock: Clock;
  logger: Logger;
  telemetry: Pick<Telemetry, 'standsStill'>;
}

/** What passes within this time is not worth a word. */
const TOLD_AFTER_MS = 60_000;

export function createStandstill({ clock, logger, telemetry }: StandstillOptions): Standstill {
  const present = new Map<StandstillStep, { reason: StandstillReason; since: number }>();
  return {
    note: (step, reason) => {
      const known = present.get(step);
      if (known?.reason === reason) return;
      if (known) telemetry.standsStill(step, known.reason, false);
      telemetry.standsStill(step, reason, true);
      logger.error({ step, standstill: reason }, 'nothing goes on for now; it is tried again and again');
      present.set(step, { reason, since: known?.since ?? clock.now() });
    },
    end: (step, reason) => {
      const known = present.get(step);
      if (!known || (reason !== undefined && reason !== known.reason)) return;
      present.delete(step);
      telemetry.standsStill(step, known.reason, false);
      logger.info({ step, standstill: known.reason }, 'it goes on again');
    },
    lasting: (step) => {
      const known = present.get(step);
      return known && Math.abs(clock.now() - known.since) >= TOLD_AFTER_MS ? known.reason : undefined;
    },
  };
}
