import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import { expect, test } from 'vitest';
import { createCommands } from '../../commands/index.ts';
import { openDatabase } from '../../src/store/open.ts';
import { commandServices } from '../support/command-services.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const guide = readFileSync(join(ROOT, 'docs', 'moderators.md'), 'utf8');

test('the table of commands has every command of moderators', () => {
  const table = guide.slice(guide.indexOf('## All commands'), guide.indexOf('## When something'));
  for (const name of moderatorCommands()) expect(table).toMatch(mention(name));
});

test('the chapter on challenges has every command of moderators in them', () => {
  const chapter = guide.split('\n## ').find((one) => one.startsWith('Challenges')) ?? '';
  for (const name of ['review', 'disqualify', 'reveal', 'export', 'report']) {
    expect(chapter).toContain(`\`/veo-challenge ${name}\``);
  }
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
