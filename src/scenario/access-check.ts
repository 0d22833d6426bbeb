import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { ScenarioClient } from './client.ts';

const KNOWN_FOR_MS = 60_000;

export interface AccessCheckOptions {
  scenario: Pick<ScenarioClient, 'checkAccess'>;
  clock: Clock;
  logger: Logger;
}

/** Tells whether Scenario answers with these keys; asks it at most once a minute, however often it is called. */
export function createAccessCheck({ scenario, clock, logger }: AccessCheckOptions): () => Promise<boolean> {
  let checked: { at: number; works: Promise<boolean> } | undefined;
  const ask = (): Promise<boolean> =>
    scenario.checkAccess().then(
      () => true,
      (err: unknown) => {
        logger.warn({ err }, 'Scenario does not answer, or not with these keys');
        return false;
      },
    );
  return () => {
    const now = clock.now();
    // The clock may have been put back meanwhile.
    if (!checked || checked.at < now - KNOWN_FOR_MS || checked.at > now) checked = { at: now, works: ask() };
    return checked.works;
  };
}
