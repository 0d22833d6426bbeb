import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Routes } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { createBoard } from '../../src/discord/board.ts';
import { createDirectory } from '../../src/discord/directory.ts';
import { createMemberRoles } from '../../src/discord/member-roles.ts';
import { createOwnGuilds } from '../../src/discord/own-guilds.ts';
import { createPoster } from '../../src/discord/poster.ts';
import { createRestClients, type RestClients } from '../../src/discord/rest.ts';
import { createScheduledEvents } from '../../src/discord/scheduled-events.ts';
import { openSandbox } from '../sandbox/discord/bot.ts';
import { createTestClock } from '../support/test-clock.ts';
import { openWorld } from '../support/world.ts';

const clock = createTestClock();
const HOUR_MS = 3_600_000;

interface Place {
  guildId: string;
  channelId: string;
  forumId: string;
  userId: string;
  video: string;
}

const message = { content: 'x', embeds: [], components: [] };
const details = { name: 'x', description: 'x', location: 'x' };
const between = { startsAt: clock.now() + HOUR_MS, endsAt: clock.now() + 2 * HOUR_MS };

/** A call of everything that talks to Discord, by the method of the request that is refused. */
const CALLS: Record<string, (clients: RestClients, place: Place) => Promise<unknown>> = {
  'GET, looking up a server': (clients, { guildId }) => createDirectory({ ...clients, clock }).guild(guildId),
  'PUT, giving a role': (clients, { guildId, userId }) =>
    createMemberRoles(clients).give(guildId, userId, '1'),
  'POST, making an event': (clients, { guildId }) =>
    createScheduledEvents(clients).create(guildId, { ...details, ...between }),
  'GET, listing the servers': (clients) => createOwnGuilds(clients).list(),
  'GET, asking for a limit': (clients, { guildId }) => createPoster({ ...clients, clock }).guild(guildId),
  'POST, posting a card': (clients, { channelId }) =>
    createPoster({ ...clients, clock }).postCard(channelId, message, 'a'),
  'POST, posting a video': (clients, { channelId, video: path }) =>
    createPoster({ ...clients, clock }).postResult(
      channelId,
      { content: 'x', components: [], pings: [] },
      { nonce: 'b', video: { path, fileName: 'x.mp4', altText: 'x', spoiler: false } },
    ),
  'POST, posting for all': (clients, { channelId }) =>
    createBoard(clients).post(channelId, message, { nonce: 'c' }),
  'POST, opening a post': (clients, { guildId, forumId }) =>
    createBoard(clients).openForumPost(
      { guildId, channelId: forumId },
      {
        name: 'x',
        message,
        pingRoleIds: [],
        since: 0,
        isIt: () => false,
        signal: new AbortController().signal,
      },
    ),
};

async function open() {
  const sandbox = await openSandbox();
  const guild = sandbox.addGuild();
  const folder = await mkdtemp(join(tmpdir(), 'clapper-rest-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const video = join(folder, 'x.mp4');
  await writeFile(video, 'x');
  const told: string[] = [];
  const { apiUrl, token } = sandbox;
  const clients = createRestClients({ apiUrl, token, onUnauthorized: ({ message }) => told.push(message) });
  const place: Place = {
    guildId: guild.id,
    channelId: guild.addChannel().id,
    forumId: guild.addChannel({ type: 'forum' }).id,
    userId: guild.addMember().id,
    video,
  };
  return { sandbox, clients, told, place };
}

test.each(Object.entries(CALLS))('a token that is refused is told at once: %s', async (what, call) => {
  const { sandbox, clients, told, place } = await open();
  const [method = ''] = what.split(',');
  sandbox.faults.add({ method, path: /./, times: 1, effect: { kind: 'status', status: 401 } });
  await expect(call(clients, place)).rejects.toThrow();
  expect(told).toEqual([expect.stringMatching(/^Discord does not accept the token any more/)]);
});

test('other refusals, and answers that carry a token of their own, say nothing of the bot’s', async () => {
  const { sandbox, clients, told, place } = await open();
  for (const status of [400, 403, 404, 401]) {
    sandbox.faults.add({ path: /./, times: 1, effect: { kind: 'status', status } });
    const body = { content: 'x' };
    const auth = status !== 401;
    const call = clients.rest.post(Routes.channelMessages(place.channelId), { body, auth });
    await expect(call).rejects.toMatchObject({ status });
  }
  expect(told).toEqual([]);
});

test('files, and what has no nonce, are sent once; all else again', async () => {
  const { sandbox, clients, place } = await open();
  const route = Routes.channelMessages(place.channelId);
  for (const [name, sent] of [
    ['rest', 4],
    ['uploads', 1],
    ['once', 1],
  ] as const) {
    const fault = sandbox.faults.add({ path: /./, effect: { kind: 'status', status: 500 } });
    await expect(clients[name].post(route, { body: { content: 'x' } })).rejects.toMatchObject({
      status: 500,
    });
    fault.remove();
    expect(fault.hits).toBe(sent);
  }
});

test('a token that is refused while the bot runs ends it, whatever was asked', async () => {
  const world = await openWorld();
  world.discord.faults.add({
    method: 'GET',
    path: /\/users\/@me\/guilds$/,
    times: 1,
    effect: { kind: 'status', status: 401 },
  });
  const { log } = await world.startApp();
  await world.until('the end', () =>
    log.some((line) => line.startsWith('fatal: Discord does not accept the token')),
  );
});
