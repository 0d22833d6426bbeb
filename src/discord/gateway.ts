import { createHash } from 'node:crypto';
import { Client, Events, GatewayDispatchEvents, type Interaction, Options, Routes, Status } from 'discord.js';
import { z } from 'zod';
import type { LearntFacts } from '../jobs/learnt-facts.ts';
import type { Logger } from '../lib/logger.ts';
import type { Command, MessageCommand, Place } from './command.ts';
import { isThread } from './permissions.ts';
import { watchToken } from './rest.ts';

export interface GatewayOptions {
  apiUrl: string;
  token: string;
  logger: Logger;
  facts: LearntFacts;
  commands: readonly (Command | MessageCommand)[];
  onInteraction: (interaction: Interaction, place: Place) => Promise<void>;
  /** Discord will not have the bot back (token, intents, shards): nothing works until the operator mends it. */
  onRejected: (error: Error) => void;
}

export interface Gateway {
  /** Logs in and registers the commands if they changed. Resolves when interactions arrive. */
  start(): Promise<void>;
  isReady(): boolean;
  stop(): Promise<void>;
}

const placedSchema = z.object({
  id: z.string(),
  channel: z.object({
    type: z.number(),
    parent_id: z.string().nullish(),
    nsfw: z.boolean().optional(),
  }),
});
/** Whoever uses the bot is kept for ever otherwise, and with every server that they use it in: about 450 bytes each. */
const USERS_KEPT = 200;
const NOWHERE: Place = { inThread: false, parentId: undefined, ageRestricted: undefined };

/**
 * The connection to Discord. It asks for no intents: interactions need none, and without them no server's state is held in
 * memory and nothing delays the first answer after a start.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { logger, facts, commands } = options;
  const client = new Client({
    intents: [],
    rest: { api: options.apiUrl },
    allowedMentions: { parse: [] },
    failIfNotExists: false,
    makeCache: Options.cacheWithLimits({
      UserManager: { maxSize: USERS_KEPT, keepOverLimit: ({ id, client: { user } }) => id === user.id },
      GuildMemberManager: 0,
      MessageManager: 0,
    }),
  });
  const answering = new Set<Promise<void>>();
  let stopping = false;

  // Without the server in memory the library drops what an interaction says of its channel, all but the id.
  const places = new Map<string, Place>();
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (data: unknown) => {
    const placed = placedSchema.safeParse(data);
    if (placed.success) places.set(placed.data.id, placeOf(placed.data.channel));
  });
  client.on(Events.InteractionCreate, (interaction) => {
    const place = places.get(interaction.id) ?? NOWHERE;
    places.delete(interaction.id);
    const answer = options.onInteraction(interaction, place).finally(() => answering.delete(answer));
    answering.add(answer);
  });
  client.on(Events.Error, (err) => logger.error({ err }, 'the Discord client reported an error'));
  client.on(Events.Warn, (warning) => logger.warn({ warning }, 'the Discord client warned'));
  client.on(Events.ShardDisconnect, ({ code }) => {
    if (stopping) return;
    logger.error({ code }, 'Discord closed the connection for good');
    options.onRejected(new Error(`Discord closed the connection for good (code ${code})`));
  });
  client.on(Events.ShardReconnecting, () => {
    if (!stopping) logger.info('reconnecting to Discord');
  });
  client.on(Events.ShardResume, () => logger.info('the connection to Discord goes on'));
  const register = async (applicationId: string): Promise<void> => {
    const body = commands.map(({ data }) => data);
    const hash = createHash('sha256')
      .update(JSON.stringify([applicationId, body]))
      .digest('base64url');
    if ((await facts.commandsHash()) === hash) return;
    // Sent as it is: the client's own method drops fields that it does not know.
    await client.rest.put(Routes.applicationCommands(applicationId), { body });
    await facts.learnCommandsHash(hash);
    logger.info({ commands: body.map(({ name }) => name) }, 'registered the commands');
  };

  return {
    start: async () => {
      const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
      await client.login(options.token);
      const { application, user } = await ready;
      // Until now a refused token ends the start.
      watchToken(client.rest, options.onRejected);
      await register(application.id);
      logger.info({ user: user.tag }, 'connected to Discord');
    },
    // The manager's own status stays "ready" for ever; only its connections' tell of a loss.
    isReady: () => client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready),
    stop: async () => {
      stopping = true;
      client.removeAllListeners(Events.InteractionCreate);
      await Promise.all(answering);
      await client.destroy();
    },
  };
}

function placeOf({ type, parent_id, nsfw }: z.infer<typeof placedSchema>['channel']): Place {
  const inThread = isThread(type);
  return { inThread, parentId: parent_id ?? undefined, ageRestricted: inThread ? undefined : nsfw === true };
}
