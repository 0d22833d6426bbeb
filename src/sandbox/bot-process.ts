import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DiscordSandbox } from './discord/server.ts';
import { SANDBOX_API_KEY, SANDBOX_API_SECRET, type ScenarioSandbox } from './scenario/server.ts';

const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

/** The settings of a bot that lives between these two sandboxes and keeps everything in one folder. */
export const sandboxSettings = (
  discord: Pick<DiscordSandbox, 'token' | 'apiUrl' | 'cdnHost'>,
  scenario: Pick<ScenarioSandbox, 'url'>,
  dataDir: string,
): Record<string, string> => ({
  DISCORD_TOKEN: discord.token,
  DISCORD_API_URL: discord.apiUrl,
  DISCORD_CDN_HOSTS: discord.cdnHost,
  SCENARIO_SDK_API_KEY: SANDBOX_API_KEY,
  SCENARIO_SDK_API_SECRET: SANDBOX_API_SECRET,
  SCENARIO_API_URL: scenario.url,
  DATABASE_URL: `file:${join(dataDir, 'clapper.db')}`,
  DATA_DIR: dataDir,
});

export interface BotProcessOptions {
  /** Settings by their environment names; nothing else of the environment is handed on but PATH. */
  settings: Record<string, string>;
  /** The program; the TypeScript as it is when absent. */
  entry?: string;
  /** Called with each line of its log. */
  onLog?: (line: string) => void;
}

export interface BotProcess {
  readonly pid: number;
  /** Resolves with the exit code, or the signal's name, once it is gone. */
  readonly exited: Promise<number | string>;
  /** Everything it has logged so far. */
  readonly log: readonly string[];
  /** Asks it to stop and waits until it is gone. */
  stop(signal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | string>;
}

/** Starts the real bot as a process of its own, as an operator would. */
export function startBotProcess({ settings, entry = 'src/main.ts', onLog }: BotProcessOptions): BotProcess {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, entry)], {
    cwd: PROJECT_ROOT,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.push(line);
      onLog?.(line);
    });
  }
  const exited = whenGone(child);
  return {
    pid: child.pid ?? 0,
    exited,
    log,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
  };
}

async function whenGone(child: ChildProcess): Promise<number | string> {
  await once(child, 'close');
  return child.exitCode ?? child.signalCode ?? 'unknown';
}
