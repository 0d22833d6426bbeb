import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  type APIEmbed,
  ChannelType,
  DiscordAPIError,
  RESTJSONErrorCodes,
  Routes,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import { z } from 'zod';
import { forumTagsSchema, tagIdsFor } from './forum-tags.ts';
import { inOpenThread } from './open-thread.ts';
import { type OwnMessage, ownMessages, readOwnMessage } from './own-messages.ts';
import { postProblem } from './post-error.ts';
import type { RestClients } from './rest.ts';
import { bornAt } from './snowflake.ts';
import { cut } from './text.ts';

/** A public message as it is rendered, without its files. */
export interface BoardMessage {
  content: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponentWithCustomId | APIButtonComponentWithURL>[];
}

/** A picture to go with a message; an embed shows it as `attachment://name`. */
export interface BoardPicture {
  name: string;
  bytes: Uint8Array;
  altText: string;
}

export interface Placed {
  channelId: string;
  messageId: string;
}

/**
 * What there is of a message: `gone` where only it was deleted, `no-channel` where the channel or thread is gone as well,
 * `hidden` where the bot may not look.
 */
export type Look = { kind: 'there'; pinned: boolean } | { kind: 'gone' | 'no-channel' | 'hidden' };

/**
 * Public messages that stay: posted with pictures and pings, edited, pinned, looked after. Methods throw what discord.js
 * throws; `postProblem` tells what it means.
 */
export interface Board {
  /** The same nonce again within minutes is the same message. */
  post(
    channelId: string,
    message: BoardMessage,
    extras: {
      nonce: string;
      pictures?: readonly BoardPicture[];
      pingRoleIds?: readonly string[];
      signal?: AbortSignal;
    },
  ): Promise<Placed>;
  /** @param pictures instead of the files that it has, which stay when absent */
  edit(
    at: Placed,
    message: BoardMessage,
    pictures?: readonly BoardPicture[],
    signal?: AbortSignal,
  ): Promise<void>;
  /** Whether messages there can only be posts of their own: it is a forum, or a media channel. */
  isForum(channelId: string): Promise<boolean>;
  /**
   * The bot's own messages in a channel since a moment, the oldest pages first; bounded. By them a message is found whose
   * sending was interrupted.
   */
  ownMessages(channelId: string, since: number): Promise<OwnMessage[]>;
  /**
   * Opens a post in a forum, with the message as its first one, and a tag where the forum asks for one; finds the one that is
   * there already.
   * @param post.since no older one is taken for it
   * @param post.isIt tells by its first message whether one is it
   */
  openForumPost(
    forum: { guildId: string; channelId: string },
    post: {
      name: string;
      message: BoardMessage;
      pingRoleIds: readonly string[];
      since: number;
      isIt: (message: OwnMessage) => boolean;
      signal: AbortSignal;
    },
  ): Promise<Placed>;
  /** A message that is pinned already is as good. */
  pin(at: Placed): Promise<void>;
  /** One that is not pinned is as good. */
  unpin(at: Placed): Promise<void>;
  look(at: Placed): Promise<Look>;
}

const THREAD_NAME_MAX_LENGTH = 100;
/** Between the clocks of this machine and Discord. */
const CLOCKS_DIFFER_MS = 60_000;
const NO_PINGS = { parse: [] };

const idSchema = z.object({ id: z.string() });
const typeSchema = z.object({ type: z.number() });
const messageSchema = z.object({ pinned: z.boolean() });
const threadsSchema = z.object({
  threads: z.array(
    z.object({
      id: z.string(),
      owner_id: z.string().nullish(),
      parent_id: z.string().nullish(),
    }),
  ),
});

export function createBoard({ rest, uploads, once }: RestClients): Board {
  const send = (
    how: 'post' | 'patch',
    route: `/${string}`,
    body: object,
    pictures: readonly BoardPicture[] | undefined,
    signal: AbortSignal | undefined,
  ): Promise<unknown> => {
    const abortable = signal ? { signal } : {};
    if (pictures === undefined) return rest[how](route, { body, ...abortable });
    const attachments = pictures.map(({ name, altText }, index) => ({
      id: String(index),
      filename: name,
      description: altText,
    }));
    if (pictures.length === 0) return rest[how](route, { body: { ...body, attachments }, ...abortable });
    const form = new FormData();
    form.append('payload_json', JSON.stringify({ ...body, attachments }));
    for (const [index, { name, bytes }] of pictures.entries()) {
      form.append(`files[${index}]`, new Blob([Uint8Array.from(bytes)]), name);
    }
    return uploads[how](route, { body: form, passThroughBody: true, ...abortable });
  };

  const ownId = async (): Promise<string> => idSchema.parse(await rest.get(Routes.user())).id;

  /** A post that was made, though its making was interrupted before it was known. */
  const findForumPost = async (
    { guildId, channelId }: { guildId: string; channelId: string },
    since: number,
    isIt: (message: OwnMessage) => boolean,
  ): Promise<Placed | undefined> => {
    const own = await ownId();
    const { threads } = threadsSchema.parse(await rest.get(Routes.guildActiveThreads(guildId)));
    const posts = threads.filter(
      ({ id, parent_id, owner_id }) =>
        parent_id === channelId && owner_id === own && bornAt(id) >= since - CLOCKS_DIFFER_MS,
    );
    for (const { id } of posts) {
      const first = await firstMessage(id);
      if (first && isIt(first)) return { channelId: id, messageId: id };
    }
    return undefined;
  };

  /** The first message of a post has the post's id. */
  const firstMessage = async (id: string): Promise<OwnMessage | undefined> => {
    try {
      return readOwnMessage(await rest.get(Routes.channelMessage(id, id)));
    } catch (error) {
      if (absenceIn(error) === undefined) throw error;
      return undefined;
    }
  };

  return {
    post: async (channelId, message, { nonce, pictures, pingRoleIds = [], signal }) => {
      const allowed = { parse: [], roles: pingRoleIds };
      const body = { ...message, allowed_mentions: allowed, nonce, enforce_nonce: true };
      const posted = await send('post', Routes.channelMessages(channelId), body, pictures, signal);
      return { channelId, messageId: idSchema.parse(posted).id };
    },

    edit: async ({ channelId, messageId }, message, pictures, signal) => {
      const body = { ...message, allowed_mentions: NO_PINGS };
      const route = Routes.channelMessage(channelId, messageId);
      await inOpenThread(rest, channelId, () => send('patch', route, body, pictures, signal));
    },

    isForum: async (channelId) => {
      const { type } = typeSchema.parse(await rest.get(Routes.channel(channelId)));
      return type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
    },

    ownMessages: async (channelId, since) => {
      const found: OwnMessage[] = [];
      const all = ownMessages(rest, await ownId(), channelId, since - CLOCKS_DIFFER_MS);
      for await (const message of all) found.push(message);
      return found;
    },

    openForumPost: async (forum, { name, message, pingRoleIds, since, isIt, signal }) => {
      const found = await findForumPost(forum, since, isIt);
      if (found) return found;
      const body = {
        name: cut(name, THREAD_NAME_MAX_LENGTH),
        auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
        applied_tags: tagIdsFor(forumTagsSchema.parse(await rest.get(Routes.channel(forum.channelId)))),
        message: { ...message, allowed_mentions: { parse: [], roles: pingRoleIds } },
      };
      // It has no nonce: a second one would be a second post.
      const { id } = idSchema.parse(await once.post(Routes.threads(forum.channelId), { body, signal }));
      return { channelId: id, messageId: id };
    },

    pin: ({ channelId, messageId }) =>
      inOpenThread(rest, channelId, () => rest.put(Routes.channelMessagesPin(channelId, messageId))),

    unpin: ({ channelId, messageId }) =>
      inOpenThread(rest, channelId, () => rest.delete(Routes.channelMessagesPin(channelId, messageId))),

    look: async ({ channelId, messageId }) => {
      try {
        const found = await rest.get(Routes.channelMessage(channelId, messageId));
        return { kind: 'there', pinned: messageSchema.parse(found).pinned };
      } catch (error) {
        const absence = absenceIn(error);
        if (absence === undefined) throw error;
        return { kind: absence };
      }
    },
  };
}

/** Whether a refusal means that there is no such channel or thread any more. */
export const isChannelGone = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownChannel;

function absenceIn(error: unknown): 'gone' | 'no-channel' | 'hidden' | undefined {
  if (isChannelGone(error)) return 'no-channel';
  const problem = postProblem(error);
  if (problem === 'message-gone') return 'gone';
  return problem === 'no-access' ? 'hidden' : undefined;
}
