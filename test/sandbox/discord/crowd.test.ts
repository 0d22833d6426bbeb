import { PermissionFlagsBits as Can, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { idOf, openGuild, openSandbox, refusalOf, restOf } from './bot.ts';

const YEAR_MS = 365 * 24 * 3_600_000;
const EPOCH_MS = 1_420_070_400_000;

test('accounts may be older than the sandbox: their ids tell when they were made, each its own', async () => {
  const sandbox = await openSandbox();
  const guild = sandbox.addGuild();
  const accountCreatedAt = Date.now() - YEAR_MS;
  const ids = Array.from({ length: 500 }, () => guild.addMember({ accountCreatedAt }).id);
  expect(new Set(ids).size).toBe(500);
  for (const id of ids) expect(Number(BigInt(id) >> 22n) + EPOCH_MS).toBe(accountCreatedAt);
});

test('a moderator deletes what anybody wrote, others only what they wrote themselves', async () => {
  const sandbox = await openSandbox({ rateLimits: 'off' });
  const guild = sandbox.addGuild();
  const channel = guild.addChannel();
  const [ada, bob, mo] = ['Ada', 'Bob', 'Mo'].map((name) => guild.addMember({ name }));
  if (!ada || !bob || !mo) throw new Error('Somebody is missing');
  mo.roles = [guild.addRole('Moderators', { permissions: Can.ManageMessages })];
  const rest = restOf(sandbox);
  const id = idOf(await rest.post(Routes.channelMessages(channel.id), { body: { content: 'From the bot' } }));
  const [fromBot] = channel.messages;
  if (!fromBot) throw new Error('No message');
  expect(() => ada.deleteMessage(fromBot)).toThrow('may not');
  expect(() => bob.deleteMessage(ada.say(channel, 'x'))).toThrow('may not');
  const gone = sandbox.waitFor('message-deleted');
  mo.deleteMessage(fromBot);
  expect((await gone).message.id).toBe(id);
  const edit = rest.patch(Routes.channelMessage(channel.id, id), { body: { content: 'x' } });
  expect(await refusalOf(edit)).toEqual({ status: 404, code: 10008 });
  ada.deleteMessage(ada.say(channel, 'Mine'));
  expect(channel.messages.map(({ content }) => content)).toEqual(['x']);
});

test('answers that only one member sees do not stand in the channel', async () => {
  const { ada, channel } = await openGuild(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply({ content: 'Psst', flags: 64 });
  });
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => (await ada.slash(channel, 'veo', { prompt: 'A fox' })).response),
  );
  expect(answers).toHaveLength(20);
  expect(channel.messages).toEqual([]);
});

test.each([
  { mentionable: true, everyone: false, pinged: true },
  { mentionable: false, everyone: false, pinged: false },
  { mentionable: false, everyone: true, pinged: true },
])(
  'a role that may be pinged by all: $mentionable, by the bot: $everyone',
  async ({ mentionable, everyone, pinged }) => {
    const sandbox = await openSandbox({ rateLimits: 'off' });
    const guild = sandbox.addGuild();
    const role = guild.addRole('Fans', { mentionable });
    const channel = guild.addChannel();
    if (everyone) channel.botPermissions |= Can.MentionEveryone;
    const rest = restOf(sandbox);
    const content = `<@&${role.id}> <@&${guild.id}>`;
    const say = (allowed: object) =>
      rest.post(Routes.channelMessages(channel.id), { body: { content, allowed_mentions: allowed } });
    const ids = pinged ? [role.id] : [];
    expect(await say({ parse: [], roles: [role.id] })).toMatchObject({ mention_roles: ids });
    expect(await say({ parse: ['roles'] })).toMatchObject({ mention_roles: ids });
    expect(await say({ parse: [] })).toMatchObject({ mention_roles: [] });
  },
);
