import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const DEPCRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
const CONFIG = join(ROOT, 'dependency-cruiser.config.mjs');

/** Which rules a house of these files breaks. */
async function brokenRules(files: Record<string, string>): Promise<{ ok: boolean; output: string }> {
  const house = await mkdtemp(join(tmpdir(), 'clapper-imports-'));
  onTestFinished(() => rm(house, { recursive: true, force: true }));
  await symlink(join(ROOT, 'node_modules'), join(house, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(house, path)), { recursive: true });
    await writeFile(join(house, path), text);
  }
  return new Promise((resolve) => {
    const args = [DEPCRUISE, '--config', CONFIG, '--output-type', 'err', 'src'];
    execFile(process.execPath, args, { cwd: house }, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: stdout + stderr });
    });
  });
}

test('a house in order passes', async () => {
  const { ok, output } = await brokenRules({
    'src/lib/clock.ts': 'export const now = (): number => 0;\n',
    'src/jobs/job.ts': "import { now } from '../lib/clock.ts';\nexport const at = now();\n",
  });
  expect(output).toContain('no dependency violations found');
  expect(ok).toBe(true);
});

test('a wrong direction, a cycle, and a bot that knows the sandbox do not', async () => {
  const { ok, output } = await brokenRules({
    'src/lib/clock.ts': "import { at } from '../jobs/job.ts';\nexport const now = (): number => at;\n",
    'src/jobs/job.ts': "import { now } from '../lib/clock.ts';\nexport const at: number = now();\n",
    'src/worker/demo.ts': "import { fake } from '../sandbox/fake.ts';\nexport const demo = fake;\n",
    'src/sandbox/fake.ts': 'export const fake = 1;\n',
  });
  expect(ok).toBe(false);
  for (const rule of ['room src/lib', 'no-cycles', 'sandbox-is-for-tests-and-demo', 'room src/worker']) {
    expect(output).toContain(rule);
  }
});
