import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startBotProcess } from '../../src/sandbox/bot-process.ts';
import { untilPriced } from '../support/looking.ts';
import { openRealTimeWorld, results } from '../support/world.ts';

const STOP_WITHIN_MS = 10_000;
const never = new Promise<never>(() => {});

test('bad configuration is reported whole, and the exit code is 78', async () => {
  const bot = startBotProcess({
    settings: { DISCORD_TOKEN: '', MAX_RUNNING: 'many', SCENARIO_API_URL: 'nowhere', HTTP_PORT: '-1' },
  });
  expect(await bot.exited).toBe(78);
  const text = bot.log.join('\n');
  for (const name of [
    'DISCORD_TOKEN',
    'SCENARIO_SDK_API_KEY',
    'SCENARIO_SDK_API_SECRET',
    'MAX_RUNNING',
    'SCENARIO_API_URL',
    'HTTP_PORT',
  ]) {
    expect(text).toContain(name);
  }
});

test('secrets can be given as files', async () => {
  const world = await openRealTimeWorld();
  const folder = await mkdtemp(join(tmpdir(), 'clapper-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'token');
  await writeFile(file, `${world.discord.token}\n`);
  const bot = await world.startProcess({ DISCORD_TOKEN: '', DISCORD_TOKEN_FILE: file });
  expect(await bot.stop('SIGTERM')).toBe(0);
});

test('the sources do the main job as they are, without a bundle', async () => {
  const world = await openRealTimeWorld();
  const bot = await world.startProcess({}, 'src/main.ts');
  await world.order();
  await world.until('the video', () => results(world.channel).length > 0);
  expect(await bot.stop('SIGTERM')).toBe(0);
});

test('a token that Discord refuses ends the process with exit code 1 and says so', async () => {
  const world = await openRealTimeWorld();
  const bot = startBotProcess({ settings: world.settings({ DISCORD_TOKEN: 'wrong' }) });
  onTestFinished(async () => void (await bot.stop('SIGKILL')));
  expect(await bot.exited).toBe(1);
  expect(bot.log.join('\n')).toContain('the start failed');
});

test.for([
  { name: 'idle', fault: undefined },
  { name: 'ordering', fault: { side: 'scenario', method: 'POST', path: /\/generate\// } },
  { name: 'polling', fault: { side: 'scenario', method: 'GET', path: /\/jobs/ } },
  { name: 'fetching', fault: { side: 'scenario', method: 'GET', path: /^\/cdn\// } },
  { name: 'posting', fault: { side: 'discord', method: 'POST', path: /\/channels\/\d+\/messages$/ } },
] as const)(
  'asked to stop while $name, it is gone within 10 seconds with exit code 0, and goes on later',
  async ({ fault }) => {
    const world = await openRealTimeWorld();
    const bot = await world.startProcess();
    await untilPriced(world);
    if (fault) {
      const { side, ...where } = fault;
      const held = world[side].faults.add({ ...where, effect: { kind: 'hold-answer', until: never } });
      await world.order();
      await held.firstHit;
    }
    const askedAt = Date.now();
    expect(await bot.stop('SIGTERM')).toBe(0);
    expect(Date.now() - askedAt).toBeLessThan(STOP_WITHIN_MS);
    if (!fault) return;

    world[fault.side].faults.clear();
    await world.startProcess();
    await world.until('the video', () => results(world.channel).length > 0);
    expect(results(world.channel)).toHaveLength(1);
    expect(world.scenario.jobs).toHaveLength(1);
  },
);
