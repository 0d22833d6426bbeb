import type { SandboxCommand } from './command-schema.ts';
import type { InteractionAnswer, SandboxInteraction } from './interaction.ts';
import type { MessageVersion, SandboxMessage } from './message.ts';
import type { DmChannel, SandboxChannel, SandboxGuild } from './model.ts';

const RECENT_EVENTS = 25;

/** Everything that can happen in the sandbox. Messages and interactions are live objects. */
export type SandboxEvent =
  | { type: 'bot-connected'; sessionId: string; resumed: boolean; intents: number }
  | { type: 'bot-disconnected'; sessionId: string; code: number }
  | { type: 'commands-registered'; guildId: string | undefined; commands: readonly SandboxCommand[] }
  | { type: 'interaction-created'; interaction: SandboxInteraction }
  | { type: 'interaction-answered'; interaction: SandboxInteraction; answer: InteractionAnswer }
  | { type: 'interaction-failed'; interaction: SandboxInteraction; reason: string }
  | { type: 'message-created'; message: SandboxMessage }
  | { type: 'message-edited'; message: SandboxMessage; version: MessageVersion }
  | { type: 'message-deleted'; message: SandboxMessage }
  | { type: 'dm-created'; channel: DmChannel }
  | { type: 'thread-created'; channel: SandboxChannel }
  | { type: 'thread-updated'; channel: SandboxChannel }
  | { type: 'bot-left'; guild: SandboxGuild; by: 'server' | 'bot' }
  | { type: 'typing'; channelId: string };

type EventType = SandboxEvent['type'];
type EventOf<T extends EventType> = Extract<SandboxEvent, { type: T }>;

export interface EventHub {
  emit(event: SandboxEvent): void;
  /** Calls back for every event from now on, until the returned function is called. */
  on(listener: (event: SandboxEvent) => void): () => void;
  /** The next event of that type; rejects after `timeoutMs` (real time), telling what did happen. */
  waitFor<T extends EventType>(
    type: T,
    predicate?: (event: EventOf<T>) => boolean,
    timeoutMs?: number,
  ): Promise<EventOf<T>>;
  /** Rejects whoever still waits. */
  close(): void;
}

export function createEventHub(): EventHub {
  const listeners = new Set<(event: SandboxEvent) => void>();
  const closers = new Set<() => void>();
  const recent: string[] = [];

  const on = (listener: (event: SandboxEvent) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  return {
    on,
    emit(event) {
      recent.push(describe(event));
      if (recent.length > RECENT_EVENTS) recent.shift();
      for (const listener of [...listeners]) listener(event);
    },
    waitFor(type, predicate = () => true, timeoutMs = 15_000) {
      return new Promise((resolve, reject) => {
        const fail = (why: string) => {
          stop();
          reject(new Error(`No '${type}' ${why}. Recent events:\n${recent.join('\n') || '(none)'}`));
        };
        const timer = setTimeout(() => fail(`within ${timeoutMs} ms`), timeoutMs);
        const onClose = () => fail('before the sandbox closed');
        const off = on((event) => {
          if (!isOf(event, type) || !predicate(event)) return;
          stop();
          resolve(event);
        });
        const stop = () => {
          clearTimeout(timer);
          closers.delete(onClose);
          off();
        };
        closers.add(onClose);
      });
    },
    close() {
      for (const closer of [...closers]) closer();
      listeners.clear();
    },
  };
}

function isOf<T extends EventType>(event: SandboxEvent, type: T): event is EventOf<T> {
  return event.type === type;
}

function describe(event: SandboxEvent): string {
  switch (event.type) {
    case 'bot-connected':
      return `${event.type}: session ${event.sessionId}${event.resumed ? ' (resumed)' : ''}`;
    case 'bot-disconnected':
      return `${event.type}: session ${event.sessionId}, close code ${event.code}`;
    case 'commands-registered':
      return `${event.type}: ${event.commands.map(({ name }) => name).join(', ')}`;
    case 'interaction-created':
      return `${event.type}: ${event.interaction.label}`;
    case 'interaction-answered':
      return `${event.type}: ${event.interaction.label} with ${event.answer.kind}`;
    case 'interaction-failed':
      return `${event.type}: ${event.interaction.label}: ${event.reason}`;
    case 'message-created':
    case 'message-edited':
    case 'message-deleted':
      return `${event.type}: ${describeMessage(event.message)}`;
    case 'dm-created':
      return `${event.type}: with ${event.channel.recipient.name}`;
    case 'thread-created':
    case 'thread-updated':
      return `${event.type}: ${event.channel.name} (${event.channel.id})`;
    case 'bot-left':
      return `${event.type}: ${event.guild.name}, by the ${event.by}`;
    case 'typing':
      return `${event.type}: channel ${event.channelId}`;
  }
}

function describeMessage(message: SandboxMessage): string {
  const author = message.author === 'bot' ? 'bot' : message.author.name;
  const kind = message.ephemeral ? 'ephemeral ' : '';
  const files = message.attachments.map(({ filename }) => ` [${filename}]`).join('');
  const text = JSON.stringify(message.content.slice(0, 80));
  return `${kind}${message.id} by ${author} in ${message.channelId} ${text}${files}, ${message.embeds.length} embeds`;
}
