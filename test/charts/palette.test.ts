import { expect, test } from 'vitest';
import {
  BUDGET_COLOUR,
  CARD,
  MUTED,
  OUTCOME_COLOURS,
  PANEL,
  TEXT,
  UNITS_COLOUR,
} from '../../src/charts/palette.ts';
import { COLOUR_VISIONS, contrast, distance } from './colour-vision.ts';

test.each([TEXT, MUTED])('text in %s can be read on the card and on its panels', (colour) => {
  expect(contrast(colour, CARD)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colour, PANEL)).toBeGreaterThanOrEqual(4.5);
});

test.each([...Object.values(OUTCOME_COLOURS), UNITS_COLOUR, BUDGET_COLOUR])(
  'bars in %s stand out from their panel',
  (colour) => expect(contrast(colour, PANEL)).toBeGreaterThanOrEqual(3),
);

test.each(Object.entries(COLOUR_VISIONS))('outcomes look different with %s vision', (_, vision) => {
  const colours = Object.values(OUTCOME_COLOURS);
  const distances = colours.flatMap((one, index) =>
    colours.slice(index + 1).map((other) => distance(one, other, vision)),
  );
  expect(Math.min(...distances)).toBeGreaterThan(20);
});
