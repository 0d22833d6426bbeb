import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BotProcess } from '../bot-process.ts';
import { until } from './until.ts';

/** A clock that the sandboxes and a bot's process share, which goes on by itself and can be moved ahead. */
export interface SharedClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** What to start the bot's process with. */
  readonly settings: Record<string, string>;
  /** Moves on by so many milliseconds at once; resolves when the bot has followed. */
  pass(ms: number, bot: BotProcess): Promise<void>;
}

const PRELOADED = import.meta.resolve('./bot-clock.ts');

/** @param startsAt milliseconds since the epoch @param folder where the bot is told the time */
export async function createSharedClock(startsAt: number, folder: string): Promise<SharedClock> {
  const path = join(folder, 'clock');
  let aheadMs = startsAt - Date.now();
  await writeFile(path, String(aheadMs));
  return {
    now: () => Date.now() + aheadMs,
    settings: { NODE_OPTIONS: `--import=${PRELOADED}`, SANDBOX_CLOCK_FILE: path },
    pass: async (ms, bot) => {
      aheadMs += ms;
      await writeFile(path, String(aheadMs));
      process.kill(bot.pid, 'SIGUSR2');
      await until('the bot to follow the clock', () => bot.log.includes(JSON.stringify({ aheadMs })));
    },
  };
}
