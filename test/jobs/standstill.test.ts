import { expect, test } from 'vitest';
import { createStandstill } from '../../src/jobs/standstill.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { createTestClock } from '../support/test-clock.ts';

const MINUTE_MS = 60_000;

function open() {
  const clock = createTestClock({ startAt: 0 });
  const log: string[] = [];
  const told: string[] = [];
  const standstill = createStandstill({
    clock,
    logger: createLogger('info', { write: (line) => void log.push(line) }),
    telemetry: { standsStill: (...what) => void told.push(what.join(' ')) },
  });
  return { clock, standstill, log, told };
}

test('members are told of what has lasted a minute, of each step by itself', () => {
  const { clock, standstill } = open();
  standstill.note('ordering', 'scenario');
  expect(standstill.lasting('ordering')).toBeUndefined();
  clock.jump(MINUTE_MS);
  standstill.note('ordering', 'scenario');
  expect(standstill.lasting('ordering')).toBe('scenario');
  expect(standstill.lasting('fetching')).toBeUndefined();
  // Another reason has lasted as long.
  standstill.note('ordering', 'account');
  expect(standstill.lasting('ordering')).toBe('account');
  standstill.end('ordering');
  expect(standstill.lasting('ordering')).toBeUndefined();
});

test('operators are told once of its beginning and its end', () => {
  const { standstill, log, told } = open();
  standstill.end('ordering');
  for (let time = 0; time < 3; time += 1) standstill.note('ordering', 'disk');
  standstill.note('ordering', 'account');
  standstill.end('ordering', 'disk');
  standstill.end('ordering', 'account');
  expect(told).toEqual([
    'ordering disk true',
    'ordering disk false',
    'ordering account true',
    'ordering account false',
  ]);
  expect(log.map((line) => JSON.parse(line).standstill)).toEqual(['disk', 'account', 'account']);
});
