import { cardHash } from '../discord/card.ts';
import { postProblem } from '../discord/post-error.ts';
import { backoffMs } from '../lib/backoff.ts';
import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import type { GuildSettings } from '../moderation/guild-settings.ts';
import type { Notice } from '../moderation/notice.ts';
import type { WorkerContext } from './context.ts';
import { noticeMessage } from './notice-message.ts';

const IDLE_MS = 2_000;
const BATCH = 500;
/** Discord lets a bot post about five messages in five seconds in one channel. */
const MESSAGES_PER_GUILD = 5;
const GUILDS_AT_ONCE = 4;
const RETRY = { baseMs: 5_000, maxMs: 10 * 60_000 };
/** About a day: so long moderators have to give the bot back its access to the log. */
const MAX_ATTEMPTS = 150;

/**
 * Posts the messages that are owed to moderators, and edits them when what they tell of has changed. They are rendered from
 * the database when they are sent, and sent under a nonce of their own, so that one that was interrupted is not posted twice.
 */
export function startNoticeLoop(context: WorkerContext): Loop {
  const { notices, clock, logger } = context;
  const failures = new Map<number, number>();
  return startLoop({
    name: 'notices',
    clock,
    logger,
    turn: async (signal) => {
      const due = await notices.due(clock.now(), BATCH);
      const guilds = [...Map.groupBy(due, ({ guildId }) => guildId).values()].reverse();
      const workers = Array.from({ length: GUILDS_AT_ONCE }, async () => {
        for (let guild = guilds.pop(); guild; guild = guilds.pop()) {
          for (const notice of guild.slice(0, MESSAGES_PER_GUILD)) {
            if (signal.aborted) return;
            // What comes after one that failed waits for the next turn: the log is to be in order where it can.
            if (!(await attend(context, notice, failures))) break;
          }
        }
      });
      await Promise.all(workers);
      return IDLE_MS;
    },
  });
}

/** @returns false when it failed and is tried again later */
async function attend(
  context: WorkerContext,
  notice: Notice,
  failures: Map<number, number>,
): Promise<boolean> {
  const { notices, clock, random, logger, onUnauthorized } = context;
  const about = {
    noticeId: notice.id,
    guildId: notice.guildId,
    kind: notice.kind,
    subject: notice.subjectId,
  };
  try {
    await send(context, notice);
  } catch (error) {
    const problem = postProblem(error);
    const attempts = (failures.get(notice.id) ?? 0) + 1;
    // Who takes no direct messages finds out by looking.
    const isUnwanted = notice.kind === 'entry-out' && problem === 'no-access';
    const isLost = isUnwanted || problem === 'message-gone' || attempts >= MAX_ATTEMPTS;
    const told = { ...about, problem, attempts, reason: errorText(error) };
    if (problem === 'unauthorized') {
      onUnauthorized(new Error('Discord does not accept the token', { cause: error }));
    }
    if (!isLost) {
      logger.info(told, 'moderators could not be told yet');
      failures.set(notice.id, attempts);
      await notices.postpone(notice.id, clock.now() + backoffMs(attempts, random.fraction(), RETRY));
      return false;
    }
    logger.warn(told, 'moderators could not be told');
    await notices.done(notice.id);
  }
  failures.delete(notice.id);
  return true;
}

async function send(context: WorkerContext, notice: Notice): Promise<void> {
  const { notices, poster, settings, logger } = context;
  let message = await noticeMessage(context, notice);
  let at = placeOf(notice);
  const channelId = at?.channelId ?? (await channelFor(context, notice, await settings.of(notice.guildId)));
  if (!message || channelId === undefined) {
    logger.debug({ noticeId: notice.id, guildId: notice.guildId }, 'nobody is to be told of it');
    await notices.done(notice.id);
    return;
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
    if (!now || cardHash(now) === cardHash(message)) return;
    message = now;
  }
}

const placeOf = ({ channelId, messageId }: Notice) =>
  channelId === undefined || messageId === undefined ? undefined : { channelId, messageId };

/** Where a server wants it; in its other channel when that one is not set. */
async function channelFor(
  { challenges, poster }: WorkerContext,
  { kind, subjectId }: Notice,
  { logChannelId, moderatorsChannelId, notify }: GuildSettings,
): Promise<string | undefined> {
  switch (kind) {
    case 'held':
    case 'entry':
      return moderatorsChannelId ?? logChannelId;
    case 'entry-out': {
      const author = notify === 'silent' ? undefined : (await challenges.entry(subjectId))?.userId;
      return author && poster.directChannel(author);
    }
    case 'case':
    case 'budget':
    case 'report':
    case 'series-late':
      return logChannelId ?? moderatorsChannelId;
  }
}

/** At most 25 characters. */
const nonceOf = ({ id, createdAt }: Notice): string => `n${id.toString(36)}-${createdAt.toString(36)}`;
