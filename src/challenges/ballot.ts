import { z } from 'zod';
import { ExpectedError } from '../lib/errors.ts';
import { type Mark, RANK_POINTS, STARS_MAX, type VotingMethod } from './tally.ts';

/** The marks of a ballot, as they are kept. */
export const marksSchema = z.array(z.object({ entryId: z.int(), value: z.int() }));

/** The marks that one entry can be given, apart from none. */
export function possibleMarks(method: VotingMethod): number[] {
  switch (method) {
    case 'one-pick':
    case 'approval':
      return [1];
    case 'ranked':
      return RANK_POINTS.map((_, index) => index + 1);
    case 'stars':
      return Array.from({ length: STARS_MAX }, (_, index) => index + 1);
  }
}

/**
 * A ballot with one more mark, or with one taken back. Whatever cannot stand beside it gives way: another pick, the entry that
 * had the same rank.
 * @param value undefined takes the entry's mark back
 * @throws ExpectedError for a mark that the method does not know
 */
export function withMark(
  method: VotingMethod,
  marks: readonly Mark[],
  entryId: number,
  value: number | undefined,
): Mark[] {
  const others = marks.filter((mark) => mark.entryId !== entryId);
  if (value === undefined) return others;
  if (!possibleMarks(method).includes(value)) {
    throw new ExpectedError(
      'no-such-mark',
      'This vote is not possible here any more: open the voting again.',
    );
  }
  return [...others.filter((mark) => canStandBeside(method, mark, value)), { entryId, value }];
}

function canStandBeside(method: VotingMethod, other: Mark, value: number): boolean {
  switch (method) {
    case 'one-pick':
      return false;
    case 'ranked':
      return other.value !== value;
    case 'stars':
    case 'approval':
      return true;
  }
}
