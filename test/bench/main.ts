import { compareCards } from './cards.ts';
import { compareDepths, compareGuilds } from './claims.ts';
import { compareDurableCycles } from './durable-cycle.ts';
import { type Comparison, ratiosOf, type Spread, spreadOf } from './measure.ts';
import { compareUploadMemory } from './upload-memory.ts';
import { compareReadingPauses, compareSuspicions, compareTally } from './vote-count.ts';

/**
 * Ratios, because they hold from machine to machine: each against a baseline that was measured in the same run, in turn with
 * it. Every cell is the least, the middle and the most of a few repetitions.
 */
const COMPARISONS = [
  compareDurableCycles,
  compareDepths,
  compareGuilds,
  compareCards,
  compareTally,
  compareSuspicions,
  compareReadingPauses,
  compareUploadMemory,
];

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));
const cell = ({ min, median, max }: Spread): string => [min, median, max].map(number).join(' – ');

function rowOf(comparison: Comparison): string[] {
  const { name, unit, baseline, subject } = comparison;
  const figures = ({ name: what, figures: each }: Comparison['baseline']) =>
    `${what}: ${cell(spreadOf(each))} ${unit}`;
  return [name, cell(spreadOf(ratiosOf(comparison))), figures(subject), figures(baseline)];
}

function print(rows: readonly string[][]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    console.log(
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    );
  }
}

const rows = [['what', 'ratio', 'figures', 'baseline']];
for (const compare of COMPARISONS) rows.push(rowOf(await compare()));
print(rows);
