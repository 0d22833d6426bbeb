import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { EVERYBODY, viewingOrder } from '../../challenges/viewing-order.ts';
import type { BoardMessage } from '../board.ts';
import { cut } from '../text.ts';
import type { Words } from '../words/words.ts';
import type { PhaseFacts } from './phase-post.ts';
import { ALT_TEXT_MAX_LENGTH, linkedTitle, plainEntryName } from './shown-texts.ts';

const ENTRIES_PER_PAGE = 25;
/** A message has room for so many pictures. */
const PAGES_MAX = 10;

/**
 * The entries of each picture: few pictures with many entries rather than too many pictures. They are in the order in which
 * entries are posted, not in that of their numbers: it is nobody's advantage to have come first.
 * @param secret of the challenge
 */
export function sheetPages(entries: readonly Entry[], secret: string): Entry[][] {
  const perPage = Math.max(ENTRIES_PER_PAGE, Math.ceil(entries.length / PAGES_MAX));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const sorted = viewingOrder([...byId.keys()], EVERYBODY, secret).flatMap((id) => byId.get(id) ?? []);
  return Array.from({ length: Math.ceil(sorted.length / perPage) }, (_, page) =>
    sorted.slice(page * perPage, (page + 1) * perPage),
  );
}

/** All entries at a glance, or none any more; the pictures go with it as files. */
export const renderSheet = (
  challenge: Challenge,
  entries: readonly Entry[],
  { words, announcement }: PhaseFacts,
): BoardMessage => ({
  content:
    entries.length === 0
      ? `🖼️ **${linkedTitle(challenge, announcement)}**: –`
      : words.challenge.sheet.caption(linkedTitle(challenge, announcement), entries.length),
  embeds: [],
  components: [],
});

/** What a screen reader says of one picture. */
export function sheetAltText(page: readonly Entry[], words: Words): string {
  const names = page.map((entry) => plainEntryName(entry, words)).join('; ');
  return cut(`${words.challenge.sheet.label(page.length)} ${names}`, ALT_TEXT_MAX_LENGTH);
}
