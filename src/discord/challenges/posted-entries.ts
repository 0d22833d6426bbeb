import type { Challenge, Entry } from '../../challenges/challenge.ts';
import type { ChallengePostStore } from '../../challenges/post.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PostedVideo, Poster } from '../poster.ts';

/** Where an entry can be watched. */
export interface PostedEntry {
  /** Leads to its post. */
  link: string;
  /** The file of the post, with an address that is good for hours; undefined where the post only links to the video. */
  video: PostedVideo | undefined;
}

export interface PostedEntries {
  /** @returns undefined while the entry has no post that can be seen */
  of(challenge: Challenge, entryId: number): Promise<PostedEntry | undefined>;
  /** Links to the posts of entries, by entry. */
  links(challenge: Challenge): Promise<ReadonlyMap<number, string>>;
  /** The entry whose post a message is. */
  shownBy(guildId: string, messageId: string): Promise<Entry | undefined>;
}

export interface PostedEntriesOptions {
  posts: Pick<ChallengePostStore, 'ofChallenge' | 'entryShownBy'>;
  poster: Pick<Poster, 'postedVideo'>;
  clock: Clock;
}

/** Discord signs addresses of files for about 24 hours: whoever opens one must still have time to watch. */
const ADDRESS_KNOWN_FOR_MS = 6 * 3_600_000;
/** A post without a file may get one, or come into sight. */
const ABSENCE_KNOWN_FOR_MS = 60_000;
const REMEMBERED_MAX = 2_000;

interface Standing {
  channelId: string;
  messageId: string;
  hash: string | undefined;
}

/** Entries as they stand in their posts. Discord is asked once for all voters; after that the address is remembered. */
export function createPostedEntries({ posts, poster, clock }: PostedEntriesOptions): PostedEntries {
  const remembered = new Map<string, { until: number; video: Promise<PostedVideo | undefined> }>();

  /** @param hash of what the post shows: one that was covered is looked up again */
  const videoIn = ({ channelId, messageId, hash }: Standing): Promise<PostedVideo | undefined> => {
    const key = `${messageId} ${hash}`;
    const known = remembered.get(key);
    if (known && known.until > clock.now()) return known.video;
    const video = poster.postedVideo(channelId, messageId);
    const answer = { until: clock.now() + ADDRESS_KNOWN_FOR_MS, video };
    remembered.delete(key);
    remembered.set(key, answer);
    video.then(
      (found) => {
        if (!found) answer.until = clock.now() + ABSENCE_KNOWN_FOR_MS;
      },
      () => remembered.delete(key),
    );
    for (const oldest of remembered.keys()) {
      if (remembered.size <= REMEMBERED_MAX) break;
      remembered.delete(oldest);
    }
    return video;
  };

  const postsOf = async ({ id, guildId }: Challenge) =>
    (await posts.ofChallenge(id)).flatMap(({ kind, subjectId, channelId, messageId, hash }) =>
      kind === 'entry' && channelId !== undefined && messageId !== undefined
        ? [
            {
              entryId: subjectId,
              channelId,
              messageId,
              hash,
              link: messageLink(guildId, channelId, messageId),
            },
          ]
        : [],
    );

  return {
    of: async (challenge, entryId) => {
      const post = (await postsOf(challenge)).find((one) => one.entryId === entryId);
      return post && { link: post.link, video: await videoIn(post) };
    },
    links: async (challenge) =>
      new Map((await postsOf(challenge)).map(({ entryId, link }) => [entryId, link])),
    shownBy: (guildId, messageId) => posts.entryShownBy(guildId, messageId),
  };
}

const messageLink = (guildId: string, channelId: string, messageId: string): string =>
  `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
