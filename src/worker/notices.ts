import { cardHash } from '../discord/card.ts';
import { postProblem } from '../discord/post-error.ts';
import { backoffMs } from '../lib/backoff.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { Notice } from '../moderation/notice.ts';
import type { WorkerContext } from './context.ts';
import { noticeMessage } from './notice-message.ts';
import { channelOf, placeOf } from './notice-place.ts';
import { createShutChannels, type ShutChannel, type ShutChannels } from './shut-channels.ts';

const IDLE_MS = 2_000;
const BATCH = 500;
/** Discord lets a bot post about five messages in five seconds in one channel. */
const MESSAGES_PER_GUILD = 5;
const GUILDS_AT_ONCE = 4;
const RETRY = { baseMs: 5_000, maxMs: 10 * 60_000 };
/** About a day. */
const MAX_ATTEMPTS = 150;
/** So long moderators have to give the bot back its access to a channel. */
const SHUT_FOR_MAX_MS = 24 * 3_600_000;

/**
 * - `told`: done with, one way or another.
 * - `waits`: its channel takes nothing at present.
 * - `failed`: it is tried again, and what comes after it waits, for the log is to be in order where it can.
 */
type Attended = 'told' | 'waits' | 'failed';

/** What the loop remembers from turn to turn. */
interface Memory {
  /** Failed attempts by notice. */
  failures: Map<number, number>;
  shut: ShutChannels;
}

/**
 * Posts the messages that are owed to moderators, and edits them when what they tell of has changed. They are rendered from
 * the database when they are sent, and sent under a nonce of their own, so that one that was interrupted is not posted twice.
 */
export function startNoticeLoop(context: WorkerContext): Loop {
  const { notices, clock, logger } = context;
  const memory = { failures: new Map<number, number>(), shut: createShutChannels(context.random) };
  const attendGuild = async (owed: readonly Notice[], signal: AbortSignal): Promise<void> => {
    let told = 0;
    for (const notice of owed) {
      if (signal.aborted || told === MESSAGES_PER_GUILD) return;
      const how = await attend(context, notice, memory);
      if (how === 'failed') return;
      if (how === 'told') told += 1;
    }
  };
  return startLoop({
    name: 'notices',
    clock,
    logger,
    turn: async (signal) => {
      const due = await notices.due(clock.now(), BATCH);
      const guilds = [...Map.groupBy(due, ({ guildId }) => guildId).values()].reverse();
      const workers = Array.from({ length: GUILDS_AT_ONCE }, async () => {
        for (let guild = guilds.pop(); guild; guild = guilds.pop()) await attendGuild(guild, signal);
      });
      await Promise.all(workers);
      return IDLE_MS;
    },
  });
}

async function attend(context: WorkerContext, notice: Notice, memory: Memory): Promise<Attended> {
  const { clock } = context;
  const { failures, shut } = memory;
  let channelId: string | undefined;
  try {
    channelId = await channelOf(context, notice);
    const closed = channelId === undefined ? undefined : shut.find(channelId, clock.now());
    if (closed) return await awaitAccess(context, notice, closed);
    const sent = await send(context, notice, channelId);
    if (sent && channelId !== undefined) shut.accepted(channelId);
  } catch (error) {
    const problem = postProblem(error);
    const { kind } = notice;
    const told = { ...aboutOf(notice), problem, reason: errorText(error) };
    // Who takes no direct messages finds out by looking.
    if (problem === 'message-gone' || (problem === 'no-access' && kind === 'entry-out')) {
      await giveUp(context, notice, told);
    } else if (problem === 'no-access' && channelId !== undefined) {
      return awaitAccess(context, notice, shut.refused(channelId, clock.now()), told);
    } else {
      const attempts = (failures.get(notice.id) ?? 0) + 1;
      if (attempts < MAX_ATTEMPTS) {
        failures.set(notice.id, attempts);
        const wait = backoffMs(attempts, context.random.fraction(), RETRY);
        await postpone(context, notice, clock.now() + wait, { ...told, attempts });
        return 'failed';
      }
      await giveUp(context, notice, { ...told, attempts });
    }
  }
  failures.delete(notice.id);
  return 'told';
}

/** What may not be posted waits with its channel, and is given up in the end. */
async function awaitAccess(
  context: WorkerContext,
  notice: Notice,
  { since, until }: ShutChannel,
  told?: object,
): Promise<Attended> {
  // Every message gets a whole day, and none is given up because the bot was not running.
  const shutForMs = context.clock.now() - Math.max(notice.createdAt, since);
  if (shutForMs >= SHUT_FOR_MAX_MS) await giveUp(context, notice, told ?? aboutOf(notice));
  else await postpone(context, notice, until, told);
  return 'waits';
}

/** @param told of a failure; absent where nothing was tried */
async function postpone({ notices, logger }: WorkerContext, notice: Notice, until: number, told?: object) {
  if (told) logger.info(told, 'moderators could not be told yet');
  await notices.postpone(notice.id, until);
}

async function giveUp({ notices, logger }: WorkerContext, notice: Notice, told: object) {
  logger.warn(told, 'moderators could not be told');
  await notices.done(notice.id);
}

const aboutOf = ({ id, guildId, kind, subjectId }: Notice) => ({
  noticeId: id,
  guildId,
  kind,
  subject: subjectId,
});

/** @returns whether there was something to send */
async function send(context: WorkerContext, notice: Notice, channelId: string | undefined): Promise<boolean> {
  const { notices, poster, logger } = context;
  let message = await noticeMessage(context, notice);
  let at = placeOf(notice);
  if (!message || channelId === undefined) {
    logger.debug({ noticeId: notice.id, guildId: notice.guildId }, 'nobody is to be told of it');
    await notices.done(notice.id);
    return false;
  }
  for (;;) {
    if (at) {
      await poster.editCard(at.channelId, at.messageId, message);
      await notices.done(notice.id);
    } else {
      at = { channelId, messageId: await poster.postCard(channelId, message, nonceOf(notice)) };
      await notices.posted(notice.id, at);
    }
    // What it tells of may have changed while it was on its way.
    const now = await noticeMessage(context, notice);
    if (!now || cardHash(now) === cardHash(message)) return true;
    message = now;
  }
}

/** At most 25 characters. */
const nonceOf = ({ id, createdAt }: Notice): string => `n${id.toString(36)}-${createdAt.toString(36)}`;
