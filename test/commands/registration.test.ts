import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Routes,
} from 'discord.js';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createCommands } from '../../commands/index.ts';
import type { Command, MessageCommand } from '../../src/discord/command.ts';
import { COMPONENT_ACTIONS } from '../../src/discord/custom-id.ts';
import { openDatabase } from '../../src/store/open.ts';
import { openSandbox, restOf } from '../sandbox/discord/bot.ts';
import { commandServices } from '../support/command-services.ts';

const ROOT = join(import.meta.dirname, '..', '..');

let commands: (Command | MessageCommand)[];
beforeAll(() => {
  const { db, close } = openDatabase(':memory:', join(ROOT, 'drizzle'));
  commands = createCommands(commandServices(db));
  return close;
});

/** `Moderate video` is in `moderate-video.ts`. */
const fileOf = ({ data }: Command | MessageCommand) => `${data.name.toLowerCase().replaceAll(' ', '-')}.ts`;

test('every command is in a file of its name', async () => {
  const files = await readdir(join(ROOT, 'commands'));
  expect(commands.map(fileOf).filter((name) => !files.includes(name))).toEqual([]);
});

describe('buttons, menus and forms', () => {
  const actions = (kind: 'components' | 'modals') =>
    commands.flatMap((command) => Object.keys(command[kind] ?? {}));

  test('are all answered', () => {
    const answered = new Set([...actions('components'), ...actions('modals')]);
    expect([...answered].toSorted()).toEqual([...COMPONENT_ACTIONS].toSorted());
  });

  test.each(['components', 'modals'] as const)('have one answer each (%s)', (kind) => {
    expect(actions(kind)).toEqual([...new Set(actions(kind))]);
  });
});

test('Discord takes them all, as they are', async () => {
  const sandbox = await openSandbox();
  const body = commands.map(({ data }) => data);
  await restOf(sandbox).put(Routes.applicationCommands(sandbox.applicationId), { body });
  // Nothing was dropped or changed on the way.
  expect(sandbox.commands).toMatchObject(JSON.parse(JSON.stringify(body)));
});

test('a member finds /veo in a server and can send it', async () => {
  const sandbox = await openSandbox();
  const body = commands.map(({ data }) => data);
  await restOf(sandbox).put(Routes.applicationCommands(sandbox.applicationId), { body });
  const guild = sandbox.addGuild();
  const [channel, ada] = [guild.addChannel(), guild.addMember()];
  await expect(ada.slash(channel, 'veo', {})).rejects.toThrow("'prompt' is required");
  await expect(ada.slash(channel, 'veo', { prompt: 'A boat', duration: 5 })).rejects.toThrow(
    'one of 4, 6, 8',
  );
  const sent = await ada.slash(channel, 'veo', { prompt: 'A boat', duration: 4, seed: 0, spoiler: true });
  onTestFinished(() => void sent.response.catch(() => undefined));
  expect(sent.kind).toBe('command');
});

describe('/veo', () => {
  test('has the options of the model in their order, then the bot’s own', () => {
    const veo = commands.map(({ data }) => data).find(({ name }) => name === 'veo');
    if (veo?.type !== ApplicationCommandType.ChatInput) throw new Error('/veo is no slash command');
    expect(veo.options?.map(({ name }) => name)).toEqual([
      'prompt',
      'negative_prompt',
      'image',
      'last_frame_image',
      'reference_image_1',
      'reference_image_2',
      'reference_image_3',
      'reference_images_type',
      'resolution',
      'aspect_ratio',
      'duration',
      'generate_audio',
      'seed',
      'spoiler',
      'challenge',
    ]);
    const required = veo.options?.filter((option) => 'required' in option && option.required);
    expect(required?.map(({ name }) => name)).toEqual(['prompt']);
    expect(required).toMatchObject([{ min_length: 1, max_length: 4_000, autocomplete: true }]);
  });
});

test('commands are for servers only, and installed there', () => {
  for (const { data } of commands) {
    expect(data.contexts).toEqual([InteractionContextType.Guild]);
    expect(data.integration_types).toEqual([ApplicationIntegrationType.GuildInstall]);
  }
});

test('two lists are the same to the letter: an unchanged one is not registered again', () => {
  const json = JSON.stringify(commands.map(({ data }) => data));
  expect(JSON.stringify(commands.map(({ data }) => structuredClone(data)))).toBe(json);
});
