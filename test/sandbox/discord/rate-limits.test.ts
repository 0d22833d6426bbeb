import { Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { movableClock, openSandbox, restOf } from './bot.ts';

const HOUR_MS = 60 * 60 * 1000;

async function openChannel(options?: Parameters<typeof openSandbox>[0]) {
  const sandbox = await openSandbox(options);
  const guild = sandbox.addGuild();
  const channel = guild.addChannel();
  const call = (method: string, path: string, body: unknown = { content: 'x' }) =>
    fetch(`${sandbox.apiUrl}/v10${path}`, {
      method,
      headers: { authorization: `Bot ${sandbox.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { sandbox, guild, channel, call };
}

describe('posts to a channel', () => {
  test('are five in five seconds; the headers count down and the sixth is refused', async () => {
    const { call, channel, guild } = await openChannel();
    const path = Routes.channelMessages(channel.id);
    for (const left of ['4', '3', '2', '1', '0']) {
      const answer = await call('POST', path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-ratelimit-limit')).toBe('5');
      expect(answer.headers.get('x-ratelimit-remaining')).toBe(left);
      expect(answer.headers.get('x-ratelimit-bucket')).toMatch(/^[0-9a-f]{40}$/);
    }
    const refused = await call('POST', path);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user');
    const body = await refused.json();
    expect(body).toMatchObject({ global: false, code: 0, message: 'You are being rate limited.' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(5);
    expect(channel.messages).toHaveLength(5);
    expect((await call('POST', Routes.channelMessages(guild.addChannel().id))).status).toBe(200);
    const edit = Routes.channelMessage(channel.id, channel.messages[0]?.id ?? '');
    expect((await call('PATCH', edit)).status).toBe(200);
  });

  test('over the limit are held back by discord.js, without a 429', async () => {
    const { channel, sandbox } = await openChannel();
    const rest = restOf(sandbox);
    const post = () => rest.post(Routes.channelMessages(channel.id), { body: { content: 'x' } });
    await Promise.all(Array.from({ length: 6 }, post));
    expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  });

  test('are without limit when it is switched off', async () => {
    const { call, channel } = await openChannel({ rateLimits: 'off' });
    const path = Routes.channelMessages(channel.id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => call('POST', path)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

test('messages older than an hour take three edits in six seconds', async () => {
  const clock = movableClock();
  const { call, channel } = await openChannel({ now: clock.now });
  await call('POST', Routes.channelMessages(channel.id));
  const path = Routes.channelMessage(channel.id, channel.messages[0]?.id ?? '');
  clock.advance(HOUR_MS + 1);
  const edits = [];
  for (let index = 0; index < 4; index += 1) edits.push(await call('PATCH', path, { content: `${index}` }));
  expect(edits.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(await edits[3]?.json()).toMatchObject({ code: 30046 });
});
