import { z } from 'zod';
import { parseForm } from './form.ts';

const snowflake = z.string().regex(/^\d{1,20}$/);
const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: snowflake.optional(),
  after: snowflake.optional(),
  around: snowflake.optional(),
});

/** A page of messages as Discord cuts it: newest first. `messages` come oldest first. */
export function pageOf<T extends { id: string }>(messages: readonly T[], query: unknown): T[] {
  const { limit, before, after, around } = parseForm(page, query);
  if (around !== undefined) {
    const half = Math.floor(limit / 2);
    const older = messages.filter(({ id }) => BigInt(id) < BigInt(around)).slice(-half || messages.length);
    const newer = messages.filter(({ id }) => BigInt(id) >= BigInt(around)).slice(0, limit - half);
    return [...older, ...newer].toReversed();
  }
  if (after !== undefined) {
    return messages
      .filter(({ id }) => BigInt(id) > BigInt(after))
      .slice(0, limit)
      .toReversed();
  }
  const older = before === undefined ? messages : messages.filter(({ id }) => BigInt(id) < BigInt(before));
  return older.slice(-limit).toReversed();
}
