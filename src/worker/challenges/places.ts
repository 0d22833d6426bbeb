import type { Challenge } from '../../challenges/challenge.ts';
import { LIVE_PHASES } from '../../challenges/phases.ts';
import type { Placed } from '../../discord/board.ts';
import { EVERYBODY, seesChannel } from '../../discord/channel-sight.ts';
import { postProblem } from '../../discord/post-error.ts';
import type { EventDetails, ScheduledEvent } from '../../discord/scheduled-events.ts';
import { oneLine } from '../../discord/text.ts';
import { errorText } from '../../lib/errors.ts';
import type { WorkerContext } from '../context.ts';
import { placed } from './post-places.ts';

/** Discord takes no event that has begun: one that is to begin at once begins so much later. */
const EVENT_START_MS = 60_000;

/**
 * Sees to what a challenge has in its server besides its messages: the thread under the announcement, and the entry in the
 * list of events, which goes along with its times and its end. Called whenever the announcement was posted, edited or looked
 * for: what is refused is tried again then, and keeps nothing else waiting.
 */
export async function keepPlaces(context: WorkerContext, challengeId: number): Promise<void> {
  const { challenges, challengePosts } = context;
  const challenge = await challenges.find(challengeId);
  const posts = await challengePosts.ofChallenge(challengeId);
  const announcement = posts.find(({ kind }) => kind === 'announcement');
  const at = announcement && placed(announcement);
  if (!challenge || !at) return;
  await attempt(context, challenge, 'thread', () => keepThread(context, challenge, at));
  await attempt(context, challenge, 'event', () => keepEvent(context, challenge));
}

async function attempt(
  { logger }: WorkerContext,
  { id: challengeId, guildId }: Challenge,
  what: 'thread' | 'event',
  deed: () => Promise<void>,
): Promise<void> {
  try {
    await deed();
  } catch (error) {
    const about = { challengeId, guildId, what, problem: postProblem(error), reason: errorText(error) };
    logger.warn(about, 'a challenge does not get its thread or event yet');
  }
}

const isLive = ({ phase }: Challenge): boolean => LIVE_PHASES.some((live) => live === phase);

async function keepThread(
  { challenges, poster, logger }: WorkerContext,
  challenge: Challenge,
  { channelId, messageId }: Placed,
): Promise<void> {
  const { id, guildId, title, settings, threadId } = challenge;
  if (!settings.thread || threadId !== undefined || !isLive(challenge)) return;
  // In a forum the announcement is a post of its own, which is the thread.
  const made =
    channelId === challenge.channelId
      ? await poster.threadUnder(channelId, messageId, oneLine(title))
      : channelId;
  if (made === undefined)
    logger.warn({ challengeId: id, guildId, channelId }, 'a challenge gets no thread here');
  else await challenges.threadMade(id, made);
}

async function keepEvent(context: WorkerContext, challenge: Challenge): Promise<void> {
  const { challenges, scheduledEvents, directory, clock } = context;
  const { id, guildId, channelId, settings, schedule, scheduledEventId } = challenge;
  const isPast = schedule.votesUntil <= clock.now() + EVENT_START_MS;
  // The whole server sees events: what not everybody may know of a challenge does not go there.
  const isPublic = () => seesChannel(directory, guildId, EVERYBODY, channelId);
  if (scheduledEventId === undefined) {
    if (!settings.scheduledEvent || !isLive(challenge) || isPast || !(await isPublic())) return;
    const details = await detailsOf(context, challenge);
    const made = await findMade(context, challenge, details);
    await challenges.eventMade(id, made?.id ?? (await scheduledEvents.create(guildId, details)));
    return;
  }
  const event = await scheduledEvents.find(guildId, scheduledEventId);
  // Somebody has deleted it, or it is over: both are left as they are.
  if (!event || event.state === 'finished') return;
  if (!isLive(challenge)) return scheduledEvents.end(guildId, event);
  if (isPast || !(await isPublic())) return;
  const details = await detailsOf(context, challenge);
  const startsAt = details.startsAt === schedule.opensAt ? schedule.opensAt : event.startsAt;
  await scheduledEvents.change(guildId, event, { ...details, startsAt });
}

/** One that was made, though its making was interrupted before it was known. */
async function findMade(
  { scheduledEvents }: WorkerContext,
  { guildId }: Challenge,
  { name, endsAt }: EventDetails,
): Promise<ScheduledEvent | undefined> {
  const own = await scheduledEvents.own(guildId);
  return own.find((event) => event.name === name && event.endsAt === endsAt);
}

async function detailsOf(
  { directory, clock }: WorkerContext,
  { guildId, channelId, title, theme, schedule }: Challenge,
): Promise<EventDetails> {
  const server = (await directory.guild(guildId))?.name;
  const channel = (await directory.channel(channelId))?.name;
  return {
    name: oneLine(title),
    description: oneLine(theme),
    location:
      [channel === undefined ? undefined : `#${channel}`, server].filter(Boolean).join(' · ') || 'Discord',
    startsAt: Math.max(schedule.opensAt, clock.now() + EVENT_START_MS),
    endsAt: schedule.votesUntil,
  };
}
