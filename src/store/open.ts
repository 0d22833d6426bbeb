import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { diskFullError, isDiskFull } from '../lib/disk-full.ts';
import { errorText } from '../lib/errors.ts';
import { UnusableDatabase } from '../lib/unusable-database.ts';
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
/** As SQLite names what is no database, or none any more. */
const DAMAGED = /^SQLITE_(NOTADB|CORRUPT)/;
/** As SQLite and the system name a place that is not there, or belongs to somebody else. */
const OUT_OF_REACH = /^(SQLITE_(CANTOPEN|READONLY|PERM)|E(ACCES|PERM|ROFS|EXIST|NOTDIR))/;

/**
 * Opens the database, making file and folder when missing, and brings its tables up to date.
 * @param file a path, or `:memory:`
 * @param migrationsFolder the folder that drizzle-kit writes
 * @throws UnusableDatabase when it is damaged, or a newer version's; other errors name the file
 */
export function openDatabase(file: string, migrationsFolder: string): OpenDatabase {
  try {
    if (file !== MEMORY) mkdirSync(dirname(file), { recursive: true });
    const sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      return { db: prepare(sqlite, file, migrationsFolder), close: () => void sqlite.close() };
    } catch (error) {
      sqlite.close();
      throw error;
    }
  } catch (error) {
    throw openingError(file, error);
  }
}

function prepare(sqlite: SqliteDatabase.Database, file: string, migrationsFolder: string): Database {
  refuseNewer(sqlite, file, migrationsFolder);
  sqlite.pragma('journal_mode = WAL');
  // This is money: a commit is on the disk when it returns.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  const db = drizzle(sqlite, { schema });
  migrate(db, { migrationsFolder });
  return db;
}

/** The migrator would take a newer version's tables for its own. */
function refuseNewer(sqlite: SqliteDatabase.Database, file: string, migrationsFolder: string): void {
  const migrated = sqlite.prepare("select 1 from sqlite_schema where name = '__drizzle_migrations'").get();
  if (migrated === undefined) return;
  const last = sqlite.prepare('select max(created_at) from __drizzle_migrations').pluck().get();
  const known = Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis));
  if (Number(last) <= known) return;
  throw new UnusableDatabase(
    `The database ${file} was made by a newer Clapper. Start that version again, or restore the backup from before it.`,
  );
}

function openingError(file: string, error: unknown): Error {
  if (error instanceof UnusableDatabase) return error;
  const code = error instanceof Error ? String(Reflect.get(error, 'code')) : '';
  if (DAMAGED.test(code)) {
    return new UnusableDatabase(
      `The database ${file} is damaged, or is no database (${code}). Restore a backup, or name another file in DATABASE_URL.`,
      { cause: error },
    );
  }
  const advice = OUT_OF_REACH.test(code)
    ? ' Its folder must be one that the user who runs the bot may write to, and DATABASE_URL must name a file in it.'
    : '';
  return new Error(`The database ${file} cannot be opened: ${errorText(error)}.${advice}`, { cause: error });
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
