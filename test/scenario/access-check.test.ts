import { expect, test } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { createAccessCheck } from '../../src/scenario/access-check.ts';
import { openSandboxLine } from './bench.ts';

const HOUR_MS = 3_600_000;

test('Scenario is asked once a minute, and anew when the clock was put back', async () => {
  const { client, clock, sandbox } = await openSandboxLine();
  const works = createAccessCheck({ scenario: client, clock, logger: createLogger('silent') });
  expect(await works()).toBe(true);
  sandbox.faults.add({ path: /models$/, effect: { kind: 'status', status: 401 } });
  expect(await works()).toBe(true);
  clock.set(clock.now() - 3 * HOUR_MS);
  expect(await works()).toBe(false);
});
