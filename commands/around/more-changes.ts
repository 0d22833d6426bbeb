import type { Answers } from '../../src/discord/command.ts';
import { renderDeletion, renderMore } from '../../src/discord/more-view.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { GuildSettings } from '../../src/moderation/guild-settings.ts';
import { spoilerFor } from '../../src/moderation/house-rules.ts';
import { doerOf, type MoreViewerOptions, type Pressed, postedViewedBy, viewedBy } from './more-viewer.ts';
import { createResultDeeds, notPosted, type ResultDeedsOptions } from './result-deeds.ts';

export interface MoreChangesOptions extends MoreViewerOptions, ResultDeedsOptions {
  store: MoreViewerOptions['store'] & ResultDeedsOptions['store'];
}

/**
 * What **More** lets authors do to their own videos, and moderators to anybody's. The custom ids say `own-` for both: who may is
 * looked up at every press.
 */
export function createMoreChanges(options: MoreChangesOptions): Answers {
  const deeds = createResultDeeds(options);

  const setSpoiler = async (interaction: Pressed, jobId: number, spoiler: boolean): Promise<void> => {
    await interaction.deferUpdate();
    const viewed = await postedViewedBy(options, interaction, jobId);
    const doer = await doerOf(options, interaction, viewed);
    if (doer.as === 'author') checkPolicy(viewed.house, spoiler);
    const done = await deeds.setSpoiler(viewed.job, spoiler, doer);
    const { job, viewer, mayEnter } = await viewedBy(options, interaction, jobId);
    const panel = renderMore(job, viewer, mayEnter);
    await interaction.editReply({
      ...panel,
      content: `${panel.content}\n${done}`,
      allowedMentions: { parse: [] },
    });
  };

  return {
    components: {
      'own-spoiler': (interaction, jobId) => setSpoiler(interaction, jobId, true),
      'own-unspoiler': (interaction, jobId) => setSpoiler(interaction, jobId, false),
      'own-delete': async (interaction, jobId) => {
        await interaction.deferUpdate();
        const viewed = await postedViewedBy(options, interaction, jobId);
        const { as } = await doerOf(options, interaction, viewed);
        await interaction.editReply({ ...renderDeletion(viewed.job, as), allowedMentions: { parse: [] } });
      },
      'own-delete-sure': async (interaction, jobId) => {
        await interaction.deferUpdate();
        // Also one that is removed already: what was broken off is finished.
        const viewed = await viewedBy(options, interaction, jobId);
        const doer = await doerOf(options, interaction, viewed);
        if (viewed.job.state !== 'delivered') throw notPosted();
        const done = await deeds.remove(viewed.job, doer);
        await interaction.editReply({ content: done, components: [], allowedMentions: { parse: [] } });
      },
      'own-keep': async (interaction, jobId) => {
        const { job, viewer, mayEnter } = await postedViewedBy(options, interaction, jobId);
        await interaction.update({ ...renderMore(job, viewer, mayEnter), allowedMentions: { parse: [] } });
      },
    },
  };
}

/** @throws ExpectedError when the server has decided otherwise for all */
function checkPolicy(house: GuildSettings, spoiler: boolean): void {
  if (spoilerFor(house, spoiler) === spoiler) return;
  const policy = spoiler ? 'no video as a spoiler' : 'all videos as spoilers';
  throw new ExpectedError(
    'spoiler-policy',
    `This server posts ${policy}: ask a moderator if yours should be an exception.`,
  );
}
