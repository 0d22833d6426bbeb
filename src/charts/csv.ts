import { stringify } from 'csv-stringify/sync';

/** Dates are written as ISO 8601 in UTC; null and undefined leave the cell empty. */
export type CsvCell = string | number | boolean | Date | null | undefined;

export interface CsvColumn<Row> {
  header: string;
  cell: (row: Row) => CsvCell;
}

/**
 * A table as a CSV file (RFC 4180) that spreadsheet programs read as it is: UTF-8 with a byte order mark, CRLF, a header
 * line. Text that such a program would take for a formula begins with an apostrophe; numbers stay as they are.
 */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): Buffer {
  const header = columns.map((column) => column.header);
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const text = stringify([header, ...cells], {
    bom: true,
    record_delimiter: 'windows',
    // Every text is quoted: a line break of any kind in it would end the row otherwise.
    quoted_string: true,
    escape_formulas: true,
    cast: {
      date: (value) => value.toISOString(),
      boolean: String,
    },
  });
  return Buffer.from(text);
}
