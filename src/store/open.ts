import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { diskFullError, isDiskFull } from '../lib/disk-full.ts';
import * as schema from './schema.ts';

export type Database = BetterSQLite3Database<typeof schema>;
/** What a statement runs on: the database, or a transaction on it. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface OpenDatabase {
  db: Database;
  close(): void;
}

const BUSY_TIMEOUT_MS = 5_000;
const MEMORY = ':memory:';

/**
 * Opens the database, making file and folder when missing, and brings its tables up to date.
 * @param file a path, or `:memory:`
 * @param migrationsFolder the folder that drizzle-kit writes
 */
export function openDatabase(file: string, migrationsFolder: string): OpenDatabase {
  if (file !== MEMORY) mkdirSync(dirname(file), { recursive: true });
  const sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  sqlite.pragma('journal_mode = WAL');
  // This is money: a commit is on the disk when it returns.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  const db = drizzle(sqlite, { schema });
  migrate(db, { migrationsFolder });
  return { db, close: () => void sqlite.close() };
}

/**
 * Runs `work` as one write: it sees no other writer, and is undone whole when it throws. Must be synchronous.
 * @throws ExpectedError when there is no room on the disk
 */
export function writing<T>(db: Database, work: (tx: Transaction) => T): T {
  try {
    return db.transaction(work, { behavior: 'immediate' });
  } catch (error) {
    if (isDiskFull(error)) throw diskFullError(error);
    throw error;
  }
}
