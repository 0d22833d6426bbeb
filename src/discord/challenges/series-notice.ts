import type { Challenge } from '../../challenges/challenge.ts';
import type { Series } from '../../challenges/series.ts';
import type { CardMessage } from '../card.ts';
import { fitted, momentText } from '../moderation/words.ts';
import { patternText } from './series-rhythm.ts';

const COLOUR = 0xf0b232;
const TITLE_MAX_LENGTH = 160;
const THEME_MAX_LENGTH = 1_000;

/** Tells a server's log that a challenge of a series came late, and in place of which ones. */
export function renderSeriesLate(
  { title, pattern, nextAt }: Pick<Series, 'title' | 'pattern' | 'nextAt'>,
  { id, theme, schedule }: Pick<Challenge, 'id' | 'theme' | 'schedule'>,
): CardMessage {
  const lines = [
    `⏰ **Late: ${fitted(title, TITLE_MAX_LENGTH)}** (${patternText(pattern)})`,
    `I was not running at its time. I have made one challenge, #${id}, in place of all that were missed: “${fitted(theme, THEME_MAX_LENGTH)}”.`,
    `It takes entries until ${momentText(schedule.entriesUntil)}, as long as ever.`,
    nextAt === undefined ? 'The series is stopped.' : `The next one comes ${momentText(nextAt)}.`,
  ];
  return { content: '', embeds: [{ color: COLOUR, description: lines.join('\n') }], components: [] };
}
