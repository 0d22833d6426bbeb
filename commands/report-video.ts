import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  ComponentType,
  InteractionContextType,
  type MessageComponentInteraction,
  MessageFlags,
  TextInputStyle,
} from 'discord.js';
import type { ChallengeStore } from '../src/challenges/challenge-store.ts';
import type { PostedEntries } from '../src/discord/challenges/posted-entries.ts';
import type { MessageCommand } from '../src/discord/command.ts';
import { customId } from '../src/discord/custom-id.ts';
import { renderModerate } from '../src/discord/moderate-view.ts';
import { answerPrivately } from '../src/discord/private-answer.ts';
import type { Job } from '../src/jobs/job.ts';
import type { JobStore } from '../src/jobs/job-store.ts';
import type { Clock } from '../src/lib/clock.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import {
  REPORT_REASONS,
  type Report,
  type ReportReason,
  type ReportResult,
  type ReportStore,
} from '../src/moderation/report.ts';
import type { SettingsStore } from '../src/moderation/settings-store.ts';
import { requireModerator } from './veo-mod.ts';

export interface ReportVideoOptions {
  store: Pick<JobStore, 'find' | 'byMessage'>;
  challenges: Pick<ChallengeStore, 'entry'>;
  postedEntries: Pick<PostedEntries, 'shownBy'>;
  reports: Pick<ReportStore, 'report' | 'find' | 'dismiss' | 'mute'>;
  settings: Pick<SettingsStore, 'of'>;
  clock: Clock;
}

type Pressed = MessageComponentInteraction<'raw' | 'cached'>;

const REASON = 'reason';
const TEXT = 'text';
const TEXT_MAX_LENGTH = 500;
/** With the number of an entry instead of a video's. */
const OF_ENTRY = 'entry';

/** What members choose from. */
const REASON_LABELS: Record<ReportReason, string> = {
  unsafe: 'It is violent, sexual or otherwise unsafe',
  person: 'It shows a real person',
  copyright: 'It uses somebody’s work or brand',
  spam: 'It is spam',
  other: 'Something else',
};

/**
 * **Report video**, in the menu of a message, for everyone: Discord's developer policy asks for it. And the buttons by which
 * moderators decide on reports.
 */
export function createReportVideoCommand(options: ReportVideoOptions): MessageCommand {
  const { store, challenges, postedEntries, reports, settings, clock } = options;

  const knownReport = async ({ guildId }: Pressed, reportId: number): Promise<Report> => {
    const report = await reports.find(reportId);
    if (report?.guildId === guildId) return report;
    throw new ExpectedError('no-such-report', 'I do not know this report any more.');
  };

  return {
    data: {
      name: 'Report video',
      type: ApplicationCommandType.Message,
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    },

    execute: async (interaction) => {
      const { guildId, targetId } = interaction;
      const entry = await postedEntries.shownBy(guildId, targetId);
      const job = entry ? await store.find(entry.jobId) : await store.byMessage(guildId, targetId);
      if (!job) {
        throw new ExpectedError(
          'not-a-video',
          'This is not a video of mine. For other messages use Discord’s own **Report Message**.',
        );
      }
      if (job.removedAt !== undefined) throw removed(job);
      await interaction.showModal({
        // The number of a video leads to its author, whom an entry does not tell.
        custom_id: entry ? customId('report', entry.id, OF_ENTRY) : customId('report', job.id),
        title: entry ? `Report entry ${entry.number}` : `Report video #${job.id}`,
        components: [
          {
            type: ComponentType.Label,
            label: 'What is wrong with it?',
            component: {
              type: ComponentType.StringSelect,
              custom_id: REASON,
              options: REPORT_REASONS.map((value) => ({ value, label: REASON_LABELS[value] })),
            },
          },
          {
            type: ComponentType.Label,
            label: 'Tell the moderators more',
            description: 'They are not told who reported it.',
            component: {
              type: ComponentType.TextInput,
              custom_id: TEXT,
              style: TextInputStyle.Paragraph,
              max_length: TEXT_MAX_LENGTH,
              required: false,
            },
          },
        ],
      });
    },

    components: {
      'report-open': async (interaction, reportId) => {
        await requireModerator(settings, interaction);
        const { jobId } = await knownReport(interaction, reportId);
        const job = await store.find(jobId);
        if (!job) throw unknownVideo();
        const reply = { flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } } as const;
        await interaction.reply({ ...renderModerate(job), ...reply });
      },
      'report-dismiss': async (interaction, reportId) => {
        const { userId } = await requireModerator(settings, interaction);
        await knownReport(interaction, reportId);
        const dismissed = await reports.dismiss(reportId, userId, clock.now());
        if (!dismissed) {
          throw new ExpectedError('decided', 'This report was decided on already: nothing changed.');
        }
        await answerPrivately(
          interaction,
          `Report ${reportId}: open → dismissed. The video stays. Case ${dismissed.case.number}.`,
        );
      },
      'report-mute': async (interaction, reportId) => {
        const { userId: actorId } = await requireModerator(settings, interaction);
        await knownReport(interaction, reportId);
        const now = clock.now();
        const muted = await reports.mute(reportId, true, { actorId }, now);
        const made = muted ?? (await reports.mute(reportId, false, { actorId }, now));
        const change = muted ? 'heard → muted. Press again to undo it' : 'muted → heard again';
        await answerPrivately(
          interaction,
          `The reporter of report ${reportId}: ${change}.${made ? ` Case ${made.number}.` : ''}`,
        );
      },
    },

    modals: {
      report: async (interaction, id, { argument }) => {
        const jobId = argument === OF_ENTRY ? ((await challenges.entry(id))?.jobId ?? 0) : id;
        const job = await store.find(jobId);
        if (job?.guildId !== interaction.guildId) throw unknownVideo();
        if (job.removedAt !== undefined) throw removed(job);
        const [chosen] = interaction.fields.getStringSelectValues(REASON);
        const result = await reports.report({
          guildId: job.guildId,
          jobId,
          reporterId: interaction.user.id,
          reason: REPORT_REASONS.find((reason) => reason === chosen) ?? 'other',
          text: interaction.fields.getTextInputValue(TEXT).trim() || undefined,
          at: clock.now(),
        });
        const { logChannelId, moderatorsChannelId } = await settings.of(job.guildId);
        const heard = logChannelId !== undefined || moderatorsChannelId !== undefined;
        await interaction.reply({ content: thanks(result, heard), flags: MessageFlags.Ephemeral });
      },
    },
  };
}

function thanks({ kind }: ReportResult, heard: boolean): string {
  switch (kind) {
    case 'reported':
      return heard
        ? 'Thank you: the moderators have your report. They are not told who it came from.'
        : 'Thank you: your report is kept. The moderators of this server have named no channel for reports yet, so please tell one of them as well.';
    case 'already-reported':
      return 'You have reported this video already, and once is enough. If it is urgent, tell a moderator yourself.';
    case 'muted':
      return 'The moderators have asked me not to pass on more reports of yours. Talk to one of them if this video is unsafe.';
  }
}

const unknownVideo = (): ExpectedError =>
  new ExpectedError('no-such-job', 'I do not know this video any more.');

const removed = ({ removedById, userId }: Job): ExpectedError =>
  new ExpectedError(
    'removed',
    removedById === userId
      ? 'Its author has deleted this video already: there is nothing left to report.'
      : 'A moderator has removed this video already: there is nothing left to report.',
  );
