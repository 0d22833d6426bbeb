import { ButtonStyle, ComponentType } from 'discord.js';
import type { Challenge } from '../../challenges/challenge.ts';
import type { ChallengeCost } from '../../challenges/cost.ts';
import { chooseTheme, type Series, type Theme } from '../../challenges/series.ts';
import { splitThemes } from '../../challenges/series-plan.ts';
import { lengthTyped } from '../../challenges/times.ts';
import { customId } from '../custom-id.ts';
import { fittingLines } from '../fitting-lines.ts';
import { fitted, momentText } from '../moderation/words.ts';
import { count, cut, oneLine } from '../text.ts';
import { costLines } from './panel.ts';
import { statusText, titleText } from './panel-list.ts';
import { button, type ChallengePanel, PANEL_TEXT_MAX_LENGTH, row, text } from './panel-parts.ts';
import { patternText } from './series-rhythm.ts';

const HOUR_MS = 3_600_000;
const LABEL_MAX_LENGTH = 100;
const THEME_SHOWN_LENGTH = 120;

/** A series with what is shown of it. */
export interface ShownSeries {
  series: Series;
  themes: readonly Theme[];
  /** When its next challenges come; none when it is stopped. */
  dates: readonly number[];
}

/** The series of a server. @param shown at most 25 */
export const renderSeriesList = (shown: readonly ShownSeries[]): ChallengePanel =>
  shown.length === 0
    ? [text('There is no series here yet: start one from a challenge with `/veo-challenge series-start`.')]
    : [
        text(fittingLines('## Series of this server', shown.map(listLine), undefined, PANEL_TEXT_MAX_LENGTH)),
        row({
          type: ComponentType.StringSelect,
          custom_id: customId('series-open'),
          placeholder: 'Open one',
          options: shown.map(({ series: { id, title, stoppedAt } }) => ({
            label: cut(
              `#${id} ${oneLine(title)}${stoppedAt === undefined ? '' : ' (stopped)'}`,
              LABEL_MAX_LENGTH,
            ),
            value: String(id),
          })),
        }),
      ];

function listLine({ series, themes, dates }: ShownSeries): string {
  const { left, used } = splitThemes(themes);
  const [next] = dates;
  const when = next === undefined ? '**stopped**' : `next ${momentText(next)}`;
  return `**#${series.id} ${titleText(series)}**: ${patternText(series.pattern)}; ${when}. Next theme: ${nextThemeText(series, themes)}. ${count(left.length, 'theme')} left, ${used.length} used.`;
}

/**
 * Everything about a series, and what its host can do.
 * @param last its newest challenge
 * @param note what was done just now
 */
export function renderSeries(
  { series, themes, dates }: ShownSeries,
  last: { challenge: Challenge; isLate: boolean } | undefined,
  note?: string,
): ChallengePanel {
  const { id, pattern, timeZone, hostId, stoppedAt } = series;
  const { left, used } = splitThemes(themes);
  const heading = [
    `## ${titleText(series)}`,
    ...(note === undefined ? [] : [note, '']),
    `Comes **${patternText(pattern)}** (${timeZone}) · host <@${hostId}>`,
    stoppedAt === undefined ? datesText(dates) : `**Stopped** since ${momentText(stoppedAt)}.`,
    ...planLines(series),
    ...(last ? [lastLine(last)] : []),
    `Next theme: ${nextThemeText(series, themes)}`,
    `### Themes: ${left.length} left, ${used.length} used`,
  ].join('\n');
  const lines = [...left.map((theme) => `- ${themeText(theme)}`), ...used.map(usedLine)];
  return [
    text(fittingLines(heading, lines, 'press **Themes…**', PANEL_TEXT_MAX_LENGTH)),
    row(
      button('series-themes', 'Themes…', id, undefined, ButtonStyle.Primary),
      stoppedAt === undefined
        ? button('series-stop', 'Stop…', id, undefined, ButtonStyle.Danger)
        : button('series-start', 'Start again', id, undefined, ButtonStyle.Success),
      button('series-open', 'All series'),
    ),
  ];
}

/** Asks once more. */
export const renderStopQuestion = (series: Series): ChallengePanel => [
  text(
    `## Stop ${titleText(series)}?\nNo more challenges are made of it, until it is started again; its themes stay. One that goes on already goes on to its end: \`/veo-challenge cancel\` gives that one up.`,
  ),
  row(
    button('series-stop-sure', 'Stop it', series.id, undefined, ButtonStyle.Danger),
    button('series-open', 'Keep it', series.id),
  ),
];

/** What a series would be like: it begins when its themes are typed. */
export const renderSeriesPlan = (
  planned: Pick<Series, keyof Plan | 'title' | 'pattern' | 'timeZone' | 'nextTheme'>,
  dates: readonly number[],
  about: { cost: ChallengeCost; hints: readonly string[]; challengeId: number; argument: string },
): ChallengePanel => [
  text(
    cut(
      [
        `## A new series: ${titleText(planned)}`,
        `It comes **${patternText(planned.pattern)}** (${planned.timeZone}).`,
        datesText(dates),
        ...planLines(planned),
        `Next theme: ${planned.nextTheme === 'vote' ? 'members vote on it, beside the vote on the entries' : 'the next of the list'}`,
        `-# Title, rules, settings and channel are those of challenge #${about.challengeId}, as they are now.`,
        ...costLines(planned, about.cost),
        ...about.hints.map((hint) => `⚠️ ${hint}`),
        '',
        '**Type its themes to start it.**',
      ].join('\n'),
      PANEL_TEXT_MAX_LENGTH,
    ),
  ),
  row(button('series-new', 'Themes…', about.challengeId, about.argument, ButtonStyle.Success)),
];

type Plan = Pick<Series, 'entryHours' | 'votingHours' | 'settings' | 'channelId'>;

function planLines({ entryHours, votingHours, settings: { reviewHours }, channelId }: Plan): string[] {
  const length = (hours: number) => lengthTyped(hours * HOUR_MS);
  const review = reviewHours === undefined ? '' : `, review for up to ${length(reviewHours)}`;
  return [
    `Entries for ${length(entryHours)}${review}, voting for ${length(votingHours)}; announced in <#${channelId}>`,
  ];
}

function datesText([next, ...later]: readonly number[]): string {
  if (next === undefined) return 'It does not come any more.';
  const then = later.map((at) => `<t:${Math.round(at / 1_000)}:f>`);
  return `Next: **${momentText(next)}**${then.length === 0 ? '' : `, then ${then.join(' and ')}`}`;
}

const lastLine = ({ challenge, isLate }: { challenge: Challenge; isLate: boolean }): string =>
  `Last: #${challenge.id} “${themeText({ text: challenge.theme })}”, ${statusText(challenge)}${isLate ? '. It came late, in place of all that were missed while I was not running' : ''}`;

function nextThemeText({ nextTheme }: Pick<Series, 'nextTheme'>, themes: readonly Theme[]): string {
  const first = chooseTheme(themes, new Map());
  if (!first) return 'none';
  return nextTheme === 'list'
    ? `**${themeText(first)}**`
    : `members vote on it, beside the vote on the entries; without votes **${themeText(first)}**`;
}

const themeText = ({ text: theme }: Pick<Theme, 'text'>): string =>
  fitted(cut(oneLine(theme), THEME_SHOWN_LENGTH), 2 * THEME_SHOWN_LENGTH);

const usedLine = (theme: Theme): string => `- ~~${themeText(theme)}~~ used`;
