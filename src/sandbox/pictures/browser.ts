import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * The program that `CHROMIUM_PATH` names, or else a Chromium on `PATH`.
 * @throws Error that says what to install when there is none
 */
export async function findBrowser({
  CHROMIUM_PATH,
  PATH = '',
}: Readonly<Record<string, string | undefined>>): Promise<string> {
  const candidates = CHROMIUM_PATH
    ? [CHROMIUM_PATH]
    : PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  for (const path of candidates) if (await runs(path)) return path;
  const missing = CHROMIUM_PATH
    ? `CHROMIUM_PATH names ${CHROMIUM_PATH}, which cannot be run`
    : 'there is none on PATH';
  throw new Error(
    `The pictures are drawn by Chromium: ${missing}. Install it (Debian: apt install chromium fonts-noto-color-emoji), or set CHROMIUM_PATH.`,
  );
}

const runs = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
