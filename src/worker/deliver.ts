import { join } from 'node:path';
import { cardLink, resultLink } from '../discord/card.ts';
import { postProblem } from '../discord/post-error.ts';
import {
  altText,
  renderResult,
  resultMarker,
  type VideoWay,
  videoFileName,
} from '../discord/result-message.ts';
import { oneLine } from '../discord/text.ts';
import { wordsOfGuild } from '../discord/words/index.ts';
import type { Words } from '../discord/words/words.ts';
import type { Job } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import type { Loop } from '../lib/loop.ts';
import { startPool } from '../lib/pool.ts';
import { assetUrlExpiry } from '../scenario/asset-url.ts';
import type { WorkerContext } from './context.ts';
import { leaseFor, STOP_GRACE_MS } from './lease.ts';
import type { RetryPolicy, Runner, StepOutcome } from './outcome.ts';

/** Uploads are bounded in memory by being few. */
const CONCURRENCY = 2;
const IDLE_MS = 5_000;
const LEASE_MS = 10 * 60_000;
/** A message may carry a time a little before ours. */
const CLOCK_SKEW_MS = 60_000;

const RETRY: RetryPolicy = {
  backoff: { baseMs: 2_000, maxMs: 10 * 60_000 },
  maxAttempts: 15,
  exhausted: (detail) => ({
    kind: 'gave-up',
    to: 'undeliverable',
    failure: { code: 'channel-unreachable', detail },
  }),
};

/** Posts finished videos: as a file, as a link where the server refuses the size. The text always arrives. */
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
      if (ended?.state === 'undeliverable') {
        await tellOwner(context, ended, ({ direct }) =>
          direct.undeliverable(ended.id, `<#${ended.channelId}>`, cardLink(ended)),
        );
      }
      if (ended?.state === 'delivered' && ended.notify === 'dm') {
        await tellOwner(context, ended, ({ direct }) => direct.ready(ended.id, resultLink(ended)));
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
    if (posted !== undefined) return { kind: 'done', to: 'delivered', changes: { resultMessageId: posted } };
    return await postWhereItFits(context, job, token, signal);
  } catch (error) {
    if (signal.aborted) return { kind: 'not-yet', waitMs: 0 };
    return failedPost(context, error);
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
  const chosen = await resultPlace(context, job);
  for (const channelId of chosen === job.channelId ? [chosen] : [chosen, job.channelId]) {
    const elsewhere = channelId === job.channelId ? undefined : channelId;
    if (!(await store.startPosting(job.id, token, clock.now(), elsewhere))) {
      return { kind: 'not-yet', waitMs: 0 };
    }
    try {
      const placed = { ...job, resultChannelId: elsewhere };
      const resultMessageId =
        (await postAsFile(context, placed, signal)) ?? (await postAsLink(context, placed, signal));
      return { kind: 'done', to: 'delivered', changes: { resultMessageId } };
    } catch (error) {
      if (elsewhere === undefined || postProblem(error) !== 'no-access') throw error;
      logger.warn({ jobId: job.id, channelId, reason: errorText(error) }, 'the place for results is closed');
    }
  }
  throw new Error(`job ${job.id} found no place`);
}

/** Where the server wants its results: in a gallery, in a thread under the card, or where the video was asked for. */
async function resultPlace({ settings, poster, logger }: WorkerContext, job: Job): Promise<string> {
  if (job.resultChannelId !== undefined) return job.resultChannelId;
  const { results } = await settings.of(job.guildId);
  if (results.kind !== 'thread' || job.cardMessageId === undefined) return job.channelId;
  const name = oneLine(job.settings.prompt);
  const threadId = await poster.threadUnder(job.channelId, job.cardMessageId, name);
  if (threadId === undefined) logger.info({ jobId: job.id }, 'a result gets no thread here');
  return threadId ?? job.channelId;
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

/** @returns undefined when the file is too large for this server */
async function postAsFile(
  context: WorkerContext,
  job: Job,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { poster, settings, uploadLimits, telemetry, clock, logger, dataDir } = context;
  if (!job.video) throw new Error(`job ${job.id} is to be delivered but has no video`);
  const { path, bytes } = job.video;
  if (bytes > (await uploadLimits.of(job.guildId))) return undefined;
  const video = {
    path: join(dataDir, path),
    fileName: videoFileName(job),
    altText: altText(job),
    spoiler: job.spoiler,
  };
  try {
    const words = await wordsOfGuild(settings, job.guildId);
    const result = renderResult(job, { kind: 'file' }, clock.now(), words);
    const messageId = await poster.postResult(job.resultChannelId ?? job.channelId, result, {
      nonce: resultNonce(job, 'file'),
      video,
      signal,
    });
    telemetry.delivered('file', bytes);
    return messageId;
  } catch (error) {
    if (postProblem(error) !== 'too-large') throw error;
    logger.info({ jobId: job.id, guildId: job.guildId, bytes }, 'the server refused the size of a video');
    await uploadLimits.refused(job.guildId, bytes);
    return undefined;
  }
}

async function postAsLink(context: WorkerContext, job: Job, signal: AbortSignal): Promise<string> {
  const { poster, settings, scenario, telemetry, clock } = context;
  const { url } = await scenario.asset(job.assetId ?? '');
  const way: VideoWay = { kind: 'link', url, expiresAt: assetUrlExpiry(url) };
  const words = await wordsOfGuild(settings, job.guildId);
  const result = renderResult(job, way, clock.now(), words);
  const messageId = await poster.postResult(job.resultChannelId ?? job.channelId, result, {
    nonce: resultNonce(job, 'link'),
    signal,
  });
  telemetry.delivered('link', job.video?.bytes ?? 0);
  return messageId;
}

/** The same for every try of a job's delivery, so that Discord makes one message of them. At most 25 characters. */
const resultNonce = (job: Job, way: VideoWay['kind']): string =>
  `${way[0]}${job.id.toString(36)}-${job.createdAt.toString(36)}`;

function failedPost({ onUnauthorized }: WorkerContext, error: unknown): StepOutcome {
  switch (postProblem(error)) {
    case 'no-access':
      return {
        kind: 'gave-up',
        to: 'undeliverable',
        failure: { code: 'channel-unreachable', detail: errorText(error) },
      };
    case 'unauthorized':
      onUnauthorized(new Error('Discord does not accept the token any more', { cause: error }));
      return { kind: 'not-yet', waitMs: IDLE_MS };
    case 'too-large':
    case 'message-gone':
    case 'passing':
      return { kind: 'retry', reason: errorText(error) };
  }
}

async function tellOwner(
  { poster, settings, logger }: WorkerContext,
  job: Job,
  text: (words: Words) => string,
): Promise<void> {
  try {
    await poster.directMessage(job.userId, text(await wordsOfGuild(settings, job.guildId)));
  } catch (err) {
    logger.info({ err, jobId: job.id }, 'the owner could not be told by direct message');
  }
}
