import { eq } from 'drizzle-orm';
import type { QueueMode } from '../jobs/queue-mode.ts';
import type { Database, Transaction } from './open.ts';
import { guildQueues } from './schema.ts';

/** What a moderator has done to a server's queue; undefined while it is open. */
export function readQueueMode(db: Database | Transaction, guildId: string): QueueMode | undefined {
  const row = db.select().from(guildQueues).where(eq(guildQueues.guildId, guildId)).all()[0];
  return row && { mode: row.mode, reason: row.reason ?? undefined, byId: row.byId, since: row.since };
}
