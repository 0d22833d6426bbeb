import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { optionsTable } from '../../src/veo/documentation.ts';
import { veoParameters } from '../../src/veo/parameters.ts';

const README = new URL('../../README.md', import.meta.url);
const BLOCK = /<!-- veo-options:start -->\n(.*?)\n<!-- veo-options:end -->/s;

test('every option has its row, in the order in which Discord shows them', () => {
  const names = [...optionsTable().matchAll(/^\| `([a-z0-9_]+)` \|/gm)].map(([, name]) => name);
  expect(names).toEqual(
    veoParameters().flatMap(([, row]) => (row.kind === 'images' ? row.options : [row.option])),
  );
});

test('a row says which values there are', () => {
  const rows = optionsTable().split('\n');
  expect(rows.find((row) => row.includes('`duration`'))).toMatch(/\| `4`, `6`, `8` \|$/);
  expect(rows.find((row) => row.includes('`prompt`'))).toMatch(
    /\| text, up to 4000 characters \(required\) \|$/,
  );
  expect(rows.find((row) => row.includes('`seed`'))).toMatch(/\| 0 to 4294967295 \|$/);
  expect(rows.every((row) => row.split('|').length === 5)).toBe(true);
});

test('the README shows this very table', async () => {
  const readme = await readFile(README, 'utf8');
  expect(BLOCK.exec(readme)?.[1]?.trim()).toBe(optionsTable());
});
