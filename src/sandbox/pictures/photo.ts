import sharp from 'sharp';
import type { SandboxUpload } from '../discord/message.ts';

/** A paper boat, in few colours. */
const BOAT = `
  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">
    <rect width="400" height="400" fill="#24364f"/>
    <circle cx="300" cy="95" r="42" fill="#f2cc8f"/>
    <rect y="262" width="400" height="138" fill="#3d6fa5"/>
    <path d="M80 232h240l-48 62H128z" fill="#f4f1de"/>
    <path d="M200 120v112h-82z" fill="#e8e2c8"/>
    <path d="M200 120v112h82z" fill="#d3cba8"/>
    <path d="M0 318q50-18 100 0t100 0 100 0 100 0M0 356q50-18 100 0t100 0 100 0 100 0" fill="none" stroke="#81b2d8" stroke-width="5"/>
  </svg>`;

/** A picture that somebody has: a paper boat, as a PNG of such a size. */
export async function photo(name: string, width: number, height: number): Promise<SandboxUpload> {
  const png = sharp(Buffer.from(BOAT)).resize(width, height, { fit: 'cover' }).png({ palette: true });
  return { name, contentType: 'image/png', bytes: await png.toBuffer(), width, height };
}
