import type { Cdn } from './cdn.ts';
import { refusal } from './errors.ts';
import type { EventHub } from './events.ts';
import type { FileStore } from './file-store.ts';
import type { SandboxUser } from './message.ts';
import type { MessageRecord, MessageStore } from './messages.ts';
import type { AnyChannel, DmChannel, SandboxGuild } from './model.ts';
import { requireView } from './permissions.ts';
import type { Pins } from './pins.ts';
import type { ScheduledEventBook } from './scheduled-events.ts';
import type { Snowflakes } from './snowflake.ts';

/** What every part of the sandbox looks into. */
export interface World {
  readonly now: () => number;
  readonly snowflake: Snowflakes;
  readonly token: string;
  readonly applicationId: string;
  readonly botUserId: string;
  readonly defaultUploadLimitBytes: number;
  readonly events: EventHub;
  readonly files: FileStore;
  readonly cdn: Cdn;
  readonly messages: MessageStore;
  readonly pins: Pins;
  readonly scheduledEvents: ScheduledEventBook;
  readonly guilds: Map<string, SandboxGuild>;
  readonly channels: Map<string, AnyChannel>;
  readonly users: Map<string, SandboxUser>;
}

/** The channel as the bot's REST calls see it: 10003 when it is gone, 50001 when it is out of its sight. */
export function visibleChannel(world: World, channelId: string): AnyChannel {
  const channel = world.channels.get(channelId);
  if (!channel) throw refusal('unknownChannel');
  if (channel.kind === 'guild') requireView(channel);
  return channel;
}

/** The guild as the bot's REST calls see it: 50001 when the bot is not in it. */
export function joinedGuild(world: World, guildId: string): SandboxGuild {
  const guild = world.guilds.get(guildId);
  if (!guild) throw refusal('unknownGuild');
  if (!guild.botPresent) throw refusal('missingAccess');
  return guild;
}

/** A message that channel routes can reach: not deleted, not ephemeral, in that channel. */
export function channelMessageOf(world: World, channel: AnyChannel, messageId: string): MessageRecord {
  const message = world.messages.find(messageId);
  if (!message || message.ephemeral || message.channelId !== channel.id) throw refusal('unknownMessage');
  return message;
}

/** Whether the bot shares a server with a user. */
export function meets(world: World, userId: string): boolean {
  const guilds = [...world.guilds.values()].filter(({ botPresent }) => botPresent);
  return guilds.some(({ members }) => members.some(({ id }) => id === userId));
}

/** The bot's private channel with someone, opened at the first call. */
export function dmWith(world: World, user: SandboxUser): DmChannel {
  for (const channel of world.channels.values()) {
    if (channel.kind === 'dm' && channel.recipient === user) return channel;
  }
  const id = world.snowflake();
  const channel: DmChannel = {
    kind: 'dm',
    id,
    recipient: user,
    get messages() {
      return world.messages.listed(id);
    },
  };
  world.channels.set(id, channel);
  world.events.emit({ type: 'dm-created', channel });
  return channel;
}
