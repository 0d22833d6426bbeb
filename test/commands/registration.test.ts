import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ApplicationIntegrationType, InteractionContextType, Routes } from 'discord.js';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createCommands } from '../../commands/index.ts';
import type { Command } from '../../src/discord/command.ts';
import { COMPONENT_ACTIONS } from '../../src/discord/custom-id.ts';
import { createAdmission } from '../../src/jobs/admission.ts';
import { systemRandom } from '../../src/lib/random.ts';
import { createCardStore } from '../../src/store/card-store.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { createLearntFacts } from '../../src/store/learnt-facts.ts';
import { openDatabase } from '../../src/store/open.ts';
import { openSandbox, restOf } from '../sandbox/discord/bot.ts';
import { createTestClock } from '../support/test-clock.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LIMIT = { videos: 5, windowMs: 24 * 3_600_000 };

let commands: Command[];
beforeAll(() => {
  const { db, close } = openDatabase(':memory:', join(ROOT, 'drizzle'));
  const store = createJobStore(db);
  const clock = createTestClock();
  commands = createCommands({
    admission: createAdmission({
      store,
      facts: createLearntFacts(db),
      clock,
      random: systemRandom,
      limit: LIMIT,
      pictureHosts: [],
    }),
    store,
    cards: createCardStore(db),
    clock,
    limit: LIMIT,
    cardContext: async () => ({}),
    onJobsChanged: () => {},
  });
  return close;
});

test('every file of the folder but the list is one command of its name', async () => {
  const files = (await readdir(join(ROOT, 'commands'))).filter((name) => name !== 'index.ts');
  expect(commands.map(({ data }) => `${data.name}.ts`).toSorted()).toEqual(files.toSorted());
});

test('every kind of button and menu is answered by exactly one command', () => {
  const handled = commands.flatMap(({ components = {} }) => Object.keys(components));
  expect(handled.toSorted()).toEqual([...COMPONENT_ACTIONS].toSorted());
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
    const veo = commands.find(({ data }) => data.name === 'veo')?.data;
    expect(veo?.options?.map(({ name }) => name)).toEqual([
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
    ]);
    const required = veo?.options?.filter((option) => 'required' in option && option.required);
    expect(required?.map(({ name }) => name)).toEqual(['prompt']);
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
