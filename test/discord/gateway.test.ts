import { ApplicationCommandType, type Client } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { createGateway } from '../../src/discord/gateway.ts';
import { openBench } from '../jobs/bench.ts';
import { keepLog } from '../lib/log.ts';
import { openSandbox, VEO } from '../sandbox/discord/bot.ts';

const MEMBERS = 300;

test('whoever has used the bot is not kept in memory for ever', async () => {
  const sandbox = await openSandbox({ rateLimits: 'off' });
  const guild = sandbox.addGuild();
  const channel = guild.addChannel();
  const members = Array.from({ length: MEMBERS }, () => guild.addMember());
  const seen: string[] = [];
  let client: Client<true> | undefined;
  const all = Promise.withResolvers<void>();
  const gateway = createGateway({
    ...sandbox,
    apiUrl: sandbox.apiUrl,
    logger: keepLog().logger,
    facts: openBench().facts,
    commands: [{ data: { ...VEO, type: ApplicationCommandType.ChatInput }, execute: async () => {} }],
    onInteraction: async (interaction) => {
      client = interaction.client;
      seen.push(interaction.user.id);
      if (seen.length === MEMBERS) all.resolve();
    },
    onRejected: (error) => all.reject(error),
  });
  onTestFinished(() => gateway.stop());
  await gateway.start();
  for (const member of members) await member.slash(channel, 'veo', { prompt: 'A boat' });
  await all.promise;

  expect(seen).toEqual(members.map(({ id }) => id));
  const own = client?.user.id ?? '';
  expect(client?.users.cache.size).toBe(200);
  expect(client?.users.cache.has(own)).toBe(true);
  for (const { members: known } of client?.guilds.cache.values() ?? []) expect(known.cache.size).toBe(0);
});
