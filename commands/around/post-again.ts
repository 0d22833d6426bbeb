import type { MessageComponentInteraction } from 'discord.js';
import type { Answers, Place } from '../../src/discord/command.ts';
import type { Directory } from '../../src/discord/directory.ts';
import { isPostable, shownLink } from '../../src/discord/history-view.ts';
import { deferPrivately } from '../../src/discord/private-answer.ts';
import { refusalText } from '../../src/discord/refusal-text.ts';
import { deliverAgain } from '../../src/jobs/deliver-again.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { Reposts } from '../../src/jobs/result-copies.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { BlockStore } from '../../src/moderation/block.ts';
import { checkPlace } from '../../src/moderation/house-rules.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import { orderPlace, requirePostingHere } from '../ordering.ts';
import { requireModerator } from '../veo-mod.ts';
import { isAgeRestricted } from './derived-place.ts';

export interface PostAgainOptions {
  store: Pick<JobStore, 'find' | 'move'>;
  settings: Pick<SettingsStore, 'of'>;
  blocks: Pick<BlockStore, 'active'>;
  reposts: Pick<Reposts, 'postAgain'>;
  directory: Pick<Directory, 'channel'>;
  clock: Clock;
  /** Called after a job was queued or cancelled. */
  onJobsChanged: () => void;
}

type Pressed = MessageComponentInteraction<'raw' | 'cached'>;

/** The menu of `/veo-history`: posts a video where the command was used, again or, when it could not be posted before, at last. */
export function createPostAgain(options: PostAgainOptions): Answers {
  const { store, settings, blocks, reposts, directory, clock, onJobsChanged } = options;

  /** @throws ExpectedError when there is nothing to post, or it is not theirs to post */
  const postableJob = async (interaction: Pressed, jobId: number): Promise<Job> => {
    const job = await store.find(jobId);
    if (job?.guildId !== interaction.guildId) throw unknownVideo();
    if (job.userId !== interaction.user.id) await requireModerator(settings, interaction);
    if (!isPostable(job)) throw notPostable(job);
    return job;
  };

  /** @throws ExpectedError where, or to whom, the server does not allow it */
  const checkHere = async (interaction: Pressed, place: Place): Promise<void> => {
    requirePostingHere(interaction, place);
    const { guildId, channelId } = interaction;
    const block = await blocks.active(guildId, interaction.user.id, clock.now());
    if (block) throw new ExpectedError('blocked', refusalText({ kind: 'blocked', block }, undefined));
    const house = await settings.of(guildId);
    const here = orderPlace(channelId, place);
    checkPlace(house, { ...here, ageRestricted: await isAgeRestricted(directory, house, here) });
  };

  /** @returns what there is to say of it */
  const postHere = async (interaction: Pressed, job: Job, place: Place): Promise<string> => {
    const { channelId, user } = interaction;
    await checkHere(interaction, place);
    await interaction.editReply(`Posting video #${job.id} here …`);
    const { messageId, wasThere } = await reposts.postAgain(job, channelId, user.id);
    const link = shownLink(job, { channelId, messageId });
    return wasThere ? `Video #${job.id} is in this channel already: ${link}` : `Posted again: ${link}`;
  };

  /** The channel that it was for may be gone for good: this one takes its place. */
  const deliverHere = async (interaction: Pressed, job: Job, place: Place): Promise<string> => {
    await checkHere(interaction, place);
    await deliverAgain(store, clock, job, interaction.channelId);
    onJobsChanged();
    return `Video #${job.id} follows here.`;
  };

  return {
    components: {
      'history-post': async (interaction, _, { place }) => {
        const jobId = interaction.isStringSelectMenu() ? Number(interaction.values[0]) : Number.NaN;
        if (!Number.isSafeInteger(jobId)) throw unknownVideo();
        await deferPrivately(interaction);
        try {
          const job = await postableJob(interaction, jobId);
          const content =
            job.state === 'undeliverable'
              ? await deliverHere(interaction, job, place)
              : await postHere(interaction, job, place);
          await interaction.editReply({ content, allowedMentions: { parse: [] } });
        } catch (error) {
          // Why not is said in a message of its own: this one would go on saying that it is being posted.
          await interaction.deleteReply().catch(() => undefined);
          throw error;
        }
      },
    },
  };
}

const unknownVideo = (): ExpectedError =>
  new ExpectedError('no-such-job', 'I do not know this video any more: open `/veo-history` anew.');

function notPostable(job: Job): ExpectedError {
  if (job.removedAt !== undefined) {
    const who = job.removedById === job.userId ? 'Its author' : 'A moderator';
    return new ExpectedError('removed', `${who} took this video away: it is not posted again.`);
  }
  if (job.purgedAt !== undefined) {
    return new ExpectedError('purged', 'This video was deleted with its prompt: there is nothing to post.');
  }
  return new ExpectedError(
    'no-video',
    'There is no finished video to post: `/veo-history` shows how it stands.',
  );
}
