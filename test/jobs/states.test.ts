import { describe, expect, test } from 'vitest';
import {
  canMove,
  FINAL_STATES,
  isFinal,
  JOB_STATES,
  type JobState,
  RUNNING_STATES,
  settlementFor,
} from '../../src/jobs/states.ts';

const onward = (from: JobState): JobState[] => JOB_STATES.filter((to) => canMove(from, to));

/** Every state that a job may get to from this one. */
function reachable(from: JobState): Set<JobState> {
  const found = new Set<JobState>();
  const open = [from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const next of onward(state)) {
      if (!found.has(next)) open.push(next);
      found.add(next);
    }
  }
  return found;
}

const unfinished = JOB_STATES.filter((state) => !isFinal(state));

test.each(unfinished)('a job that is %s can still end, delivered or not', (state) => {
  const ahead = reachable(state);
  expect(ahead).toContain('delivered');
  expect([...ahead].some((end) => end !== 'delivered' && isFinal(end))).toBe(true);
});

test('every state can come about, and none leads back to being held', () => {
  expect(new Set(['held', ...reachable('held')])).toEqual(new Set(JOB_STATES));
  expect(reachable('held')).not.toContain('held');
  expect(reachable('queued')).not.toContain('denied');
});

test('no job moves to the state that it is in', () => {
  expect(JOB_STATES.filter((state) => canMove(state, state))).toEqual([]);
});

test('the order never leaves a second time once it may have arrived', () => {
  for (const state of ['unknown', 'generating', 'fetching', 'delivering'] as const) {
    expect(reachable(state)).not.toContain('submitting');
    expect(reachable(state)).not.toContain('queued');
  }
});

test('only a waiting or held job can be cancelled', () => {
  expect(JOB_STATES.filter((state) => canMove(state, 'cancelled'))).toEqual(['held', 'queued']);
});

test('only a job that is being posted can become delivered', () => {
  expect(JOB_STATES.filter((state) => canMove(state, 'delivered'))).toEqual(['delivering']);
});

test('what ended stays so, but for a video that shows up late or is posted again', () => {
  expect(Object.fromEntries(FINAL_STATES.map((state) => [state, onward(state)]))).toEqual({
    delivered: [],
    undeliverable: ['delivering'],
    failed: ['generating'],
    blocked: [],
    cancelled: [],
    denied: [],
  });
});

test('no final state takes one of the places at Scenario', () => {
  expect(RUNNING_STATES.filter(isFinal)).toEqual([]);
});

describe('the quota of a job', () => {
  test('is paid with when it is delivered', () => {
    expect(settlementFor('delivered')).toBe('commit');
  });

  test.each(['undeliverable', 'failed', 'blocked', 'cancelled', 'denied'] as const)(
    'is given back when it is %s',
    (state) => {
      expect(settlementFor(state)).toBe('release');
    },
  );

  test.each(unfinished)('stays reserved while it is %s', (state) => {
    expect(settlementFor(state)).toBeUndefined();
  });
});
