import { expect, onTestFinished, test } from 'vitest';
import { createDirectory } from '../../src/discord/directory.ts';
import { startDiscordSandbox } from '../../src/sandbox/discord/server.ts';
import { restClientsOf } from '../support/rest-clients.ts';
import { createTestClock } from '../support/test-clock.ts';

const HOUR_MS = 3_600_000;

test.each([60_000, 0])(
  'what was looked up (known for %i ms) does not outlive a clock that is put back',
  async (knownForMs) => {
    const clock = createTestClock();
    const discord = await startDiscordSandbox({ now: clock.now, rateLimits: 'off' });
    onTestFinished(() => discord.close());
    const guild = discord.addGuild({ name: 'Film club' });
    const channel = guild.addChannel({ name: 'films' });
    const directory = createDirectory({ ...restClientsOf(discord), clock, knownForMs });
    expect((await directory.channel(channel.id))?.name).toBe('films');
    channel.delete();
    clock.set(clock.now() - 3 * HOUR_MS);
    expect(await directory.channel(channel.id)).toBeUndefined();
  },
);
