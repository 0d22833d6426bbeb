import type { Block } from '../../moderation/block.ts';
import { cut, escapeMarkdown, oneLine, relativeTime } from '../text.ts';

/** A user's text as plain words on one line, which takes at most so many characters with everything that escapes it. */
export function fitted(text: string, maxLength: number): string {
  const line = oneLine(text);
  const whole = escapeMarkdown(line);
  // Escaping at most doubles a text.
  return whole.length <= maxLength ? whole : escapeMarkdown(cut(line, Math.floor(maxLength / 2)));
}

const REASON_MAX_LENGTH = 700;

/** `: “the reason”`, or nothing without one. */
export const because = (reason: string | undefined, maxLength = REASON_MAX_LENGTH): string =>
  reason === undefined ? '' : `: “${fitted(reason, maxLength)}”`;

/** A moment as Discord writes it in the reader's zone, and how far away it is. */
export const momentText = (at: number): string => `<t:${Math.round(at / 1_000)}:f> (${relativeTime(at)})`;

type End = Pick<Block, 'until'>;

/** How a member stands, for Discord. */
export function blockText(block: End | undefined): string {
  if (!block) return 'not blocked';
  return `blocked until ${block.until === undefined ? 'a moderator lifts it' : momentText(block.until)}`;
}

/** The same in plain words, for a case. */
export function blockWords(block: End | undefined): string {
  if (!block) return 'not blocked';
  return block.until === undefined ? 'blocked' : `blocked until ${plainMoment(block.until)}`;
}

/** "2026-11-30 12:00 UTC". */
export const plainMoment = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
