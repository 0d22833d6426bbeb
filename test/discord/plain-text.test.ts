import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeMarkdown, oneLine, plainText } from '../../src/discord/text.ts';

/** What means something in Discord's Markdown, mentions, timestamps, emoji names or links. */
const ACTIVE = new Set('\\*_~|`>#-+.[](){}<:@&=!');
const INVISIBLE = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;

/** Any text, with more than its share of what is dangerous. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...ACTIVE),
        fc.constantFrom(
          '\n',
          '\r\n',
          '\u2028',
          '\t',
          ' ',
          '\u202e',
          '\u200b',
          '\ufeff',
          '\0',
          '😀',
          '1. ',
          'http',
        ),
        fc.string({ maxLength: 3 }),
      ),
    )
    .map((parts) => parts.join('')),
);

/** A text as Discord shows it: a backslash before punctuation is dropped. */
const shown = (markdown: string): string => markdown.replace(/\\(.)/gsu, '$1');
/** What is left to be understood as Markdown. */
const unescaped = (markdown: string): string => markdown.replace(/\\./gsu, '');

describe('for any text', () => {
  test('no active character is left without a backslash', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect([...unescaped(plainText(text))].filter((character) => ACTIVE.has(character))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('it is one line without anything that hides or turns what follows', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(plainText(text)).not.toMatch(INVISIBLE);
        expect(plainText(text)).not.toMatch(/[\n\r\u2028\u2029\t]| {2}|^ | $/);
      }),
    );
  });

  test('the reader sees it as it was typed, but for that', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(shown(plainText(text))).toBe(oneLine(text));
        expect(shown(escapeMarkdown(text))).toBe(text);
      }),
    );
  });

  test('it grows to twice its length at the most', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(plainText(text).length).toBeLessThanOrEqual(2 * text.length);
      }),
    );
  });
});

describe('defused, whatever stands around it:', () => {
  test.each<[string, string, RegExp]>([
    ['a mention of everyone', '@everyone', /(?<!\\)@everyone/],
    ['a mention of those who are here', '@here', /(?<!\\)@here/],
    ['a mention of a member', '<@1>', /<@!?1>/],
    ['a mention of a role', '<@&1>', /<@&1>/],
    ['a mention of a channel', '<#1>', /<#1>/],
    ['a command', '</veo:1>', /<\/veo:1>/],
    ['a timestamp', '<t:1:R>', /<t:1/],
    ['an emoji', '<:cat:1>', /<:|:cat:/],
    ['a link', 'https://x.y', /https?:\/\/|x\.y/],
    ['an invitation', 'discord.gg/abc', /discord\.gg/],
    ['a masked link', '[here](https://x.y)', /\]\(/],
    ['a link without a preview', '<https://x.y>', /(?<!\\)<|https:/],
    ['code', '`code`', /(?<!\\)`/],
    ['a block of code', '```js\ncode\n```', /``/],
    ['bold', '**bold**', /\*\*/],
    ['underline', '__line__', /__/],
    ['a spoiler', '||spoiler||', /\|\|/],
    ['strike', '~~gone~~', /~~/],
  ])('%s', (_what, danger, pattern) => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(plainText(before + danger + after)).not.toMatch(pattern);
      }),
      {
        examples: [
          ['', ''],
          ['\\', ''],
          ['\n', '\n'],
          ['\\\\', '\\'],
        ],
      },
    );
  });

  test.each([
    ['a heading', '# h'],
    ['a small heading', '### h'],
    ['a quote', '> q'],
    ['a long quote', '>>> q'],
    ['small text', '-# s'],
    ['a list', '- l'],
    ['a list of stars', '* l'],
    ['a numbered list', '1. l'],
    ['an underlined heading', 'h\n==='],
  ])('at the start of a line: %s', (_what, block) => {
    for (const text of [block, `before\n${block}`, `before\r${block}`, `\u200b${block}`, `  ${block}`]) {
      const plain = plainText(text);
      expect(plain).not.toMatch(/[\n\r]/);
      expect(plain).not.toMatch(/^\s*(?:#|>|-|\*|\d+\.)/);
      expect(unescaped(plain)).not.toMatch(/[#>*=.-]/);
    }
  });

  test.each([
    '\u202a',
    '\u202b',
    '\u202c',
    '\u202d',
    '\u202e',
    '\u2066',
    '\u2067',
    '\u2068',
    '\u2069',
    '\u200f',
    '\u061c',
  ])('the direction mark %j', (mark) => {
    expect(plainText(`abc${mark}gpj.exe`)).toBe('abcgpj\\.exe');
  });
});

test.each([
  ['A paper boat, at dusk', 'A paper boat, at dusk'],
  ['  two\n\n lines\t', 'two lines'],
  ['Käthe’s 3 Boote – größer; ¿no?', 'Käthe’s 3 Boote – größer; ¿no?'],
  ['👨‍👩‍👧 日本 עברית', '👨‍👩‍👧 日本 עברית'],
  ['50% $5 "so" /x/', '50% $5 "so" /x/'],
  ['', ''],
])('%j is shown as %j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});
