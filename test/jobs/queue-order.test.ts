import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LaneView, queuePositions } from '../../src/jobs/queue-order.ts';
import { GUILD, openBench } from './bench.ts';

/** Lanes of up to six members with distinct turns, in any order, each with up to five jobs. */
const lanes: fc.Arbitrary<LaneView[]> = fc
  .uniqueArray(fc.nat(100), { maxLength: 6 })
  .chain((turns) => fc.tuple(fc.constant(turns), fc.array(fc.nat(5), { minLength: 6, maxLength: 6 })))
  .map(([turns, sizes]) => {
    let nextId = 1;
    return turns.map((turn, index) => ({
      userId: `user-${index}`,
      turn,
      jobIds: Array.from({ length: sizes[index] ?? 0 }, () => nextId++),
    }));
  });

/** The members in the order in which their jobs come. */
function served(view: readonly LaneView[]): string[] {
  const owners = new Map(view.flatMap(({ userId, jobIds }) => jobIds.map((id) => [id, userId])));
  return [...queuePositions(view)].sort(([, a], [, b]) => a - b).map(([id]) => owners.get(id) ?? 'nobody');
}

test('members take turns, each with the oldest job first', () => {
  const positions = queuePositions([
    { userId: 'ada', turn: 7, jobIds: [1, 2, 5] },
    { userId: 'ben', turn: 3, jobIds: [4] },
    { userId: 'cleo', turn: 9, jobIds: [3, 6] },
  ]);
  expect([...positions]).toEqual([
    [4, 1],
    [1, 2],
    [3, 3],
    [2, 4],
    [6, 5],
    [5, 6],
  ]);
});

test('nobody waits: there are no places', () => {
  expect(queuePositions([])).toEqual(new Map());
  expect(queuePositions([{ userId: 'ada', turn: 1, jobIds: [] }])).toEqual(new Map());
});

describe('for any queue', () => {
  test('every job has one of the places from 1 on, none twice', () => {
    fc.assert(
      fc.property(lanes, (view) => {
        const ids = view.flatMap(({ jobIds }) => jobIds);
        const positions = queuePositions(view);
        expect([...positions.keys()].sort((a, b) => a - b)).toEqual(ids.toSorted((a, b) => a - b));
        expect([...positions.values()].sort((a, b) => a - b)).toEqual(ids.map((_id, index) => index + 1));
      }),
    );
  });

  test("a member's jobs keep their order", () => {
    fc.assert(
      fc.property(lanes, (view) => {
        const positions = queuePositions(view);
        for (const { jobIds } of view) {
          const places = jobIds.map((id) => positions.get(id) ?? 0);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  test('between two jobs of one member everyone else who waits is served once, nobody twice', () => {
    fc.assert(
      fc.property(lanes, (view) => {
        const order = served(view);
        for (const { userId } of view) {
          const places = order.flatMap((owner, index) => (owner === userId ? [index] : []));
          for (const [nth, place] of places.entries()) {
            const next = places[nth + 1];
            if (next === undefined) continue;
            const between = order.slice(place + 1, next);
            expect(new Set(between).size).toBe(between.length);
            const stillWaiting = order.slice(next);
            for (const other of new Set(stillWaiting)) {
              if (other !== userId) expect(between).toContain(other);
            }
          }
        }
      }),
    );
  });

  test('a job more at the back of one lane delays nobody who was to come by the round before', () => {
    fc.assert(
      fc.property(lanes, fc.nat(5), (view, pick) => {
        const lane = view[pick % Math.max(1, view.length)];
        if (!lane) return;
        const before = queuePositions(view);
        const longer = view.map((one) => (one === lane ? { ...one, jobIds: [...one.jobIds, 999] } : one));
        const after = queuePositions(longer);
        for (const { jobIds } of view) {
          for (const id of jobIds.slice(0, lane.jobIds.length)) expect(after.get(id)).toBe(before.get(id));
        }
      }),
    );
  });

  test('the order in which the lanes are given does not matter', () => {
    fc.assert(
      fc.property(lanes, (view) => {
        expect(queuePositions(view.toReversed())).toEqual(queuePositions(view));
      }),
    );
  });
});

test('the places that are shown are the order in which jobs are taken', async () => {
  const { store, queued, claim } = openBench();
  const arrivals = ['ada', 'ada', 'ben', 'ada', 'cleo', 'ben', 'dan', 'ada', 'cleo'];
  for (const userId of arrivals) await queued({ userId });
  // Some were served already, so that turns are not simply those of arrival.
  await claim();
  await claim();
  await queued({ userId: 'ada' });

  const shown = [...queuePositions(await store.lanes(GUILD))].sort(([, a], [, b]) => a - b).map(([id]) => id);
  expect(shown).toHaveLength(arrivals.length - 1);
  const taken: number[] = [];
  for (const _id of shown) taken.push((await claim()).job.id);
  expect(taken).toEqual(shown);
});
