import { type BallotSight, nextUnmarked } from '../../challenges/ballot-sight.ts';
import type { Challenge } from '../../challenges/challenge.ts';
import { ExpectedError } from '../../lib/errors.ts';

/** Where a button of the viewer leads: to a position, or to the next entry without a mark behind one. */
export interface BallotLook {
  to: 'position' | 'next-unmarked';
  position: number;
}

/** @returns undefined for what no button of the viewer carries */
export function parseLook(argument: string | undefined): BallotLook | undefined {
  const match = /^(unmarked)?(-?\d{1,6})$/.exec(argument ?? '');
  return match
    ? { to: match[1] === undefined ? 'position' : 'next-unmarked', position: Number(match[2]) }
    : undefined;
}

/** Which position that is now: entries may have gone since the button was shown. */
export function positionOf(sight: BallotSight, { to, position }: BallotLook): number {
  const wanted = to === 'position' ? position : (nextUnmarked(sight, position) ?? position);
  return Math.min(Math.max(wanted, 0), Math.max(sight.entries.length - 1, 0));
}

/** Where the viewer opens: with stars, where every entry wants a mark, at the first without one. */
export const firstLook = ({ settings }: Challenge): BallotLook =>
  settings.method === 'stars' ? { to: 'next-unmarked', position: -1 } : { to: 'position', position: 0 };

/**
 * Where the entry with a number is that somebody typed.
 * @throws ExpectedError for a number that no entry of the vote has
 */
export function lookAtNumber({ entries }: BallotSight, typed: string): BallotLook {
  const number = Number(/^\D*(\d{1,9})\D*$/.exec(typed)?.[1]);
  const position = entries.findIndex((entry) => entry.number === number);
  if (position >= 0) return { to: 'position', position };
  const highest = Math.max(0, ...entries.map((entry) => entry.number));
  throw new ExpectedError(
    'no-such-entry',
    `There is no entry with this number in the vote: type one up to ${highest}, or go on with ◀ and ▶.`,
  );
}
