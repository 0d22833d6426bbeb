import { Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { idOf, movableClock, openSandbox, refusalOf, restOf } from './bot.ts';

async function openChannel(options?: Parameters<typeof openSandbox>[0]) {
  const sandbox = await openSandbox({ rateLimits: 'off', ...options });
  const guild = sandbox.addGuild();
  const channel = guild.addChannel();
  const rest = restOf(sandbox);
  const post = (body: unknown) => rest.post(Routes.channelMessages(channel.id), { body });
  return { sandbox, guild, channel, rest, post };
}

const button = (customId: string, extra = {}) => ({
  type: 2,
  style: 1,
  label: 'Go',
  custom_id: customId,
  ...extra,
});
const row = (...components: unknown[]) => ({ type: 1, components });

describe('a message is refused', () => {
  test.each([
    ['empty', { content: '   ' }, 50006, undefined],
    ['too long', { content: 'x'.repeat(2001) }, 50035, ['content']],
    ['an embed title too long', { embeds: [{ title: 'x'.repeat(257) }] }, 50035, ['embeds', '0', 'title']],
    [
      'embeds too long together',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      50035,
      ['embeds'],
    ],
    ['an empty embed', { embeds: [{}] }, 50035, ['embeds', '0', 'description']],
    [
      'six rows',
      { components: Array.from({ length: 6 }, (_, i) => row(button(`${i}`))) },
      50035,
      ['components'],
    ],
    [
      'six buttons in a row',
      { components: [row(...Array.from({ length: 6 }, (_, i) => button(`${i}`)))] },
      50035,
      ['components', '0', 'components'],
    ],
    [
      'the same custom id twice',
      { components: [row(button('a'), button('a'))] },
      50035,
      ['components', '0', 'components', '1', 'custom_id'],
    ],
    [
      'a button label too long',
      { components: [row(button('a', { label: 'x'.repeat(81) }))] },
      50035,
      undefined,
    ],
    ['a nonce too long', { content: 'x', nonce: 'x'.repeat(26) }, 50035, ['nonce']],
    [
      'an attachment that did not come along',
      { content: 'x', attachments: [{ id: '0' }] },
      50035,
      ['attachments', '0', 'id'],
    ],
    [
      'mentions that exclude each other',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['123456789012345678'] } },
      50035,
      ['allowed_mentions'],
    ],
  ])('for being %s', async (_why, body, code, path) => {
    const { channel, post } = await openChannel();
    const error = await post(body).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400, code });
    if (path) expect(error).toHaveProperty(['rawError', 'errors', ...path, '_errors']);
    expect(channel.messages).toEqual([]);
  });

  test('for a wrong token', async () => {
    const { channel, sandbox } = await openChannel();
    const post = restOf(sandbox, 'wrong').post(Routes.channelMessages(channel.id), {
      body: { content: 'x' },
    });
    expect(await refusalOf(post)).toEqual({ status: 401, code: 0 });
  });
});

describe('a nonce', () => {
  test('enforced makes a repeated post the same message, for five minutes and one channel', async () => {
    const clock = movableClock();
    const { channel, guild, post, rest } = await openChannel({ now: clock.now });
    const body = { content: 'Done', nonce: 'job1', enforce_nonce: true };
    const first = await post(body);
    expect(await post({ ...body, content: 'Done again' })).toMatchObject({ content: 'Done', nonce: 'job1' });
    expect(channel.messages).toHaveLength(1);
    await rest.post(Routes.channelMessages(guild.addChannel().id), { body });
    clock.advance(5 * 60_000 + 1);
    expect(idOf(await post(body))).not.toBe(idOf(first));
    expect(channel.messages).toHaveLength(2);
  });

  test('keeps a post whose answer was lost from being made twice', async () => {
    const { channel, post, sandbox } = await openChannel();
    sandbox.faults.add({ method: 'POST', path: /messages$/, times: 1, effect: { kind: 'lose-answer' } });
    const body = { content: 'Done', nonce: 'job1', enforce_nonce: true };
    await expect(post(body)).rejects.toThrow('other side closed');
    await post(body);
    expect(sandbox.requests).toMatchObject([{ status: undefined }, { status: 200 }]);
    expect(channel.messages).toHaveLength(1);
  });

  test('alone prevents nothing; of a deleted message it answers that the message is unknown', async () => {
    const { channel, post, rest } = await openChannel();
    await post({ content: 'a', nonce: 1 });
    await post({ content: 'b', nonce: 1 });
    expect(channel.messages).toHaveLength(2);
    await rest.delete(Routes.channelMessage(channel.id, channel.messages[1]?.id ?? ''));
    const again = post({ content: 'c', nonce: 1, enforce_nonce: true });
    expect(await refusalOf(again)).toEqual({ status: 404, code: 10008 });
  });
});

describe('mentions', () => {
  test('by default everything in a channel; only the named ones by the rules; none inside code', async () => {
    const { channel, guild, post } = await openChannel();
    const [ada, bob] = [guild.addMember(), guild.addMember()];
    const role = guild.addRole('crew');
    const content = `<@${ada.id}> <@!${bob.id}> <@&${role.id}> @everyone`;
    await post({ content });
    await post({ content, allowed_mentions: { parse: [] } });
    await post({ content, allowed_mentions: { users: [bob.id] } });
    await post({ content: `\`<@${ada.id}>\` <@${bob.id}>` });
    expect(channel.messages.map(({ mentionedUserIds }) => mentionedUserIds)).toEqual([
      [ada.id, bob.id],
      [],
      [bob.id],
      [bob.id],
    ]);
    expect(channel.messages.map(({ mentionedRoleIds }) => mentionedRoleIds.length)).toEqual([1, 0, 0, 0]);
    expect(channel.messages.map(({ mentionsEveryone }) => mentionsEveryone)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    channel.botPermissions |= 1n << 17n;
    await post({ content });
    expect(channel.messages.at(-1)?.mentionsEveryone).toBe(true);
  });

  test('of a reply follow replied_user once rules are given', async () => {
    const { channel, guild, post } = await openChannel();
    const ada = guild.addMember();
    const { id } = ada.say(channel, 'Hello');
    await post({ content: 'a', message_reference: { message_id: id } });
    await post({ content: 'b', message_reference: { message_id: id }, allowed_mentions: { parse: [] } });
    expect(channel.messages.slice(1)).toMatchObject([
      { mentionedUserIds: [ada.id], replyTo: id },
      { mentionedUserIds: [], replyTo: id },
    ]);
  });
});

test('messages are listed newest first, in pages', async () => {
  const { channel, post, rest } = await openChannel();
  for (const content of ['1', '2', '3', '4', '5']) await post({ content });
  const ids = channel.messages.map(({ id }) => id);
  const list = async (query: Record<string, string>) => {
    const page = await rest.get(Routes.channelMessages(channel.id), { query: new URLSearchParams(query) });
    return z
      .array(z.object({ content: z.string() }))
      .parse(page)
      .map(({ content }) => content)
      .join('');
  };
  expect(await list({})).toBe('54321');
  expect(await list({ limit: '2' })).toBe('54');
  expect(await list({ limit: '2', before: ids[3] ?? '' })).toBe('32');
  expect(await list({ limit: '2', after: ids[0] ?? '' })).toBe('32');
  expect(await list({ limit: '3', around: ids[2] ?? '' })).toBe('432');
});

test('a second-layout message needs its flag, and the flag forbids text and embeds', async () => {
  const { channel, post } = await openChannel();
  const components = [{ type: 10, content: 'Hello' }];
  const flags = 1 << 15;
  expect(await refusalOf(post({ components }))).toEqual({ status: 400, code: 50035 });
  expect(await refusalOf(post({ components, flags, content: 'x' }))).toEqual({ status: 400, code: 50035 });
  const missing = { type: 12, items: [{ media: { url: 'attachment://clip.mp4' } }] };
  expect(await refusalOf(post({ components: [missing], flags }))).toEqual({ status: 400, code: 50035 });
  await post({ components: [{ type: 17, components: [...components, row(button('a'))] }], flags });
  expect(channel.messages).toHaveLength(1);
});

describe('a DM', () => {
  test('is opened once and reaches the user', async () => {
    const { guild, rest, sandbox } = await openChannel();
    const ada = guild.addMember();
    const open = () => rest.post(Routes.userChannels(), { body: { recipient_id: ada.id } });
    const opened = sandbox.waitFor('dm-created');
    const dm = idOf(await open());
    expect(await open()).toMatchObject({ id: dm, type: 1 });
    expect((await opened).channel.recipient.id).toBe(ada.id);
    await rest.post(Routes.channelMessages(dm), { body: { content: 'Ready' } });
    expect(sandbox.dms(ada.id)).toMatchObject([{ content: 'Ready', author: 'bot' }]);
  });

  test('is refused on sending by those who closed theirs, and for users that do not exist', async () => {
    const { guild, rest } = await openChannel();
    const ada = guild.addMember();
    ada.user.dmsOpen = false;
    const dm = idOf(await rest.post(Routes.userChannels(), { body: { recipient_id: ada.id } }));
    const post = rest.post(Routes.channelMessages(dm), { body: { content: 'Ready' } });
    expect(await refusalOf(post)).toEqual({ status: 403, code: 50007 });
    const stranger = rest.post(Routes.userChannels(), { body: { recipient_id: '123456789012345678' } });
    expect(await refusalOf(stranger)).toEqual({ status: 400, code: 50033 });
  });

  test('reaches nobody with whom the bot shares no server any more', async () => {
    const { guild, rest } = await openChannel();
    const ada = guild.addMember();
    const dm = idOf(await rest.post(Routes.userChannels(), { body: { recipient_id: ada.id } }));
    const post = () => rest.post(Routes.channelMessages(dm), { body: { content: 'Ready' } });
    await post();
    guild.removeMember(ada);
    expect(await refusalOf(post())).toEqual({ status: 403, code: 50278 });
  });
});
