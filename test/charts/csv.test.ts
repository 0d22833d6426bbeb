import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CsvCell, toCsv } from '../../src/charts/csv.ts';
import { readCsv } from './read-csv.ts';

const table = (rows: CsvCell[][]) => {
  const columns = (rows[0] ?? []).map((_, index) => ({
    header: `column ${index}`,
    cell: (row: CsvCell[]) => row[index],
  }));
  return toCsv(columns, rows);
};
const cellsOf = (rows: CsvCell[][]) => readCsv(table(rows)).slice(1);

test('is UTF-8 with a byte order mark, a header line and CRLF', () => {
  const rows = [{ who: 'Zoë', videos: 3 }];
  const file = toCsv(
    [
      { header: 'Member', cell: ({ who }) => who },
      { header: 'Videos', cell: ({ videos }) => videos },
    ],
    rows,
  );
  expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(file.toString().slice(1)).toBe('"Member","Videos"\r\n"Zoë",3\r\n');
});

test('a table without rows is its header', () => {
  expect(readCsv(toCsv([{ header: 'Member', cell: () => 1 }], []))).toEqual([['Member']]);
});

test('times are ISO 8601 in UTC, and what is not there is empty', () => {
  const at = new Date(Date.UTC(2026, 10, 23, 12, 30));
  expect(cellsOf([[at, null, undefined, true, false]])).toEqual([
    ['2026-11-23T12:30:00.000Z', '', '', 'true', 'false'],
  ]);
});

test.each(['=1+1', '+1', '-1', '@sum(A1)', '\t=1', '\r=1', '＝1', '='])('%j is no formula', (text) => {
  expect(cellsOf([[text]])).toEqual([[`'${text}`]]);
});

test('a header is no formula either', () => {
  expect(readCsv(toCsv([{ header: '=1', cell: () => 1 }], []))).toEqual([["'=1"]]);
});

test('numbers stay numbers', () => {
  expect(cellsOf([[-1.5, 0, 1e21]])).toEqual([['-1.5', '0', '1e+21']]);
});

const FORMULA_START = /^[=+\-@\t\r]/;
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', ' ', 'a', "'") }),
  fc.string({ unit: 'grapheme' }),
);
const cell = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
const rows = fc
  .integer({ min: 2, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));

test('what was written is read again, and no text begins like a formula', () => {
  fc.assert(
    fc.property(rows, (written) => {
      const read = cellsOf(written);
      expect(read.length).toBe(written.length);
      for (const [y, row] of written.entries()) {
        for (const [x, value] of row.entries()) {
          const seen = read[y]?.[x] ?? 'no such cell';
          if (typeof value === 'number') expect(Number(seen)).toBe(value === 0 ? 0 : value);
          else expect(seen).toBe(FORMULA_START.test(value) ? `'${value}` : value);
          if (typeof value !== 'number') expect(seen).not.toMatch(FORMULA_START);
        }
      }
    }),
  );
});
