import { type Html, html, joined } from './html.ts';
import type { Names } from './names.ts';
import { timeText } from './times.ts';

/** Something that may begin at a place of a line: the pattern is sticky, and what it found is drawn. */
interface Sign {
  pattern: RegExp;
  draw: (match: RegExpExecArray, names: Names) => Html;
}

const wrapping = (pattern: RegExp, draw: (inside: Html) => Html): Sign => ({
  pattern,
  draw: ([, inside = ''], names) => draw(drawInline(inside, names)),
});
const chip = (text: string): Html => html`<span class="mention">${text}</span>`;
const link = (text: Html): Html => html`<a>${text}</a>`;

/** The first that fits counts. */
const SIGNS: readonly Sign[] = [
  { pattern: /\\([^a-z0-9\s])/iy, draw: ([, sign]) => html`${sign}` },
  { pattern: /`([^`\n]+)`/y, draw: ([, code]) => html`<code>${code}</code>` },
  {
    pattern: /<t:(-?\d+)(?::([tTdDfFR]))?>/y,
    draw: ([, at, style = 'f'], names) =>
      html`<span class="time">${timeText(Number(at), style, names.now())}</span>`,
  },
  { pattern: /<@!?(\d+)>/y, draw: ([, id = ''], names) => chip(`@${names.user(id)}`) },
  { pattern: /<@&(\d+)>/y, draw: ([, id = ''], names) => chip(`@${names.role(id)}`) },
  { pattern: /<#(\d+)>/y, draw: ([, id = ''], names) => chip(`# ${names.channel(id)}`) },
  { pattern: /<\/([^:>]+):\d+>/y, draw: ([, command]) => chip(`/${command}`) },
  {
    pattern: /https:\/\/discord\.com\/channels\/\d+\/(\d+)\/\d+/y,
    draw: ([, id = ''], names) => chip(`# ${names.channel(id)} › 💬`),
  },
  { pattern: /<(https?:\/\/[^\s>]+)>/y, draw: ([, url]) => link(html`${url}`) },
  {
    pattern: /\[((?:\\.|[^\]\\])+)\]\(<?https?:\/\/[^\s)>]+>?\)/y,
    draw: ([, text = ''], names) => link(drawInline(text, names)),
  },
  { pattern: /https?:\/\/[^\s<>]*[^\s<>.,:;"')\]]/y, draw: ([url]) => link(html`${url}`) },
  wrapping(/\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/sy, (inside) => html`<strong>${inside}</strong>`),
  wrapping(/__((?:\\.|[^\\])+?)__(?!_)/sy, (inside) => html`<u>${inside}</u>`),
  wrapping(/~~((?:\\.|[^\\])+?)~~/sy, (inside) => html`<s>${inside}</s>`),
  wrapping(/\|\|((?:\\.|[^\\])+?)\|\|/sy, (inside) => html`<span class="spoiler">${inside}</span>`),
  wrapping(/\*((?:\\.|[^\\*\s])(?:\\.|[^\\*])*)\*/sy, (inside) => html`<em>${inside}</em>`),
  wrapping(/_((?:\\.|[^\\_])+)_(?![a-z0-9])/isy, (inside) => html`<em>${inside}</em>`),
  { pattern: /[a-gi-z0-9 ]+|[\s\S]/iy, draw: ([text]) => html`${text}` },
];

/** What Discord's clients make of a text, as far as the bot writes it. */
export function drawMarkdown(text: string, names: Names): Html {
  return joined(blocksOf(text.split('\n')).map(({ kind, lines }) => drawBlock(kind, lines, names)));
}

type BlockKind = 'quote' | 'list' | 'fence' | 'line';

const BEGINNINGS: readonly { kind: BlockKind; pattern: RegExp }[] = [
  { kind: 'quote', pattern: /^> / },
  { kind: 'list', pattern: /^\s*[-*] / },
];

/** Takes lines together that make one thing. */
function blocksOf(lines: readonly string[]): { kind: BlockKind; lines: string[] }[] {
  const blocks: { kind: BlockKind; lines: string[] }[] = [];
  let isFenced = false;
  for (const line of lines) {
    if (line.startsWith('```')) {
      isFenced = !isFenced;
      if (isFenced) blocks.push({ kind: 'fence', lines: [] });
      continue;
    }
    const kind = isFenced ? 'fence' : (BEGINNINGS.find(({ pattern }) => pattern.test(line))?.kind ?? 'line');
    const last = blocks.at(-1);
    if (last?.kind === kind && kind !== 'line') last.lines.push(line);
    else blocks.push({ kind, lines: [line] });
  }
  return blocks;
}

function drawBlock(kind: BlockKind, lines: readonly string[], names: Names): Html {
  switch (kind) {
    case 'quote': {
      const quoted = lines.map((line) => drawLine(line.slice(2), names));
      return html`<blockquote>${quoted}</blockquote>`;
    }
    case 'list': {
      const items = lines.map((line) => html`<li>${drawInline(line.replace(/^\s*[-*] /, ''), names)}</li>`);
      return html`<ul>${items}</ul>`;
    }
    case 'fence':
      return html`<pre>${lines.join('\n')}</pre>`;
    case 'line':
      return joined(lines.map((line) => drawLine(line, names)));
  }
}

function drawLine(line: string, names: Names): Html {
  if (line.trim() === '') return html`<div class="gap"></div>`;
  const [, sign, rest = ''] = /^(-#|#{1,3}) (.*)$/s.exec(line) ?? [];
  switch (sign) {
    case undefined:
      return html`<div>${drawInline(line, names)}</div>`;
    case '-#':
      return html`<div class="subtext">${drawInline(rest, names)}</div>`;
    default:
      return html`<div class="${`heading${sign.length}`}">${drawInline(rest, names)}</div>`;
  }
}

function drawInline(text: string, names: Names): Html {
  const pieces: Html[] = [];
  for (let at = 0; at < text.length; ) {
    const found = signAt(text, at);
    pieces.push(found.sign.draw(found.match, names));
    at += found.match[0].length;
  }
  return joined(pieces);
}

function signAt(text: string, at: number): { sign: Sign; match: RegExpExecArray } {
  for (const sign of SIGNS) {
    sign.pattern.lastIndex = at;
    const match = sign.pattern.exec(text);
    if (match) return { sign, match };
  }
  throw new Error('the last sign fits everything');
}
