import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewingOrder } from '../../src/challenges/viewing-order.ts';

const IDS = Array.from({ length: 12 }, (_, index) => index + 1);

test('every voter sees every entry once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(10_000)), fc.string(), fc.string(), (ids, voter, secret) => {
      expect(viewingOrder(ids, voter, secret).toSorted()).toEqual(ids.toSorted());
    }),
  );
});

test('a voter sees the same order at every look, in whatever order the entries are read', () => {
  expect(viewingOrder(IDS.toReversed(), 'ada', 'secret')).toEqual(viewingOrder(IDS, 'ada', 'secret'));
});

test('an entry less leaves the others in their order', () => {
  const without = IDS.filter((id) => id !== 5);
  expect(viewingOrder(without, 'ada', 's')).toEqual(viewingOrder(IDS, 'ada', 's').filter((id) => id !== 5));
});

test('orders differ between voters and between challenges', () => {
  const orders = ['ada', 'bob', 'eve'].map((voter) => viewingOrder(IDS, voter, 'secret').join());
  expect(new Set([...orders, viewingOrder(IDS, 'ada', 'another').join()]).size).toBe(4);
});

test('no place in line is better: over many voters every entry comes first about as often', () => {
  const firsts = new Map<number, number>();
  for (let voter = 0; voter < 6_000; voter += 1) {
    const [first = 0] = viewingOrder(IDS, `voter ${voter}`, 'secret');
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  // 500 on the average; five standard deviations are 107.
  for (const id of IDS) expect(Math.abs((firsts.get(id) ?? 0) - 500)).toBeLessThan(107);
});
