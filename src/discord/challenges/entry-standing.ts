import type { Entry, Placement } from '../../challenges/challenge.ts';
import { because } from '../moderation/words.ts';
import { ordinal } from '../text.ts';

/** What became of an entry, for its owner. */
export interface EntryFate {
  entry: Entry;
  /** Once the challenge is closed, where the entry took part in it. */
  placement: Placement | undefined;
}

const REASON_MAX_LENGTH = 120;

/** "✅ accepted", "❌ refused by a moderator: “no rain”", "🏅 2nd place". */
export function standingText({ entry, placement }: EntryFate): string {
  switch (entry.state) {
    case 'waiting':
      return '⏳ waits for a moderator';
    case 'accepted':
      return placement === undefined ? '✅ accepted' : placementText(placement);
    case 'refused':
      return `❌ refused by a moderator${because(entry.reason, REASON_MAX_LENGTH)}`;
    case 'withdrawn':
      return entry.reason === undefined
        ? '↩️ withdrawn'
        : `↩️ withdrawn${because(entry.reason, REASON_MAX_LENGTH)}`;
    case 'disqualified':
      return `⛔ disqualified${because(entry.reason, REASON_MAX_LENGTH)}`;
  }
}

function placementText({ place, raters, counted, passedOver }: Placement): string {
  if (!counted)
    return raters === 0 ? 'took part, but got no votes' : 'took part, with too few ratings to be placed';
  switch (passedOver) {
    case undefined:
      return `${place <= 3 ? '🏅 ' : ''}${ordinal(place)} place`;
    case 'left':
      return 'without a place: its author had left the server';
    case 'blocked':
      return 'without a place: its author was blocked here when votes were counted';
    case 'cooldown':
      return `${ordinal(place)} in the vote; no prize so soon after another win`;
    case 'video-gone':
      return 'without a place: its video was gone';
  }
}
