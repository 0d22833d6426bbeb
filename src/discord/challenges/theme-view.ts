import { ComponentType } from 'discord.js';
import type { Challenge } from '../../challenges/challenge.ts';
import type { Schedule } from '../../challenges/phases.ts';
import type { Theme } from '../../challenges/series.ts';
import { customId } from '../custom-id.ts';
import { fitted, momentText } from '../moderation/words.ts';
import { cut, oneLine } from '../text.ts';
import type { BallotMessage } from './ballot-view.ts';

/** As many as a menu holds; those that were added later come up when these were used. */
const THEMES_SHOWN = 25;
const LABEL_MAX_LENGTH = 100;
const CHOSEN_MAX_LENGTH = 1_000;

/**
 * Why the next theme is not voted on beside an earlier challenge, and where it is.
 * @param newest of the same series
 */
export function themeSettledText({ theme, phase, schedule, channelId, threadId }: Challenge): string {
  const made = `The next challenge of this series is there already, on “${fitted(theme, CHOSEN_MAX_LENGTH)}”.`;
  switch (phase) {
    case 'draft':
    case 'announced':
    case 'open':
    case 'review':
    case 'voting': {
      const begins = phase === 'voting' ? '' : `, from ${momentText(votingFrom(schedule))} on`;
      return `${made} Vote on the theme after it beside its vote, in <#${threadId ?? channelId}>${begins}.`;
    }
    case 'tallying':
    case 'closed':
    case 'cancelled':
      return `${made} It takes no votes any more, so the next theme is settled: wait for the challenge on it.`;
  }
}

const votingFrom = ({ reviewUntil, entriesUntil }: Schedule): number => reviewUntil ?? entriesUntil;

/**
 * Asks one voter what the next challenge of a series is to be about.
 * @param themes at least one; the first `THEMES_SHOWN` are shown
 * @param chosen what they chose just now
 */
export const renderThemes = (
  { id }: Pick<Challenge, 'id'>,
  themes: readonly Theme[],
  chosen: Theme | undefined,
): BallotMessage => ({
  content:
    chosen === undefined
      ? 'What shall the next challenge be about? You have one vote, and can change it until voting ends.'
      : `Your vote for the next theme: “${fitted(chosen.text, CHOSEN_MAX_LENGTH)}”. You can change it until voting ends.`,
  components: [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: customId('challenge-theme', id, 'menu'),
          placeholder: 'The next theme',
          options: themes.slice(0, THEMES_SHOWN).map((theme) => ({
            value: String(theme.id),
            label: cut(oneLine(theme.text), LABEL_MAX_LENGTH) || `Theme ${theme.id}`,
            default: theme.id === chosen?.id,
          })),
        },
      ],
    },
  ],
});
