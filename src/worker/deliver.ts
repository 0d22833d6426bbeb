import { cardLink, resultLink } from '../discord/card.ts';
import { failureText } from '../discord/failure-text.ts';
import { postProblem } from '../discord/post-error.ts';
import { renderResult, resultMarker } from '../discord/result-message.ts';
import { wordsOfGuild } from '../discord/words/index.ts';
import type { Words } from '../discord/words/words.ts';
import type { FailureCode, Job } from '../jobs/job.ts';
import { ExpectedError, errorText } from '../lib/errors.ts';
import type { Loop } from '../lib/loop.ts';
import { startPool } from '../lib/pool.ts';
import { contestOf } from './contest.ts';
import type { WorkerContext } from './context.ts';
import { fittedFileOf, removeFittedFile } from './fitted-files.ts';
import { leaseFor, STOP_GRACE_MS } from './lease.ts';
import type { RetryPolicy, Runner, StepOutcome } from './outcome.ts';
import { resultPlaces } from './result-place.ts';
import { MAX_FITS, type Showing, showFitted, showLink, showOriginal } from './showing.ts';

/** Uploads are bounded in memory by being few. */
const CONCURRENCY = 2;
const IDLE_MS = 5_000;
/** Far longer than the largest files take, one after the other. */
const LEASE_MS = 3 * 3_600_000;
/** A message may carry a time a little before ours. */
const CLOCK_SKEW_MS = 60_000;

const undeliverable = (code: FailureCode, detail?: string): Extract<StepOutcome, { kind: 'gave-up' }> => ({
  kind: 'gave-up',
  to: 'undeliverable',
  failure: { code, detail },
});

const RETRY: RetryPolicy = {
  backoff: { baseMs: 2_000, maxMs: 10 * 60_000 },
  maxAttempts: 15,
  exhausted: (detail) => undeliverable('channel-unreachable', detail),
};

const delivered = (resultMessageId: string): StepOutcome => ({
  kind: 'done',
  to: 'delivered',
  changes: { resultMessageId, fitted: null },
});

/**
 * Posts finished videos: as they are, as smaller copies that `startFitPool` makes, or as links, as the server takes them.
 * The text always arrives.
 */
export function startDeliverPool(context: WorkerContext, runner: Runner): Loop {
  const { store, clock, logger } = context;
  return startPool({
    name: 'deliver',
    clock,
    logger,
    concurrency: CONCURRENCY,
    idleMs: IDLE_MS,
    graceMs: STOP_GRACE_MS,
    claim: () => store.claimDue('delivering', leaseFor(LEASE_MS, context), clock.now()),
    work: async ({ job, token }, signal) => {
      const outcome = await deliver(context, job, token, signal);
      const ended = await runner.apply(job, token, outcome, RETRY);
      if (ended?.state === 'delivered' || ended?.state === 'undeliverable') {
        await removeFittedFile(context, job);
        await tellOwner(context, ended);
      }
    },
  });
}

async function deliver(
  context: WorkerContext,
  job: Job,
  token: string,
  signal: AbortSignal,
): Promise<StepOutcome> {
  try {
    const posted = await findPosted(context, job);
    if (posted !== undefined) return delivered(posted);
    return await postWhereItFits(context, job, token, signal);
  } catch (error) {
    if (signal.aborted) return { kind: 'not-yet', waitMs: 0 };
    return failedPost(error);
  }
}

/** A place of the server's choice that does not take the video gives way to the channel of the order. */
async function postWhereItFits(
  context: WorkerContext,
  job: Job,
  token: string,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const { store, clock, logger } = context;
  for (const channelId of await resultPlaces(context, job)) {
    const elsewhere = channelId === job.channelId ? undefined : channelId;
    if (!(await store.startPosting(job.id, token, clock.now(), elsewhere))) {
      return { kind: 'not-yet', waitMs: 0 };
    }
    try {
      return await show(context, job, channelId, signal);
    } catch (error) {
      if (elsewhere === undefined || postProblem(error) !== 'no-access') throw error;
      logger.warn({ jobId: job.id, channelId, reason: errorText(error) }, 'the place for results is closed');
    }
  }
  throw new Error(`job ${job.id} found no place`);
}

/**
 * A message whose sending was interrupted may have arrived. The nonce covers a repeat within minutes; after a longer stop
 * the channel itself has to tell.
 */
async function findPosted({ poster }: WorkerContext, job: Job): Promise<string | undefined> {
  if (job.postingSince === undefined) return undefined;
  const channelId = job.resultChannelId ?? job.channelId;
  try {
    return await poster.findOwn(channelId, resultMarker(job.id), job.postingSince - CLOCK_SKEW_MS);
  } catch (error) {
    // What the bot cannot see it cannot post in either: there the post itself decides what becomes of the video.
    if (postProblem(error) === 'no-access') return undefined;
    throw error;
  }
}

/** Goes down the ladder: the original, a smaller copy, a link. */
async function show(
  context: WorkerContext,
  job: Job,
  channelId: string,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const { videos, encoder } = context;
  const showing = await resultIn(context, job, channelId, signal);
  const original = await videos.fileOf(job, signal);
  const whole = await showOriginal(context, showing, { path: original.absolutePath, bytes: original.bytes });
  if (whole !== undefined) return delivered(whole);
  const copy = await fittedFileOf(context, job);
  const smaller = copy && (await showFitted(context, showing, copy));
  if (smaller !== undefined) return delivered(smaller);
  if (job.fits < MAX_FITS && (await encoder.version()) !== undefined) return { kind: 'done', to: 'fitting' };
  const linked = await showLink(context, showing);
  return linked === undefined ? undeliverable('no-link') : delivered(linked);
}

async function resultIn(
  context: WorkerContext,
  job: Job,
  channelId: string,
  signal: AbortSignal,
): Promise<Showing> {
  const { store, poster, settings, uploadLimits, clock } = context;
  const words = await wordsOfGuild(settings, job.guildId);
  const parent = job.origin && (await store.find(job.origin.parentId));
  const contest = await contestOf(context, job, channelId);
  return {
    job,
    limit: uploadLimits.ofJob(job),
    post: (way, video) =>
      poster.postResult(channelId, renderResult(job, way, clock.now(), words, parent, contest), {
        nonce: resultNonce(job),
        signal,
        ...(video ? { video } : {}),
      }),
  };
}

/** The same for every try of a job's delivery, in whatever way, so that Discord makes one message of them. At most 25 characters. */
const resultNonce = (job: Job): string => `f${job.id.toString(36)}-${job.createdAt.toString(36)}`;

function failedPost(error: unknown): StepOutcome {
  if (error instanceof ExpectedError && error.code === 'video-gone') return undeliverable('video-gone');
  switch (postProblem(error)) {
    case 'no-access':
      return undeliverable('channel-unreachable', errorText(error));
    case 'unauthorized':
      // The bot is about to stop.
      return { kind: 'not-yet', waitMs: IDLE_MS };
    case 'too-large':
    case 'no-uploads':
    case 'message-gone':
    case 'passing':
      return { kind: 'retry', reason: errorText(error) };
  }
}

async function tellOwner({ poster, settings, logger }: WorkerContext, job: Job): Promise<void> {
  try {
    const text = directText(job, await wordsOfGuild(settings, job.guildId));
    if (text !== undefined) await poster.directMessage(job.userId, text);
  } catch (err) {
    logger.info({ err, jobId: job.id }, 'the owner could not be told by direct message');
  }
}

/** @returns undefined when its owner is told otherwise */
function directText(job: Job, words: Words): string | undefined {
  if (job.state === 'delivered') {
    return job.notify === 'dm' ? words.direct.ready(job.id, resultLink(job)) : undefined;
  }
  if (job.failure?.code === 'no-link' || job.failure?.code === 'video-gone') {
    return `#${job.id}: ${failureText(job.failure, words)} (${cardLink(job)})`;
  }
  return words.direct.undeliverable(job.id, `<#${job.channelId}>`, cardLink(job));
}
