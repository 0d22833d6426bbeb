import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { takesEntries } from '../../src/challenges/entry-rules.ts';
import { type Entering, entryForm, readEntering } from '../../src/discord/challenges/entry-form.ts';
import { renderReceipt } from '../../src/discord/challenges/entry-view.ts';
import { refuseObjections } from '../../src/discord/challenges/objection-text.ts';
import { cut, oneLine } from '../../src/discord/text.ts';
import { requireAllowedTexts } from '../../src/jobs/approval.ts';
import type { HistoryStore } from '../../src/jobs/history.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { BlockStore } from '../../src/moderation/block.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import { chancesOf, liveOnes, objectionsTo } from './entry-checks.ts';
import { inSight, requireInSight, type SightOptions } from './in-sight.ts';
import { namedVideo } from './named-video.ts';
import { notEntered, notTaking } from './not-entered.ts';
import type { ChallengePart } from './part.ts';
import { participantOf } from './participant.ts';

export interface EnterOptions extends SightOptions {
  challenges: Pick<ChallengeStore, 'ofGuild' | 'find' | 'entriesOf' | 'enter'>;
  store: Pick<JobStore, 'find' | 'byMessage'>;
  history: Pick<HistoryStore, 'page'>;
  blocks: Pick<BlockStore, 'active'>;
  filters: PromptFilters;
  clock: Clock;
}

type Opening = ChatInputCommandInteraction<'raw' | 'cached'> | MessageComponentInteraction<'raw' | 'cached'>;
type Submitted = ModalSubmitInteraction<'raw' | 'cached'>;

const CHOICES_MAX = 25;
const CHOICE_NAME_MAX_LENGTH = 100;

/**
 * `/veo-challenge enter` and the button **Enter** under results: a form, then a receipt. Everything is checked when the form
 * opens and again when it comes back.
 */
export function createEnter(options: EnterOptions): ChallengePart {
  const { challenges, store, history, blocks, filters, clock } = options;

  const openForm = async (interaction: Opening, job: Job): Promise<void> => {
    const now = clock.now();
    const who = await participantOf(blocks, interaction, now);
    const live = await inSight(options, interaction, await liveOnes(challenges, interaction.guildId));
    const chances = await chancesOf(challenges, live, { job, who, now });
    await interaction.showModal(entryForm(job.id, chances));
  };

  /** @throws ExpectedError with everything that stands against it */
  const enter = async (interaction: Submitted, job: Job, challenge: Challenge, entering: Entering) => {
    const now = clock.now();
    const who = await participantOf(blocks, interaction, now);
    if (!takesEntries(challenge, now)) throw notTaking(challenge, now);
    refuseObjections('This video cannot enter', challenge, objectionsTo(challenge, job, who, now));
    await requireAllowedTexts(filters, job.guildId, [entering.title]);
    const before = await challenges.entriesOf(challenge.id, who.userId);
    const result = await challenges.enter(
      {
        challengeId: challenge.id,
        userId: who.userId,
        jobId: job.id,
        title: entering.title,
        state: challenge.settings.reviewHours === undefined ? 'accepted' : 'waiting',
        replaces: entering.replaces,
      },
      now,
    );
    if (result.kind !== 'entered') throw notEntered(result, challenge, now);
    const replaced = before.find(({ id }) => id === entering.replaces);
    const isSwapped = replaced !== undefined && replaced.number === result.entry.number;
    return renderReceipt(challenge, result.entry, isSwapped ? replaced : undefined);
  };

  return {
    subcommands: [
      {
        data: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'enter',
          description: 'Enter a video of yours into a challenge',
          options: [
            {
              type: ApplicationCommandOptionType.String,
              name: 'video',
              description: 'Its number, or the link to its message',
              required: true,
              max_length: 200,
              autocomplete: true,
            },
          ],
        },
        execute: async (interaction) =>
          openForm(
            interaction,
            await namedVideo(store, interaction.guildId, interaction.options.getString('video', true)),
          ),
        autocomplete: async (interaction) => {
          const { guildId, user, options: typed } = interaction;
          const text = typed.getFocused().trim() || undefined;
          const query = { guildId, userId: user.id, outcome: 'delivered', text } as const;
          const { jobs } = await history.page(query, 0, CHOICES_MAX);
          await interaction.respond(
            jobs.map(({ id, settings }) => ({
              value: String(id),
              name: cut(`#${id} · ${oneLine(settings.prompt)}`, CHOICE_NAME_MAX_LENGTH),
            })),
          );
        },
      },
    ],
    components: {
      'challenge-enter': async (interaction, jobId) =>
        openForm(interaction, await namedVideo(store, interaction.guildId, String(jobId))),
    },
    modals: {
      'challenge-enter': async (interaction, jobId, { argument }) => {
        const job = await namedVideo(store, interaction.guildId, String(jobId));
        const entering = readEntering(interaction.fields, argument);
        const challenge = await challenges.find(entering.challengeId ?? 0);
        if (challenge?.guildId !== interaction.guildId) {
          throw new ExpectedError(
            'no-such-challenge',
            'I do not know this challenge any more: press 🏆 **Enter** again.',
          );
        }
        await requireInSight(options, interaction, challenge);
        const receipt = await enter(interaction, job, challenge, entering);
        await interaction.reply({
          ...receipt,
          flags: MessageFlags.Ephemeral,
          allowedMentions: { parse: [] },
        });
      },
    },
  };
}
