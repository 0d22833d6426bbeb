import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRateBudget, PRIORITIES, type Priority } from '../../src/scenario/rate-budget.ts';
import { createTestClock } from '../support/test-clock.ts';

const MINUTE_MS = 60_000;
const priorities: Priority[] = ['submit', 'transfer', 'poll', 'background'];

/** A budget whose admissions are noted, on a clock that stands still. */
function openBudget(perMinute: number) {
  const clock = createTestClock({ startAt: 0 });
  const budget = createRateBudget(perMinute, clock);
  const admitted: { name: string; at: number }[] = [];
  const ask = (name: string, priority: Priority = 'poll', signal?: AbortSignal) =>
    budget.acquire(priority, signal).then(() => void admitted.push({ name, at: clock.now() }));
  return { clock, budget, admitted, ask, names: () => admitted.map(({ name }) => name) };
}

test('lets through at once what is in the budget, and the rest as soon as there is room', async () => {
  const { clock, admitted, ask } = openBudget(2);
  const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => ask(name)));
  await clock.advance(10_000);
  expect(admitted).toHaveLength(2);
  await clock.advance(2 * MINUTE_MS);
  await all;
  expect(admitted).toEqual([
    { name: 'a', at: 0 },
    { name: 'b', at: 0 },
    { name: 'c', at: MINUTE_MS },
    { name: 'd', at: MINUTE_MS },
    { name: 'e', at: 2 * MINUTE_MS },
  ]);
});

test('never lets more through in any 60 seconds, and leaves nobody waiting without need', async () => {
  const arrival = fc.record({ gapMs: fc.nat(40_000), priority: fc.constantFrom(...priorities) });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(arrival, { minLength: 1, maxLength: 16 }),
      async (perMinute, arrivals) => {
        const { clock, admitted, ask } = openBudget(perMinute);
        for (const [nth, { gapMs, priority }] of arrivals.entries()) {
          await clock.advance(gapMs);
          void ask(String(nth), priority);
        }
        await clock.advance(arrivals.length * MINUTE_MS);

        const times = admitted.map(({ at }) => at);
        expect(times).toHaveLength(arrivals.length);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const [nth, at] of times.entries()) {
          const inWindow = times.slice(0, nth + 1).filter((earlier) => earlier > at - MINUTE_MS);
          expect(inWindow.length).toBeLessThanOrEqual(perMinute);
        }
        // Whoever waited was let through the very moment that the budget had room again.
        let arrivedAt = 0;
        const asked = arrivals.map(({ gapMs }) => (arrivedAt += gapMs));
        for (const { name, at } of admitted) {
          if (at > (asked[Number(name)] ?? 0)) expect(times).toContain(at - MINUTE_MS);
        }
      },
    ),
    { numRuns: 60 },
  );
});

describe('when it is short', () => {
  test('those whom a member waits for go first, and equals in the order in which they came', async () => {
    const { clock, ask, names } = openBudget(1);
    const all = Promise.all([
      ask('first', 'background'),
      ask('background', 'background'),
      ask('poll 1', 'poll'),
      ask('poll 2', 'poll'),
      ask('transfer', 'transfer'),
      ask('submit', 'submit'),
    ]);
    await clock.advance(6 * MINUTE_MS);
    await all;
    expect(names()).toEqual(['first', 'submit', 'transfer', 'poll 1', 'poll 2', 'background']);
  });

  test('one who comes late but is more urgent still goes first', async () => {
    const { clock, ask, names } = openBudget(1);
    const waiting = [ask('first'), ask('poll')];
    await clock.advance(30_000);
    waiting.push(ask('submit', 'submit'));
    await clock.advance(2 * MINUTE_MS);
    await Promise.all(waiting);
    expect(names()).toEqual(['first', 'submit', 'poll']);
  });

  test('every priority has a rank of its own', () => {
    expect(new Set(Object.values(PRIORITIES)).size).toBe(priorities.length);
  });
});

describe('one who is aborted', () => {
  test('while waiting is told why, and takes no place', async () => {
    const { clock, ask, admitted } = openBudget(1);
    const stop = new AbortController();
    const first = ask('first');
    const second = ask('second', 'submit', stop.signal);
    const third = ask('third');
    const failed = expect(second).rejects.toThrow('no longer wanted');
    stop.abort(new Error('no longer wanted'));
    await failed;
    await clock.advance(MINUTE_MS);
    await Promise.all([first, third]);
    expect(admitted).toEqual([
      { name: 'first', at: 0 },
      { name: 'third', at: MINUTE_MS },
    ]);
  });

  test('before asking is not let in', async () => {
    const { ask, admitted } = openBudget(1);
    await expect(ask('late', 'submit', AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    await ask('next');
    expect(admitted).toEqual([{ name: 'next', at: 0 }]);
  });

  test('after being let in changes nothing', async () => {
    const { clock, ask, names } = openBudget(2);
    const stop = new AbortController();
    await ask('first', 'poll', stop.signal);
    stop.abort();
    await ask('second');
    const third = ask('third');
    await clock.advance(MINUTE_MS);
    await third;
    expect(names()).toEqual(['first', 'second', 'third']);
  });
});

describe('a pause', () => {
  test('lets nobody through before its end', async () => {
    const { clock, budget, ask, admitted } = openBudget(10);
    budget.pauseUntil(5_000);
    const all = Promise.all([ask('a', 'submit'), ask('b')]);
    await clock.advance(4_999);
    expect(admitted).toEqual([]);
    await clock.advance(1);
    await all;
    expect(admitted.map(({ at }) => at)).toEqual([5_000, 5_000]);
  });

  test('is not made shorter by another', async () => {
    const { clock, budget, ask, admitted } = openBudget(10);
    budget.pauseUntil(5_000);
    budget.pauseUntil(1_000);
    const asked = ask('a');
    await clock.advance(5_000);
    await asked;
    expect(admitted).toEqual([{ name: 'a', at: 5_000 }]);
  });

  test('that comes while some wait already is kept to', async () => {
    const { clock, budget, ask, admitted } = openBudget(1);
    const all = Promise.all([ask('a'), ask('b')]);
    await clock.advance(1_000);
    budget.pauseUntil(MINUTE_MS + 700);
    await clock.advance(2 * MINUTE_MS);
    await all;
    expect(admitted.map(({ at }) => at)).toEqual([0, MINUTE_MS + 700]);
  });

  test('that is over does nothing', async () => {
    const { clock, budget, ask, admitted } = openBudget(1);
    await clock.advance(10_000);
    budget.pauseUntil(9_000);
    await ask('a');
    expect(admitted).toEqual([{ name: 'a', at: 10_000 }]);
  });
});

describe('a clock that is put back by hours', () => {
  const HOUR_MS = 60 * MINUTE_MS;

  test('makes nobody wait for longer than a minute, and lets no more through than before', async () => {
    const { clock, admitted, ask } = openBudget(2);
    clock.set(9 * HOUR_MS);
    await Promise.all([ask('a'), ask('b')]);
    clock.set(6 * HOUR_MS);
    const third = ask('c');
    await clock.advance(MINUTE_MS - 1);
    expect(admitted).toHaveLength(2);
    await clock.advance(1);
    await third;
    expect(admitted.at(-1)).toEqual({ name: 'c', at: 6 * HOUR_MS + MINUTE_MS });
  });

  test('ends a pause after a minute at the latest', async () => {
    const { clock, budget, admitted, ask } = openBudget(2);
    clock.set(9 * HOUR_MS);
    budget.pauseUntil(9 * HOUR_MS + MINUTE_MS);
    clock.set(6 * HOUR_MS);
    const asked = ask('a');
    await clock.advance(MINUTE_MS);
    await asked;
    expect(admitted).toEqual([{ name: 'a', at: 6 * HOUR_MS + MINUTE_MS }]);
  });
});

test('a pause is no longer than a minute, whatever is asked for', async () => {
  const { clock, budget, ask, admitted } = openBudget(2);
  budget.pauseUntil(24 * 60 * MINUTE_MS);
  const asked = ask('a');
  await clock.advance(MINUTE_MS);
  await asked;
  expect(admitted).toEqual([{ name: 'a', at: MINUTE_MS }]);
});
