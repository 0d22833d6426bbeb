import type { ImageSlot } from '../veo/parameters.ts';
import { priceKey } from '../veo/price-key.ts';
import type { VeoSettings } from '../veo/settings.ts';
import type { LearntFacts } from './learnt-facts.ts';

/** A price that was learnt longer ago is asked for again. */
export const PRICE_KNOWN_FOR_MS = 24 * 3_600_000;

/**
 * What a video is expected to cost in creative units, for limits and budgets: its kind's own price; while that was never
 * learnt, the price of the same kind without pictures; else 0.
 */
export async function expectedUnits(
  facts: Pick<LearntFacts, 'price'>,
  settings: VeoSettings,
  slots: readonly ImageSlot[],
  now: number,
): Promise<number> {
  const since = now - PRICE_KNOWN_FOR_MS;
  return (
    (await facts.price(priceKey(settings, slots), since)) ??
    // Even an old price says more than none.
    (await facts.price(priceKey(settings, slots), 0)) ??
    (await facts.price(priceKey(settings, []), 0)) ??
    0
  );
}
