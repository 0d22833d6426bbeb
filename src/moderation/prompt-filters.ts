import { createPromptFilter, type FilterMatch, type PromptFilter } from './filter/matcher.ts';
import type { FilterStore } from './filter-store.ts';

/** The prompt filters of all servers. */
export interface PromptFilters {
  /** What of a text the server's filter matches. */
  check(guildId: string, text: string): Promise<FilterMatch[]>;
}

/** A filter of the longest rules takes some tens of megabytes. */
const COMPILED_MAX = 20;

/** Compiles each server's filter when it is first needed, and again when its rules have changed. */
export function createPromptFilters(store: Pick<FilterStore, 'rules'>): PromptFilters {
  const compiled = new Map<string, { rules: string; filter: PromptFilter }>();

  return {
    check: async (guildId, text) => {
      const rules = await store.rules(guildId);
      if (rules.length === 0) return [];
      const key = JSON.stringify(rules);
      const known = compiled.get(guildId);
      const filter = known?.rules === key ? known.filter : createPromptFilter(rules);
      // Put last again: the servers that were not asked about for longest are forgotten first.
      compiled.delete(guildId);
      compiled.set(guildId, { rules: key, filter });
      for (const oldest of compiled.keys()) {
        if (compiled.size <= COMPILED_MAX) break;
        compiled.delete(oldest);
      }
      return filter.check(text);
    },
  };
}
