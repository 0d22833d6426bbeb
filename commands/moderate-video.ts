import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type MessageComponentInteraction,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import type { Entry } from '../src/challenges/challenge.ts';
import type { ChallengeStore } from '../src/challenges/challenge-store.ts';
import { cardLink, resultLink } from '../src/discord/card.ts';
import type { PostedEntries } from '../src/discord/challenges/posted-entries.ts';
import { namesAreShown } from '../src/discord/challenges/shown-texts.ts';
import type { MessageCommand } from '../src/discord/command.ts';
import type { Directory } from '../src/discord/directory.ts';
import { fullPrompt } from '../src/discord/full-prompt.ts';
import { renderModerate } from '../src/discord/moderate-view.ts';
import { relativeTime } from '../src/discord/text.ts';
import type { Job } from '../src/jobs/job.ts';
import type { JobStore } from '../src/jobs/job-store.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import type { Block, BlockStore } from '../src/moderation/block.ts';
import type { CaseStore } from '../src/moderation/case.ts';
import type { SettingsStore } from '../src/moderation/settings-store.ts';
import { createResultDeeds, notPosted, type ResultDeedsOptions } from './around/result-deeds.ts';
import { noteLook } from './veo-challenge/reveal.ts';
import type { Moderator } from './veo-mod/group.ts';
import { requireRank } from './veo-mod/rank.ts';
import { requireModerator } from './veo-mod.ts';

export interface ModerateVideoOptions extends ResultDeedsOptions {
  store: ResultDeedsOptions['store'] & Pick<JobStore, 'find' | 'byMessage'>;
  blocks: Pick<BlockStore, 'active' | 'block'>;
  settings: Pick<SettingsStore, 'of'>;
  challenges: Pick<ChallengeStore, 'find'>;
  postedEntries: Pick<PostedEntries, 'shownBy'>;
  cases: ResultDeedsOptions['cases'] & Pick<CaseStore, 'record'>;
  directory: Pick<Directory, 'guild' | 'member'>;
}

type Pressed = MessageComponentInteraction<'raw' | 'cached'>;

const BLOCK_MS = 24 * 3_600_000;

/** **Moderate video**, in the menu of a message, and the buttons of what it shows. */
export function createModerateVideoCommand(options: ModerateVideoOptions): MessageCommand {
  const { store, blocks, reports, settings, challenges, postedEntries, directory, clock } = options;
  const deeds = createResultDeeds(options);

  const knownJob = async ({ guildId }: Pressed, jobId: number): Promise<Job> => {
    const job = await store.find(jobId);
    if (job?.guildId === guildId) return job;
    throw new ExpectedError('no-such-job', 'I do not know this video any more.');
  };

  /** What a button does may take longer than Discord waits for an answer: it is told first that one follows. */
  const begin = async (interaction: Pressed): Promise<Moderator> => {
    const moderator = await requireModerator(settings, interaction);
    await interaction.deferUpdate();
    return moderator;
  };
  /** Shows the panel as it is now, and what was done. */
  const end = async (interaction: Pressed, jobId: number, text: string): Promise<void> => {
    const panel = renderModerate(await knownJob(interaction, jobId));
    await interaction.editReply({
      ...panel,
      content: `${panel.content}\n${text}`,
      allowedMentions: { parse: [] },
    });
  };

  /** A video whose author the moderator may act on, and which is there. */
  const postedJob = async (interaction: Pressed, jobId: number, moderator: Moderator): Promise<Job> => {
    const job = await knownJob(interaction, jobId);
    if (job.userId !== moderator.userId) await requireRank(directory, moderator, job.userId);
    if (job.resultMessageId === undefined || job.removedAt !== undefined) throw notPosted();
    return job;
  };

  /** The panel names the author, whom the entry perhaps does not. @returns what is to be said of it */
  const noteIfHidden = async (moderator: Moderator, entry: Entry): Promise<string | undefined> => {
    const challenge = await challenges.find(entry.challengeId);
    if (!challenge || namesAreShown(challenge)) return undefined;
    return noteLook(options, moderator, challenge, `who is behind Entry ${entry.number}`);
  };

  const setSpoiler = async (interaction: Pressed, jobId: number, spoiler: boolean): Promise<void> => {
    const moderator = await begin(interaction);
    const job = await postedJob(interaction, jobId, moderator);
    const done = await deeds.setSpoiler(job, spoiler, { as: 'moderator', userId: moderator.userId });
    await end(interaction, jobId, done);
  };

  const remove = async (interaction: Pressed, jobId: number, giveBack: boolean): Promise<void> => {
    const moderator = await begin(interaction);
    const job = await postedJob(interaction, jobId, moderator);
    const done = await deeds.remove(job, { as: 'moderator', userId: moderator.userId }, giveBack);
    await end(interaction, jobId, done);
  };

  const block = async (interaction: Pressed, jobId: number): Promise<void> => {
    const moderator = await begin(interaction);
    const job = await knownJob(interaction, jobId);
    await requireRank(directory, moderator, job.userId);
    const now = clock.now();
    const until = now + BLOCK_MS;
    const known = await blocks.active(job.guildId, job.userId, now);
    // A moderator who blocked for longer had a reason for it.
    if (known && (known.until ?? Number.POSITIVE_INFINITY) >= until) throw blockedLonger(known);
    const reason = `Video #${jobId}`;
    const made = await blocks.block(
      { guildId: job.guildId, userId: job.userId, reason, byId: moderator.userId, since: now, until },
      { kind: 'block', actorId: moderator.userId, targetId: job.userId, jobId, reason, until },
      now,
    );
    await reports.settleAllOf(jobId, moderator.userId, now);
    const before = known ? `blocked ${untilText(known)}` : 'not blocked';
    const after = `blocked ${untilText({ until })}`;
    await end(interaction, jobId, `<@${job.userId}>: ${before} → ${after}. Case ${made.number}.`);
  };

  return {
    data: {
      name: 'Moderate video',
      type: ApplicationCommandType.Message,
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
      default_member_permissions: String(PermissionFlagsBits.ManageMessages),
    },

    execute: async (interaction) => {
      const moderator = await requireModerator(settings, interaction);
      const { guildId, targetId } = interaction;
      const entry = await postedEntries.shownBy(guildId, targetId);
      const job = entry ? await store.find(entry.jobId) : await store.byMessage(guildId, targetId);
      if (!job) {
        throw new ExpectedError(
          'not-a-video',
          'This is not a video of mine: use this on a video or its card.',
        );
      }
      const panel = renderModerate(job);
      const noted = entry && (await noteIfHidden(moderator, entry));
      await interaction.reply({
        ...panel,
        content: noted === undefined ? panel.content : `${panel.content}\n${noted}`,
        flags: MessageFlags.Ephemeral,
        allowedMentions: { parse: [] },
      });
    },

    components: {
      'mod-spoiler': (interaction, jobId) => setSpoiler(interaction, jobId, true),
      'mod-unspoiler': (interaction, jobId) => setSpoiler(interaction, jobId, false),
      'mod-remove': (interaction, jobId) => remove(interaction, jobId, false),
      'mod-remove-refund': (interaction, jobId) => remove(interaction, jobId, true),
      'mod-block': block,
      'mod-show': async (interaction, jobId) => {
        await requireModerator(settings, interaction);
        const job = await knownJob(interaction, jobId);
        const { content, files } = fullPrompt(job);
        await interaction.reply({
          content: `By <@${job.userId}>, ${relativeTime(job.createdAt)}${linkOf(job)}\n${content}`,
          files,
          flags: MessageFlags.Ephemeral,
          allowedMentions: { parse: [] },
        });
      },
    },
  };
}

/** The video, else its card, if there is one. */
function linkOf(job: Job): string {
  if (job.resultMessageId !== undefined && job.removedAt === undefined) return ` · ${resultLink(job)}`;
  return job.cardMessageId === undefined ? '' : ` · ${cardLink(job)}`;
}

const untilText = ({ until }: Pick<Block, 'until'>): string =>
  until === undefined ? 'without an end' : `until <t:${Math.round(until / 1_000)}:f>`;

const blockedLonger = (known: Block): ExpectedError =>
  new ExpectedError(
    'blocked-already',
    `<@${known.userId}> is blocked ${untilText(known)} already: nothing changed. \`/veo-mod user block\` sets another end.`,
  );
