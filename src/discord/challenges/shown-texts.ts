import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { cut, escapeMarkdown, oneLine, plainText, relativeTime } from '../text.ts';
import type { Words } from '../words/words.ts';

/** Embeds hold so much. */
export const EMBED_MAX_LENGTH = 4_096;
/** Discord takes so much as an attachment's description. */
export const ALT_TEXT_MAX_LENGTH = 1_024;

/** A date with how far off it is, both as the reader's own Discord writes them. */
export const moment = (atMs: number): string => `<t:${Math.round(atMs / 1_000)}:f> (${relativeTime(atMs)})`;

/** A user's text, cut so that it is no longer than this once it was made harmless. */
export function shortened(text: string, maxLength: number): string {
  let length = Math.min(oneLine(text).length, maxLength);
  for (;;) {
    const shown = plainText(cut(oneLine(text), length));
    if (shown.length <= maxLength || length === 0) return shown;
    length = Math.max(0, length - Math.max(1, Math.ceil((shown.length - maxLength) / 2)));
  }
}

/** The same for a text of several lines: they stay lines. */
export function shortenedLines(text: string, maxLength: number): string {
  const lines: string[] = [];
  let left = maxLength;
  for (const line of text.split(/\r?\n/).filter((one) => oneLine(one) !== '')) {
    if (left < LEAST_OF_A_LINE) break;
    const shown = shortened(line, left);
    lines.push(shown);
    left -= shown.length + 1;
  }
  return lines.join('\n');
}

const LEAST_OF_A_LINE = 20;

export const messageLink = (guildId: string, at: { channelId: string; messageId: string }): string =>
  `https://discord.com/channels/${guildId}/${at.channelId}/${at.messageId}`;

/** The title; a link where its announcement is known. */
export function linkedTitle({ title, guildId }: Challenge, announcement: Place | undefined): string {
  const shown = escapeMarkdown(oneLine(title));
  return announcement === undefined ? shown : `[${shown}](${messageLink(guildId, announcement)})`;
}

/** Where a message is. */
export interface Place {
  channelId: string;
  messageId: string;
}

/** "Entry 7 · The title", bold. */
export const entryHeading = ({ number, title }: Entry, { challenge }: Words): string =>
  `**${challenge.entry(number)}**${title === undefined ? '' : ` · ${plainText(title)}`}`;

/** The same for screen readers and pictures: nothing is escaped. */
export const plainEntryName = ({ number, title }: Entry, { challenge }: Words): string =>
  `${challenge.entry(number)}${title === undefined ? '' : ` · ${oneLine(title)}`}`;

/** Whether names are told: they never were hidden, or it is over. */
export const namesAreShown = ({ settings, phase }: Pick<Challenge, 'settings' | 'phase'>): boolean =>
  !settings.anonymous || phase === 'closed';
