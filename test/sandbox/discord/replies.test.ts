import { type AttachmentBuilder, MessageFlags, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { inbox, openGuild, refusalOf } from './bot.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1');

async function openCommand() {
  const { receive, ...bot } = inbox();
  const opened = await openGuild(receive);
  const sent = await opened.ada.slash(opened.channel, 'veo', { prompt: 'A fox' });
  return { ...opened, bot, sent, command: await bot.nextCommand() };
}

test('files of a private answer can be read, of each kind', async () => {
  const { channel, command, sent } = await openCommand();
  await command.reply({
    flags: MessageFlags.Ephemeral,
    files: [
      { name: 'stats.png', attachment: PNG, description: 'A chart' },
      { name: 'jobs.csv', attachment: Buffer.from('id,state\n1,done\n') },
      { name: 'data.json', attachment: Buffer.from('{"jobs":[]}') },
    ] satisfies Partial<AttachmentBuilder>[],
  });
  const files = sent.original()?.attachments ?? [];
  expect(files).toMatchObject([
    { filename: 'stats.png', contentType: 'image/png', description: 'A chart' },
    { filename: 'jobs.csv', contentType: 'text/csv; charset=utf-8' },
    { filename: 'data.json', contentType: 'application/json; charset=utf-8' },
  ]);
  const [png, csv, json] = await Promise.all(files.map((file) => file.bytes()));
  expect(png?.equals(PNG)).toBe(true);
  expect([String(csv), String(json)]).toEqual(['id,state\n1,done\n', '{"jobs":[]}']);
  expect(files[0]?.url).toContain('/ephemeral-attachments/');
  expect(channel.messages).toEqual([]);
});

describe('a private deferred answer', () => {
  test('is filled in with files, followed up, changed and taken back', async () => {
    const { command, sent } = await openCommand();
    await command.deferReply({ flags: MessageFlags.Ephemeral });
    expect(sent.original()).toMatchObject({ ephemeral: true, loading: true });
    await command.editReply({ content: 'There', files: [{ name: 'a.csv', attachment: Buffer.from('a') }] });
    expect(sent.original()).toMatchObject({ loading: false, attachments: [{ filename: 'a.csv' }] });
    const more = await command.followUp({ content: 'More', flags: MessageFlags.Ephemeral });
    await command.editReply({ message: more, content: 'Other' });
    expect(sent.followups).toMatchObject([{ content: 'Other', ephemeral: true }]);
    await command.deleteReply(more);
    expect(sent.followups[0]?.deleted).toBe(true);
    await command.deleteReply();
    expect(sent.original()).toBeUndefined();
    expect(await refusalOf(command.editReply('x'))).toEqual({ status: 404, code: 10008 });
  });

  test('may become one of the second layout', async () => {
    const { command, sent } = await openCommand();
    await command.deferReply({ flags: MessageFlags.Ephemeral });
    await command.editReply({
      flags: MessageFlags.IsComponentsV2,
      components: [
        {
          type: 17,
          components: [
            { type: 10, content: 'Panel' },
            { type: 14, divider: true },
          ],
        },
      ],
    });
    expect(sent.original()).toMatchObject({
      flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral,
      components: [{ type: 17, components: [{ content: 'Panel' }, { type: 14 }] }],
    });
    const back = command.editReply({ content: 'Text', components: [] });
    expect(await refusalOf(back)).toEqual({ status: 400, code: 50035 });
  });
});

test('a button of a private panel can change the panel at once, later, or take it away', async () => {
  const { ada, bot, command, sent } = await openCommand();
  const button = { type: 2 as const, style: 1 as const, label: 'Go', custom_id: 'v1:go:1' };
  const components = [{ type: 1 as const, components: [button] }];
  await command.reply({ content: 'Panel', components, flags: MessageFlags.Ephemeral });
  const panel = sent.original();
  if (!panel) throw new Error('No panel');
  const press = async () => {
    await ada.press(panel, 'v1:go:1');
    const pressed = await bot.next();
    if (!pressed.isButton()) throw new Error('Not a button');
    return pressed;
  };
  await (await press()).update({ content: 'At once' });
  expect(panel.content).toBe('At once');
  const later = await press();
  await later.deferUpdate();
  await later.editReply({ content: 'Later' });
  expect(panel).toMatchObject({ content: 'Later', ephemeral: true });
  await later.followUp({ content: 'By the way', flags: MessageFlags.Ephemeral });
  const last = await press();
  await last.deferUpdate();
  await last.deleteReply();
  expect(panel.deleted).toBe(true);
});

test('a private answer cannot be reached, or be made a thread of, through its channel', async () => {
  const { channel, command, rest, sent } = await openCommand();
  channel.botPermissions |= 1n << 35n;
  await command.reply({ content: 'Just you', flags: MessageFlags.Ephemeral });
  const id = sent.original()?.id ?? '';
  const start = rest.post(Routes.threads(channel.id, id), { body: { name: 'x' } });
  expect(await refusalOf(start)).toEqual({ status: 404, code: 10008 });
  const look = rest.get(Routes.channelMessage(channel.id, id));
  expect(await refusalOf(look)).toEqual({ status: 404, code: 10008 });
});
