import { cardHash, renderCard } from '../../src/discord/card.ts';
import { english } from '../../src/discord/words/english.ts';
import type { Job } from '../../src/jobs/job.ts';
import { newJob, START } from '../store/orders.ts';
import { alternate, type Comparison, microsecondsEach } from './measure.ts';

const CARDS = 5_000;
const REPETITIONS = 5;

/** Rendering and hashing a card, which is done for every due card, against writing the same card as JSON. */
export async function compareCards(): Promise<Comparison> {
  const order = newJob();
  const job: Job = {
    ...order,
    id: 4_711,
    state: 'generating',
    settings: {
      ...order.settings,
      prompt: 'A fox, *slowly*, crosses the snow towards the camera. '.repeat(8),
    },
    createdAt: START,
    stateSince: START,
    attempts: 0,
    fits: 0,
    priceUnits: 60,
  };
  const context = { words: english, usual: { fromMs: 50_000, toMs: 90_000 } };
  const card = renderCard(job, context);
  let length = 0;
  const figures = await alternate(
    REPETITIONS,
    () => microsecondsEach(CARDS, () => (length += JSON.stringify(card).length)),
    () => microsecondsEach(CARDS, () => (length += cardHash(renderCard(job, context)).length)),
  );
  if (length === 0) throw new Error('nothing was rendered');
  return {
    name: 'a card, to its hash',
    unit: 'µs',
    baseline: { name: 'JSON.stringify of it', figures: figures.baseline },
    subject: { name: 'render and hash', figures: figures.subject },
  };
}
