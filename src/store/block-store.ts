import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Block, BlockStore } from '../moderation/block.ts';
import { recordCase } from './case-book.ts';
import { type Database, type Transaction, writing } from './open.ts';
import { blocks } from './schema.ts';

const inForce = (now: number) => or(isNull(blocks.until), gt(blocks.until, now));

/** The block of a member that is in force. */
export function activeBlock(
  db: Database | Transaction,
  guildId: string,
  userId: string,
  now: number,
): Block | undefined {
  return db
    .select()
    .from(blocks)
    .where(and(eq(blocks.guildId, guildId), eq(blocks.userId, userId), inForce(now)))
    .all()
    .map(fromRow)[0];
}

export function createBlockStore(db: Database): BlockStore {
  return {
    active: async (guildId, userId, now) => activeBlock(db, guildId, userId, now),
    list: async (guildId, now) =>
      db
        .select()
        .from(blocks)
        .where(and(eq(blocks.guildId, guildId), inForce(now)))
        .orderBy(desc(blocks.since))
        .all()
        .map(fromRow),
    block: async (block, draft, now) =>
      writing(db, (tx) => {
        const row = { ...block, reason: block.reason ?? null, until: block.until ?? null };
        tx.insert(blocks)
          .values(row)
          .onConflictDoUpdate({ target: [blocks.guildId, blocks.userId], set: row })
          .run();
        return recordCase(tx, block.guildId, draft, now);
      }),
    unblock: async (guildId, userId, draft, now) =>
      writing(db, (tx) => {
        if (!activeBlock(tx, guildId, userId, now)) return undefined;
        tx.delete(blocks)
          .where(and(eq(blocks.guildId, guildId), eq(blocks.userId, userId)))
          .run();
        return recordCase(tx, guildId, draft, now);
      }),
  };
}

const fromRow = (row: typeof blocks.$inferSelect): Block => ({
  ...row,
  reason: row.reason ?? undefined,
  until: row.until ?? undefined,
});
