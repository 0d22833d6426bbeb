import fc from 'fast-check';
import { expect, test } from 'vitest';
import { possibleMarks, withMark } from '../../src/challenges/ballot.ts';
import { type Mark, VOTING_METHODS, type VotingMethod } from '../../src/challenges/tally.ts';

const mark = (entryId: number, value: number): Mark => ({ entryId, value });

test('one pick: another pick takes the place of the first', () => {
  expect(withMark('one-pick', [mark(1, 1)], 2, 1)).toEqual([mark(2, 1)]);
});

test('ranked: an entry that is given a rank takes it from the one that had it, and leaves its own', () => {
  const marks = [mark(1, 1), mark(2, 2), mark(3, 3)];
  expect(withMark('ranked', marks, 3, 1)).toEqual([mark(2, 2), mark(3, 1)]);
});

test('stars: each entry keeps its own', () => {
  expect(withMark('stars', [mark(1, 5)], 2, 5)).toEqual([mark(1, 5), mark(2, 5)]);
  expect(withMark('stars', [mark(1, 5)], 1, 2)).toEqual([mark(1, 2)]);
});

test('a mark can be taken back', () => {
  expect(withMark('approval', [mark(1, 1), mark(2, 1)], 1, undefined)).toEqual([mark(2, 1)]);
});

test('a mark that the method does not know is refused', () => {
  expect(() => withMark('stars', [], 1, 6)).toThrow(/open the voting again/);
  expect(() => withMark('stars', [], 1, 0)).toThrow();
  expect(() => withMark('one-pick', [], 1, 2)).toThrow();
  expect(() => withMark('ranked', [], 1, 1.5)).toThrow();
});

test('however often marks are given and taken back, a ballot is one that could be cast at once', () => {
  const deeds = fc.array(fc.record({ entryId: fc.integer({ min: 1, max: 6 }), pick: fc.nat(6) }));
  fc.assert(
    fc.property(fc.constantFrom(...VOTING_METHODS), deeds, (method, all) => {
      let marks: Mark[] = [];
      for (const { entryId, pick } of all) {
        // One beyond the possible marks takes the mark back.
        const value = possibleMarks(method)[pick];
        marks = withMark(method, marks, entryId, value);
        expect(marks.find((made) => made.entryId === entryId)?.value).toBe(value);
        expectPossible(method, marks);
      }
    }),
  );
});

function expectPossible(method: VotingMethod, marks: readonly Mark[]): void {
  const ids = marks.map(({ entryId }) => entryId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { value } of marks) expect(possibleMarks(method)).toContain(value);
  if (method === 'one-pick') expect(marks.length).toBeLessThanOrEqual(1);
  if (method === 'ranked') expect(new Set(marks.map(({ value }) => value)).size).toBe(marks.length);
}
