import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 25;
const PATIENCE_MS = 30_000;

/** Looks again and again until something is so. @throws Error that names what was waited for in vain */
export async function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}
