import { Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nextPayload, openGuild, refusalOf } from './bot.ts';

const menu = (type: number, extra: Record<string, unknown> = {}) => ({ type, custom_id: 'pick', ...extra });

async function openMenu() {
  const opened = await openGuild();
  const { ada, channel, client, rest } = opened;
  const send = (part: unknown) =>
    rest.post(Routes.channelMessages(channel.id), {
      body: { content: 'Pick', components: [{ type: 1, components: [part] }] },
    });
  const pick = (...values: string[]) => {
    const message = channel.messages.at(-1);
    if (!message) throw new Error('No menu');
    return ada.select(message, 'pick', values);
  };
  /** What the bot gets for a pick. */
  const picked = async (...values: string[]) => {
    const arrived = nextPayload(client);
    await pick(...values);
    return (await arrived).data;
  };
  return { ...opened, send, pick, picked };
}

test('a menu of members hands over who was picked, as member and user', async () => {
  const { guild, pick, picked, send } = await openMenu();
  const crew = guild.addRole('crew');
  const [bob, eve] = [guild.addMember({ name: 'Bob', roles: [crew] }), guild.addMember({ name: 'Eve' })];
  await send(menu(5, { min_values: 0, max_values: 2 }));
  expect(await picked(bob.id, eve.id)).toMatchObject({
    custom_id: 'pick',
    component_type: 5,
    values: [bob.id, eve.id],
    resolved: {
      users: { [bob.id]: { global_name: 'Bob' }, [eve.id]: {} },
      members: { [bob.id]: { roles: [crew.id] }, [eve.id]: { roles: [] } },
    },
  });
  expect(await picked()).toMatchObject({ values: [] });
  await expect(pick(bob.id, bob.id)).rejects.toThrow('every value once');
  guild.removeMember(eve);
  await expect(pick(eve.id)).rejects.toThrow('No member');
});

test('a menu of roles hands over the roles', async () => {
  const { guild, pick, picked, send } = await openMenu();
  const crew = guild.addRole('crew', { permissions: 8n });
  await send(menu(6));
  expect(await picked(crew.id)).toMatchObject({
    component_type: 6,
    values: [crew.id],
    resolved: { roles: { [crew.id]: { name: 'crew', permissions: '8', position: 2 } } },
  });
  await expect(pick('123456789012345678')).rejects.toThrow('No role');
  await expect(pick()).rejects.toThrow('1 to 1 values');
});

test('a menu of roles and members takes either', async () => {
  const { ada, guild, picked, send } = await openMenu();
  const crew = guild.addRole('crew');
  await send(menu(7, { max_values: 25 }));
  expect(await picked(crew.id, ada.id)).toMatchObject({
    component_type: 7,
    values: [crew.id, ada.id],
    resolved: { roles: { [crew.id]: {} }, users: { [ada.id]: {} }, members: { [ada.id]: {} } },
  });
});

test('a menu of channels hands over channels, of the types that it names', async () => {
  const { channel, guild, pick, picked, send } = await openMenu();
  const forum = guild.addChannel({ type: 'forum', name: 'gallery' });
  await send(menu(8, { channel_types: [0, 5] }));
  expect(await picked(channel.id)).toMatchObject({
    component_type: 8,
    values: [channel.id],
    resolved: { channels: { [channel.id]: { type: 0, app_permissions: String(channel.botPermissions) } } },
  });
  await expect(pick(forum.id)).rejects.toThrow('types 0, 5');
  await send(menu(8));
  expect(await picked(forum.id)).toMatchObject({ resolved: { channels: { [forum.id]: { type: 15 } } } });
});

test('what a menu is preset with stays on the message', async () => {
  const { channel, rest, send } = await openMenu();
  const preset = { default_values: [{ type: 'channel', id: channel.id }], channel_types: [0] };
  await send(menu(8, preset));
  const part = { type: 8, custom_id: 'pick', ...preset };
  const message = await rest.get(Routes.channelMessage(channel.id, channel.messages[0]?.id ?? ''));
  const complete = { ...part, min_values: 1, max_values: 1 };
  expect(message).toMatchObject({ components: [{ components: [complete] }] });
  expect(channel.messages[0]?.components[0]?.components).toMatchObject([part]);
});

describe('a menu is refused', () => {
  const id = '123456789012345678';
  const options = [
    { label: 'One', value: '1', default: true },
    { label: 'Two', value: '2', default: true },
  ];
  test.each([
    ['presets of another kind', menu(8, { default_values: [{ type: 'role', id }] }), 'default_values'],
    [
      'more presets than can be picked',
      menu(5, {
        default_values: [
          { type: 'user', id },
          { type: 'user', id },
        ],
      }),
      'default_values',
    ],
    ['more than 25 to pick', menu(6, { max_values: 26 }), 'max_values'],
    ['at least more than at most', menu(7, { min_values: 3, max_values: 2 }), 'min_values'],
    ['more to pick than there is', menu(3, { options: options.slice(0, 1), max_values: 2 }), 'options'],
    ['more preset options than can be picked', menu(3, { options }), 'options'],
  ])('for %s', async (_why, part, field) => {
    const { channel, send } = await openMenu();
    const error = await send(part).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400, code: 50035 });
    const { rawError } = z.object({ rawError: z.unknown() }).parse(error);
    expect(rawError).toHaveProperty(['errors', 'components', '0', 'components', '0', field]);
    expect(channel.messages).toEqual([]);
  });

  test('beside anything else in its row', async () => {
    const { channel, rest } = await openMenu();
    const button = { type: 2, style: 2, label: 'x', custom_id: 'x' };
    const components = [{ type: 1, components: [menu(6), button] }];
    const post = rest.post(Routes.channelMessages(channel.id), { body: { components } });
    expect(await refusalOf(post)).toEqual({ status: 400, code: 50035 });
  });
});
