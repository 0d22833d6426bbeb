import type { Challenge, Entry } from '../../challenges/challenge.ts';
import type { BoardMessage } from '../board.ts';
import { cut } from '../text.ts';
import type { Words } from '../words/words.ts';
import type { PhaseFacts } from './phase-post.ts';
import { ALT_TEXT_MAX_LENGTH, linkedTitle, plainEntryName } from './shown-texts.ts';

const ENTRIES_PER_PAGE = 25;
/** A message has room for so many pictures. */
const PAGES_MAX = 10;

/** The entries of each picture, in the order of their numbers: few pictures with many entries rather than too many pictures. */
export function sheetPages(entries: readonly Entry[]): Entry[][] {
  const perPage = Math.max(ENTRIES_PER_PAGE, Math.ceil(entries.length / PAGES_MAX));
  const sorted = entries.toSorted((a, b) => a.number - b.number);
  return Array.from({ length: Math.ceil(sorted.length / perPage) }, (_, page) =>
    sorted.slice(page * perPage, (page + 1) * perPage),
  );
}

/** All entries at a glance; the pictures go with it as files. */
export const renderSheet = (
  challenge: Challenge,
  entries: readonly Entry[],
  { words, announcement }: PhaseFacts,
): BoardMessage => ({
  content: words.challenge.sheet.caption(linkedTitle(challenge, announcement), entries.length),
  embeds: [],
  components: [],
});

/** What a screen reader says of one picture. */
export function sheetAltText(page: readonly Entry[], words: Words): string {
  const [first, last] = [page[0]?.number ?? 0, page.at(-1)?.number ?? 0];
  const names = page.map((entry) => plainEntryName(entry, words)).join('; ');
  return cut(`${words.challenge.sheet.label(first, last)} ${names}`, ALT_TEXT_MAX_LENGTH);
}
