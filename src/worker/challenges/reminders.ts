import { createHash } from 'node:crypto';
import type { Challenge } from '../../challenges/challenge.ts';
import { dueReminder, type Reminder, wasToldLately } from '../../challenges/reminders.ts';
import { reminderText } from '../../discord/challenges/phase-post.ts';
import { seesChannel } from '../../discord/channel-sight.ts';
import { postProblem } from '../../discord/post-error.ts';
import { wordsOfGuild } from '../../discord/words/index.ts';
import { errorText } from '../../lib/errors.ts';
import { type Loop, startLoop } from '../../lib/loop.ts';
import type { WorkerContext } from '../context.ts';
import { placed } from './post-places.ts';

const IDLE_MS = 30_000;
/** About one direct message a second: Discord takes bots that open many at once for spam. */
const BATCH = 10;
const BETWEEN_BATCHES_MS = 10_000;
const AHEAD_MS = 24 * 3_600_000;
const CHALLENGES_MAX = 1_000;
const NONCE_LENGTH = 24;

/**
 * The member who was tried last, by challenge and close, as long as some behind them were not: whoever cannot be written to at
 * the moment is tried again after all others.
 */
type Reached = Map<string, string>;

/** Tells of closes that are near: once in public, and once to each member who asked for it. */
export function startReminderLoop(context: WorkerContext): Loop {
  const { challenges, clock, logger } = context;
  const reached: Reached = new Map();
  return startLoop({
    name: 'challenge reminders',
    clock,
    logger,
    turn: async (signal) => {
      let told = 0;
      for (const challenge of await challenges.due(clock.now() + AHEAD_MS, CHALLENGES_MAX)) {
        if (signal.aborted) break;
        const reminder = dueReminder(challenge, clock.now());
        if (!reminder || !(await isOwed(context, challenge, reminder))) continue;
        told += await tellMembers({ ...context, reached }, challenge, reminder, BATCH - told, signal);
        if (told >= BATCH) return BETWEEN_BATCHES_MS;
      }
      return IDLE_MS;
    },
  });
}

/** Owes the public reminder. @returns false when members were told of this close a short while ago */
async function isOwed(
  { challengePosts, clock }: WorkerContext,
  { id }: Challenge,
  reminder: Reminder,
): Promise<boolean> {
  const earlier = (await challengePosts.ofChallenge(id)).filter(({ kind }) => kind === 'reminder');
  if (wasToldLately(reminder, earlier, clock.now())) return false;
  const post = { challengeId: id, kind: 'reminder', subjectId: reminder.subjectId } as const;
  await challengePosts.owe(post, clock.now());
  return true;
}

/** @returns how many were told, or tried */
async function tellMembers(
  context: WorkerContext & { reached: Reached },
  challenge: Challenge,
  { close, subjectId }: Reminder,
  limit: number,
  signal: AbortSignal,
): Promise<number> {
  const { reminders, settings, challengePosts, logger, reached } = context;
  const closeId = String(subjectId);
  const turn = `${challenge.id}:${closeId}`;
  const members = await reminders.toTell(challenge.id, closeId, limit, reached.get(turn));
  const last = members.at(-1);
  if (last === undefined || members.length < limit) reached.delete(turn);
  else reached.set(turn, last);
  if (members.length === 0) return 0;
  const words = await wordsOfGuild(settings, challenge.guildId);
  const posts = await challengePosts.ofChallenge(challenge.id);
  const announcement = posts.find(({ kind }) => kind === 'announcement');
  const place = announcement && placed(announcement);
  const text = reminderText(challenge, close, { words, announcement: place });
  for (const userId of members) {
    if (signal.aborted) break;
    try {
      if (await isConcerned(context, challenge, userId)) {
        await send(context, userId, text, nonceOf(challenge.id, subjectId, userId));
      }
    } catch (error) {
      const about = { challengeId: challenge.id, userId, reason: errorText(error) };
      // Who takes no direct messages is asked for none again.
      if (postProblem(error) !== 'no-access') {
        logger.info(about, 'a member could not be reminded yet');
        continue;
      }
      logger.debug(about, 'a member takes no reminders');
    }
    await reminders.told(challenge.id, closeId, userId);
  }
  return members.length;
}

/** Who has left, or does not see the challenge's channel any more, is not to hear of it. */
async function isConcerned(
  { directory }: WorkerContext,
  { guildId, channelId }: Challenge,
  userId: string,
): Promise<boolean> {
  const member = await directory.member(guildId, userId);
  return member !== undefined && (await seesChannel(directory, guildId, member, channelId));
}

async function send(
  { poster }: WorkerContext,
  userId: string,
  content: string,
  nonce: string,
): Promise<void> {
  const channelId = await poster.directChannel(userId);
  await poster.postResult(channelId, { content, components: [], pings: [] }, { nonce });
}

/** The same again after an interruption, so that Discord makes one message of both. */
const nonceOf = (challengeId: number, subjectId: number, userId: string): string =>
  createHash('sha256')
    .update(`${challengeId}:${subjectId}:${userId}`)
    .digest('base64url')
    .slice(0, NONCE_LENGTH);
