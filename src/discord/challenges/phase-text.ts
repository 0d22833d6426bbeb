import type { Challenge } from '../../challenges/challenge.ts';
import { because } from '../moderation/words.ts';
import { relativeTime } from '../text.ts';

const REASON_MAX_LENGTH = 200;

/** How a challenge stands, in a few words of English: for private answers. */
export function phaseText({ phase, schedule, pausedAt, reason, votesFrom, closedAt }: Challenge): string {
  if (pausedAt !== undefined) return `paused${because(reason, REASON_MAX_LENGTH)}`;
  switch (phase) {
    case 'draft':
      return 'not published yet';
    case 'announced':
      return `entries open ${relativeTime(schedule.opensAt)}`;
    case 'open':
      return `entries close ${relativeTime(schedule.entriesUntil)}`;
    case 'review':
      return 'moderators are looking at the entries';
    case 'voting':
      return votesFrom === undefined
        ? 'the entries are being put up for the vote'
        : `voting closes ${relativeTime(schedule.votesUntil)}`;
    case 'tallying':
      return 'the votes are being counted';
    case 'closed':
      return closedAt === undefined ? 'over' : `over since ${relativeTime(closedAt)}`;
    case 'cancelled':
      return `cancelled${because(reason, REASON_MAX_LENGTH)}`;
  }
}
