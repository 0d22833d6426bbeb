import { openAsBlob } from 'node:fs';
import {
  type APIMessage,
  AttachmentFlags,
  DiscordAPIError,
  RESTJSONErrorCodes,
  Routes,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import { z } from 'zod';
import type { Job } from '../jobs/job.ts';
import type { Clock } from '../lib/clock.ts';
import type { CardMessage } from './card.ts';
import { inOpenThread } from './open-thread.ts';
import { endsALine, ownMessages } from './own-messages.ts';
import { postProblem } from './post-error.ts';
import type { RestClients } from './rest.ts';
import type { ResultMessage } from './result-message.ts';
import { cut } from './text.ts';

/** A video to go with a message. */
export interface VideoAttachment {
  /** On disk; it is streamed from there. */
  path: string;
  fileName: string;
  altText: string;
  spoiler: boolean;
}

/** The file of a message, at an address that Discord has signed just now. */
export interface PostedVideo {
  /** Good for about 24 hours. */
  url: string;
  spoiler: boolean;
}

/**
 * Posts and edits in the bot's own name, by channel id: it knows nothing of interactions. Methods throw what discord.js
 * throws; `postProblem` tells what it means.
 */
export interface Poster {
  postCard(channelId: string, card: CardMessage, nonce: string): Promise<string>;
  editCard(channelId: string, messageId: string, card: CardMessage): Promise<void>;
  /**
   * @returns the id of the message; the same nonce again within minutes is the same message
   * @throws also when `signal` is aborted; the message may have arrived all the same
   */
  postResult(
    channelId: string,
    result: ResultMessage,
    options: { nonce: string; video?: VideoAttachment; signal?: AbortSignal },
  ): Promise<string>;
  /**
   * Opens a thread under a message, or finds the one that is there.
   * @returns its id; undefined where there can be none: in a thread, without the permission, under a message that is gone
   */
  threadUnder(channelId: string, messageId: string, name: string): Promise<string | undefined>;
  /**
   * Shows the files of a message of the bot's as spoilers, or no longer.
   * @returns false when it has no files
   */
  setSpoiler(channelId: string, messageId: string, spoiler: boolean): Promise<boolean>;
  /** Deletes a message of the bot's; one that is gone already is as good. */
  deleteMessage(channelId: string, messageId: string): Promise<void>;
  /** Whether a message is still there; `hidden` where the bot may not look. */
  lookFor(channelId: string, messageId: string): Promise<'there' | 'gone' | 'hidden'>;
  /** The first file of a message; undefined when it has none, is gone or out of sight. */
  postedVideo(channelId: string, messageId: string): Promise<PostedVideo | undefined>;
  /** The bot's own message in which a line ends with `marker`, posted after a moment, if there is one that it may read. */
  findOwn(channelId: string, marker: string, after: number): Promise<string | undefined>;
  directMessage(userId: string, text: string): Promise<void>;
  /** The channel of the direct messages with a member. Whether they take any shows only when one is posted there. */
  directChannel(userId: string): Promise<string>;
  /** A server's boost tier and features, on which its upload limit depends. */
  guild(guildId: string): Promise<{ premiumTier: number; features: string[] }>;
}

export interface PosterOptions extends Pick<RestClients, 'rest' | 'uploads'> {
  clock: Clock;
}

const NO_PINGS = { parse: [] };
const THREAD_NAME_MAX_LENGTH = 100;
const idSchema = z.object({ id: z.string() });
const attachedSchema = z.object({
  attachments: z.array(z.object({ id: z.string(), description: z.string().nullish() })),
});
const filesSchema = z.object({
  attachments: z.array(z.object({ url: z.string(), flags: z.number().default(0) })),
});
const guildSchema = z.object({ premium_tier: z.number(), features: z.array(z.string()) });

export function createPoster({ rest, uploads, clock }: PosterOptions): Poster {
  let ownId: Promise<string> | undefined;

  const ownUserId = () => {
    ownId ??= rest.get(Routes.user()).then((user) => idSchema.parse(user).id);
    return ownId.catch((error: unknown) => {
      ownId = undefined;
      throw error;
    });
  };

  const directChannel = async (userId: string): Promise<string> =>
    idSchema.parse(await rest.post(Routes.userChannels(), { body: { recipient_id: userId } })).id;

  return {
    postCard: async (channelId, card, nonce) => {
      const body = { ...card, allowed_mentions: NO_PINGS, nonce, enforce_nonce: true };
      return idSchema.parse(await rest.post(Routes.channelMessages(channelId), { body })).id;
    },

    editCard: async (channelId, messageId, card) => {
      const body = { ...card, allowed_mentions: NO_PINGS };
      await rest.patch(Routes.channelMessage(channelId, messageId), { body });
    },

    postResult: async (channelId, { content, components, pings }, { nonce, video, signal }) => {
      const body = {
        content,
        components,
        allowed_mentions: { parse: [], users: pings },
        nonce,
        enforce_nonce: true,
        ...(video ? { attachments: [attachmentOf(video)] } : {}),
      };
      const route = Routes.channelMessages(channelId);
      const abortable = signal ? { signal } : {};
      if (!video) return idSchema.parse(await rest.post(route, { body, ...abortable })).id;
      const form = new FormData();
      form.append('payload_json', JSON.stringify(body));
      form.append('files[0]', await openAsBlob(video.path, { type: 'video/mp4' }), video.fileName);
      return idSchema.parse(await uploads.post(route, { body: form, passThroughBody: true, ...abortable }))
        .id;
    },

    threadUnder: async (channelId, messageId, name) => {
      const body = {
        name: cut(name, THREAD_NAME_MAX_LENGTH),
        auto_archive_duration: ThreadAutoArchiveDuration.OneDay,
      };
      try {
        return idSchema.parse(await rest.post(Routes.threads(channelId, messageId), { body })).id;
      } catch (error) {
        if (!(error instanceof DiscordAPIError) || postProblem(error) === 'unauthorized') throw error;
        // A message's thread has the message's id.
        return error.code === RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage ? messageId : undefined;
      }
    },

    setSpoiler: async (channelId, messageId, spoiler) => {
      const route = Routes.channelMessage(channelId, messageId);
      const { attachments } = attachedSchema.parse(await rest.get(route));
      if (attachments.length === 0) return false;
      // Attachments that are not listed would be taken off the message; what is not said of one stays as it is, the text
      // for screen readers apart, of which nothing is promised.
      const body = {
        attachments: attachments.map(({ id, description }) => ({
          id,
          ...(description ? { description } : {}),
          is_spoiler: spoiler,
        })),
        allowed_mentions: NO_PINGS,
      };
      await inOpenThread(rest, channelId, () => rest.patch(route, { body }));
      return true;
    },

    deleteMessage: async (channelId, messageId) => {
      try {
        await inOpenThread(rest, channelId, () => rest.delete(Routes.channelMessage(channelId, messageId)));
      } catch (error) {
        if (postProblem(error) !== 'message-gone') throw error;
      }
    },

    lookFor: async (channelId, messageId) => {
      try {
        await rest.get(Routes.channelMessage(channelId, messageId));
        return 'there';
      } catch (error) {
        const problem = postProblem(error);
        if (problem === 'message-gone') return 'gone';
        if (problem === 'no-access') return 'hidden';
        throw error;
      }
    },

    postedVideo: async (channelId, messageId) => {
      try {
        const message = await rest.get(Routes.channelMessage(channelId, messageId));
        const [file] = filesSchema.parse(message).attachments;
        return file && { url: file.url, spoiler: (file.flags & AttachmentFlags.IsSpoiler) !== 0 };
      } catch (error) {
        const problem = postProblem(error);
        if (problem === 'message-gone' || problem === 'no-access') return undefined;
        throw error;
      }
    },

    findOwn: async (channelId, marker, after) => {
      const own = await ownUserId();
      const since = Math.min(after, clock.now());
      for await (const { id, content } of ownMessages(rest, own, channelId, since)) {
        if (endsALine(content, marker)) return id;
      }
      return undefined;
    },

    directMessage: async (userId, text) => {
      const body = { content: text, allowed_mentions: NO_PINGS };
      await rest.post(Routes.channelMessages(await directChannel(userId)), { body });
    },

    directChannel,

    guild: async (guildId) => {
      const guild = guildSchema.parse(await rest.get(Routes.guild(guildId)));
      return { premiumTier: guild.premium_tier, features: guild.features };
    },
  };
}

/** The same for everyone who posts a job's card, so that Discord makes one message of them. At most 25 characters. */
export const cardNonce = (job: Pick<Job, 'id' | 'createdAt'>): string =>
  `c${job.id.toString(36)}-${job.createdAt.toString(36)}`;

const attachmentOf = ({ fileName, altText, spoiler }: VideoAttachment) =>
  ({
    id: '0',
    filename: fileName,
    description: altText,
    is_spoiler: spoiler,
  }) satisfies Partial<APIMessage['attachments'][number]> & { is_spoiler: boolean };
