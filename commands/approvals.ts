import { ComponentType, MessageFlags, TextInputStyle } from 'discord.js';
import { absentMember, managesGuild } from '../src/discord/asking-member.ts';
import type { Command } from '../src/discord/command.ts';
import { customId } from '../src/discord/custom-id.ts';
import type { Directory } from '../src/discord/directory.ts';
import { refusalCode, refusalText } from '../src/discord/refusal-text.ts';
import type { OrderingMember } from '../src/jobs/asking-member.ts';
import type { Holds } from '../src/jobs/holds.ts';
import type { Job } from '../src/jobs/job.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import type { CaseStore } from '../src/moderation/case.ts';
import type { SettingsStore } from '../src/moderation/settings-store.ts';
import { requireModerator } from './veo-mod.ts';

export interface ApprovalOptions {
  holds: Pick<Holds, 'requireWaiting' | 'approve' | 'deny'>;
  cases: Pick<CaseStore, 'ofJob'>;
  settings: Pick<SettingsStore, 'of'>;
  directory: Pick<Directory, 'guild' | 'member'>;
  /** Called after a video was approved or denied. */
  onJobsChanged: () => void;
}

const REASON_MAX_LENGTH = 300;
const REASON = 'reason';

/** The buttons **Approve** and **Deny** of a video that waits for a moderator. */
export function createApprovals(options: ApprovalOptions): Pick<Command, 'components' | 'modals'> {
  const { holds, cases, settings, directory, onJobsChanged } = options;

  const authorNow = async (guildId: string, userId: string): Promise<OrderingMember | undefined> => {
    const [guild, author] = await Promise.all([directory.guild(guildId), directory.member(guildId, userId)]);
    return guild && author && absentMember(author, managesGuild(guildId, guild, author));
  };
  const caseText = async (kind: 'approve' | 'deny', job: Job): Promise<string> => {
    const made = await cases.ofJob(job, [kind]);
    return made ? ` Case ${made.number}.` : '';
  };

  return {
    components: {
      approve: async (interaction, jobId) => {
        const moderator = await requireModerator(settings, interaction);
        await holds.requireWaiting(jobId, interaction.guildId);
        // Looking the author up may take longer than Discord waits.
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        const result = await holds.approve(jobId, interaction.guildId, moderator.userId, (userId) =>
          authorNow(interaction.guildId, userId),
        );
        if (result.kind === 'refused') {
          throw new ExpectedError(
            refusalCode(result.refusal),
            `It cannot be made now, and goes on waiting: approve it later, or deny it. Its author would be told: “${refusalText(result.refusal, result.priceUnits)}”`,
          );
        }
        onJobsChanged();
        await interaction.editReply({
          content: `Video #${jobId} by <@${result.job.userId}>: waiting for approval → in the queue.${await caseText('approve', result.job)}`,
          allowedMentions: { parse: [] },
        });
      },

      deny: async (interaction, jobId) => {
        await requireModerator(settings, interaction);
        await holds.requireWaiting(jobId, interaction.guildId);
        await interaction.showModal({
          custom_id: customId('deny', jobId),
          title: `Deny video #${jobId}`,
          components: [
            {
              type: ComponentType.Label,
              label: 'Why?',
              description: 'Its author is told.',
              component: {
                type: ComponentType.TextInput,
                custom_id: REASON,
                style: TextInputStyle.Paragraph,
                max_length: REASON_MAX_LENGTH,
                required: false,
              },
            },
          ],
        });
      },
    },

    modals: {
      deny: async (interaction, jobId) => {
        const moderator = await requireModerator(settings, interaction);
        const reason = interaction.fields.getTextInputValue(REASON).trim() || undefined;
        const job = await holds.deny(jobId, interaction.guildId, moderator.userId, reason);
        onJobsChanged();
        await interaction.reply({
          content: `Video #${jobId} by <@${job.userId}>: waiting for approval → denied. Nothing was charged.${await caseText('deny', job)}`,
          flags: MessageFlags.Ephemeral,
          allowedMentions: { parse: [] },
        });
      },
    },
  };
}
