import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Html, html } from './html.ts';

const STYLE_SHEET = new URL('page.css', import.meta.url);
const WEIGHTS = [400, 500, 600, 700];

/** A whole page: what a channel shows, with a head that names it. Needs nothing from outside. */
export async function drawPage(head: string | undefined, sights: readonly Html[]): Promise<string> {
  const style = await readFile(STYLE_SHEET, 'utf8');
  const title = head === undefined ? undefined : html`<h2>${head}</h2>`;
  const { markup } = html`<main>${title}<div class="sights">${sights}</div></main>`;
  return `<!doctype html><meta charset="utf-8"><style>${await fontFaces()}${style}</style>${markup}`;
}

async function fontFaces(): Promise<string> {
  const { resolve } = createRequire(import.meta.url);
  const faces = WEIGHTS.map(async (weight) => {
    const bytes = await readFile(
      resolve(`@fontsource/noto-sans/files/noto-sans-latin-${weight}-normal.woff2`),
    );
    return `@font-face{font-family:"Noto Sans";font-weight:${weight};src:url(data:font/woff2;base64,${bytes.toString('base64')})}`;
  });
  return (await Promise.all(faces)).join('');
}
