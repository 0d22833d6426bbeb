import { Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { inbox, nextPayload, openGuild } from './bot.ts';

const COMMANDS = [
  { type: 2, name: 'Moderate member' },
  { type: 3, name: 'Moderate video' },
];

async function openMenus() {
  const { receive, ...bot } = inbox();
  const opened = await openGuild(receive);
  await opened.client.application.commands.set(COMMANDS);
  return { ...opened, bot };
}

test("an entry in a person's menu names them, member or not", async () => {
  const { ada, bot, channel, client, guild } = await openMenus();
  const bob = guild.addMember({ name: 'Bob', nick: 'Bobby' });
  const arrived = nextPayload(client);
  await ada.contextMenuUser(channel, 'Moderate member', bob);
  expect((await arrived).data).toMatchObject({
    type: 2,
    name: 'Moderate member',
    target_id: bob.id,
    resolved: {
      users: { [bob.id]: { id: bob.id, global_name: 'Bob' } },
      members: { [bob.id]: { nick: 'Bobby', roles: [], permissions: String(bob.permissions) } },
    },
  });
  const command = await bot.next();
  if (!command.isUserContextMenuCommand()) throw new Error('Not a user command');
  expect(command.targetUser.id).toBe(bob.id);

  guild.removeMember(bob);
  const gone = nextPayload(client);
  await ada.contextMenuUser(channel, 'Moderate member', bob);
  const { data } = await gone;
  expect(data).toMatchObject({ target_id: bob.id, resolved: { users: { [bob.id]: {} } } });
  expect(data).not.toHaveProperty('resolved.members');
});

test('an entry is for what it was registered for', async () => {
  const { ada, channel, guild } = await openMenus();
  const message = ada.say(channel, 'Hello');
  const wrong = ada.contextMenuUser(channel, 'Moderate video', guild.addMember());
  await expect(wrong).rejects.toThrow("no command 'Moderate video'");
  await expect(ada.contextMenu(channel, 'Moderate member', message)).rejects.toThrow('no command');
});

test("an entry in a message's menu brings the whole message", async () => {
  const { ada, channel, client, rest, sandbox } = await openMenus();
  await rest.post(Routes.channelMessages(channel.id), {
    body: {
      content: `<@${ada.id}>, your video is ready`,
      embeds: [{ description: 'A fox' }],
      components: [{ type: 1, components: [{ type: 2, style: 2, label: 'Again', custom_id: 'v1:again:7' }] }],
      allowed_mentions: { parse: [] },
    },
    files: [{ name: 'fox.mp4', data: Buffer.from('\0\0\0\x18ftypmp42', 'latin1') }],
  });
  const [target] = channel.messages;
  if (!target) throw new Error('No message');
  const arrived = nextPayload(client);
  await ada.contextMenu(channel, 'Moderate video', target);
  expect((await arrived).data).toMatchObject({
    type: 3,
    target_id: target.id,
    resolved: {
      messages: {
        [target.id]: {
          id: target.id,
          channel_id: channel.id,
          author: { id: sandbox.botUserId, bot: true },
          content: `<@${ada.id}>, your video is ready`,
          embeds: [{ description: 'A fox' }],
          components: [{ components: [{ custom_id: 'v1:again:7' }] }],
          attachments: [{ filename: 'fox.mp4', content_type: 'video/mp4', size: 12 }],
        },
      },
    },
  });
});
