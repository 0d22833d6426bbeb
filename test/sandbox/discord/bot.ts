import { Client, Events, type Interaction, REST } from 'discord.js';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  type DiscordSandbox,
  type DiscordSandboxOptions,
  startDiscordSandbox,
} from '../../../src/sandbox/discord/server.ts';

export const VEO = {
  name: 'veo',
  description: 'Makes a video',
  options: [{ type: 3, name: 'prompt', description: 'What it shows', required: true, max_length: 100 }],
};

/** A clock that only the test moves, from the real time on. */
export function movableClock() {
  let ms = Date.now();
  return {
    now: () => ms,
    advance(byMs: number) {
      ms += byMs;
    },
  };
}

/** A sandbox that ends with the test. */
export async function openSandbox(options?: DiscordSandboxOptions): Promise<DiscordSandbox> {
  const sandbox = await startDiscordSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export function restOf(sandbox: DiscordSandbox, token = sandbox.token): REST {
  return new REST({ api: sandbox.apiUrl, globalRequestsPerSecond: 10_000 }).setToken(token);
}

/** A discord.js client without intents, logged in and gone with the test. */
export async function logIn(
  sandbox: DiscordSandbox,
  onInteraction: (interaction: Interaction) => unknown = () => undefined,
): Promise<Client<true>> {
  const client = new Client({ intents: [], rest: { api: sandbox.apiUrl } });
  onTestFinished(() => client.destroy());
  client.on(Events.Error, () => undefined);
  client.on(Events.InteractionCreate, (interaction) => void onInteraction(interaction));
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(sandbox.token);
  return ready;
}

/** A logged-in bot with `/veo` registered, in a guild with one channel and one member. */
export async function openGuild(
  onInteraction?: (interaction: Interaction) => unknown,
  options?: DiscordSandboxOptions,
) {
  const sandbox = await openSandbox(options);
  const guild = sandbox.addGuild({ name: 'Film club' });
  const channel = guild.addChannel({ name: 'films' });
  const ada = guild.addMember({ name: 'Ada' });
  const client = await logIn(sandbox, onInteraction);
  await client.application.commands.set([VEO]);
  return { sandbox, guild, channel, ada, client, rest: client.rest };
}

/** What Discord said to a call that had to fail. */
export async function refusalOf(call: Promise<unknown>): Promise<{ status: number; code: number }> {
  const error = await call.then(
    () => new Error('The call went through'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error) || !('status' in error) || !('code' in error)) throw error;
  return { status: Number(error.status), code: Number(error.code) };
}

/** The id of what a REST call gave back. */
export function idOf(json: unknown): string {
  return z.object({ id: z.string() }).parse(json).id;
}

const gatewayPacket = z.object({
  t: z.literal('INTERACTION_CREATE'),
  d: z.looseObject({ data: z.unknown() }),
});

/** The next interaction just as it comes down the gateway. */
export function nextPayload(client: Client): Promise<z.infer<typeof gatewayPacket>['d']> {
  return new Promise((resolve) => {
    const listen = (packet: unknown) => {
      const given = gatewayPacket.safeParse(packet);
      if (!given.success) return;
      client.off(Events.Raw, listen);
      resolve(given.data.d);
    };
    client.on(Events.Raw, listen);
  });
}

/** Hands the interactions of the bot over to the test, in order. */
export function inbox() {
  const arrived: Interaction[] = [];
  const waiting: ((interaction: Interaction) => void)[] = [];
  return {
    receive(interaction: Interaction) {
      const next = waiting.shift();
      if (next) next(interaction);
      else arrived.push(interaction);
    },
    next(): Promise<Interaction> {
      const first = arrived.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
    async nextCommand() {
      const interaction = await this.next();
      if (!interaction.isChatInputCommand()) throw new Error('Not a slash command');
      return interaction;
    },
  };
}
