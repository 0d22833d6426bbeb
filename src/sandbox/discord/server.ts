import type { FastifyInstance } from 'fastify';
import { type FaultBoard, installFaults } from '../faults.ts';
import { botRoutes } from './bot-routes.ts';
import { createCdn } from './cdn.ts';
import { channelsRoutes } from './channels-routes.ts';
import type { SandboxCommand } from './command-schema.ts';
import { createCommandRegistry } from './commands.ts';
import { commandsRoutes } from './commands-routes.ts';
import { refusal } from './errors.ts';
import { createEventHub, type EventHub } from './events.ts';
import { createFileStore } from './file-store.ts';
import { createGateway, type GatewayControls } from './gateway.ts';
import { guildRoutes } from './guild-routes.ts';
import { createGuild } from './guilds.ts';
import { createServer, portOf } from './http-server.ts';
import { createInteractionBook } from './interactions.ts';
import { interactionsRoutes } from './interactions-routes.ts';
import { createMember } from './member.ts';
import { memberRolesRoutes } from './member-roles-routes.ts';
import type { SandboxMessage } from './message.ts';
import { createMessageStore } from './messages.ts';
import type { GuildOptions, SandboxGuild } from './model.ts';
import { createPins } from './pins.ts';
import { pinsRoutes } from './pins-routes.ts';
import { limitRates } from './rate-limits.ts';
import { type RecordedRequest, recordRequests } from './requests.ts';
import { createScheduledEventBook } from './scheduled-events.ts';
import { scheduledEventsRoutes } from './scheduled-events-routes.ts';
import { createSnowflakes } from './snowflake.ts';
import { threadsRoutes } from './threads-routes.ts';
import { webhooksRoutes } from './webhooks-routes.ts';
import type { World } from './world.ts';

const DEFAULT_UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024;

export interface DiscordSandboxOptions {
  /** A free one when absent. */
  port?: number;
  /** Milliseconds; what a test can move. */
  now?: () => number;
  token?: string;
  applicationId?: string;
  defaultUploadLimitBytes?: number;
  rateLimits?: 'discord' | 'off';
  heartbeatIntervalMs?: number;
}

/** A Discord of one's own on this machine: REST, gateway and CDN in one port. */
export interface DiscordSandbox {
  /** For `rest.api`: "http://127.0.0.1:1234/api". */
  readonly apiUrl: string;
  /** "127.0.0.1:1234". */
  readonly cdnHost: string;
  readonly token: string;
  readonly applicationId: string;
  readonly botUserId: string;
  readonly faults: FaultBoard;
  /** Every REST call in order of arrival, those that a fault struck too. */
  readonly requests: readonly RecordedRequest[];
  /** What the bot registered for all servers. */
  readonly commands: readonly SandboxCommand[];
  /** How often the bot overwrote them. */
  readonly commandPuts: number;
  readonly gateway: GatewayControls;
  addGuild(options?: GuildOptions): SandboxGuild;
  /** What the bot and a user wrote to each other, oldest first. */
  dms(userId: string): readonly SandboxMessage[];
  /** Resolves once the bot has a live session. */
  whenBotReady(): Promise<void>;
  readonly on: EventHub['on'];
  readonly waitFor: EventHub['waitFor'];
  close(): Promise<void>;
}

export async function startDiscordSandbox(options: DiscordSandboxOptions = {}): Promise<DiscordSandbox> {
  const now = options.now ?? Date.now;
  const snowflake = createSnowflakes(now);
  const applicationId = options.applicationId ?? snowflake();
  let host = '';
  const events = createEventHub();
  const files = await createFileStore();
  const world: World = {
    now,
    snowflake,
    token: options.token ?? 'sandbox-token',
    applicationId,
    botUserId: snowflake(),
    defaultUploadLimitBytes: options.defaultUploadLimitBytes ?? DEFAULT_UPLOAD_LIMIT_BYTES,
    events,
    files,
    cdn: createCdn({ now, snowflake, applicationId, origin: () => `http://${host}` }),
    messages: createMessageStore({ now, snowflake, events }),
    pins: createPins(),
    scheduledEvents: createScheduledEventBook({ now, snowflake }),
    guilds: new Map(),
    channels: new Map(),
    users: new Map(),
  };

  const server = await createServer();
  const { requests, receive } = recordRequests(server, now, files);
  const faults = installFaults(server);
  const gateway = createGateway(server.server, world, {
    url: () => `ws://${host}/gateway`,
    heartbeatIntervalMs: options.heartbeatIntervalMs,
  });
  const book = createInteractionBook(world, (event, data) => gateway.dispatch(event, data));
  const commands = createCommandRegistry(snowflake, events);

  if (options.rateLimits !== 'off') limitRates(server, world);
  const withToken = (api: FastifyInstance) => {
    api.addHook('onRequest', async ({ headers }) => {
      if (headers.authorization !== `Bot ${world.token}`) throw refusal('unauthorized');
    });
    botRoutes(api, world, () => `ws://${host}/gateway`);
    commandsRoutes(api, world, commands);
    guildRoutes(api, world);
    memberRolesRoutes(api, world);
    scheduledEventsRoutes(api, world);
    channelsRoutes(api, world, receive);
    pinsRoutes(api, world);
    threadsRoutes(api, world, receive);
  };
  const withoutToken = (api: FastifyInstance) => {
    interactionsRoutes(api, world, book, receive);
    webhooksRoutes(api, world, book, receive);
  };
  for (const prefix of ['/api/v10', '/api']) {
    for (const routes of [withToken, withoutToken]) {
      await server.register(
        (api, _options, done) => {
          routes(api);
          done();
        },
        { prefix },
      );
    }
  }
  world.cdn.serveOn(server);

  await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  host = `127.0.0.1:${portOf(server.server.address())}`;

  return {
    apiUrl: `http://${host}/api`,
    cdnHost: host,
    token: world.token,
    applicationId,
    botUserId: world.botUserId,
    faults,
    requests,
    get commands() {
      return commands.scope(undefined).list();
    },
    get commandPuts() {
      const path = `/applications/${applicationId}/commands`;
      return requests.filter((request) => request.method === 'PUT' && request.path === path).length;
    },
    gateway: gateway.controls,
    addGuild: (guild) =>
      createGuild(world, (home, member) => createMember({ world, book, commands }, home, member), guild),
    dms: (userId) => {
      const dm = [...world.channels.values()].find(
        (channel) => channel.kind === 'dm' && channel.recipient.id === userId,
      );
      return dm?.messages ?? [];
    },
    whenBotReady: gateway.whenReady,
    on: events.on,
    waitFor: events.waitFor,
    async close() {
      book.close();
      gateway.close();
      await server.close();
      events.close();
      await files.close();
    },
  };
}
