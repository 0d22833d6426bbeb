import { PRICE_KNOWN_FOR_MS } from '../jobs/admission.ts';
import { slotsOf } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import { priceKey } from '../veo/price-key.ts';
import { veoRequestBody } from '../veo/request-body.ts';
import type { WorkerContext } from './context.ts';

const IDLE_MS = 60_000;
const AFTER_FAILURE_MS = 60_000;
const BATCH = 200;

/**
 * Finds out what waiting videos will cost, by free dry runs, one for all videos of a kind. Those with pictures would need
 * them uploaded first: their price is learnt from the first that is ordered.
 */
export function startPriceLoop({ store, facts, scenario, clock, logger }: WorkerContext): Loop {
  return startLoop({
    name: 'prices',
    clock,
    logger,
    turn: async (signal) => {
      const byKey = Map.groupBy(await store.withoutPrice(BATCH), (job) =>
        priceKey(job.settings, slotsOf(job)),
      );
      for (const [key, jobs] of byKey) {
        if (signal.aborted) break;
        let units = await facts.price(key, clock.now() - PRICE_KNOWN_FOR_MS);
        const [job] = jobs;
        if (units === undefined && job && job.images.length === 0) {
          try {
            units = await scenario.price(veoRequestBody(job.settings, {}));
          } catch (error) {
            logger.info({ reason: errorText(error) }, 'a price could not be found out');
            return AFTER_FAILURE_MS;
          }
          await facts.learnPrice(key, units, clock.now());
        }
        if (units !== undefined) {
          await store.priceFound(
            jobs.map(({ id }) => id),
            units,
          );
        }
      }
      return IDLE_MS;
    },
  });
}
