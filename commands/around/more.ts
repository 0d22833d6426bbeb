import { MessageFlags } from 'discord.js';
import type { Answers } from '../../src/discord/command.ts';
import { renderDetails } from '../../src/discord/details-view.ts';
import { PURGED, renderMore, renderPromptToCopy } from '../../src/discord/more-view.ts';
import { answerPrivately, deferPrivately } from '../../src/discord/private-answer.ts';
import type { HistoryStore } from '../../src/jobs/history.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { LibraryStore } from '../../src/jobs/library.ts';
import type { Reposts } from '../../src/jobs/result-copies.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { type MoreViewerOptions, postedViewedBy } from './more-viewer.ts';

export interface MoreOptions extends MoreViewerOptions {
  history: Pick<HistoryStore, 'ancestors' | 'childCount'>;
  library: Pick<LibraryStore, 'find'>;
  reposts: Pick<Reposts, 'sendDirect'>;
}

const ANCESTORS_SHOWN = 10;
const PRIVATELY = { flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } } as const;

/** **More**, under every result, and what it shows to whoever may see the video. */
export function createMore(options: MoreOptions): Answers {
  const { history, library, reposts } = options;

  return {
    components: {
      more: async (interaction, jobId) => {
        const { job, viewer, mayEnter } = await postedViewedBy(options, interaction, jobId);
        await interaction.reply({ ...renderMore(job, viewer, mayEnter), ...PRIVATELY });
      },
      'copy-prompt': async (interaction, jobId) => {
        const { job } = await postedViewedBy(options, interaction, jobId);
        requireUnpurged(job);
        await interaction.reply({ ...renderPromptToCopy(job), ...PRIVATELY });
      },
      details: async (interaction, jobId) => {
        const { job, viewer } = await postedViewedBy(options, interaction, jobId);
        const description = renderDetails({
          job,
          ancestors: await history.ancestors(job, ANCESTORS_SHOWN),
          children: await history.childCount(job.id),
          file: job.video && (await library.find(job.video.path)),
          showsIds: viewer !== 'other',
        });
        await interaction.reply({ embeds: [{ description }], ...PRIVATELY });
      },
      'to-dms': async (interaction, jobId) => {
        await deferPrivately(interaction);
        const { job } = await postedViewedBy(options, interaction, jobId);
        requireUnpurged(job);
        await reposts.sendDirect(job, interaction.user.id);
        await answerPrivately(interaction, 'Sent: look into your direct messages.');
      },
    },
  };
}

/** @throws ExpectedError */
function requireUnpurged({ purgedAt }: Job): void {
  if (purgedAt !== undefined) throw new ExpectedError('purged', PURGED);
}
