import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

test.each(['SIGINT', 'SIGTERM'] as const)(
  'the standalone sandbox tells its settings and stops at %s',
  async (signal) => {
    const child = spawn(process.execPath, ['src/sandbox/main.ts', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const stopped = once(child, 'exit');
    child.stdout.once('data', () => child.kill(signal));
    const output = await text(child.stdout);
    expect(await stopped).toEqual([0, null]);
    expect(output).toMatch(/SCENARIO_API_URL=http:\/\/127\.0\.0\.1:\d+\/v1\n/);
    expect(output).toContain('SCENARIO_SDK_API_KEY=sandbox-key\n');
    expect(output).toContain('SCENARIO_SDK_API_SECRET=sandbox-secret\n');
    expect(output).toContain('[blocked]');
  },
);
