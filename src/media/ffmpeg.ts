import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorText } from '../lib/errors.ts';
import { runBounded } from './bounded-process.ts';

/** An ffmpeg that runs here and can make H.264. */
export interface Ffmpeg {
  command: string;
  /** Such as `ffmpeg 5.1.9`. */
  version: string;
}

const VERSION_TIMEOUT_MS = 10_000;

/**
 * Looks for an ffmpeg: the configured one and then no other, else one on the PATH, else the one of the optional package.
 * @param onUnusable is told why a candidate does not do
 */
export async function findFfmpeg(
  configured: string | undefined,
  onUnusable: (command: string, reason: string) => void = () => {},
): Promise<Ffmpeg | undefined> {
  const candidates = configured === undefined ? ['ffmpeg', ...bundledFfmpeg()] : [configured];
  for (const command of candidates) {
    try {
      return { command, version: await versionOf(command) };
    } catch (error) {
      onUnusable(command, errorText(error));
    }
  }
  return undefined;
}

/** @throws Error when it does not run, or cannot make H.264 */
async function versionOf(command: string): Promise<string> {
  const text = await runBounded({ command, args: ['-version'], timeoutMs: VERSION_TIMEOUT_MS });
  const version = /^ffmpeg version n?(\d+(?:\.\d+)+|\S+)/.exec(text)?.[1];
  if (version === undefined) throw new Error('it is not ffmpeg');
  if (!text.includes('--enable-libx264')) throw new Error('it was built without libx264');
  return `ffmpeg ${version}`;
}

/** The optional package carries the program itself, beside its package.json. */
function bundledFfmpeg(): string[] {
  try {
    const packageJson = fileURLToPath(import.meta.resolve('@ffmpeg-installer/linux-x64/package.json'));
    return [join(dirname(packageJson), 'ffmpeg')];
  } catch (error) {
    // An optional package: elsewhere than on Linux, or when its download failed, it is not there.
    if (error instanceof Error && Reflect.get(error, 'code') === 'ERR_MODULE_NOT_FOUND') return [];
    throw error;
  }
}
