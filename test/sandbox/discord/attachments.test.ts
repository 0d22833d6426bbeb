import { Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openGuild, refusalOf } from './bot.ts';

const SPOILER = 1 << 3;
const V2 = 1 << 15;

/** A message of the bot with two files. */
async function openMessage(body: Record<string, unknown> = {}, names = ['one.png', 'two.mp4']) {
  const opened = await openGuild();
  const { channel, rest } = opened;
  const files = names.map((name) => ({ name, data: Buffer.from(name) }));
  await rest.post(Routes.channelMessages(channel.id), { body, files });
  const message = channel.messages[0];
  if (!message) throw new Error('No message');
  const route = Routes.channelMessage(channel.id, message.id);
  const edit = (change: unknown) => rest.patch(route, { body: change });
  return { ...opened, edit, message, route, ids: message.attachments.map(({ id }) => id) };
}

describe('an edit', () => {
  test('without a word about attachments keeps them all', async () => {
    const { edit, message } = await openMessage();
    await edit({ content: 'y' });
    expect(message.attachments.map(({ filename }) => filename)).toEqual(['one.png', 'two.mp4']);
  });

  test('veils and unveils a file, changes its description, and removes what it does not list', async () => {
    const { edit, ids, message, rest, route } = await openMessage();
    const [first] = message.attachments;
    await edit({ attachments: [{ id: ids[0], is_spoiler: true, description: 'A fox' }] });
    expect(message.attachments).toMatchObject([{ id: ids[0], isSpoiler: true, description: 'A fox' }]);
    expect(await rest.get(route)).toMatchObject({
      attachments: [{ id: ids[0], filename: 'one.png', flags: SPOILER, description: 'A fox' }],
    });
    expect(String(await message.attachments[0]?.bytes())).toBe('one.png');
    await edit({ attachments: [{ id: ids[0], is_spoiler: false }] });
    expect(message.attachments).toMatchObject([{ isSpoiler: false, description: 'A fox' }]);
    expect(first?.isSpoiler).toBe(false);
  });

  test('cannot rename a file, nor unveil one by name, nor bring back a removed one', async () => {
    const { edit, ids, message } = await openMessage({}, ['SPOILER_one.png', 'two.mp4']);
    expect(message.attachments.map(({ isSpoiler }) => isSpoiler)).toEqual([true, false]);
    await edit({ attachments: [{ id: ids[0], filename: 'SPOILER_two.png', is_spoiler: false }] });
    expect(message.attachments).toMatchObject([{ filename: 'SPOILER_one.png', isSpoiler: true }]);
    const back = edit({ attachments: [{ id: ids[1] }] });
    expect(await refusalOf(back)).toEqual({ status: 400, code: 50035 });
  });

  test('cannot take away all that a message has', async () => {
    const { edit, message } = await openMessage();
    expect(await refusalOf(edit({ attachments: [] }))).toEqual({ status: 400, code: 50006 });
    expect(message.attachments).toHaveLength(2);
  });
});

test('a deleted message is told, and then unknown to every call', async () => {
  const { edit, message, rest, route, sandbox } = await openMessage();
  const deleted = sandbox.waitFor('message-deleted');
  await rest.delete(route);
  expect((await deleted).message).toBe(message);
  for (const call of [rest.get(route), rest.delete(route), edit({ content: 'y' })]) {
    expect(await refusalOf(call)).toEqual({ status: 404, code: 10008 });
  }
});

describe('a file that the message shows itself', () => {
  const shown = z.object({
    attachments: z.array(z.object({ filename: z.string() })),
    embeds: z.array(z.object({ image: z.object({ url: z.url() }) })),
  });

  test('in an embed has its address there, and is no more among the attachments', async () => {
    const body = { embeds: [{ title: 'Chart', image: { url: 'attachment://one.png' } }] };
    const { ids, message, rest, route } = await openMessage(body);
    const json = shown.parse(await rest.get(route));
    expect(json.attachments).toEqual([{ filename: 'two.mp4' }]);
    const answer = await fetch(json.embeds[0]?.image.url ?? '');
    expect(await answer.text()).toBe('one.png');
    expect(message.attachments.map(({ id }) => id)).toEqual(ids);
  });

  test('in a component of the second layout too', async () => {
    const gallery = { type: 12, items: [{ media: { url: 'attachment://two.mp4' }, spoiler: true }] };
    const accessory = { type: 11, media: { url: 'attachment://one.png' } };
    const section = { type: 9, components: [{ type: 10, content: 'A fox' }], accessory };
    const body = { flags: V2, components: [{ type: 17, components: [section, { type: 14 }, gallery] }] };
    const { ids, rest, route } = await openMessage(body);
    expect(await rest.get(route)).toMatchObject({
      flags: V2,
      attachments: [],
      components: [
        {
          components: [
            { accessory: { media: { attachment_id: ids[0], url: expect.stringContaining('http') } } },
            { type: 14, divider: true, spacing: 1 },
            { items: [{ spoiler: true, media: { attachment_id: ids[1], content_type: 'video/mp4' } }] },
          ],
        },
      ],
    });
  });

  test('is not enough for a second layout without components', async () => {
    await expect(openMessage({ flags: V2 })).rejects.toMatchObject({ status: 400, code: 50006 });
  });
});
