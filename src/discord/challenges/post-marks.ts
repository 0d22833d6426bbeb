import type { Entry } from '../../challenges/challenge.ts';
import { type ChallengePost, PHASE_POST } from '../../challenges/post.ts';
import { customId } from '../custom-id.ts';
import { endsALine, type OwnMessage } from '../own-messages.ts';

/** Which post of which challenge. */
export type PostIdentity = Pick<ChallengePost, 'challengeId' | 'kind' | 'subjectId'>;

export const ANNOUNCEMENT_BEGINS = '## 🏆 ';

/** Ends the last line of an announcement. */
export const announcementMark = (challengeId: number): string => ` · #${challengeId}`;

/** Ends a line of a result. */
export const podiumMark = (challengeId: number): string => ` · 🏁 #${challengeId}`;

/** A line of the message that a challenge was cancelled. */
export const cancelledMark = (challengeId: number): string => `-# #${challengeId}`;

/** A line of an entry that is shown without a file. */
export const entryMark = ({ challengeId, number }: Pick<Entry, 'challengeId' | 'number'>): string =>
  `-# #${challengeId} · ${number}`;

/** Tells the number, and nothing that the video's own name would tell. */
export const entryFileName = ({ challengeId, number }: Pick<Entry, 'challengeId' | 'number'>): string =>
  `challenge-${challengeId}-entry-${number}.mp4`;

/** @param page from 1 */
export const sheetFileName = (challengeId: number, page: number): string =>
  `challenge-${challengeId}-entries-${page}.jpg`;

/** Of the button **Remind me** under messages that tell of a phase; who presses it does not notice. */
export const remindMark = ({ challengeId, kind, subjectId }: PostIdentity): string =>
  customId('challenge-remind', challengeId, `${kind}${subjectId}`);

/**
 * Whether a message of the bot's is this very post: what is looked for stands in no other message of the bot's, be it of a
 * video with the same number, is the same in every language, and members cannot write it, for their `#` and `-` are escaped.
 * @param entry the post's, where it is of one
 */
export function isPost(
  post: PostIdentity,
  entry: Entry | undefined,
  { content, embeds, fileNames, customIds }: OwnMessage,
): boolean {
  const { challengeId, kind, subjectId } = post;
  switch (kind) {
    case 'announcement':
      return embeds.some(
        (text) => text.startsWith(ANNOUNCEMENT_BEGINS) && endsALine(text, announcementMark(challengeId)),
      );
    case 'phase':
      return subjectId === PHASE_POST.cancelled
        ? linesOf(content).includes(cancelledMark(challengeId))
        : customIds.includes(remindMark(post));
    case 'reminder':
    case 'run-off':
      return customIds.includes(remindMark(post));
    case 'entry':
      if (!entry) return false;
      return fileNames.includes(entryFileName(entry)) || linesOf(content).includes(entryMark(entry));
    case 'contact-sheet':
      return fileNames.includes(sheetFileName(challengeId, 1));
    case 'podium':
      return embeds.some((text) => endsALine(text, podiumMark(challengeId)));
  }
}

const linesOf = (text: string): string[] => text.split('\n');
