import { once } from 'node:events';
import { Client, Events, GatewayIntentBits, Routes } from 'discord.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { inbox, logIn, openGuild, openSandbox, restOf, VEO } from './bot.ts';

describe('a bot', () => {
  test('logs in without intents and is told of its servers only as stubs', async () => {
    const sandbox = await openSandbox();
    sandbox.addGuild();
    const connected = sandbox.waitFor('bot-connected');
    const client = await logIn(sandbox);
    expect(await connected).toMatchObject({ resumed: false, intents: 0 });
    await sandbox.whenBotReady();
    expect(client.user.id).toBe(sandbox.botUserId);
    expect(client.application.id).toBe(sandbox.applicationId);
    expect(sandbox.gateway.sessions).toBe(1);
  });

  test('is turned away with a wrong token or an intent that needs approval', async () => {
    const sandbox = await openSandbox();
    const wrong = new Client({ intents: [], rest: { api: sandbox.apiUrl } });
    await expect(wrong.login('wrong')).rejects.toThrow('token');
    const greedy = new Client({ intents: [GatewayIntentBits.MessageContent], rest: { api: sandbox.apiUrl } });
    onTestFinished(() => greedy.destroy());
    await expect(greedy.login(sandbox.token)).rejects.toThrow('disallowed intents');
  });

  test('resumes after a broken connection and gets what it missed, in order', async () => {
    const { receive, ...bot } = inbox();
    const { ada, channel, sandbox } = await openGuild(receive);
    const resumed = sandbox.waitFor('bot-connected', (event) => event.resumed);
    const gone = sandbox.waitFor('bot-disconnected');
    sandbox.gateway.dropConnections();
    await gone;
    const first = await ada.slash(channel, 'veo', { prompt: 'First' });
    const second = await ada.slash(channel, 'veo', { prompt: 'Second' });
    await resumed;
    for (const sent of [first, second]) {
      const interaction = await bot.nextCommand();
      expect(interaction.id).toBe(sent.id);
      await interaction.reply('Queued');
    }
    expect(await first.response).toMatchObject({ kind: 'message' });
    expect(sandbox.gateway).toMatchObject({ sessions: 1, identifies: 1 });
  });

  test('reconnects when it is asked to', async () => {
    const { receive, ...bot } = inbox();
    const { ada, channel, sandbox } = await openGuild(receive);
    const resumed = sandbox.waitFor('bot-connected', (event) => event.resumed);
    sandbox.gateway.requestReconnect();
    await resumed;
    await ada.slash(channel, 'veo', { prompt: 'A fox' });
    expect((await bot.nextCommand()).options.getString('prompt')).toBe('A fox');
  });

  test('identifies anew when its session is over', async () => {
    const { client, sandbox } = await openGuild();
    const again = once(client, Events.ShardReady);
    sandbox.gateway.invalidateSessions();
    await again;
    expect(sandbox.gateway).toMatchObject({ sessions: 1, identifies: 2 });
  });

  test('that left gets nothing any more: the interaction is lost', async () => {
    const { ada, channel, client, sandbox } = await openGuild();
    const gone = sandbox.waitFor('bot-disconnected');
    await client.destroy();
    await gone;
    const sent = await ada.slash(channel, 'veo', { prompt: 'A fox' });
    await logIn(sandbox, () => expect.unreachable('An interaction from before the login'));
    await expect(sent.response).rejects.toThrow('The application did not respond');
  });
});

test('only the newest session gets an interaction', async () => {
  const old = inbox();
  const { ada, channel, sandbox } = await openGuild(old.receive);
  const fresh = inbox();
  await logIn(sandbox, fresh.receive);
  await ada.slash(channel, 'veo', { prompt: 'A fox' });
  await (await fresh.nextCommand()).reply('Queued');
  expect(sandbox.gateway.sessions).toBe(2);
});

test('a connection without heartbeats is closed', async () => {
  const sandbox = await openSandbox({ heartbeatIntervalMs: 20 });
  const socket = new WebSocket(`ws://${sandbox.cdnHost}/gateway?v=10&encoding=json`);
  const [code] = await once(socket, 'close');
  expect(code).toBe(4009);
});

test('what a bot may ask of itself', async () => {
  const sandbox = await openSandbox();
  const rest = restOf(sandbox);
  expect(await rest.get(Routes.gatewayBot())).toMatchObject({
    url: `ws://${sandbox.cdnHost}/gateway`,
    shards: 1,
    session_start_limit: { max_concurrency: 1 },
  });
  expect(await rest.get(Routes.user())).toMatchObject({ id: sandbox.botUserId, bot: true });
  expect(await rest.get(Routes.currentApplication())).toMatchObject({ id: sandbox.applicationId });
  const unversioned = await fetch(`${sandbox.apiUrl}/users/@me`, {
    headers: { authorization: `Bot ${sandbox.token}` },
  });
  expect(unversioned.status).toBe(200);
});

test('waiting in vain tells what did happen', async () => {
  const { ada, channel, sandbox } = await openGuild();
  await ada.slash(channel, 'veo', { prompt: 'A fox' });
  const waiting = sandbox.waitFor('message-created', undefined, 1);
  await expect(waiting).rejects.toThrow(/commands-registered: veo[\s\S]*interaction-created: \/veo by Ada/);
  expect(sandbox.commands).toMatchObject([VEO]);
});

test('a fault strikes a call before it is handled, and shows in the record', async () => {
  const sandbox = await openSandbox();
  const struck = sandbox.faults.add({
    path: /\/users\/@me$/,
    times: 1,
    effect: { kind: 'status', status: 503 },
  });
  await restOf(sandbox).get(Routes.user());
  await struck.firstHit;
  expect(sandbox.requests.map(({ path, status }) => [path, status])).toEqual([
    ['/users/@me', 503],
    ['/users/@me', 200],
  ]);
});
