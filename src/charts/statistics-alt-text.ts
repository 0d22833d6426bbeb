import { dayText, numberText, percentText, periodText, spanText, videosText } from './number-text.ts';
import {
  budgetUses,
  busiestDay,
  countAll,
  isEmpty,
  OUTCOMES,
  outcomeTotals,
  type ServerStatistics,
  successRate,
  totalUnits,
} from './statistics.ts';

/** Discord takes so much as an attachment's description. */
export const MAX_ALT_TEXT_CHARACTERS = 1024;
const MAX_NAME_CHARACTERS = 32;

/** The picture's numbers in words, the most important first; sentences for which no room is left are dropped. */
export function statisticsAltText(statistics: ServerStatistics): string {
  const sentences = isEmpty(statistics)
    ? [heading(statistics), `No videos in these ${statistics.days} days.`, ...budgetSentences(statistics)]
    : [
        heading(statistics),
        outcomesSentence(statistics),
        ...budgetSentences(statistics),
        ...speedSentences(statistics),
        ...busiestSentences(statistics),
        ...topSentences(statistics),
      ];
  return sentences.reduce((text, sentence) => {
    const longer = `${text} ${sentence}`;
    return longer.length <= MAX_ALT_TEXT_CHARACTERS ? longer : text;
  });
}

const heading = ({ serverName, days, perDay }: ServerStatistics): string =>
  `${cutName(serverName)}, ${days} days, ${periodText(perDay)}.`;

function outcomesSentence({ perDay }: ServerStatistics): string {
  const totals = outcomeTotals(perDay);
  const parts = OUTCOMES.map((outcome) => `${numberText(totals[outcome])} ${outcome}`);
  const rate = successRate(totals);
  const success = rate === undefined ? '' : ` Success rate ${percentText(rate)}, without cancelled ones.`;
  return `${videosText(countAll(totals))}: ${parts.join(', ')}.${success}`;
}

function budgetSentences({ perDay, budget }: ServerStatistics): string[] {
  const uses = budgetUses(budget).map(
    ({ period, spent, limit, share }) =>
      `${percentText(share)} of ${period === 'day' ? "today's" : "this month's"} budget (${numberText(spent)} of ${numberText(limit)} CU)`,
  );
  return [`${numberText(totalUnits(perDay))} CU spent; ${uses.join(' and ') || 'no budget is set'}.`];
}

function speedSentences({ medianWaitMs, medianTotalMs }: ServerStatistics): string[] {
  return [
    ...(medianWaitMs === undefined ? [] : [`Median wait ${spanText(medianWaitMs)}.`]),
    ...(medianTotalMs === undefined ? [] : [`Median time until posted ${spanText(medianTotalMs)}.`]),
  ];
}

function busiestSentences({ perDay }: ServerStatistics): string[] {
  const day = busiestDay(perDay);
  return day ? [`Busiest day: ${dayText(day.day)} with ${videosText(countAll(day))}.`] : [];
}

function topSentences({ topUsers }: ServerStatistics): string[] {
  const members = topUsers.map(
    ({ name, videos, units }) => `${cutName(name)} (${videosText(videos)}, ${numberText(units)} CU)`,
  );
  return members.length > 0 ? [`Top members: ${members.join(', ')}.`] : [];
}

/** Names as they are, on one line: a screen reader can say what the picture's fonts lack. */
function cutName(name: string): string {
  const characters = [...name.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()];
  if (characters.length <= MAX_NAME_CHARACTERS) return characters.join('');
  return `${characters.slice(0, MAX_NAME_CHARACTERS - 1).join('')}…`;
}
