import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { createDepartedGuildStore } from '../../src/store/departed-guilds.ts';
import type { Database } from '../../src/store/open.ts';
import { createPrivacyStore } from '../../src/store/privacy-store.ts';
import { jobs, queueGuilds, queueUsers } from '../../src/store/schema.ts';
import { faultsIn } from './books.ts';
import { admit, admitInto, openStore } from './fixture.ts';
import { DAY_MS, START } from './orders.ts';

function open() {
  const { db, store } = openStore();
  return { db, store, departed: createDepartedGuildStore(db), privacy: createPrivacyStore(db) };
}

interface Column {
  name: string;
  type: string;
  pk: number;
}

/** The tables as the database has them, whatever the code says. */
function tablesOf(db: Database): { name: string; columns: Column[] }[] {
  const names = db.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_\\_%' escape '\\'`,
  );
  return names.map(({ name }) => ({
    name,
    columns: db.all<Column>(sql`select name, type, pk from pragma_table_info(${name})`),
  }));
}

const SPECIAL: Record<string, string> = {
  'jobs.state': 'delivered',
  'jobs.settings': JSON.stringify({ prompt: 'x', seed: 1 }),
  'guild_settings.settings': '{}',
};

/** Writes a row into every table, in the name of a server. Numbers are the server's own as well. */
function fillEveryTable(db: Database, guildId: string, number: number): void {
  const tables = tablesOf(db);
  // Other rows name these: they come first.
  const isNamed = (name: string) => ['jobs', 'challenges', 'challenge_series'].includes(name);
  tables.sort((a, b) => Number(isNamed(b.name)) - Number(isNamed(a.name)));
  for (const { name, columns } of tables) {
    const value = ({ name: column, type }: Column) => {
      if (column === 'guild_id') return guildId;
      const empty = name === 'jobs' && /_path$|^purged_at$|^lease/.test(column);
      if (empty) return column === 'lease_until' ? 0 : null;
      return type.toLowerCase() === 'text' ? (SPECIAL[`${name}.${column}`] ?? `${name} ${number}`) : number;
    };
    const names = sql.join(
      columns.map((column) => sql.identifier(column.name)),
      sql`, `,
    );
    const values = sql.join(
      columns.map(
        (column) => sql`${name === 'job_images' && column.name === 'stored_as' ? null : value(column)}`,
      ),
      sql`, `,
    );
    db.run(sql`insert into ${sql.identifier(name)} (${names}) values (${values})`);
  }
}

const countIn = (db: Database, table: string): number =>
  db.get<{ count: number }>(sql`select count(*) as count from ${sql.identifier(table)}`).count;

test('of a server that is forgotten no table has a row left, and everything else is as it was', async () => {
  const { db, departed } = open();
  fillEveryTable(db, 'stays', 1);
  const before = tablesOf(db).map(({ name }) => [name, countIn(db, name)]);
  fillEveryTable(db, 'goes', 2);
  const ofGuilds = tablesOf(db).filter(({ columns }) => columns.some(({ name }) => name === 'guild_id'));
  expect(ofGuilds.length).toBeGreaterThan(15);
  for (const { name } of ofGuilds) expect([name, countIn(db, name)]).toEqual([name, 2]);

  expect(await departed.forget('goes')).toBe(true);
  const ofNoGuild = ['prices', 'uploaded_assets', 'key_values', 'videos'];
  for (const [name, count] of before) {
    expect([name, countIn(db, String(name))]).toEqual([name, ofNoGuild.includes(String(name)) ? 2 : count]);
  }
  for (const { name } of ofGuilds) {
    const left = db.all<{ guild_id: string }>(sql`select guild_id from ${sql.identifier(name)}`);
    expect([name, left]).toEqual([name, [{ guild_id: 'stays' }]]);
  }
  expect(db.all(sql`pragma foreign_key_check`)).toEqual([]);
});

describe('which servers departed', () => {
  test('known servers that are not among the bot’s own are noted once, and unnoted when they come back', async () => {
    const { store, departed } = open();
    for (const guildId of ['a', 'b', 'c']) await admit(store, { guildId });
    expect(await departed.note(['b', 'new'], START)).toEqual({ departed: ['a', 'c'], returned: [] });
    expect(await departed.note(['b', 'new'], START + DAY_MS)).toEqual({ departed: [], returned: [] });
    expect(await departed.departedBy(START - 1)).toEqual([]);
    expect(await departed.departedBy(START)).toEqual(['a', 'c']);
    expect(await departed.note(['a', 'b'], START + 2 * DAY_MS)).toEqual({ departed: [], returned: ['a'] });
    expect(await departed.departedBy(START + 9 * DAY_MS)).toEqual(['c']);
    // The time of grace begins anew.
    await departed.note(['b'], START + 3 * DAY_MS);
    expect(await departed.departedBy(START + 2 * DAY_MS)).toEqual(['c']);
  });

  test('what belongs to all servers together never departs', async () => {
    const { db, departed } = open();
    fillEveryTable(db, '', 1);
    expect(await departed.note(['elsewhere'], START)).toEqual({ departed: [], returned: [] });
  });
});

describe('the data of a server that is gone', () => {
  test('what waits ends without a charge, what has ended loses its texts, and the books agree', async () => {
    const { db, store, departed } = open();
    for (const state of ['held', 'queued', 'delivered', 'failed'] as const) await admitInto(store, state);
    const stays = await admit(store, { guildId: 'stays' });
    await departed.purge('guild', START + 1);
    await departed.purge('guild', START + 2);
    const rows = db.select().from(jobs).all();
    expect(rows.map(({ guildId, state, purgedAt }) => [guildId, state, purgedAt])).toEqual([
      ['guild', 'cancelled', START + 1],
      ['guild', 'cancelled', START + 1],
      ['guild', 'delivered', START + 1],
      ['guild', 'failed', START + 1],
      ['stays', 'queued', null],
    ]);
    expect(await store.find(stays.id)).toEqual(stays);
    expect(db.select().from(queueGuilds).all()).toHaveLength(1);
    expect(db.select().from(queueUsers).all()).toHaveLength(1);
    expect(faultsIn(db)).toEqual([]);
    expect(await departed.forget('guild')).toBe(true);
    expect(faultsIn(db)).toEqual([]);
  });

  test('it stays while files are left, or a video is in the making', async () => {
    const { db, store, departed, privacy } = open();
    const { id } = await admitInto(store, 'delivered');
    db.update(jobs).set({ videoPath: 'videos/1.mp4', videoBytes: 1 }).run();
    await departed.purge('guild', START);
    expect(await departed.forget('guild')).toBe(false);
    expect(await store.find(id)).toBeDefined();
    await privacy.filesDeleted(id, []);
    const working = await admitInto(store, 'generating');
    expect(await departed.forget('guild')).toBe(false);
    await store.move(working.id, { from: 'generating', to: 'failed', at: START });
    expect(await departed.forget('guild')).toBe(true);
    expect(await store.find(id)).toBeUndefined();
  });
});
