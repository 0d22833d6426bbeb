import { ApplicationCommandOptionType, type ChatInputCommandInteraction } from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { challengeCost } from '../../src/challenges/cost.ts';
import { PHASES } from '../../src/challenges/phases.ts';
import type { Series, SeriesStore } from '../../src/challenges/series.ts';
import { type Lengths, lengthsOf, parseThemes } from '../../src/challenges/series-plan.ts';
import type { FreshDirectory } from '../../src/discord/challenges/publish-facts.ts';
import { renderThemesForm } from '../../src/discord/challenges/series-form.ts';
import { renderSeries, renderSeriesPlan } from '../../src/discord/challenges/series-panel.ts';
import { parseRhythm, patternOf, rhythmsLike } from '../../src/discord/challenges/series-rhythm.ts';
import { customId } from '../../src/discord/custom-id.ts';
import { deferPrivately } from '../../src/discord/private-answer.ts';
import { oneLine } from '../../src/discord/text.ts';
import { requireAllowedTexts } from '../../src/jobs/approval.ts';
import type { LearntFacts } from '../../src/jobs/learnt-facts.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { parseDuration } from '../../src/moderation/duration-text.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import { typedInputs } from '../veo-setup/answers.ts';
import { type Host, requireHost } from './host.ts';
import { type HostingOptions, hostsSubcommand, ownChallenge, panelMessage } from './hosting.ts';
import type { ChallengePart, ChallengeSubcommand } from './part.ts';
import { datesOf, requireSeriesRoom, requireStartable } from './series-check.ts';

export interface SeriesStartOptions extends HostingOptions {
  challenges: Pick<ChallengeStore, 'find' | 'ofGuild'>;
  series: Pick<SeriesStore, 'create' | 'ofGuild' | 'themes'>;
  filters: PromptFilters;
  facts: Pick<LearntFacts, 'price'>;
  /** One that asks every time: whoever has mended something tries again at once. */
  freshDirectory: FreshDirectory;
}

/** What is said with the command waits in the custom ids of its button and its form. */
type Beginning = Pick<Series, 'pattern' | 'nextTheme'> & Lengths;

const CHOICES_MAX = 25;
const NAME_MAX_LENGTH = 100;
const TIME_MAX_LENGTH = 40;

/** `/veo-challenge series-start`: what it would be like, then its themes in a form. */
export function createSeriesStart(options: SeriesStartOptions): ChallengePart {
  const { challenges, series, settings, filters, facts, freshDirectory, clock } = options;

  const preview = async (
    interaction: ChatInputCommandInteraction<'raw' | 'cached'>,
    { host, challenge }: { host: Host; challenge: Challenge },
  ): Promise<void> => {
    const beginning = beginningOf(interaction, challenge);
    await deferPrivately(interaction);
    const now = clock.now();
    await requireSeriesRoom(series, host.guildId);
    const planned = plannedSeries(host, challenge, beginning);
    const { dates, hints } = await requireStartable(freshDirectory, host, interaction, planned, now);
    const cost = await challengeCost(facts, host.house, challenge.settings, now);
    const about = { cost, hints, challengeId: challenge.id, argument: argumentOf(beginning) };
    await interaction.editReply(panelMessage(renderSeriesPlan(planned, dates, about)));
  };

  const subcommand = hostsSubcommand(options, ABOUT, PHASES, preview);
  return {
    subcommands: [
      {
        ...subcommand,
        autocomplete: async (interaction) => {
          const { name, value } = interaction.options.getFocused(true);
          if (name !== 'on') return subcommand.autocomplete?.(interaction);
          const choices = rhythmsLike(value).slice(0, CHOICES_MAX);
          await interaction.respond(choices.map(({ days, name: text }) => ({ name: text, value: days })));
        },
      },
    ],

    components: {
      'series-new': async (interaction, id, { argument }) => {
        const host = await requireHost(settings, interaction);
        const { phase, theme } = await ownChallenge(challenges, host, id);
        // A draft's theme is still to come.
        const shown = phase === 'draft' ? oneLine(theme) : '';
        await interaction.showModal(renderThemesForm(customId('series-new', id, argument), shown));
      },
    },

    modals: {
      'series-new': async (interaction, id, { argument }) => {
        const host = await requireHost(settings, interaction);
        const challenge = await ownChallenge(challenges, host, id);
        const beginning = beginningIn(argument);
        const themes = parseThemes(typedInputs(interaction)[0]?.value ?? '', beginning.nextTheme);
        const planned = plannedSeries(host, challenge, beginning);
        await requireAllowedTexts(filters, host.guildId, [planned.title, planned.rules, ...themes]);
        // Discord is asked, which can take longer than it waits.
        if (interaction.isFromMessage()) await interaction.deferUpdate();
        const now = clock.now();
        await requireSeriesRoom(series, host.guildId);
        const { dates } = await requireStartable(freshDirectory, host, interaction, planned, now);
        const [nextAt = now] = dates;
        const made = await series.create({ ...planned, themes, nextAt }, now);
        const shown = { series: made, themes: await series.themes(made.id), dates: datesOf(made) };
        const note = '✅ The series is started: its challenges are announced and opened by themselves.';
        await interaction.editReply(panelMessage(renderSeries(shown, undefined, note)));
      },
    },
  };
}

const ABOUT: ChallengeSubcommand['data'] = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'series-start',
  description: 'For hosts: let a challenge come back by itself, weekly or monthly, with other themes',
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'on',
      description: 'On which days: every Friday, the first Monday of every month, the 15th, the last day …',
      max_length: NAME_MAX_LENGTH,
      autocomplete: true,
      required: true,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'at',
      description: 'The time of day when entries open, like 18:00, in this server’s time zone',
      max_length: TIME_MAX_LENGTH,
      required: true,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'next_theme',
      description: 'Who chooses the next theme (default: the list, in its order)',
      choices: [
        { name: 'The list, in its order', value: 'list' },
        { name: 'Members, by a vote beside the vote on the entries', value: 'vote' },
      ],
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'entries_for',
      description: 'For how long entries are taken: 4d, 48h (default: as in the challenge)',
      max_length: TIME_MAX_LENGTH,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'voting_for',
      description: 'For how long votes are taken: 3d, 48h (default: as in the challenge)',
      max_length: TIME_MAX_LENGTH,
    },
  ],
};

function beginningOf(
  { options }: ChatInputCommandInteraction<'raw' | 'cached'>,
  challenge: Challenge,
): Beginning {
  const entries = options.getString('entries_for');
  const voting = options.getString('voting_for');
  const changes = {
    ...(entries === null ? {} : { entriesMs: parseDuration(entries) }),
    ...(voting === null ? {} : { votingMs: parseDuration(voting) }),
  };
  return {
    pattern: patternOf(parseRhythm(options.getString('on', true)), options.getString('at', true)),
    nextTheme: options.getString('next_theme') === 'vote' ? 'vote' : 'list',
    ...lengthsOf(challenge, changes),
  };
}

const argumentOf = ({ pattern, nextTheme, entryHours, votingHours }: Beginning): string =>
  [pattern, nextTheme, entryHours, votingHours].join('.');

function beginningIn(argument = ''): Beginning {
  const [, pattern, nextTheme, entryHours, votingHours] =
    /^(\d{1,2} \d{1,2} [^.]{1,20})\.(list|vote)\.(\d{1,5})\.(\d{1,5})$/.exec(argument) ?? [];
  if (pattern === undefined) throw new ExpectedError('form', 'Use `/veo-challenge series-start` again.');
  return {
    pattern,
    nextTheme: nextTheme === 'vote' ? 'vote' : 'list',
    entryHours: Number(entryHours),
    votingHours: Number(votingHours),
  };
}

const plannedSeries = (
  { guildId, userId, house }: Host,
  { title, rules, settings, channelId }: Challenge,
  beginning: Beginning,
) => ({ guildId, hostId: userId, title, rules, settings, channelId, timeZone: house.timeZone, ...beginning });
