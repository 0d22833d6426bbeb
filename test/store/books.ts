import { sql } from 'drizzle-orm';
import { isFinal } from '../../src/jobs/states.ts';
import type { Database } from '../../src/store/open.ts';
import { jobs, queueGuilds, queueUsers, quotaLedger } from '../../src/store/schema.ts';

/**
 * Looks for everything that must never be: in the file, between jobs and ledger, between jobs and queue.
 * @returns what is wrong, in words
 */
export function faultsIn(db: Database): string[] {
  return [...damage(db), ...ledgerFaults(db), ...queueFaults(db)];
}

function damage(db: Database): string[] {
  const findings = db.all<{ integrity_check: string }>(sql`pragma integrity_check`);
  const orphans = db.all(sql`pragma foreign_key_check`);
  return [
    ...findings.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...(orphans.length > 0 ? [`${orphans.length} rows without their job`] : []),
  ];
}

function ledgerFaults(db: Database): string[] {
  const entries = Map.groupBy(db.select().from(quotaLedger).all(), ({ jobId }) => jobId);
  const all = db.select().from(jobs).all();
  const known = new Set(all.map(({ id }) => id));
  const strangers = [...entries.keys()].filter((id) => !known.has(id));
  return [
    ...strangers.map((id) => `a ledger row for job ${id}, which does not exist`),
    ...all.flatMap(({ id, state, guildId, userId }) => {
      const own = entries.get(id) ?? [];
      const reserved = own.filter(({ entry }) => entry === 'reserve').length;
      const settled = own.filter(({ entry }) => entry !== 'reserve').length;
      return [
        ...(reserved === 1 ? [] : [`job ${id} was reserved ${reserved} times`]),
        ...(settled <= 1 ? [] : [`job ${id} was settled ${settled} times`]),
        ...(isFinal(state) && settled === 0 ? [`job ${id} is ${state} but not settled`] : []),
        ...(own.every((row) => row.guildId === guildId && row.userId === userId)
          ? []
          : [`job ${id} is on someone else's account`]),
      ];
    }),
  ];
}

function queueFaults(db: Database): string[] {
  const waiting = db
    .select()
    .from(jobs)
    .all()
    .filter(({ state }) => state === 'queued');
  const guilds = db.select().from(queueGuilds).all();
  const users = db.select().from(queueUsers).all();
  const name = ({ guildId, userId }: { guildId: string; userId: string }) => `${guildId}/${userId}`;
  return [
    ...differences(
      'guilds in line',
      new Set(waiting.map(({ guildId }) => guildId)),
      guilds.map(({ guildId }) => guildId),
    ),
    ...differences('members in line', new Set(waiting.map(name)), users.map(name)),
    ...repeated(
      'two guilds with turn',
      guilds.map(({ turn }) => `${turn}`),
    ),
    ...repeated(
      'two members with turn',
      users.map(({ guildId, turn }) => `${guildId}/${turn}`),
    ),
  ];
}

function differences(what: string, wanted: ReadonlySet<string>, found: readonly string[]): string[] {
  const missing = [...wanted].filter((name) => !found.includes(name));
  const extra = found.filter((name) => !wanted.has(name));
  return [
    ...missing.map((name) => `${what}: ${name} is missing`),
    ...extra.map((name) => `${what}: ${name} waits for nothing`),
  ];
}

const repeated = (what: string, keys: readonly string[]): string[] =>
  keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${what} ${key}`);
