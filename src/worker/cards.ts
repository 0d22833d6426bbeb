import { type CardContext, cardHash, renderCard } from '../discord/card.ts';
import { isRefusal, postProblem } from '../discord/post-error.ts';
import { cardNonce } from '../discord/poster.ts';
import { wordsOfGuild } from '../discord/words/index.ts';
import type { Words } from '../discord/words/words.ts';
import { CARD_EDIT_INTERVAL_MS, type DueCard, POSTED_BY_ANSWER_MS } from '../jobs/card-store.ts';
import type { Job } from '../jobs/job.ts';
import { queuePositions } from '../jobs/queue-order.ts';
import type { StandstillStep } from '../jobs/standstill.ts';
import { isFinal, type JobState } from '../jobs/states.ts';
import { durationSpread, RECENT_JOBS } from '../jobs/usual-duration.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { WorkerContext } from './context.ts';

const IDLE_MS = 3_000;
const BATCH = 500;
/** Discord lets a bot edit about five messages in five seconds in one channel. */
const EDITS_PER_CHANNEL = 5;
const CHANNELS_AT_ONCE = 4;

/** What has to go on for a job to go on. */
const STEP_OF: Partial<Record<JobState, StandstillStep>> = { generating: 'watching', fetching: 'fetching' };

/** Looks the context of a job's card up, reading each guild's queue and settings once. */
export function createCardContexts({
  store,
  settings,
  standstill,
}: Pick<WorkerContext, 'store' | 'settings' | 'standstill'>): (job: Job) => Promise<CardContext> {
  const queues = new Map<string, ReturnType<typeof queueOf>>();
  const languages = new Map<string, Promise<Words>>();
  let usual: Promise<CardContext['usual']> | undefined;
  const queueOf = async (guildId: string) => ({
    positions: queuePositions(await store.lanes(guildId)),
    mode: await store.queueMode(guildId),
  });
  const usually = async () => {
    const spread = durationSpread(await store.recentDurations(RECENT_JOBS));
    return spread && { fromMs: spread.p25Ms, toMs: spread.p75Ms };
  };
  return async (job) => {
    const spoken = languages.get(job.guildId) ?? wordsOfGuild(settings, job.guildId);
    languages.set(job.guildId, spoken);
    const words = await spoken;
    const parent = job.origin && (await store.find(job.origin.parentId));
    if (job.state === 'queued') {
      const queue = queues.get(job.guildId) ?? queueOf(job.guildId);
      queues.set(job.guildId, queue);
      const { positions, mode } = await queue;
      const position = positions.get(job.id);
      return {
        words,
        parent,
        place: position === undefined ? undefined : { position, waiting: positions.size },
        paused: mode?.mode === 'paused' ? { reason: mode.reason } : undefined,
        standstill: standstill.lasting('ordering'),
      };
    }
    usual ??= usually();
    const step = STEP_OF[job.state];
    return { words, parent, usual: await usual, standstill: step && standstill.lasting(step) };
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
  { cards, poster, clock, logger }: WorkerContext,
  { job, hash }: DueCard,
  contextOf: (job: Job) => Promise<CardContext>,
): Promise<boolean> {
  const now = clock.now();
  const nextLook = isFinal(job.state) ? undefined : now + CARD_EDIT_INTERVAL_MS;
  if (job.cardMessageId === undefined && now < job.createdAt + POSTED_BY_ANSWER_MS) {
    await cards.looked(job, { hash: hash ?? '' }, job.createdAt + POSTED_BY_ANSWER_MS);
    return false;
  }
  try {
    const card = renderCard(job, await contextOf(job));
    const newHash = cardHash(card);
    if (newHash === hash) {
      await cards.looked(job, { hash }, nextLook);
      return false;
    }
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
    const lost =
      problem === 'message-gone' ||
      problem === 'no-access' ||
      // Nothing about an ended job changes any more: what is refused now is refused for ever.
      (isFinal(job.state) && isRefusal(error));
    await cards.looked(job, { hash: hash ?? '' }, lost ? undefined : now + CARD_EDIT_INTERVAL_MS);
  }
  return true;
}
