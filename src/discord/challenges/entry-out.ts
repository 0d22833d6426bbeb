import type { Challenge, Entry } from '../../challenges/challenge.ts';
import type { CardMessage } from '../card.ts';
import { fitted } from '../moderation/words.ts';
import type { Words } from '../words/words.ts';

const TITLE_MAX_LENGTH = 160;
const REASON_MAX_LENGTH = 600;

/** What the author of an entry is told when moderators take it out. @returns undefined for one that they did not */
export function renderEntryOut(
  { title }: Pick<Challenge, 'title'>,
  { number, state, reason }: Pick<Entry, 'number' | 'state' | 'reason'>,
  { challenge, direct, because }: Words,
): CardMessage | undefined {
  if (state !== 'refused' && state !== 'disqualified') return undefined;
  const why = reason === undefined ? '' : because(fitted(reason, REASON_MAX_LENGTH));
  const say = state === 'refused' ? direct.entryRefused : direct.entryDisqualified;
  const content = say(challenge.entry(number), fitted(title, TITLE_MAX_LENGTH), why);
  return { content, embeds: [], components: [] };
}
