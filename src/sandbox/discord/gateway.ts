import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { GatewayCloseCodes as Close, GatewayOpcodes as Op } from 'discord.js';
import { type WebSocket, WebSocketServer } from 'ws';
import { bare, identify, parseFrame, readyPayload, resume } from './gateway-frames.ts';
import { createSession, type Session } from './gateway-session.ts';
import type { World } from './world.ts';

const DEFAULT_HEARTBEAT_MS = 41_250;
/** GUILD_MEMBERS, GUILD_PRESENCES and MESSAGE_CONTENT need an approval that the sandbox's application has not. */
const PRIVILEGED_INTENTS = (1 << 1) | (1 << 8) | (1 << 15);
/** After these the client cannot resume. */
const FINAL_CLOSES: ReadonlySet<number> = new Set([1000, 1001]);

export interface GatewayControls {
  /** How many sessions have a live connection. */
  readonly sessions: number;
  /** How often the bot identified anew. */
  readonly identifies: number;
  /** Breaks the connections as a lost network does; the bot has to resume. */
  dropConnections(): void;
  /** Op 9: the sessions are over, the bot has to identify anew. */
  invalidateSessions(): void;
  /** Op 7: the bot is asked to reconnect and resume. */
  requestReconnect(): void;
}

export interface Gateway {
  readonly controls: GatewayControls;
  /** To the newest session. Without one the event is lost. */
  dispatch(event: string, data: unknown): void;
  whenReady(): Promise<void>;
  close(): void;
}

export interface GatewayOptions {
  url: () => string;
  heartbeatIntervalMs?: number | undefined;
}

/** The WebSocket side at /gateway: JSON, no compression, one shard. */
export function createGateway(http: Server, world: World, options: GatewayOptions): Gateway {
  const heartbeatMs = options.heartbeatIntervalMs ?? DEFAULT_HEARTBEAT_MS;
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  const waiting = new Set<() => void>();
  let identifies = 0;

  http.on('upgrade', (request, socket, head) => {
    if (!/^\/gateway\/?(\?|$)/.test(request.url ?? '')) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, connect);
  });

  function connect(socket: WebSocket): void {
    let session: Session | undefined;
    let zombie: NodeJS.Timeout | undefined;
    const expectHeartbeat = () => {
      clearTimeout(zombie);
      zombie = setTimeout(() => socket.close(Close.SessionTimedOut), heartbeatMs * 2).unref();
    };
    const reply = (op: number, data: unknown) =>
      socket.send(JSON.stringify({ op, t: null, s: null, d: data }));

    socket.on('message', (raw) => {
      const message = parseFrame(raw);
      if (!message) return socket.close(Close.DecodeError);
      switch (message.op) {
        case Op.Heartbeat:
          expectHeartbeat();
          return reply(Op.HeartbeatAck, null);
        case Op.Identify:
          if (session) return socket.close(Close.AlreadyAuthenticated);
          session = onIdentify(socket, message.d);
          return undefined;
        case Op.Resume:
          if (session) return socket.close(Close.AlreadyAuthenticated);
          session = onResume(socket, message.d, reply);
          return undefined;
        case Op.PresenceUpdate:
        case Op.VoiceStateUpdate:
        case Op.RequestGuildMembers:
          return session ? undefined : socket.close(Close.NotAuthenticated);
        default:
          return socket.close(Close.UnknownOpcode);
      }
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      clearTimeout(zombie);
      if (!session?.owns(socket)) return;
      if (FINAL_CLOSES.has(code)) sessions.delete(session.id);
      world.events.emit({ type: 'bot-disconnected', sessionId: session.id, code });
    });
    expectHeartbeat();
    reply(Op.Hello, { heartbeat_interval: heartbeatMs });
  }

  function onIdentify(socket: WebSocket, data: unknown): Session | undefined {
    const given = identify.safeParse(data);
    if (!given.success) return void socket.close(Close.DecodeError);
    const { token, intents } = given.data;
    if (bare(token) !== world.token) return void socket.close(Close.AuthenticationFailed);
    if ((intents & PRIVILEGED_INTENTS) !== 0) return void socket.close(Close.DisallowedIntents);
    identifies += 1;
    const session = createSession(randomBytes(16).toString('hex'), intents, socket);
    sessions.set(session.id, session);
    session.dispatch('READY', readyPayload(world, session.id, options.url()));
    announce(session, false);
    return session;
  }

  function onResume(
    socket: WebSocket,
    data: unknown,
    reply: (op: number, data: unknown) => void,
  ): Session | undefined {
    const given = resume.safeParse(data);
    if (!given.success) return void socket.close(Close.DecodeError);
    const { token, session_id: id, seq } = given.data;
    if (bare(token) !== world.token) return void socket.close(Close.AuthenticationFailed);
    const session = sessions.get(id);
    if (!session) return void reply(Op.InvalidSession, false);
    session.drop();
    if (!session.resume(socket, seq)) return void socket.close(Close.InvalidSeq);
    announce(session, true);
    return session;
  }

  function announce(session: Session, resumed: boolean): void {
    world.events.emit({ type: 'bot-connected', sessionId: session.id, resumed, intents: session.intents });
    for (const resolve of waiting) resolve();
    waiting.clear();
  }

  const connected = () => [...sessions.values()].filter((session) => session.isConnected());

  return {
    controls: {
      get sessions() {
        return connected().length;
      },
      get identifies() {
        return identifies;
      },
      dropConnections() {
        for (const session of sessions.values()) session.drop();
      },
      invalidateSessions() {
        const ended = [...sessions.values()];
        sessions.clear();
        for (const session of ended) session.send(Op.InvalidSession, false);
      },
      requestReconnect() {
        for (const session of sessions.values()) session.send(Op.Reconnect, null);
      },
    },
    dispatch(event, data) {
      const newest = connected().at(-1) ?? [...sessions.values()].at(-1);
      newest?.dispatch(event, data);
    },
    whenReady: () =>
      connected().length > 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve)),
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
