import { Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nextPayload, openGuild, refusalOf } from './bot.ts';

const label = (component: unknown, extra = {}) => ({ type: 18, label: 'Field', component, ...extra });
const boxes = [
  { label: 'One', value: '1' },
  { label: 'Two', value: '2' },
  { label: 'Three', value: '3' },
];

const withFiles = z.object({ resolved: z.object({ attachments: z.record(z.string(), z.unknown()) }) });

/** A bot that answers `/veo` with a modal of these parts. */
async function openModal() {
  const opened = await openGuild();
  const { ada, channel, client, rest } = opened;
  const show = async (...components: unknown[]) => {
    const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
    const data = { custom_id: 'setup', title: 'Setup', components };
    await rest.post(Routes.interactionCallback(sent.id, sent.token), {
      auth: false,
      body: { type: 9, data },
    });
    return sent;
  };
  const fill = async (
    sent: Awaited<ReturnType<typeof show>>,
    values: Parameters<typeof ada.submitModal>[1],
  ) => {
    const arrived = nextPayload(client);
    await ada.submitModal(sent, values);
    return (await arrived).data;
  };
  return { ...opened, show, fill };
}

test('menus of channels, roles and members come back with what they name', async () => {
  const { ada, channel, fill, guild, show } = await openModal();
  const crew = guild.addRole('crew');
  const forum = guild.addChannel({ type: 'forum' });
  const sent = await show(
    label({ type: 8, custom_id: 'log', channel_types: [0] }),
    label({ type: 6, custom_id: 'role', required: false }),
    label({ type: 5, custom_id: 'who', max_values: 2, default_values: [{ type: 'user', id: ada.id }] }),
    { type: 10, content: 'Read this' },
  );
  expect(sent.modal?.components).toMatchObject([{}, {}, {}, { type: 10, content: 'Read this' }]);
  expect(await fill(sent, { log: [channel.id], role: [crew.id] })).toMatchObject({
    custom_id: 'setup',
    components: [
      { type: 18, id: 1, component: { type: 8, id: 2, custom_id: 'log', values: [channel.id] } },
      { type: 18, id: 3, component: { type: 6, id: 4, custom_id: 'role', values: [crew.id] } },
      { type: 18, id: 5, component: { type: 5, id: 6, custom_id: 'who', values: [ada.id] } },
      { type: 10, id: 7 },
    ],
    resolved: {
      channels: { [channel.id]: { type: 0 } },
      roles: { [crew.id]: { name: 'crew' } },
      users: { [ada.id]: {} },
      members: { [ada.id]: {} },
    },
  });
  await expect(ada.submitModal(sent, { log: [forum.id] })).rejects.toThrow('types 0');
  await expect(ada.submitModal(sent, {})).rejects.toThrow("'log' takes 1 to 1");
});

test('radio buttons, boxes and files come back as they were left', async () => {
  const { ada, fill, show } = await openModal();
  const sent = await show(
    label({ type: 21, custom_id: 'radio', options: boxes }),
    label({ type: 22, custom_id: 'many', options: boxes, required: false }),
    label({ type: 23, custom_id: 'tick', default: true }),
    label({ type: 19, custom_id: 'file', file_types: ['.json'] }),
    label({ type: 3, custom_id: 'menu', required: false, options: boxes }),
  );
  const file = { name: 'rules.json', contentType: 'application/json', bytes: Buffer.from('{}') };
  const data = await fill(sent, { radio: '2', many: ['1', '2', '3'], file: [file] });
  expect(data).toMatchObject({
    components: [
      { component: { type: 21, value: '2' } },
      { component: { type: 22, values: ['1', '2', '3'] } },
      { component: { type: 23, value: true } },
      { component: { type: 19, values: [expect.any(String)] } },
      { component: { type: 3, values: [] } },
    ],
  });
  const { attachments } = withFiles.parse(data).resolved;
  expect(Object.values(attachments)).toMatchObject([
    { filename: 'rules.json', content_type: 'application/json', size: 2, ephemeral: true },
  ]);
  await expect(ada.submitModal(sent, { file: [file] })).rejects.toThrow("'radio' takes 1 to 1");
  await expect(ada.submitModal(sent, { radio: '4', file: [file] })).rejects.toThrow("no option '4'");
  const picture = { ...file, name: 'fox.png' };
  await expect(ada.submitModal(sent, { radio: '1', file: [picture] })).rejects.toThrow('types .json');
});

describe('a modal is refused', () => {
  const text = (custom_id: string) => label({ type: 4, custom_id, style: 1 });
  test.each([
    ['one radio button', [label({ type: 21, custom_id: 'a', options: boxes.slice(0, 1) })]],
    ['no box', [label({ type: 22, custom_id: 'a', options: [] })]],
    ['eleven files', [label({ type: 19, custom_id: 'a', max_values: 11 })]],
    ['a disabled menu', [label({ type: 6, custom_id: 'a', disabled: true })]],
    ['a required menu that takes nothing', [label({ type: 6, custom_id: 'a', min_values: 0 })]],
    ['the same custom id twice', [text('a'), text('a')]],
    ['six parts', ['a', 'b', 'c', 'd', 'e', 'f'].map(text)],
    ['a label of 46 characters', [label({ type: 4, custom_id: 'a', style: 1 }, { label: 'x'.repeat(46) })]],
    ['a button', [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'a' }] }]],
    [
      'presets of another kind',
      [label({ type: 8, custom_id: 'a', default_values: [{ type: 'user', id: '123456789012345678' }] })],
    ],
  ])('for %s', async (_why, components) => {
    const { show } = await openModal();
    expect(await refusalOf(show(...components))).toEqual({ status: 400, code: 50035 });
  });
});
