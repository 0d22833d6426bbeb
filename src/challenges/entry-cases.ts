import type { ModerationCase } from '../moderation/case.ts';
import type { Challenge, Entry } from './challenge.ts';

const beginning = ({ id }: Pick<Challenge, 'id'>, { number }: Pick<Entry, 'number'>): string =>
  `Entry ${number} of challenge ${id},`;

/** What a case on an entry says of it. Not escaped. */
export const entryDetail = (
  challenge: Pick<Challenge, 'id' | 'title'>,
  entry: Pick<Entry, 'number'>,
): string => `${beginning(challenge, entry)} “${challenge.title}”`;

/** What a case on a challenge as a whole says of it. Not escaped. */
export const challengeDetail = ({ id, title }: Pick<Challenge, 'id' | 'title'>, what: string): string =>
  `Challenge ${id}, “${title}”: ${what}`;

/** Whether a case is on this entry: one video may be in several challenges. */
export const isOnEntry = (
  { detail }: Pick<ModerationCase, 'detail'>,
  challenge: Pick<Challenge, 'id'>,
  entry: Pick<Entry, 'number'>,
): boolean => detail?.startsWith(beginning(challenge, entry)) === true;
