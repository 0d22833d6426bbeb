import { ApplicationCommandOptionType } from 'discord.js';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { PHASES } from '../../src/challenges/phases.ts';
import { nextOccurrence } from '../../src/challenges/recurrence.ts';
import { SERIES_LATE_MS, type Series, type SeriesStore } from '../../src/challenges/series.ts';
import { parseThemes, themesTyped } from '../../src/challenges/series-plan.ts';
import type { ChallengePanel } from '../../src/discord/challenges/panel-parts.ts';
import type { FreshDirectory } from '../../src/discord/challenges/publish-facts.ts';
import { renderThemesForm, showedThemes } from '../../src/discord/challenges/series-form.ts';
import {
  renderSeries,
  renderSeriesList,
  renderStopQuestion,
  type ShownSeries,
} from '../../src/discord/challenges/series-panel.ts';
import { customId } from '../../src/discord/custom-id.ts';
import { requireAllowedTexts } from '../../src/jobs/approval.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import { typedInputs } from '../veo-setup/answers.ts';
import { requireHost } from './host.ts';
import { type HostingOptions, panelMessage, privatePanel } from './hosting.ts';
import type { ChallengePart } from './part.ts';
import {
  datesOf,
  ownSeries,
  requireSeriesRoom,
  requireStartable,
  SERIES_LISTED_MAX,
} from './series-check.ts';

export interface SeriesPartOptions extends HostingOptions {
  challenges: Pick<ChallengeStore, 'find' | 'ofGuild'>;
  series: Pick<SeriesStore, 'find' | 'ofGuild' | 'themes' | 'changeThemes' | 'stop' | 'start'>;
  filters: PromptFilters;
  /** One that asks every time: whoever has mended something tries again at once. */
  freshDirectory: FreshDirectory;
}

/** Among so many of a server's challenges the newest of a series is looked for. */
const LOOKED_THROUGH = 100;

/** `/veo-challenge series`: the list, and a private panel for each. It keeps nothing: every page is made of the database. */
export function createSeriesPart(options: SeriesPartOptions): ChallengePart {
  const { challenges, series, settings, filters, freshDirectory, clock } = options;

  const shownOf = async (one: Series): Promise<ShownSeries> => ({
    series: one,
    themes: await series.themes(one.id),
    dates: datesOf(one),
  });

  const listOf = async (guildId: string): Promise<ChallengePanel> => {
    const all = await series.ofGuild(guildId, SERIES_LISTED_MAX);
    return renderSeriesList(await Promise.all(all.map(shownOf)));
  };

  const pageOf = async (one: Series, note?: string): Promise<ChallengePanel> => {
    const recent = await challenges.ofGuild(one.guildId, PHASES, LOOKED_THROUGH);
    const challenge = recent.find(({ seriesId }) => seriesId === one.id);
    const last = challenge && { challenge, isLate: wasLate(one, challenge.createdAt) };
    return renderSeries(await shownOf(one), last, note);
  };

  return {
    subcommands: [
      {
        data: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'series',
          description: 'For hosts: challenges that come back by themselves; their dates and themes; stop one',
        },
        execute: async (interaction) => {
          const { guildId } = await requireHost(settings, interaction);
          await interaction.reply(privatePanel(await listOf(guildId)));
        },
      },
    ],

    components: {
      'series-open': async (interaction, id) => {
        const host = await requireHost(settings, interaction);
        const opened = interaction.isStringSelectMenu() ? Number(interaction.values[0]) : id;
        const page =
          opened === 0 ? await listOf(host.guildId) : await pageOf(await ownSeries(series, host, opened));
        await interaction.update(panelMessage(page));
      },

      'series-themes': async (interaction, id) => {
        const { id: seriesId } = await ownSeries(series, await requireHost(settings, interaction), id);
        const shown = themesTyped(await series.themes(seriesId));
        await interaction.showModal(renderThemesForm(customId('series-themes', seriesId), shown));
      },

      'series-stop': async (interaction, id) => {
        const one = await ownSeries(series, await requireHost(settings, interaction), id);
        const page = one.stoppedAt === undefined ? renderStopQuestion(one) : await pageOf(one);
        await interaction.update(panelMessage(page));
      },

      'series-stop-sure': async (interaction, id) => {
        const one = await ownSeries(series, await requireHost(settings, interaction), id);
        const stopped = await series.stop(id, clock.now());
        const note = stopped ? '✅ It is stopped.' : 'It was stopped already.';
        await interaction.update(panelMessage(await pageOf(stopped ?? one, note)));
      },

      'series-start': async (interaction, id) => {
        const host = await requireHost(settings, interaction);
        const one = await ownSeries(series, host, id);
        // Discord is asked, which can take longer than it waits.
        await interaction.deferUpdate();
        const now = clock.now();
        await requireSeriesRoom(series, host.guildId);
        const { dates } = await requireStartable(freshDirectory, host, interaction, one, now);
        const started = await series.start(id, dates[0] ?? now);
        const note = started ? '✅ It goes on.' : 'It goes on already.';
        const page = await pageOf(started ?? (await ownSeries(series, host, id)), note);
        await interaction.editReply(panelMessage(page));
      },
    },

    modals: {
      'series-themes': async (interaction, id) => {
        const host = await requireHost(settings, interaction);
        const one = await ownSeries(series, host, id);
        const [{ customId: input, value } = { customId: '', value: '' }] = typedInputs(interaction);
        const before = await series.themes(id);
        if (!showedThemes(input, themesTyped(before))) throw changedMeanwhile();
        const after = parseThemes(value, one.nextTheme);
        const texts = before.map(({ text }) => text);
        const added = after.filter((text) => !texts.includes(text));
        await requireAllowedTexts(filters, host.guildId, added);
        if (!(await series.changeThemes(id, texts, after))) throw changedMeanwhile();
        const removed = texts.filter((text) => !after.includes(text));
        const note = `✅ Saved: ${added.length} added, ${removed.length} removed.`;
        if (interaction.isFromMessage()) await interaction.update(panelMessage(await pageOf(one, note)));
      },
    },
  };
}

/** Whether a challenge was made at none of the times of its series. */
const wasLate = ({ pattern, timeZone }: Series, madeAt: number): boolean =>
  (nextOccurrence(pattern, timeZone, madeAt - SERIES_LATE_MS) ?? 0) > madeAt;

const changedMeanwhile = (): ExpectedError =>
  new ExpectedError(
    'themes-changed',
    'Somebody has changed these themes meanwhile, so nothing was saved: open **Themes…** again.',
  );
