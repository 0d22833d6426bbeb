import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Command lines of the processes that run now and have a text in them. */
export async function processesWith(text: string): Promise<string[]> {
  const running = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    running.map(async (pid) => readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '')),
  );
  return commands.filter((command) => command.includes(text));
}
