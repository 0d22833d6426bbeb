import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawMarkdown } from '../../../src/sandbox/pictures/drawing/markdown.ts';
import { namesOf } from '../../../src/sandbox/pictures/drawing/names.ts';

const NOW = Date.parse('2026-10-05T14:00:00Z');
const at = (offsetSeconds: number) => NOW / 1_000 + offsetSeconds;

const names = {
  user: (id: string) => `user ${id}`,
  role: (id: string) => `role ${id}`,
  channel: (id: string) => `channel ${id}`,
  now: () => NOW,
};

const drawn = (text: string): string => drawMarkdown(text, names).markup;
/** What a reader sees. */
const read = (text: string): string =>
  drawn(text)
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

test.each([
  ['**bold**', '<strong>bold</strong>'],
  ['*(default)*', '<em>(default)</em>'],
  ['`code **not bold**`', '<code>code **not bold**</code>'],
  ['||hidden||', '<span class="spoiler">hidden</span>'],
  ['**a `b` c**', '<strong>a <code>b</code> c</strong>'],
  ['[the video](https://example.org/a_b_c)', '<a>the video</a>'],
  ['[link](<https://example.org/a_b>), until', '<a>link</a>, until'],
  ['-# small', '<div class="subtext">small</div>'],
  ['### Money', '<div class="heading3">Money</div>'],
  ['> quoted\n> twice', '<blockquote><div>quoted</div><div>twice</div></blockquote>'],
  ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
])('%s is drawn as %s', (text, markup) => {
  expect(drawn(text)).toContain(markup);
});

test.each([
  ['<@12>', '@user 12'],
  ['<@&12>', '@role 12'],
  ['<#12>', '# channel 12'],
  ['https://discord.com/channels/1/22/333', '# channel 22 › 💬'],
  ['\\*\\*not bold\\*\\*', '**not bold**'],
  ['a_b_c and 2 * 3 * 4', 'a_b_c and 2 * 3 * 4'],
  [`<t:${at(0)}:f>`, '5 October 2026 at 14:00'],
  [`<t:${at(90 * 60)}:R>`, 'in 2 hours'],
  [`<t:${at(-30)}:R>`, '30 seconds ago'],
  [`<t:${at(3 * 86_400)}:R>`, 'in 3 days'],
])('%s reads %s', (text, seen) => {
  expect(read(text)).toBe(seen);
});

test('text never becomes markup of the page', () => {
  expect(drawn('<script>alert(1)</script> & "x"')).not.toContain('<script');
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'b', '*', '`', '\\', '/', ' ') }),
      (text) => {
        const tags = drawn(text).match(/<[^>]*>/g) ?? [];
        for (const tag of tags)
          expect(tag).toMatch(/^<\/?(div|span|strong|em|code|a|u|s|blockquote|ul|li|pre)( class="\w+")?>$/);
      },
    ),
  );
});

test('whatever is written can be drawn', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void drawn(text)));
});

test('a name that nobody has fails instead of showing a number', () => {
  const nobody = namesOf({ name: 'Film club', members: [], roles: [], channels: [] }, () => NOW);
  expect(() => drawMarkdown('<@123>', nobody)).toThrow('not in Film club: 123');
});
