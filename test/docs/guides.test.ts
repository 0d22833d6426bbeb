import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCS = join(ROOT, 'docs');
const GUIDES = ['members.md', 'moderators.md', 'challenges.md'].map((name) => ({
  name,
  text: readFileSync(join(DOCS, name), 'utf8'),
}));

const picturesOf = (text: string) => [
  ...text.matchAll(/<img src="pictures\/([\w-]+\.png)" width="\d+" alt="([^"]*)">/g),
];

/** As links name them. */
const headingsOf = (text: string): string[] =>
  [...text.matchAll(/^##+ (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(',', '').replaceAll(' ', '-'),
  );

describe.each(GUIDES)('$name', ({ text }) => {
  test('tells every picture in words', () => {
    const pictures = picturesOf(text);
    expect(text.match(/<img/g)).toHaveLength(pictures.length);
    for (const [, name, alt = ''] of pictures) expect(alt.length, name).toBeGreaterThan(30);
  });

  test('leads with every link to a heading, or to a file that is there', () => {
    for (const [, target] of text.matchAll(/\]\(#([\w-]+)\)/g)) expect(headingsOf(text)).toContain(target);
    for (const [, file = '', target] of text.matchAll(/\]\(([\w-]+\.md)(?:#([\w-]+))?\)/g)) {
      expect(existsSync(join(DOCS, file)), file).toBe(true);
      if (target) expect(headingsOf(readFileSync(join(DOCS, file), 'utf8')), file).toContain(target);
    }
  });

  test('names in its contents every chapter', () => {
    const contents = text.slice(0, text.indexOf('\n## '));
    for (const [, title = ''] of text.matchAll(/^## (.+)$/gm)) expect(contents).toContain(`[${title}](#`);
  });

  test('quotes the messages that the bot sends', () => {
    const sources = sourcesIn('commands') + sourcesIn('src');
    const begins = Math.max(text.indexOf('## When something'), text.indexOf('## What the bot says'));
    const quoted = text.slice(begins).match(/“[^”]+”/g) ?? [];
    const parts = quoted.flatMap((quote) => quote.slice(1, -1).split('…')).map((part) => part.trim());
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
  });
});

test('every picture that a guide shows is there, and every picture that is there is shown', () => {
  const shown = new Set(GUIDES.flatMap(({ text }) => picturesOf(text).map(([, name]) => name)));
  expect([...shown].toSorted()).toEqual(readdirSync(join(DOCS, 'pictures')).toSorted());
});

/** All sources of a folder, with the typewriter's apostrophe. */
function sourcesIn(folder: string): string {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts') && !name.startsWith('sandbox'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n')
    .replaceAll('’', "'");
}
