import { expect, onTestFinished, test } from 'vitest';
import { createOwnGuilds } from '../../src/discord/own-guilds.ts';
import { startDiscordSandbox } from '../../src/sandbox/discord/server.ts';
import { restClientsOf } from '../support/rest-clients.ts';

async function open(guilds: number) {
  const discord = await startDiscordSandbox({ rateLimits: 'off' });
  onTestFinished(() => discord.close());
  const ids = Array.from({ length: guilds }, () => discord.addGuild().id);
  return { discord, ids, own: createOwnGuilds(restClientsOf(discord)) };
}

test.for([0, 1, 199, 200, 201, 450])('lists all of %i servers', async (guilds) => {
  const { own, ids } = await open(guilds);
  expect(new Set(await own.list())).toEqual(new Set(ids));
});

test('gives nothing of a list whose second page fails', async () => {
  const { discord, own } = await open(201);
  const path = /\/users\/@me\/guilds$/;
  // The first page only comes a little later.
  discord.faults.add({ path, times: 1, effect: { kind: 'delay', ms: 1 } });
  const body = { code: 0, message: '403: Forbidden' };
  discord.faults.add({ path, effect: { kind: 'status', status: 403, body } });
  await expect(own.list()).rejects.toThrow();
});

test('gives nothing when it is to stop', async () => {
  const { own } = await open(1);
  await expect(own.list(AbortSignal.abort())).rejects.toThrow();
});
