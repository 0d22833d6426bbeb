import { type CardContext, cardHash, renderCard } from '../discord/card.ts';
import { postProblem } from '../discord/post-error.ts';
import { CARD_EDIT_INTERVAL_MS, type DueCard } from '../jobs/card-store.ts';
import type { Job } from '../jobs/job.ts';
import { queuePositions } from '../jobs/queue-order.ts';
import { isFinal } from '../jobs/states.ts';
import { durationSpread, RECENT_JOBS } from '../jobs/usual-duration.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { WorkerContext } from './context.ts';

const IDLE_MS = 3_000;
const BATCH = 500;
/** Discord lets a bot edit about five messages in five seconds in one channel. */
const EDITS_PER_CHANNEL = 5;
const CHANNELS_AT_ONCE = 4;
/** The interaction's answer makes the card; when that did not happen by then, it is posted. */
const POSTED_BY_ANSWER_MS = 20_000;

/** Looks the context of a job's card up, reading each guild's queue once. */
export function createCardContexts({
  store,
}: Pick<WorkerContext, 'store'>): (job: Job) => Promise<CardContext> {
  const places = new Map<string, Promise<{ positions: Map<number, number>; waiting: number }>>();
  let usual: Promise<CardContext['usual']> | undefined;
  const placesIn = async (guildId: string) => {
    const positions = queuePositions(await store.lanes(guildId));
    return { positions, waiting: positions.size };
  };
  const usually = async () => {
    const spread = durationSpread(await store.recentDurations(RECENT_JOBS));
    return spread && { fromMs: spread.p25Ms, toMs: spread.p75Ms };
  };
  return async (job) => {
    if (job.state === 'queued') {
      const guild = places.get(job.guildId) ?? placesIn(job.guildId);
      places.set(job.guildId, guild);
      const { positions, waiting } = await guild;
      const position = positions.get(job.id);
      return { place: position === undefined ? undefined : { position, waiting } };
    }
    usual ??= usually();
    return { usual: await usual };
  };
}

/** Keeps the cards true: each is edited when its text changed, at most every 15 seconds, and once more when its job ended. */
export function startCardLoop(context: WorkerContext): Loop {
  const { cards, clock, logger } = context;
  return startLoop({
    name: 'cards',
    clock,
    logger,
    turn: async (signal) => {
      const due = await cards.due(clock.now(), BATCH);
      const contextOf = createCardContexts(context);
      const channels = [...Map.groupBy(due, ({ job }) => job.channelId).values()].map(endedFirst);
      const workers = Array.from({ length: CHANNELS_AT_ONCE }, async () => {
        for (let channel = channels.pop(); channel; channel = channels.pop()) {
          let edits = 0;
          for (const card of channel) {
            if (signal.aborted || edits >= EDITS_PER_CHANNEL) break;
            if (await refresh(context, card, contextOf)) edits += 1;
          }
        }
      });
      await Promise.all(workers);
      return IDLE_MS;
    },
  });
}

const endedFirst = (cards: DueCard[]): DueCard[] =>
  cards.sort((a, b) => Number(isFinal(b.job.state)) - Number(isFinal(a.job.state)));

/** @returns whether Discord was asked for something */
async function refresh(
  { cards, poster, clock, logger, onUnauthorized }: WorkerContext,
  { job, hash }: DueCard,
  contextOf: (job: Job) => Promise<CardContext>,
): Promise<boolean> {
  const now = clock.now();
  const nextLook = isFinal(job.state) ? undefined : now + CARD_EDIT_INTERVAL_MS;
  if (job.cardMessageId === undefined && now < job.createdAt + POSTED_BY_ANSWER_MS) {
    await cards.looked(job, { hash: hash ?? '' }, job.createdAt + POSTED_BY_ANSWER_MS);
    return false;
  }
  const card = renderCard(job, await contextOf(job));
  const newHash = cardHash(card);
  if (newHash === hash) {
    await cards.looked(job, { hash }, nextLook);
    return false;
  }
  try {
    if (job.cardMessageId === undefined) {
      const messageId = await poster.postCard(job.channelId, card, cardNonce(job));
      await cards.posted(job.id, { messageId, hash: newHash }, now + CARD_EDIT_INTERVAL_MS);
    } else {
      await poster.editCard(job.channelId, job.cardMessageId, card);
      await cards.looked(job, { hash: newHash, editedAt: now }, nextLook);
    }
  } catch (error) {
    const problem = postProblem(error);
    logger.info({ jobId: job.id, problem, reason: errorText(error) }, 'a card could not be shown');
    if (problem === 'unauthorized')
      onUnauthorized(new Error('Discord does not accept the token', { cause: error }));
    const lost = problem === 'message-gone' || problem === 'no-access';
    await cards.looked(job, { hash: hash ?? '' }, lost ? undefined : now + CARD_EDIT_INTERVAL_MS);
  }
  return true;
}

const cardNonce = (job: Job): string => `c${job.id.toString(36)}-${job.createdAt.toString(36)}`;
