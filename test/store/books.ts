import { sql } from 'drizzle-orm';
import { isFinal, type JobState } from '../../src/jobs/states.ts';
import type { Database } from '../../src/store/open.ts';
import { guildQueues, jobs, queueGuilds, queueUsers, quotaLedger } from '../../src/store/schema.ts';

type JobRow = typeof jobs.$inferSelect;
type LedgerRow = typeof quotaLedger.$inferSelect;

/** A job may be in these without ever having been on an account: it was held, and nothing is reserved for held jobs. */
const NEVER_RESERVED: readonly JobState[] = ['held', 'denied', 'cancelled'];

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
    ...all.flatMap((job) => accountFaults(job, entries.get(job.id) ?? [])),
  ];
}

function accountFaults({ id, state, guildId, userId }: JobRow, own: readonly LedgerRow[]): string[] {
  const count = (...kinds: LedgerRow['entry'][]) => own.filter(({ entry }) => kinds.includes(entry)).length;
  if (own.length === 0) {
    return NEVER_RESERVED.includes(state) ? [] : [`job ${id} is ${state} but was never reserved`];
  }
  const [reserve] = own;
  const settled = count('commit', 'release');
  const same = (row: LedgerRow) =>
    row.guildId === guildId &&
    row.userId === userId &&
    row.videos === reserve?.videos &&
    row.seconds === reserve.seconds &&
    row.grantId === reserve.grantId;
  const complaints: [boolean, string][] = [
    [count('reserve') === 1 && reserve?.entry === 'reserve', `was reserved ${count('reserve')} times`],
    [state !== 'held' && state !== 'denied', `is ${state} but on an account`],
    [settled <= 1, `was settled ${settled} times`],
    [count('release', 'forgive') <= 1, 'was given back more than once'],
    [count('forgive') <= count('commit'), 'was forgiven without having been paid for'],
    [!isFinal(state) || settled === 1, `is ${state} but not settled`],
    [own.every(same), 'has rows of different accounts, amounts or grants'],
    [own.every(({ seconds, units }) => seconds >= 0 && units >= 0), 'has a negative amount'],
  ];
  return complaints.filter(([fine]) => !fine).map(([, complaint]) => `job ${id} ${complaint}`);
}

function queueFaults(db: Database): string[] {
  const waiting = db
    .select()
    .from(jobs)
    .all()
    .filter(({ state }) => state === 'queued');
  const guilds = db.select().from(queueGuilds).all();
  const users = db.select().from(queueUsers).all();
  const paused = new Set(
    db
      .select()
      .from(guildQueues)
      .all()
      .flatMap(({ guildId, mode }) => (mode === 'paused' ? guildId : [])),
  );
  const name = ({ guildId, userId }: { guildId: string; userId: string }) => `${guildId}/${userId}`;
  return [
    ...differences(
      'guilds in line',
      // The line of guilds is those that may be served.
      new Set(waiting.map(({ guildId }) => guildId).filter((guildId) => !paused.has(guildId))),
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
