import SqliteDatabase from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/store/open.ts';
import * as schema from '../../../src/store/schema.ts';
import { createStores } from '../../../src/store/stores.ts';
import { temporaryFile } from '../fixture.ts';
import { MIGRATIONS, START } from '../orders.ts';
import { challengeIn, newEntry, outcomeOf, VOTES_UNTIL, vote, WHILE_OPEN, WHILE_VOTING } from './scene.ts';

type Stores = ReturnType<typeof createStores>;

/** Stores that note the statements they run, and what SQLite says of how it runs them. */
function setUp() {
  const file = temporaryFile();
  openDatabase(file, MIGRATIONS).close();
  const sqlite = new SqliteDatabase(file);
  onTestFinished(() => void sqlite.close());
  const noted: { sql: string; params: unknown[] }[] = [];
  const logger = { logQuery: (sql: string, params: unknown[]) => void noted.push({ sql, params }) };
  const db: Database = drizzle(sqlite, { schema, logger });
  const planOf = (sql: string, params: unknown[]): string[] =>
    sqlite
      .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      .all(...params)
      .map(({ detail }) => detail);
  const plans = () =>
    noted
      .splice(0)
      .filter(({ sql }) => /^(select|insert|update|delete)/.test(sql))
      .map(({ sql, params }) => ({ sql, plan: planOf(sql, params) }));
  return { stores: createStores(db), plans };
}

/** Reading a whole table, or sorting what was read. */
const isCostly = (detail: string) =>
  /^SCAN (?!CONSTANT|\d+-ROW VALUES)/.test(detail) || /TEMP B-TREE/.test(detail);

/** What happens often, or reads what grows with everything that ever was. */
const CALLS: Record<string, (stores: Stores) => Promise<unknown>> = {
  'a vote': async ({ challenges, ballots }) =>
    ballots.cast(vote(await challengeIn(challenges, 'voting'), 'eve', 1, 1), WHILE_VOTING),
  'the marks of a member': ({ ballots }) => ballots.marksOf(1, 1, 'eve'),
  'the turnout': ({ ballots }) => ballots.turnout(1, 1),
  'all ballots': ({ ballots }) => ballots.all(1, 1),
  'unchecked ballots': ({ ballots }) => ballots.unchecked(1, 1, 100),
  'checked ballots': ({ ballots }) => ballots.checked(1, 1, [{ voterId: 'eve', valid: true }]),
  'valid ballots': ({ ballots }) => ballots.valid(1, 1),
  'an entry': async ({ challenges }) =>
    challenges.enter(newEntry(await challengeIn(challenges, 'open'), { userId: 'eve' }), WHILE_OPEN),
  'a disqualification': async ({ challenges }) => {
    await challengeIn(challenges, 'voting');
    await challenges.disqualify(1, { kind: 'remove', actorId: 'mod' }, WHILE_VOTING);
  },
  'a whole life': async ({ challenges }) => {
    const { id } = await challengeIn(challenges, 'tallying');
    await challenges.close(id, outcomeOf(await challenges.entries(id)), VOTES_UNTIL);
  },
  'whether a video is needed': ({ challenges }) => challenges.needsVideo(5),
  'what is due': ({ challenges }) => challenges.due(START, 9),
  'when something is due': ({ challenges }) => challenges.nextDue(),
  'challenges of a server in a phase': ({ challenges }) => challenges.ofGuild('guild', ['open'], 9),
  'posts that are due': ({ challengePosts }) => challengePosts.due(START, 9),
  'posts that have changed': ({ challengePosts }) => challengePosts.changed(1, ['announcement'], START),
  'whose post a message is': ({ challengePosts }) => challengePosts.entryShownBy('guild', 'message'),
  'roles that are due': ({ awards }) => awards.due(START, 9),
  'members to tell': ({ reminders }) => reminders.toTell(1, 'entries-24', 9),
  'series that are due': ({ series }) => series.due(START, 9),
  'when a series is due': ({ series }) => series.nextDue(),
  'themes of a series': ({ series }) => series.themes(1),
  'a deletion of data': ({ privacy }) => privacy.purgeMember('guild', 'ada', START),
};

test.each(Object.entries(CALLS))('%s reads no whole table and sorts nothing', async (_name, call) => {
  const { stores, plans } = setUp();
  await call(stores);
  const found = plans();
  expect(found).not.toEqual([]);
  for (const { sql, plan } of found) expect(plan.filter(isCostly), sql).toEqual([]);
});

test('lists of entries are sorted, each challenge’s own', async () => {
  const { stores, plans } = setUp();
  await stores.challenges.entriesOf(1, 'ada');
  await stores.challenges.winnersBefore(await challengeIn(stores.challenges, 'tallying'), START);
  await stores.privacy.kept('guild', 'ada');
  await stores.exports.memberData('guild', 'ada');
  for (const { sql, plan } of plans()) {
    expect(
      plan.filter((detail) => /^SCAN/.test(detail)),
      sql,
    ).toEqual([]);
  }
});

test('videos that may be deleted are told from entries by the index of their jobs', async () => {
  const { stores, plans } = setUp();
  await stores.library.removable('age', START, 9);
  const [{ plan = [] } = {}] = plans();
  expect(plan).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^SEARCH challenge_entries USING INDEX entries_of_job/),
      expect.stringMatching(/^SEARCH challenges USING INTEGER PRIMARY KEY/),
    ]),
  );
});
