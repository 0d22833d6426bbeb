import { PRICE_KNOWN_FOR_MS } from '../jobs/expected-price.ts';
import { type Job, slotsOf } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import { ScenarioError } from '../scenario/errors.ts';
import { VEO_PARAMETERS } from '../veo/parameters.ts';
import { priceKey } from '../veo/price-key.ts';
import { veoRequestBody } from '../veo/request-body.ts';
import { completeSettings, type VeoSettings } from '../veo/settings.ts';
import type { WorkerContext } from './context.ts';

const IDLE_MS = 60_000;
const BATCH = 200;

/**
 * Finds out what videos cost, by free dry runs: first those that wait, one run for all of a kind; then every kind without
 * pictures, so that limits and budgets in creative units know a price before the first order. Kinds with pictures would need
 * them uploaded first: their price is learnt from the first that is ordered.
 */
export function startPriceLoop(context: WorkerContext): Loop {
  const { store, clock, logger } = context;
  return startLoop({
    name: 'prices',
    clock,
    logger,
    turn: async (signal) => {
      const byKey = Map.groupBy(await store.withoutPrice(BATCH), (job) =>
        priceKey(job.settings, slotsOf(job)),
      );
      const searches = [
        ...[...byKey].map(
          ([key, jobs]) =>
            () =>
              priceWaiting(context, key, jobs),
        ),
        ...kindsWithoutPictures().map((settings) => () => knownPrice(context, settings)),
      ];
      for (const search of searches) {
        if (signal.aborted) return 0;
        try {
          await search();
        } catch (error) {
          logger.info({ reason: errorText(error) }, 'a price could not be found out');
          if (!isAboutThisKind(error)) break;
        }
      }
      return IDLE_MS;
    },
  });
}

/** A refusal, unless it is of the keys; after anything else the next kind would fare no better. */
const isAboutThisKind = (error: unknown): boolean =>
  error instanceof ScenarioError && error.kind === 'refused' && error.status !== 401;

async function priceWaiting(context: WorkerContext, key: string, jobs: readonly Job[]): Promise<void> {
  const { store, facts, clock } = context;
  const [job] = jobs;
  const units =
    job?.images.length === 0
      ? await knownPrice(context, job.settings)
      : await facts.price(key, clock.now() - PRICE_KNOWN_FOR_MS);
  if (units === undefined) return;
  await store.priceFound(
    jobs.map(({ id }) => id),
    units,
  );
}

/** The price of videos without pictures, asked for when it is not known of late. */
async function knownPrice({ facts, scenario, clock }: WorkerContext, settings: VeoSettings): Promise<number> {
  const key = priceKey(settings, []);
  const known = await facts.price(key, clock.now() - PRICE_KNOWN_FOR_MS);
  if (known !== undefined) return known;
  const units = await scenario.price(veoRequestBody(settings, {}));
  await facts.learnPrice(key, units, clock.now());
  return units;
}

/** One of each price. */
function kindsWithoutPictures(): VeoSettings[] {
  const { resolution, duration } = VEO_PARAMETERS;
  return resolution.choices.flatMap(({ value: pixels }) =>
    duration.choices.flatMap(({ value: seconds }) =>
      [true, false].map((generateAudio) =>
        completeSettings(
          { prompt: 'What does this cost?', resolution: pixels, duration: seconds, generateAudio },
          1,
        ),
      ),
    ),
  );
}
