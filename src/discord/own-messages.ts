import { AttachmentFlags, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { bornAfter } from './snowflake.ts';

/** A message of the bot's as it stands in its channel: what can be read of it. */
export interface OwnMessage {
  id: string;
  content: string;
  /** The text of its embeds. */
  embeds: readonly string[];
  /** Of its attachments; Discord does not list a file that an embed shows. */
  fileNames: readonly string[];
  /** Whether a file of it is covered. */
  spoiler: boolean;
  customIds: readonly string[];
}

const PAGE_SIZE = 100;
const MAX_PAGES = 10;

const authoredSchema = z.looseObject({ id: z.string(), author: z.object({ id: z.string() }) });
const pageSchema = z.array(authoredSchema);
const messageSchema = z.object({
  id: z.string(),
  content: z.string(),
  embeds: z.array(z.object({ description: z.string().nullish() })).default([]),
  attachments: z.array(z.object({ filename: z.string(), flags: z.number().default(0) })).default([]),
  components: z
    .array(z.object({ components: z.array(z.object({ custom_id: z.string().nullish() })).default([]) }))
    .default([]),
});

/**
 * The bot's own messages in a channel since a moment, by pages from the oldest on: at most a thousand messages of the channel
 * are looked at. None where it may not read the history.
 */
export async function* ownMessages(
  rest: REST,
  ownId: string,
  channelId: string,
  since: number,
): AsyncGenerator<OwnMessage> {
  let newest = bornAfter(since);
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = new URLSearchParams({ after: newest, limit: String(PAGE_SIZE) });
    const messages = pageSchema.parse(await rest.get(Routes.channelMessages(channelId), { query }));
    for (const message of messages) if (message.author.id === ownId) yield readOwnMessage(message);
    if (messages.length < PAGE_SIZE) return;
    newest = messages.reduce((max, { id }) => (BigInt(id) > BigInt(max) ? id : max), newest);
  }
}

/** @param json a message as Discord gives it. @throws when it is none */
export function readOwnMessage(json: unknown): OwnMessage {
  const { id, content, embeds, attachments, components } = messageSchema.parse(json);
  return {
    id,
    content,
    embeds: embeds.map(({ description }) => description ?? ''),
    fileNames: attachments.map(({ filename }) => filename),
    spoiler: attachments.some(({ flags }) => (flags & AttachmentFlags.IsSpoiler) !== 0),
    customIds: components.flatMap((row) => row.components.flatMap(({ custom_id }) => custom_id ?? [])),
  };
}

/** Whether a line of a text ends with a mark: `video #7` does not mark what `video #70` does. */
export const endsALine = (text: string, mark: string): boolean =>
  text.split('\n').some((line) => line.endsWith(mark));
