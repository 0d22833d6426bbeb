import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { drawContactSheet } from '../../src/charts/contact-sheet.ts';
import { expectNear, near } from './near.ts';

const FRAME = { width: 320, height: 180 };
const STEP = { x: 336, y: 230 };
const GAP = 16;

async function frameOf(colour: string, width = 1280, height = 720): Promise<Uint8Array> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return canvas.encode('jpeg', 90);
}

const tilesOf = (count: number, frame?: Uint8Array) =>
  Array.from({ length: count }, (_, index) => ({ number: String(index + 1), title: '', frame }));

/** The middle of a tile. */
const middleOf = (index: number) => ({
  x: GAP + (index % 5) * STEP.x + FRAME.width / 2,
  y: GAP + Math.floor(index / 5) * STEP.y + FRAME.height / 2,
});

test('frames stand five in a row, in their order', async () => {
  const colours = ['#c02020', '#20c020', '#2020c0', '#c0c020', '#20c0c0', '#c020c0'];
  const tiles = await Promise.all(
    colours.map(async (colour, index) => ({
      number: String(index + 1),
      title: 'Rain',
      frame: await frameOf(colour),
    })),
  );
  const picture = await near(await drawContactSheet(tiles));
  expect(picture).toMatchObject({ width: GAP + 5 * STEP.x, height: GAP + 2 * STEP.y });
  for (const [index, colour] of colours.entries()) {
    expectNear(picture.colourAt(middleOf(index)), colour, `tile ${index + 1}`);
  }
});

test('what is tall is shown whole, in the middle', async () => {
  const frame = await frameOf('#20c020', 720, 1280);
  const picture = await near(await drawContactSheet([{ number: '1', title: '', frame }]));
  const middle = middleOf(0);
  expectNear(picture.colourAt(middle), '#20c020');
  expectNear(picture.colourAt({ ...middle, x: middle.x - 60 }), '#2b2d31');
  expectNear(picture.colourAt({ ...middle, y: GAP + FRAME.height - 4 }), '#20c020');
});

test('each has its number, to be read on every frame, and its title below', async () => {
  const bright = await frameOf('#ffffff');
  const drawn = async (number: string, title: string) =>
    near(await drawContactSheet([{ number, title, frame: bright }]));
  const [one, other, titled] = [await drawn('1', ''), await drawn('88', ''), await drawn('1', 'Rain')];
  const badge = { x: GAP + 4, y: GAP + 4, width: 60, height: 32 };
  expect(one.bright(badge)).toBeGreaterThan(20);
  expect(one.dark(badge)).toBeGreaterThan(200);
  expect(other.bright(badge)).toBeGreaterThan(one.bright(badge) / 2);
  const caption = { x: GAP, y: GAP + FRAME.height, width: FRAME.width, height: 32 };
  expect(one.bright(caption)).toBe(0);
  expect(titled.bright(caption)).toBeGreaterThan(20);
});

test('a place stays empty without a frame, or with one that is no picture', async () => {
  const tiles = [
    { number: '1', title: '', frame: undefined },
    { number: '2', title: '', frame: Uint8Array.of(1, 2, 3) },
  ];
  const picture = await near(await drawContactSheet(tiles));
  for (const index of [0, 1]) expectNear(picture.colourAt(middleOf(index)), '#2b2d31');
});

test('25 frames of noise make one JPEG that every server takes', async () => {
  const canvas = createCanvas(1280, 720);
  const context = canvas.getContext('2d');
  const noise = context.createImageData(1280, 720);
  for (let index = 0; index < noise.data.length; index += 1) noise.data[index] = (index * 7919) % 256;
  context.putImageData(noise, 0, 0);
  const jpeg = await drawContactSheet(tilesOf(25, await canvas.encode('jpeg', 90)));
  expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  expect(jpeg.length).toBeLessThan(2_000_000);
});

test('a title in letters that the fonts lack is left out', async () => {
  const caption = { x: GAP, y: GAP + FRAME.height, width: FRAME.width, height: 32 };
  const picture = await near(await drawContactSheet([{ number: '1', title: '雨の日', frame: undefined }]));
  expect(picture.bright(caption)).toBe(0);
});
