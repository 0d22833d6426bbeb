import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PART_ENDING } from '../lib/download.ts';

/** Removes unfinished files that a process left which died while it wrote them. For the start, before anything is fetched. */
export async function sweepParts(dataDir: string): Promise<number> {
  let removed = 0;
  for (const folder of ['inputs', 'videos']) {
    const path = join(dataDir, folder);
    const names = await readdir(path).catch((error: unknown) => {
      if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return [];
      throw error;
    });
    for (const name of names.filter((name) => name.endsWith(PART_ENDING))) {
      await rm(join(path, name), { force: true });
      removed += 1;
    }
  }
  return removed;
}
