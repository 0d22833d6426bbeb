import { backoffMs } from '../lib/backoff.ts';
import type { Random } from '../lib/random.ts';

/** A channel that the bot may not write to. Times in milliseconds since the epoch. */
export interface ShutChannel {
  /** The first refusal in a row. */
  since: number;
  /** How many there were. */
  refusals: number;
  /** Until then it is not tried again. */
  until: number;
}

/**
 * Remembers which channels refused the bot, so that it asks once in a while and not once for each message: Discord shuts
 * out whoever sends 10,000 requests in 10 minutes that it has to refuse
 * (https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
 */
export interface ShutChannels {
  /** Undefined where nothing was refused, or it is time to try again. */
  find(channelId: string, now: number): ShutChannel | undefined;
  refused(channelId: string, now: number): ShutChannel;
  accepted(channelId: string): void;
}

const RETRY = { baseMs: 5_000, maxMs: 10 * 60_000 };

export function createShutChannels(random: Random): ShutChannels {
  const channels = new Map<string, ShutChannel>();
  return {
    find: (channelId, now) => {
      const channel = channels.get(channelId);
      return channel && now < channel.until ? channel : undefined;
    },
    refused: (channelId, now) => {
      const { since = now, refusals = 0 } = channels.get(channelId) ?? {};
      const until = now + backoffMs(refusals + 1, random.fraction(), RETRY);
      const channel = { since, refusals: refusals + 1, until };
      channels.set(channelId, channel);
      return channel;
    },
    accepted: (channelId) => void channels.delete(channelId),
  };
}
