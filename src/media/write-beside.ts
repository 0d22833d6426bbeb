import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PART_ENDING } from '../lib/download.ts';

/** Lets a file be written under another name and gives it its own once it is whole. One that was not made is no error. */
export async function writeBeside<Result>(
  target: string,
  write: (part: string) => Promise<Result>,
): Promise<Result> {
  const part = `${target}.${randomUUID()}${PART_ENDING}`;
  await mkdir(dirname(target), { recursive: true });
  try {
    const result = await write(part);
    if (await exists(part)) {
      const file = await open(part, 'r+');
      await file.sync().finally(() => file.close());
      await rename(part, target);
    }
    return result;
  } finally {
    await rm(part, { force: true });
  }
}

export const exists = async (path: string): Promise<boolean> =>
  (await stat(path).catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
    throw error;
  })) !== undefined;
