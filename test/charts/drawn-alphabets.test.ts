import { expect, test } from 'vitest';
import { FONT_FAMILIES, loadCanvas } from '../../src/charts/canvas.ts';

/** How a letter looks, as the bytes of its picture. */
async function look(letter: string, weight: number): Promise<string> {
  const canvas = (await loadCanvas())(40, 40);
  const context = canvas.getContext('2d');
  context.font = `${weight} 30px ${FONT_FAMILIES}`;
  context.fillText(letter, 5, 30);
  return canvas.toBuffer('image/png').toString('base64');
}

/** What a character looks like that no font has: an empty box. */
const MISSING = '\u{e123}';

test.each([
  ['digits', '37'],
  ['Latin', 'Ab'],
  ['extended Latin', 'őž'],
  ['Vietnamese', 'ếẩ'],
  ['Greek', 'Ωμ'],
  ['polytonic Greek', 'ἀῷ'],
  ['Cyrillic', 'Жя'],
  ['extended Cyrillic', 'Ӝԁ'],
  ['Devanagari', 'नम'],
])('%s is written in letters, not in boxes, in both weights', async (_alphabet, letters) => {
  for (const weight of [400, 700]) {
    const looks = await Promise.all([...letters, ' ', MISSING].map((letter) => look(letter, weight)));
    expect(new Set(looks).size).toBe(looks.length);
  }
});

test('bold is bolder', async () => {
  expect(await look('A', 700)).not.toBe(await look('A', 400));
});
