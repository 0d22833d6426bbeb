import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../src/sandbox/pictures/browser.ts';

/** Plays without a click, and without a sound card. */
const PLAYING = ['--autoplay-policy=no-user-gesture-required', '--mute-audio'];

/**
 * A real browser: the machine's own Chromium, else the one that npm installed.
 * @returns why there is none, where neither starts
 */
export async function openBrowser(): Promise<Browser | { missing: string }> {
  const reasons: string[] = [];
  for (const open of [openOwn, openInstalled]) {
    try {
      return await open();
    } catch (error) {
      reasons.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    }
  }
  return { missing: `no browser starts here: ${reasons.join('; ')}` };
}

const openOwn = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await findBrowser(process.env), args: PLAYING });

/** The package brings the libraries that Chromium needs along, but unpacks them only where it takes itself to be on AWS. */
async function openInstalled(): Promise<Browser> {
  const before = { ...process.env };
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x';
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    const executablePath = await packed.executablePath();
    // Its own arguments switch web security off; here the page is to be held to its policy.
    return await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--headless=shell', ...PLAYING],
      env: { ...process.env },
    });
  } finally {
    // Its libraries are for the browser alone, not for an ffmpeg that is started later.
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
