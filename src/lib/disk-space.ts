import { statfs } from 'node:fs/promises';
import type { Clock } from './clock.ts';

const KNOWN_FOR_MS = 5_000;

/** Watches the disk on which a folder lies. */
export interface DiskSpace {
  /** Whether less is free than the operator wants to keep. Asked of the system every few seconds at the most. */
  isLow(): Promise<boolean>;
  freeBytes(): Promise<number>;
}

/** @param reserveBytes what is to stay free */
export function createDiskSpace(folder: string, reserveBytes: number, clock: Clock): DiskSpace {
  let known: { at: number; free: Promise<number> } | undefined;

  const freeBytes = (): Promise<number> => {
    const now = clock.now();
    // The clock may have been put back meanwhile.
    if (!known || known.at <= now - KNOWN_FOR_MS || known.at > now) {
      known = { at: now, free: statfs(folder).then(({ bavail, bsize }) => bavail * bsize) };
    }
    return known.free;
  };
  return { freeBytes, isLow: async () => (await freeBytes()) < reserveBytes };
}
