import type { Challenge } from '../../challenges/challenge.ts';
import { momentText } from '../moderation/words.ts';
import { titleText } from './objection-text.ts';

/** Why a challenge takes no votes now, and what comes next. */
export function notVotingText(challenge: Challenge): string {
  const { phase, pausedAt, schedule, votesFrom } = challenge;
  const title = titleText(challenge);
  const isPaused = pausedAt !== undefined;
  const paused = `${title} is paused: vote when its host lets it go on. Votes that were cast stay as they are.`;
  switch (phase) {
    case 'draft':
      return 'I do not know this challenge: `/veo-challenge info` shows those there are.';
    case 'announced':
    case 'open':
    case 'review':
      return isPaused
        ? paused
        : `The vote of ${title} has not begun: entries are taken until ${momentText(schedule.entriesUntil)}. Press **Remind me** under its announcement to be told of its closes.`;
    case 'voting':
      if (isPaused) return paused;
      return votesFrom === undefined
        ? `The entries of ${title} are still being put up, so that all are seen from the same moment: try again in a few minutes.`
        : over(title);
    case 'tallying':
      return over(title);
    case 'closed':
      return `The vote of ${title} is over: \`/veo-challenge hall\` shows who has won.`;
    case 'cancelled':
      return `${title} was cancelled: \`/veo-challenge info\` shows what else there is.`;
  }
}

const over = (title: string): string =>
  `The vote of ${title} is over and is being counted: the result is posted where it was announced.`;
