import { MessageFlags, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { SandboxEvent } from '../../../src/sandbox/discord/events.ts';
import { inbox, movableClock, openGuild, openSandbox, refusalOf, restOf, VEO } from './bot.ts';

const MINUTE_MS = 60_000;

describe('a slash command', () => {
  test('reaches a bot without intents with all that Discord says of guild, channel and member', async () => {
    const { receive, ...bot } = inbox();
    const { ada, channel, guild, sandbox } = await openGuild(receive);
    await ada.slash(channel, 'veo', { prompt: 'A fox' }, { locale: 'de' });
    const interaction = await bot.nextCommand();
    expect(interaction).toMatchObject({
      guildId: guild.id,
      channelId: channel.id,
      applicationId: sandbox.applicationId,
      attachmentSizeLimit: 20 * 1024 * 1024,
      locale: 'de',
      guildLocale: 'en-US',
      context: 0,
    });
    expect(interaction.user.id).toBe(ada.id);
    expect(interaction.inGuild()).toBe(true);
    expect(interaction.options.getString('prompt')).toBe('A fox');
    expect(interaction.appPermissions.bitfield).toBe(channel.botPermissions);
    expect(interaction.memberPermissions?.bitfield).toBe(ada.permissions);
  });

  test('is answered with a message that the channel route can edit after the token has died', async () => {
    const clock = movableClock();
    const { receive, ...bot } = inbox();
    const { ada, channel, rest } = await openGuild(receive, { now: clock.now });
    const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
    const interaction = await bot.nextCommand();
    const answer = await interaction.reply({ content: 'Queued', withResponse: true });
    const id = answer.resource?.message?.id ?? '';
    expect(await sent.response).toMatchObject({ kind: 'message' });
    expect(channel.messages.map((message) => message.content)).toEqual(['Queued']);

    clock.advance(16 * MINUTE_MS);
    expect(await refusalOf(interaction.editReply('Late'))).toEqual({ status: 401, code: 50027 });
    expect(await refusalOf(interaction.followUp('Late'))).toEqual({ status: 401, code: 50027 });
    await rest.patch(Routes.channelMessage(channel.id, id), { body: { content: 'Done' } });
    expect(sent.original()?.content).toBe('Done');
    expect(sent.original()?.asSent.content).toBe('Queued');
    expect(sent.original()?.edits.map(({ content }) => content)).toEqual(['Done']);
  });

  test('cannot be answered twice', async () => {
    const { receive, ...bot } = inbox();
    const { ada, channel, rest } = await openGuild(receive);
    const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
    await (await bot.nextCommand()).reply('Queued');
    const again = rest.post(Routes.interactionCallback(sent.id, sent.token), {
      auth: false,
      body: { type: 4, data: { content: 'Again' } },
    });
    expect(await refusalOf(again)).toEqual({ status: 400, code: 40060 });
    expect(channel.messages).toHaveLength(1);
  });

  test('is lost when three seconds have passed', async () => {
    const clock = movableClock();
    const { receive, ...bot } = inbox();
    const { ada, channel, sandbox } = await openGuild(receive, { now: clock.now });
    const failed = sandbox.waitFor('interaction-failed');
    const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
    const interaction = await bot.nextCommand();
    clock.advance(3_001);
    expect(await refusalOf(interaction.reply('Too late'))).toEqual({ status: 404, code: 10062 });
    await expect(sent.response).rejects.toThrow('The application did not respond');
    expect((await failed).interaction).toBe(sent);
    expect(channel.messages).toEqual([]);
  });

  test('fails in real time where no bot is connected, and no token works before an answer', async () => {
    const sandbox = await openSandbox();
    const rest = restOf(sandbox);
    const guild = sandbox.addGuild();
    const channel = guild.addChannel();
    await rest.put(Routes.applicationCommands(sandbox.applicationId), { body: [VEO] });
    const sent = await guild.addMember().slash(channel, 'veo', { prompt: 'A fox' });
    const early = rest.patch(Routes.webhookMessage(sandbox.applicationId, sent.token), {
      auth: false,
      body: { content: 'Early' },
    });
    expect(await refusalOf(early)).toEqual({ status: 404, code: 10015 });
    await expect(sent.response).rejects.toThrow('The application did not respond');
  });
});

describe('a deferred answer', () => {
  test('shows that the bot is thinking until it is edited', async () => {
    const { receive, ...bot } = inbox();
    const { ada, channel } = await openGuild(receive);
    const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
    const interaction = await bot.nextCommand();
    await interaction.deferReply();
    expect(sent.original()).toMatchObject({ loading: true, content: '' });
    await interaction.editReply('There');
    expect(sent.original()).toMatchObject({ loading: false, content: 'There' });
    await interaction.deleteReply();
    expect(sent.original()).toBeUndefined();
    expect(await refusalOf(interaction.fetchReply())).toEqual({ status: 404, code: 10008 });
  });

  test('is filled by the first follow-up', async () => {
    const { receive, ...bot } = inbox();
    const { ada, channel } = await openGuild(receive);
    const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
    const interaction = await bot.nextCommand();
    await interaction.deferReply();
    await interaction.followUp({ content: 'First', flags: MessageFlags.Ephemeral });
    await interaction.followUp({ content: 'Second', flags: MessageFlags.Ephemeral });
    expect(sent.original()).toMatchObject({ content: 'First', ephemeral: false });
    expect(sent.followups).toMatchObject([{ content: 'Second', ephemeral: true }]);
  });
});

test('an ephemeral answer is out of reach for the channel route and for everyone else', async () => {
  const { receive, ...bot } = inbox();
  const { ada, channel, guild, rest } = await openGuild(receive);
  const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
  const interaction = await bot.nextCommand();
  const button = { type: 2, style: 1, label: 'Stop', custom_id: 'stop' };
  await interaction.reply({
    content: 'Just you',
    flags: MessageFlags.Ephemeral,
    components: [{ type: 1, components: [button] }],
  });
  const message = sent.original();
  if (!message) throw new Error('No answer');
  expect(channel.messages).toEqual([]);
  const edit = rest.patch(Routes.channelMessage(channel.id, message.id), { body: { content: 'No' } });
  expect(await refusalOf(edit)).toEqual({ status: 404, code: 10008 });
  await expect(guild.addMember().press(message, 'stop')).rejects.toThrow('does not see');
  await expect(ada.press(message, 'stop')).resolves.toBeDefined();
  await interaction.editReply('Still just you');
  expect(message.content).toBe('Still just you');
});

test('with the channel, every answer to what was done in it is gone', async () => {
  const { receive, ...bot } = inbox();
  const { ada, channel } = await openGuild(receive);
  await ada.slash(channel, 'veo', { prompt: 'A fox' });
  const interaction = await bot.nextCommand();
  await interaction.deferReply();
  channel.delete();
  expect(await refusalOf(interaction.editReply('There'))).toEqual({ status: 404, code: 10003 });
});

test('everything that happens is told in order', async () => {
  const { receive, ...bot } = inbox();
  const { ada, channel, sandbox } = await openGuild(receive);
  const seen: SandboxEvent['type'][] = [];
  const stop = sandbox.on((event) => seen.push(event.type));
  await ada.slash(channel, 'veo', { prompt: 'A fox' });
  const interaction = await bot.nextCommand();
  await interaction.deferReply();
  await interaction.editReply('There');
  stop();
  await interaction.deleteReply();
  expect(seen).toEqual(['interaction-created', 'message-created', 'interaction-answered', 'message-edited']);
});
