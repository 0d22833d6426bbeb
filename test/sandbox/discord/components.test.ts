import { type APIModalInteractionResponseCallbackData, MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { inbox, openGuild, refusalOf, VEO } from './bot.ts';

const ROWS = [
  {
    type: 1 as const,
    components: [
      { type: 2 as const, style: 1 as const, label: 'Stop', custom_id: 'v1:stop:7' },
      { type: 2 as const, style: 2 as const, label: 'Again', custom_id: 'v1:again:7', disabled: true },
    ],
  },
  {
    type: 1 as const,
    components: [
      {
        type: 3 as const,
        custom_id: 'v1:pick:7',
        options: [
          { label: 'One', value: '1' },
          { label: 'Two', value: '2' },
        ],
      },
    ],
  },
];

/** A bot that answered `/veo` with buttons and a menu. */
async function openCard() {
  const { receive, ...bot } = inbox();
  const opened = await openGuild(receive);
  const { ada, channel } = opened;
  const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
  await (await bot.nextCommand()).reply({ content: 'Card', components: ROWS });
  const card = sent.original();
  if (!card) throw new Error('No card');
  return { ...opened, bot, card };
}

describe('a button', () => {
  test('updates its message, and follows up to the one who pressed', async () => {
    const { bot, card, channel, guild } = await openCard();
    const bob = guild.addMember({ name: 'Bob' });
    const pressed = await bob.press(card, 'v1:stop:7');
    const button = await bot.next();
    if (!button.isButton()) throw new Error('Not a button');
    expect(button).toMatchObject({ customId: 'v1:stop:7', user: { id: bob.id }, message: { id: card.id } });
    await button.update({ content: 'Stopped', components: [] });
    await button.followUp({ content: 'You stopped it', flags: MessageFlags.Ephemeral });
    expect(await pressed.response).toEqual({ kind: 'update', message: card });
    expect(card).toMatchObject({ content: 'Stopped', components: [] });
    expect(channel.messages).toHaveLength(1);
    expect(pressed.followups).toMatchObject([{ content: 'You stopped it', ephemeral: true }]);
  });

  test('deferred, edits its message later', async () => {
    const { ada, bot, card } = await openCard();
    const pressed = await ada.press(card, 'v1:stop:7');
    const button = await bot.next();
    if (!button.isButton()) throw new Error('Not a button');
    await button.deferUpdate();
    expect(await pressed.response).toEqual({ kind: 'deferred-update' });
    await button.editReply('Stopped');
    expect(card.content).toBe('Stopped');
  });

  test('cannot be pressed when it is disabled, gone or no button', async () => {
    const { ada, card, channel, client } = await openCard();
    await expect(ada.press(card, 'v1:again:7')).rejects.toThrow('disabled');
    await expect(ada.press(card, 'v1:other:7')).rejects.toThrow('no component');
    await expect(ada.press(card, 'v1:pick:7')).rejects.toThrow('no button');
    await client.rest.delete(`/channels/${channel.id}/messages/${card.id}`);
    await expect(ada.press(card, 'v1:stop:7')).rejects.toThrow('does not see');
  });

  test('in a DM comes without a server', async () => {
    const { ada, bot, client, sandbox } = await openCard();
    const user = await client.users.createDM(ada.id);
    await client.rest.post(`/channels/${user.id}/messages`, { body: { content: 'Ready', components: ROWS } });
    const [message] = sandbox.dms(ada.id);
    if (!message) throw new Error('No DM');
    await ada.press(message, 'v1:stop:7');
    const button = await bot.next();
    expect(button).toMatchObject({ guildId: null, user: { id: ada.id }, context: 1 });
  });
});

test('a menu hands over what was picked, and nothing else can be', async () => {
  const { ada, bot, card } = await openCard();
  await expect(ada.select(card, 'v1:pick:7', ['3'])).rejects.toThrow("no option '3'");
  await expect(ada.select(card, 'v1:pick:7', ['1', '2'])).rejects.toThrow('1 to 1 values');
  await ada.select(card, 'v1:pick:7', ['2']);
  const menu = await bot.next();
  if (!menu.isStringSelectMenu()) throw new Error('Not a menu');
  expect(menu.values).toEqual(['2']);
});

describe('a modal', () => {
  const MODAL: APIModalInteractionResponseCallbackData = {
    custom_id: 'v1:edit:7',
    title: 'Change it',
    components: [
      {
        type: 18,
        label: 'Prompt',
        component: { type: 4, custom_id: 'prompt', style: 2, min_length: 3, max_length: 20 },
      },
      {
        type: 18,
        label: 'Shape',
        component: {
          type: 3,
          custom_id: 'shape',
          required: false,
          options: [{ label: 'Wide', value: '16:9' }],
        },
      },
    ],
  };

  test('comes back with what was filled in, and may update the message whose button opened it', async () => {
    const { ada, bot, card } = await openCard();
    const pressed = await ada.press(card, 'v1:stop:7');
    const button = await bot.next();
    if (!button.isButton()) throw new Error('Not a button');
    await button.showModal(MODAL);
    expect((await pressed.response).kind).toBe('modal');
    expect(pressed.modal?.title).toBe('Change it');
    await expect(ada.submitModal(pressed, { prompt: 'ab' })).rejects.toThrow('3 to 20 characters');
    await expect(ada.submitModal(pressed, { prompt: 'A fox', x: 'y' })).rejects.toThrow("no input 'x'");
    await expect(ada.submitModal(pressed, { prompt: 'A fox', shape: ['1:1'] })).rejects.toThrow('no option');

    const submitted = await ada.submitModal(pressed, { prompt: 'A red fox', shape: ['16:9'] });
    const modal = await bot.next();
    if (!modal.isModalSubmit() || !modal.isFromMessage()) throw new Error('Not a modal from a message');
    expect(modal.fields.getTextInputValue('prompt')).toBe('A red fox');
    expect(modal.fields.getStringSelectValues('shape')).toEqual(['16:9']);
    await modal.update('Changed');
    expect(await submitted.response).toEqual({ kind: 'update', message: card });
    expect(card.content).toBe('Changed');
  });

  test('must be the first answer and within its limits', async () => {
    const { ada, bot, channel, client } = await openCard();
    const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
    const command = await bot.nextCommand();
    const tooLong = { ...MODAL, title: 'x'.repeat(46) };
    expect(await refusalOf(command.showModal(tooLong))).toEqual({ status: 400, code: 50035 });
    await command.deferReply();
    const late = client.rest.post(`/interactions/${sent.id}/${sent.token}/callback`, {
      auth: false,
      body: { type: 9, data: MODAL },
    });
    expect(await refusalOf(late)).toEqual({ status: 400, code: 40060 });
  });
});

test('a context menu entry names the message, with all that is in it', async () => {
  const { ada, bot, card, channel, client } = await openCard();
  await client.application.commands.set([VEO, { type: 3, name: 'Report video' }]);
  await ada.contextMenu(channel, 'Report video', card);
  const command = await bot.next();
  if (!command.isMessageContextMenuCommand()) throw new Error('Not a message command');
  expect(command.targetMessage).toMatchObject({ id: card.id, content: 'Card' });
  await command.reply({ content: 'Thanks', flags: MessageFlags.Ephemeral });
});

test('autocomplete gets what is being typed and answers with choices only', async () => {
  const { ada, bot, channel, client } = await openCard();
  const option = { type: 3, name: 'job', description: 'Which', required: true, autocomplete: true };
  await client.application.commands.set([{ name: 'show', description: 'Shows one', options: [option] }]);
  const typed = await ada.autocomplete(channel, 'show', 'job', 'fo');
  const interaction = await bot.next();
  if (!interaction.isAutocomplete()) throw new Error('Not an autocomplete');
  expect(interaction.options.getFocused(true)).toMatchObject({ name: 'job', value: 'fo' });
  const tooMany = Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` }));
  expect(await refusalOf(interaction.respond(tooMany))).toEqual({ status: 400, code: 50035 });
  await interaction.respond([{ name: 'A fox', value: '7' }]);
  expect(await typed.response).toEqual({ kind: 'choices', choices: [{ name: 'A fox', value: '7' }] });
});
