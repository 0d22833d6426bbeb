import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import { expect, test } from 'vitest';
import { createCommands } from '../../commands/index.ts';
import { openDatabase } from '../../src/store/open.ts';
import { commandServices } from '../support/command-services.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const guide = readFileSync(join(ROOT, 'docs', 'moderators.md'), 'utf8');
const pictures = [...guide.matchAll(/<img src="pictures\/([\w-]+\.png)" width="\d+" alt="([^"]*)">/g)];

test('every picture of the guide is there and told in words, and every picture that is there is shown', () => {
  expect(guide.match(/<img/g)).toHaveLength(pictures.length);
  const shown = pictures.map(([, name]) => name);
  expect(shown.toSorted()).toEqual(readdirSync(join(ROOT, 'docs', 'pictures')).toSorted());
  for (const [, name, alt = ''] of pictures) expect(alt.length, name).toBeGreaterThan(30);
});

test('every link inside the guide leads to a heading', () => {
  const headings = [...guide.matchAll(/^##+ (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
  for (const [, target] of guide.matchAll(/\]\(#([\w-]+)\)/g)) expect(headings).toContain(target);
});

test('the table of commands has every command of moderators', () => {
  const table = guide.slice(guide.indexOf('## All commands'), guide.indexOf('## When something'));
  for (const name of moderatorCommands()) expect(table).toMatch(mention(name));
});

test('the messages that the guide quotes are those that the bot sends', () => {
  const sources = texts('commands') + texts('src');
  const quoted = guide.slice(guide.indexOf('## When something')).match(/“[^”]+”/g) ?? [];
  const parts = quoted.flatMap((quote) => quote.slice(1, -1).split('…')).map((part) => part.trim());
  expect(parts.length).toBeGreaterThan(10);
  expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
});

/** `/veo-mod quota set`, or in the same row as its first neighbour: `/veo-mod quota grant` · `revoke`. */
function mention(name: string): RegExp {
  const [, group = '', last = ''] = /^(.*) (\S+)$/.exec(name) ?? [];
  return new RegExp(`\`${name}\`|\\| \`${group} \\S+\`( · \`\\S+\`)* · \`${last}\`|\\*\\*${name}\\*\\*`);
}

function moderatorCommands(): string[] {
  const { db, close } = openDatabase(':memory:', join(ROOT, 'drizzle'));
  const commands = createCommands(commandServices(db)).map(({ data }) => data);
  close();
  return commands
    .filter(({ name, type }) => type === ApplicationCommandType.Message || /-(mod|setup)$/.test(name))
    .flatMap((data) => {
      if (data.type !== ApplicationCommandType.ChatInput) return [data.name];
      const subcommands = (data.options ?? []).flatMap((option) =>
        option.type === ApplicationCommandOptionType.SubcommandGroup
          ? (option.options ?? []).map(({ name }) => `${option.name} ${name}`)
          : [option.name],
      );
      return subcommands.length === 0
        ? [`/${data.name}`]
        : subcommands.map((name) => `/${data.name} ${name}`);
    });
}

/** All sources of a folder, with the typewriter's apostrophe. */
function texts(folder: string): string {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n')
    .replaceAll('’', "'");
}
