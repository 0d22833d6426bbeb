import { type REST, Routes } from 'discord.js';
import { z } from 'zod';

/** The servers that the bot is in. */
export interface OwnGuilds {
  /** Their ids, all of them. Throws what discord.js throws, and gives nothing of a list that broke off. */
  list(signal?: AbortSignal): Promise<string[]>;
}

/** The most that Discord gives at once. */
const PAGE_SIZE = 200;

const pageSchema = z.array(z.object({ id: z.string() }));

/** Asks by REST: the gateway, without intents, tells of no server. */
export function createOwnGuilds({ rest }: { rest: REST }): OwnGuilds {
  return {
    list: async (signal) => {
      const ids: string[] = [];
      for (;;) {
        const query = new URLSearchParams({ limit: String(PAGE_SIZE), after: ids.at(-1) ?? '0' });
        const page = pageSchema.parse(
          await rest.get(Routes.userGuilds(), { query, ...(signal ? { signal } : {}) }),
        );
        // In ascending order, says Discord; the highest id is what the next page begins after.
        ids.push(...page.map(({ id }) => id).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)));
        if (page.length < PAGE_SIZE) return ids;
      }
    },
  };
}
