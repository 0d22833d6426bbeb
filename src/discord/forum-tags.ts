import { ChannelFlags } from 'discord.js';
import { z } from 'zod';

/** What of a forum says which tags a post there needs. */
export const forumTagsSchema = z.object({
  flags: z.number().optional(),
  available_tags: z
    .array(z.object({ id: z.string(), name: z.string(), moderated: z.boolean().default(false) }))
    .default([]),
});
export type ForumTags = z.infer<typeof forumTagsSchema>;

/** What servers call such a tag, in the languages that the bot speaks. */
const FITTING = /challenge|contest|wettbewerb|concours|concurso|reto|desaf[ií]o/i;

/** Whether posts in a forum need a tag. */
const asksForTag = ({ flags }: ForumTags): boolean => ((flags ?? 0) & ChannelFlags.RequireTag) !== 0;

/** Tags that are for moderators only need a permission that the bot does not ask for. */
const openTags = ({ available_tags: tags }: ForumTags) => tags.filter(({ moderated }) => !moderated);

/** Whether a forum asks for a tag, and has none that the bot may set. */
export const lacksTag = (forum: ForumTags): boolean => asksForTag(forum) && openTags(forum).length === 0;

/** The tag for a challenge where a forum asks for one: the one that is named for it, else the first. */
export function tagIdsFor(forum: ForumTags): string[] {
  if (!asksForTag(forum)) return [];
  const open = openTags(forum);
  const tag = open.find(({ name }) => FITTING.test(name)) ?? open[0];
  return tag ? [tag.id] : [];
}
