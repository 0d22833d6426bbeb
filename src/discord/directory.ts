import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import { forumTagsSchema, lacksTag } from './forum-tags.ts';

export interface GuildFacts {
  name: string;
  ownerId: string;
  roles: readonly RoleFacts[];
}

export interface RoleFacts {
  id: string;
  name: string;
  position: number;
  permissions: bigint;
  /** Belongs to an application or a subscription: nobody can give it. */
  managed: boolean;
  /** Whether everybody may ping it. */
  mentionable: boolean;
}

/** What of a server says what its members may do. */
export interface GuildPowers {
  ownerId: string;
  roles: readonly Pick<RoleFacts, 'id' | 'permissions'>[];
}

export interface MemberFacts {
  userId: string;
  /** As the server sees them: nickname, else display name, else user name. Not escaped. */
  name: string;
  roleIds: readonly string[];
  joinedAt: number | undefined;
  bot: boolean;
}

export interface ChannelFacts {
  id: string;
  guildId: string | undefined;
  name: string;
  type: number;
  parentId: string | undefined;
  ageRestricted: boolean;
  /** Of a forum: posts need a tag, and there is none that the bot may set. */
  lacksTag: boolean;
  overwrites: readonly { id: string; type: number; allow: bigint; deny: bigint }[];
}

/**
 * What the bot, which keeps no server in memory, looks up when it needs it. Answers are remembered for a minute unless said
 * otherwise. Methods throw what discord.js throws, except that what does not exist (or is out of sight) is undefined.
 */
export interface Directory {
  guild(guildId: string): Promise<GuildFacts | undefined>;
  member(guildId: string, userId: string): Promise<MemberFacts | undefined>;
  channel(channelId: string): Promise<ChannelFacts | undefined>;
  /** The same, telling what the bot may not see from what does not exist. */
  channelOrWhyNot(channelId: string): Promise<ChannelFacts | 'hidden' | 'gone'>;
  /** The bot's own user id. */
  ownId(): Promise<string>;
}

const KNOWN_FOR_MS = 60_000;
const REMEMBERED_MAX = 1_000;

const bits = z.string().transform((text) => BigInt(text));
const guildSchema = z.object({
  name: z.string(),
  owner_id: z.string(),
  roles: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      position: z.number(),
      permissions: bits,
      managed: z.boolean(),
      mentionable: z.boolean(),
    }),
  ),
});
const memberSchema = z.object({
  nick: z.string().nullish(),
  roles: z.array(z.string()),
  joined_at: z.string().nullish(),
  user: z.object({
    id: z.string(),
    username: z.string(),
    global_name: z.string().nullish(),
    bot: z.boolean().optional(),
  }),
});
const channelSchema = forumTagsSchema
  .extend({
    id: z.string(),
    guild_id: z.string().optional(),
    name: z.string().nullish(),
    type: z.number(),
    parent_id: z.string().nullish(),
    nsfw: z.boolean().optional(),
    permission_overwrites: z
      .array(z.object({ id: z.string(), type: z.number(), allow: bits, deny: bits }))
      .default([]),
  })
  .transform(
    (channel): ChannelFacts => ({
      id: channel.id,
      guildId: channel.guild_id,
      name: channel.name ?? '',
      type: channel.type,
      parentId: channel.parent_id ?? undefined,
      ageRestricted: channel.nsfw === true,
      lacksTag: lacksTag(channel),
      overwrites: channel.permission_overwrites,
    }),
  );

const ABSENT = new Set<number | string>([
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.MissingAccess,
]);

export interface DirectoryOptions {
  rest: REST;
  clock: Clock;
  /** For how long answers are remembered; 0 asks every time. */
  knownForMs?: number;
}

export function createDirectory(options: DirectoryOptions): Directory {
  const { rest, clock, knownForMs = KNOWN_FOR_MS } = options;
  const remembered = new Map<string, { at: number; answer: Promise<unknown> }>();

  const ask = (route: `/${string}`): Promise<unknown> => {
    const known = remembered.get(route);
    const now = clock.now();
    // The clock may have been put back meanwhile.
    if (known && known.at > now - knownForMs && known.at <= now) return known.answer;
    const answer = rest.get(route).catch((error: unknown) => {
      if (error instanceof DiscordAPIError && ABSENT.has(error.code)) return absence(error);
      remembered.delete(route);
      throw error;
    });
    remembered.delete(route);
    remembered.set(route, { at: now, answer });
    for (const oldest of remembered.keys()) {
      if (remembered.size <= REMEMBERED_MAX) break;
      remembered.delete(oldest);
    }
    return answer;
  };
  const look = async <T>(route: `/${string}`, schema: z.ZodType<T>): Promise<T | Absence> => {
    const answer = await ask(route);
    return answer === 'hidden' || answer === 'gone' ? answer : schema.parse(answer);
  };
  const get = async <T extends object>(route: `/${string}`, schema: z.ZodType<T>): Promise<T | undefined> => {
    const found = await look(route, schema);
    return typeof found === 'string' ? undefined : found;
  };
  const channelOrWhyNot: Directory['channelOrWhyNot'] = (channelId) =>
    look(Routes.channel(channelId), channelSchema);

  return {
    guild: async (guildId) => {
      const guild = await get(Routes.guild(guildId), guildSchema);
      return guild && { name: guild.name, ownerId: guild.owner_id, roles: guild.roles };
    },
    member: async (guildId, userId) => {
      const member = await get(Routes.guildMember(guildId, userId), memberSchema);
      return (
        member && {
          userId,
          name: member.nick ?? member.user.global_name ?? member.user.username,
          roleIds: member.roles,
          joinedAt: member.joined_at ? Date.parse(member.joined_at) : undefined,
          bot: member.user.bot === true,
        }
      );
    },
    channel: async (channelId) => {
      const found = await channelOrWhyNot(channelId);
      return typeof found === 'string' ? undefined : found;
    },
    channelOrWhyNot,
    ownId: async () => {
      const own = await get(Routes.user(), z.object({ id: z.string() }));
      if (!own) throw new Error('Discord does not say who the bot is');
      return own.id;
    },
  };
}

type Absence = 'hidden' | 'gone';

const absence = ({ code }: DiscordAPIError): Absence =>
  code === RESTJSONErrorCodes.MissingAccess ? 'hidden' : 'gone';
