import { Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { openSandbox, refusalOf, restOf, VEO } from './bot.ts';

const text = { type: 3, name: 'text', description: 'Some text' };

async function openRegistry() {
  const sandbox = await openSandbox();
  const guild = sandbox.addGuild();
  const channel = guild.addChannel();
  const ada = guild.addMember({ name: 'Ada' });
  const rest = restOf(sandbox);
  const route = Routes.applicationCommands(sandbox.applicationId);
  const put = (...body: unknown[]) => rest.put(route, { body });
  return { sandbox, guild, channel, ada, rest, route, put };
}

describe('registration', () => {
  test('overwrites everything, keeps the id of a name and its version while nothing changed', async () => {
    const { put, sandbox, rest, route } = await openRegistry();
    const registered = sandbox.waitFor('commands-registered');
    await put(VEO, { name: 'veo-quota', description: 'What is left' });
    expect((await registered).commands.map(({ name }) => name)).toEqual(['veo', 'veo-quota']);
    const [before] = sandbox.commands;
    await put(VEO);
    expect(sandbox.commands).toEqual([before]);
    await put({ ...VEO, description: 'Makes videos' });
    expect(sandbox.commandPuts).toBe(3);
    expect(sandbox.commands[0]?.id).toBe(before?.id);
    expect(sandbox.commands[0]?.version).not.toBe(before?.version);
    expect(await rest.get(route)).toMatchObject([
      { name: 'veo', application_id: sandbox.applicationId, type: 1, nsfw: false, contexts: null },
    ]);
  });

  test('one by one: create, change, read, delete', async () => {
    const { rest, route, sandbox } = await openRegistry();
    await rest.post(route, { body: VEO });
    const id = sandbox.commands[0]?.id ?? '';
    const one = Routes.applicationCommand(sandbox.applicationId, id);
    await rest.patch(one, { body: { description: 'Other words' } });
    expect(await rest.get(one)).toMatchObject({ id, name: 'veo', description: 'Other words' });
    await rest.delete(one);
    expect(await refusalOf(rest.get(one))).toEqual({ status: 404, code: 10063 });
  });

  test.each([
    ['a name with capitals', { ...VEO, name: 'Veo' }, [0, 'name']],
    ['a name with a space', { ...VEO, name: 've o' }, [0, 'name']],
    ['no description', { name: 'veo' }, [0, 'description']],
    ['a description too long', { ...VEO, description: 'x'.repeat(101) }, [0, 'description']],
    [
      'too many options',
      { ...VEO, options: Array.from({ length: 26 }, (_, i) => ({ ...text, name: `t${i}` })) },
      [0, 'options'],
    ],
    [
      'a required option after an optional one',
      { ...VEO, options: [text, { ...text, name: 'must', required: true }] },
      [0, 'options', 1],
    ],
    ['the same option twice', { ...VEO, options: [text, text] }, [0, 'options', 1]],
    [
      'too many choices',
      {
        ...VEO,
        options: [
          { ...text, choices: Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` })) },
        ],
      },
      [0, 'options', 0, 'choices'],
    ],
    [
      'choices beside autocomplete',
      { ...VEO, options: [{ ...text, autocomplete: true, choices: [{ name: 'a', value: 'a' }] }] },
      [0, 'options', 0, 'choices'],
    ],
    [
      'a text length over 6000',
      { ...VEO, options: [{ ...text, max_length: 6001 }] },
      [0, 'options', 0, 'max_length'],
    ],
    [
      'a file type that is none',
      { ...VEO, options: [{ type: 11, name: 'f', description: 'A file', file_types: ['pictures'] }] },
      [0, 'options', 0, 'file_types', 0],
    ],
    [
      'more than 8000 characters',
      {
        ...VEO,
        options: Array.from({ length: 2 }, (_, i) => ({
          ...text,
          name: `t${i}`,
          choices: Array.from({ length: 25 }, (_, j) => ({
            name: String(j).padStart(100, 'x'),
            value: String(j).padStart(100, 'y'),
          })),
        })),
      },
      [0],
    ],
    ['a context menu entry with options', { type: 3, name: 'Report', options: [text] }, [0, 'options']],
  ])('refuses %s and keeps what was there', async (_what, command, path) => {
    const { put, sandbox } = await openRegistry();
    await put(VEO);
    const error = await put(command).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400, code: 50035 });
    expect(error).toHaveProperty(['rawError', 'errors', ...path.map(String), '_errors']);
    expect(sandbox.commands).toMatchObject([VEO]);
  });

  test('refuses two commands of one name, and the commands of another application', async () => {
    const { put, rest } = await openRegistry();
    expect(await refusalOf(put(VEO, VEO))).toEqual({ status: 400, code: 50035 });
    const other = rest.put(Routes.applicationCommands('123456789012345678'), { body: [] });
    expect(await refusalOf(other)).toEqual({ status: 403, code: 20012 });
  });
});

describe('a member cannot send', () => {
  const full = {
    ...VEO,
    options: [
      { ...text, name: 'prompt', required: true, min_length: 3, max_length: 10 },
      { ...text, name: 'shape', choices: [{ name: 'Wide', value: '16:9' }] },
      { type: 4, name: 'seed', description: 'A number', min_value: 0, max_value: 9 },
      { type: 5, name: 'sound', description: 'With sound' },
      { type: 6, name: 'who', description: 'A member' },
    ],
  };

  test.each([
    ['without a required option', {}, "'prompt' is required"],
    ['with an option that is not there', { prompt: 'A fox', size: 1 }, "No option 'size'"],
    ['with text too short', { prompt: 'ab' }, '3 to 10 characters'],
    ['with text too long', { prompt: 'x'.repeat(11) }, '3 to 10 characters'],
    ['with something that is not among the choices', { prompt: 'A fox', shape: '1:1' }, 'one of 16:9'],
    ['with a number out of range', { prompt: 'A fox', seed: 10 }, '0 to 9'],
    ['with a broken number', { prompt: 'A fox', seed: 1.5 }, "'seed' does not take"],
    ['with text for a switch', { prompt: 'A fox', sound: 'yes' }, "'sound' does not take"],
    ['with a member who is not there', { prompt: 'A fox', who: '1' }, 'No member 1'],
  ])('a command %s', async (_what, options, why) => {
    const { ada, channel, put } = await openRegistry();
    await put(full);
    await expect(ada.slash(channel, 'veo', options)).rejects.toThrow(why);
  });

  test('a command that needs permissions, an age-restricted channel or another place', async () => {
    const { ada, channel, put } = await openRegistry();
    await put(
      { name: 'mod', description: 'x', default_member_permissions: String(1n << 5n) },
      { name: 'admin', description: 'x', default_member_permissions: '0' },
      { name: 'adult', description: 'x', nsfw: true },
      { name: 'dm', description: 'x', contexts: [1] },
      { name: 'group', description: 'x', options: [{ type: 1, name: 'set', description: 'x' }] },
    );
    for (const name of ['mod', 'admin', 'adult', 'dm', 'group', 'none']) {
      await expect(ada.slash(channel, name)).rejects.toThrow(name);
    }
    ada.permissions |= 1n << 5n;
    channel.nsfw = true;
    for (const name of ['mod', 'adult']) await expect(ada.slash(channel, name)).resolves.toBeDefined();
    await expect(ada.slash(channel, 'group', {}, { subcommand: 'set' })).resolves.toBeDefined();
    ada.permissions |= 1n << 3n;
    await expect(ada.slash(channel, 'admin')).resolves.toBeDefined();
  });
});

test("a guild's own commands are its own, and hide global ones of the same name", async () => {
  const { ada, channel, guild, put, rest, sandbox } = await openRegistry();
  await put(VEO);
  const other = sandbox.addGuild();
  const route = Routes.applicationGuildCommands(sandbox.applicationId, guild.id);
  await rest.put(route, {
    body: [
      { name: 'veo', description: 'Here' },
      { name: 'local', description: 'x' },
    ],
  });
  await expect(ada.slash(channel, 'veo')).resolves.toBeDefined();
  await expect(other.addMember().slash(other.addChannel(), 'local')).rejects.toThrow("no command 'local'");
  expect(await rest.get(route)).toMatchObject([{ name: 'veo', guild_id: guild.id }, { name: 'local' }]);
  expect(sandbox.commands).toMatchObject([VEO]);
});
