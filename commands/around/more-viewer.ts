import type { MessageComponentInteraction } from 'discord.js';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { takesEntries } from '../../src/challenges/entry-rules.ts';
import { orderingMember } from '../../src/discord/asking-member.ts';
import type { Directory } from '../../src/discord/directory.ts';
import type { ResultViewer } from '../../src/discord/more-view.ts';
import { isModerator } from '../../src/jobs/asking-member.ts';
import { isUnapproved, type Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { GuildSettings } from '../../src/moderation/guild-settings.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import { inSight } from '../veo-challenge/in-sight.ts';
import { requireRank } from '../veo-mod/rank.ts';
import type { Doer } from './result-deeds.ts';

export interface MoreViewerOptions {
  store: Pick<JobStore, 'find'>;
  settings: Pick<SettingsStore, 'of'>;
  directory: Pick<Directory, 'guild' | 'member' | 'channel'>;
  challenges: Pick<ChallengeStore, 'ofGuild'>;
  clock: Clock;
}

const OPEN_MAX = 25;

export type Pressed = MessageComponentInteraction<'raw' | 'cached'>;

export interface Viewed {
  job: Job;
  house: GuildSettings;
  viewer: ResultViewer;
  /** Whether this viewer, its author, sees a challenge that takes entries now. */
  mayEnter: boolean;
}

/** A video that somebody has pressed a button of, and who they are to it: by its row and their permissions now. */
export async function viewedBy(
  options: MoreViewerOptions,
  interaction: Pressed,
  jobId: number,
): Promise<Viewed> {
  const { store, settings } = options;
  const { guildId, user } = interaction;
  const job = await store.find(jobId);
  if (job?.guildId !== guildId) {
    throw new ExpectedError('no-such-job', 'I do not know this video any more.');
  }
  const house = await settings.of(guildId);
  if (user.id !== job.userId) return { job, house, viewer: othersRole(interaction, house), mayEnter: false };
  return { job, house, viewer: 'author', mayEnter: await seesOpen(options, interaction) };
}

async function seesOpen(options: MoreViewerOptions, interaction: Pressed): Promise<boolean> {
  const { challenges, clock } = options;
  const open = await challenges.ofGuild(interaction.guildId, ['open'], OPEN_MAX);
  const taking = open.filter((challenge) => takesEntries(challenge, clock.now()));
  try {
    return (await inSight(options, interaction, taking)).length > 0;
  } catch (error) {
    // What else can be done with the video does not wait until Discord tells who sees what.
    if (error instanceof ExpectedError) return false;
    throw error;
  }
}

const othersRole = (interaction: Pressed, house: GuildSettings): ResultViewer =>
  isModerator(orderingMember(interaction), house) ? 'moderator' : 'other';

/**
 * The same for a video that is posted.
 * @throws ExpectedError for one that is removed, not finished, or not for this viewer's eyes
 */
export async function postedViewedBy(
  options: MoreViewerOptions,
  interaction: Pressed,
  jobId: number,
): Promise<Viewed> {
  const viewed = await viewedBy(options, interaction, jobId);
  const { job, viewer } = viewed;
  if (job.removedAt !== undefined) {
    const who = job.removedById === job.userId ? 'Its author has deleted' : 'A moderator has removed';
    throw new ExpectedError('removed', `${who} this video: there is nothing left to do with it.`);
  }
  if (isUnapproved(job) && viewer === 'other') {
    throw new ExpectedError(
      'unapproved',
      'This video waits for a moderator: only its author and moderators may look at it.',
    );
  }
  if (job.state !== 'delivered') {
    throw new ExpectedError('not-posted', 'This video is not posted: its card says how it stands.');
  }
  return viewed;
}

/**
 * On whose behalf a video is changed.
 * @throws ExpectedError for those who are neither its author nor a moderator above them
 */
export async function doerOf(
  { directory }: MoreViewerOptions,
  interaction: Pressed,
  { job, viewer }: Viewed,
): Promise<Doer> {
  switch (viewer) {
    case 'author':
      return { as: 'author' };
    case 'moderator': {
      const { userId, roleIds } = orderingMember(interaction);
      await requireRank(directory, { guildId: job.guildId, userId, roleIds }, job.userId);
      return { as: 'moderator', userId };
    }
    case 'other':
      throw new ExpectedError('not-yours', `Only <@${job.userId}> or a moderator can change this video.`);
  }
}
