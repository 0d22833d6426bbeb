import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { isShown } from '../../challenges/entry-rules.ts';
import type { Job } from '../../jobs/job.ts';
import type { BoardMessage } from '../board.ts';
import { shownPrompt, summaryText } from '../card.ts';
import { type VideoWay, wayLines } from '../result-message.ts';
import { cut } from '../text.ts';
import type { Words } from '../words/words.ts';
import { entryMark } from './post-marks.ts';
import { ALT_TEXT_MAX_LENGTH, entryHeading, namesAreShown, plainEntryName } from './shown-texts.ts';

/** How an entry is shown: its clip with a text, or only words in its place. */
export type EntryPost =
  | { kind: 'clip'; job: Job; message: BoardMessage }
  | { kind: 'text'; message: BoardMessage };

/** Beside a link, which can be a thousand characters long. */
const PROMPT_SHOWN_LENGTH = 150;

/**
 * One entry for all to see. While names are hidden neither the name nor the prompt is told: who knows a member knows how they
 * write. Both are told where names are not hidden, and of all entries at the end.
 * @param job undefined where there is no such video any more
 */
export function renderEntry(
  challenge: Challenge,
  entry: Entry,
  job: Job | undefined,
  words: Words,
): EntryPost {
  const { gone, entry: nameOf, by } = words.challenge;
  const name = nameOf(entry.number);
  switch (entry.state) {
    case 'withdrawn':
      return textOnly(entry, gone.withdrawn(name));
    case 'refused':
    case 'disqualified':
      return textOnly(entry, gone.disqualified(name));
    case 'waiting':
    case 'accepted':
      break;
  }
  if (job === undefined || !isShown(job)) return textOnly(entry, gone.video(name));
  const told = namesAreShown(challenge)
    ? [
        `-# ${by(`<@${entry.userId}>`)}`,
        `> ${shownPrompt(job.settings.prompt, PROMPT_SHOWN_LENGTH)}`,
        `-# ${summaryText(job, words)}`,
      ]
    : [];
  return { kind: 'clip', job, message: plain([entryHeading(entry, words), ...told].join('\n')) };
}

/** In place of a clip that cannot be had any more. */
export const renderLostClip = (entry: Entry, { challenge }: Words): BoardMessage =>
  marked(entry, challenge.gone.video(challenge.entry(entry.number)));

/** The message with what has to be said of the way in which its clip is shown. A smaller copy is not worth a word. */
export function withWay(
  entry: Entry,
  message: BoardMessage,
  way: VideoWay,
  spoiler: boolean,
  words: Words,
): BoardMessage {
  if (way.kind !== 'link') return message;
  return marked(entry, [message.content, ...wayLines(way, spoiler, words)].join('\n'));
}

/** What a screen reader says instead of the clip. */
export const entryAltText = (entry: Entry, words: Words): string =>
  cut(plainEntryName(entry, words), ALT_TEXT_MAX_LENGTH);

const textOnly = (entry: Entry, text: string): EntryPost => ({ kind: 'text', message: marked(entry, text) });

/** Without a file only the text can tell which entry it is. */
const marked = (entry: Entry, text: string): BoardMessage => plain(`${text}\n${entryMark(entry)}`);

const plain = (content: string): BoardMessage => ({ content, embeds: [], components: [] });
