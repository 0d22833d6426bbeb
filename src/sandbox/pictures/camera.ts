import { writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { findBrowser } from './browser.ts';

/** Pixels of the picture for one of the page: sharp on dense screens. */
const SCALE = 2;
const VIEWPORT = { width: 680, height: 400 };
/** In so many colours each; the first that is small enough is kept. */
const PALETTES = [256, 128, 64, 32];
const PICTURE_MAX_BYTES = 200 * 1_024;

export interface Camera {
  /** Writes what a page's `<main>` looks like as a PNG of less than 200 KB. */
  take(page: string, path: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error that says what to install when no browser is found */
export async function openCamera(environment: Readonly<Record<string, string | undefined>>): Promise<Camera> {
  const browser = await chromium.launch({ executablePath: await findBrowser(environment) });
  const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: SCALE });
  return {
    take: async (markup, path) => {
      await page.setContent(markup);
      await page.evaluate('document.fonts.ready');
      await writeFile(path, await shrink(await page.locator('main').screenshot()));
    },
    close: () => browser.close(),
  };
}

async function shrink(png: Uint8Array): Promise<Buffer> {
  for (const colours of PALETTES) {
    const small = await sharp(png).png({ palette: true, colours, effort: 10 }).toBuffer();
    if (small.length <= PICTURE_MAX_BYTES) return small;
  }
  throw new Error(
    `The picture has more than ${PICTURE_MAX_BYTES} bytes even in few colours: show less in it`,
  );
}
