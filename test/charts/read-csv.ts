const BYTE_ORDER_MARK = '\ufeff';

/** Reads a CSV file strictly by RFC 4180: CRLF ends every row, quotes enclose a cell whole or not at all. */
export function readCsv(file: Buffer): string[][] {
  const content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  if (!content.startsWith(BYTE_ORDER_MARK)) throw new Error('no byte order mark');
  // A cell, quoted or bare, and what ends it.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  cell.lastIndex = BYTE_ORDER_MARK.length;
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < content.length) {
    const at = cell.lastIndex;
    const match = cell.exec(content);
    if (!match) throw new Error(`not RFC 4180: ${JSON.stringify(content.slice(at, at + 40))}`);
    const [, quoted, bare = '', end] = match;
    row.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
