import { PermissionFlagsBits as Can, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { idOf, movableClock, openSandbox, refusalOf, restOf } from './bot.ts';

const PINNER = BOT_PERMISSIONS | Can.PinMessages;
const MISSING_PERMISSIONS = { status: 403, code: 50013 };

async function openChannel(type: 'text' | 'thread' = 'text') {
  const clock = movableClock();
  const sandbox = await openSandbox({ rateLimits: 'off', now: clock.now });
  const guild = sandbox.addGuild();
  const channel = guild.addChannel({ type, botPermissions: PINNER });
  const rest = restOf(sandbox);
  const post = async (content = 'x') =>
    idOf(await rest.post(Routes.channelMessages(channel.id), { body: { content } }));
  const pin = (id: string) => rest.put(Routes.channelMessagesPin(channel.id, id));
  const unpin = (id: string) => rest.delete(Routes.channelMessagesPin(channel.id, id));
  const pins = (query = {}) =>
    rest.get(Routes.channelMessagesPins(channel.id), { query: new URLSearchParams(query) });
  return { clock, sandbox, guild, channel, rest, post, pin, unpin, pins };
}

describe('a pinned message', () => {
  test('says so, and Discord tells the channel once', async () => {
    const { channel, pin, post, rest } = await openChannel();
    const id = await post('The announcement');
    await pin(id);
    await pin(id);
    expect(await rest.get(Routes.channelMessage(channel.id, id))).toMatchObject({ pinned: true });
    expect(channel.pins.map((message) => message.id)).toEqual([id]);
    expect(channel.messages).toMatchObject([{ id }, { author: 'bot', content: '', pinNoticeOf: id }]);
    const notice = channel.messages[1]?.id ?? '';
    expect(await rest.get(Routes.channelMessage(channel.id, notice))).toMatchObject({
      type: 6,
      pinned: false,
      message_reference: { message_id: id },
    });
    const edit = rest.patch(Routes.channelMessage(channel.id, notice), { body: { content: 'x' } });
    expect(await refusalOf(edit)).toEqual({ status: 403, code: 50021 });
    expect(await refusalOf(pin(notice))).toEqual({ status: 403, code: 50021 });
    await rest.delete(Routes.channelMessage(channel.id, notice));
  });

  test('is one no more when it is unpinned or deleted', async () => {
    const { channel, pin, pins, post, rest, unpin } = await openChannel();
    const [first, second] = [await post(), await post()];
    await pin(first);
    await pin(second);
    await unpin(first);
    expect(channel.pins.map(({ id }) => id)).toEqual([second]);
    await rest.delete(Routes.channelMessage(channel.id, second));
    expect(await pins()).toEqual({ items: [], has_more: false });
  });

  test('may be somebody else’s', async () => {
    const { channel, guild, pin } = await openChannel();
    const { id } = guild.addMember().say(channel, 'Hello');
    await pin(id);
    expect(channel.pins).toMatchObject([{ id, content: 'Hello' }]);
  });
});

test('pins are listed newest first, a page at a time', async () => {
  const { clock, pin, pins, post } = await openChannel();
  const pinned: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    const id = await post();
    pinned.unshift(id);
    clock.advance(1_000);
    await pin(id);
  }
  const newest = { pinned_at: `${new Date(clock.now()).toISOString().replace('Z', '000+00:00')}` };
  expect(await pins({ limit: '2' })).toMatchObject({
    items: [{ ...newest, message: { id: pinned[0], pinned: true } }, { message: { id: pinned[1] } }],
    has_more: true,
  });
  const before = new Date(clock.now() - 1_000).toISOString();
  expect(await pins({ before })).toMatchObject({ items: [{ message: { id: pinned[2] } }], has_more: false });
  expect(await refusalOf(pins({ limit: '51' }))).toEqual({ status: 400, code: 50035 });
});

test('pinning needs its own permission, and the list the one for history', async () => {
  const { channel, pin, pins, post, unpin } = await openChannel();
  const id = await post();
  await pin(id);
  channel.botPermissions = BOT_PERMISSIONS | Can.ManageMessages;
  expect(await refusalOf(pin(id))).toEqual(MISSING_PERMISSIONS);
  expect(await refusalOf(unpin(id))).toEqual(MISSING_PERMISSIONS);
  channel.botPermissions = PINNER & ~Can.ReadMessageHistory;
  expect(await pins()).toEqual({ items: [], has_more: false });
  channel.botPermissions = PINNER & ~Can.ViewChannel;
  expect(await refusalOf(pins())).toEqual({ status: 403, code: 50001 });
});

test('only a message of the channel can be pinned, and none in an archived thread', async () => {
  const { channel, guild, pin, post } = await openChannel('thread');
  const id = await post();
  const elsewhere = guild.addMember().say(guild.addChannel(), 'x').id;
  for (const unknown of [elsewhere, '123456789012345678']) {
    expect(await refusalOf(pin(unknown))).toEqual({ status: 404, code: 10008 });
  }
  channel.changeThread({ archived: true });
  expect(await refusalOf(pin(id))).toEqual({ status: 400, code: 50083 });
});

test('a channel holds 250 pins; one more is refused, and fits when another is gone', async () => {
  const { channel, guild, pin, unpin } = await openChannel();
  const ada = guild.addMember();
  const all = Array.from({ length: 251 }, () => ada.say(channel, 'x').id);
  const [first = '', last = ''] = [all[0], all.at(-1)];
  await Promise.all(all.slice(0, 250).map(pin));
  expect(await refusalOf(pin(last))).toEqual({ status: 400, code: 30003 });
  await unpin(first);
  await pin(last);
  expect(channel.pins).toHaveLength(250);
});

test('a bot pins in a private conversation without any permission', async () => {
  const { guild, rest } = await openChannel();
  const recipient = guild.addMember().id;
  const dm = idOf(await rest.post(Routes.userChannels(), { body: { recipient_id: recipient } }));
  const id = idOf(await rest.post(Routes.channelMessages(dm), { body: { content: 'x' } }));
  await rest.put(Routes.channelMessagesPin(dm, id));
  expect(await rest.get(Routes.channelMessage(dm, id))).toMatchObject({ pinned: true });
});
