import SqliteDatabase from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { CardStore } from '../../src/jobs/card-store.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { createCardStore } from '../../src/store/card-store.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { createHistoryStore } from '../../src/store/history-store.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { createNoticeStore } from '../../src/store/notice-store.ts';
import { type Database, openDatabase } from '../../src/store/open.ts';
import { createPictureDraftStore } from '../../src/store/picture-drafts.ts';
import { createPrivacyStore } from '../../src/store/privacy-store.ts';
import { nextLaneQuery, oldestInLaneQuery, runningCountQuery } from '../../src/store/queue.ts';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import * as schema from '../../src/store/schema.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { admit, claimNext, FOR_APPROVAL, temporaryFile, WAY_TO, walk } from './fixture.ts';
import { deed, grantTo, MODERATOR, setRule } from './moderators.ts';
import { MIGRATIONS, newJob, ROOMY_LIMIT, START, termsOf, videosADay } from './orders.ts';

interface Statement {
  sql: string;
  params: unknown[];
}

/** A server with rules of every kind. */
async function setRules(file: string): Promise<void> {
  const { db, close } = openDatabase(file, MIGRATIONS);
  const quota = createQuotaRulesStore(db);
  await setRule(quota, { kind: 'limit', limit: videosADay(1_000) });
  await setRule(quota, { kind: 'max-active', videos: 1_000 });
  await grantTo(quota, { scope: 'role', subjectId: 'artists' });
  const changes = { budgetPerDayUnits: 1_000, budgetPerMonthUnits: 1_000, maxRunning: 100 };
  await createSettingsStore(db).change('guild', changes, MODERATOR, () => '', START);
  close();
}

/** A store that notes the statements it runs, and a way to ask SQLite how it runs them. */
async function setUp() {
  const file = temporaryFile();
  await setRules(file);
  const sqlite = new SqliteDatabase(file);
  onTestFinished(() => void sqlite.close());
  const noted: Statement[] = [];
  const logger = { logQuery: (sql: string, params: unknown[]) => void noted.push({ sql, params }) };
  const db: Database = drizzle(sqlite, { schema, logger });
  const plan = ({ sql, params }: Statement): string[] =>
    sqlite
      .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      .all(...params)
      .map(({ detail }) => detail);
  const isQuery = ({ sql }: Statement) => /^(select|insert|update|delete)/.test(sql);
  return { db, plan, noted: () => noted.splice(0).filter(isQuery) };
}

/** Reading a whole table, or sorting what was read: both grow with everything that was ever asked for. */
const isCostly = (detail: string): boolean => {
  // The line of guilds is read from its head, in order, until one may be served.
  if (detail === 'SCAN queue_guilds USING INDEX queue_guilds_by_turn') return false;
  return /^SCAN (?!CONSTANT)/.test(detail) || /TEMP B-TREE/.test(detail);
};

interface Stores {
  db: Database;
  store: JobStore;
  cards: CardStore;
}
const lease = { token: 'token', until: START + 1 };
const images = [{ slot: 'image' as const, url: 'https://cdn/x.png', fileName: 'x.png' }];

const SERVER_BUDGETS = (['operator-server', 'operator-all'] as const).map((owner) => ({
  owner,
  period: 'day' as const,
  units: 1_000,
  timeZone: 'UTC',
}));
const OWN_VIDEOS = { guildId: 'guild', userId: 'ada' };
const UNDER_RULES = { roleIds: ['artists'], budgets: SERVER_BUDGETS, expectedUnits: 5 };

/** Everything that happens while the bot runs. */
const CALLS: Record<string, (stores: Stores) => Promise<unknown>> = {
  admit: ({ store }) => admit(store, { images }),
  claimQueued: ({ store }) => claimNext(store),
  'claimDue unknown': ({ store }) => store.claimDue('unknown', lease, START),
  'claimDue fetching': ({ store }) => store.claimDue('fetching', lease, START),
  'claimDue delivering': ({ store }) => store.claimDue('delivering', lease, START),
  'move to the end': async ({ store }) => walk(store, (await admit(store)).id, WAY_TO.delivered),
  'move out of the queue': async ({ store }) => walk(store, (await admit(store)).id, ['cancelled']),
  'move back to the queue': async ({ store }) =>
    walk(store, (await admit(store)).id, ['preparing', 'queued']),
  postpone: ({ store }) => store.postpone(1, 'token', START, true),
  startPosting: ({ store }) => store.startPosting(1, 'token', START),
  find: ({ store }) => store.find(1),
  byMessage: ({ store }) => store.byMessage('guild', 'm'),
  removeOwn: ({ store }) => store.removeOwn(1, START),
  knownRemoteIds: ({ store }) => store.knownRemoteIds(['a', 'b']),
  inState: ({ store }) => store.inState('generating'),
  failedSince: ({ store }) => store.failedSince(['submit-lost'], START),
  'admit under rules': async ({ store }) => {
    const result = await store.admit(newJob(), termsOf(UNDER_RULES), undefined, START);
    expect(result.kind).toBe('admitted');
  },
  'admit into approval': ({ store }) => admit(store, { images }, START, ROOMY_LIMIT, FOR_APPROVAL),
  'let go': async ({ store }) => {
    const { id } = await admit(store, { images }, START, ROOMY_LIMIT, FOR_APPROVAL);
    await store.letGo(id, 'approval', termsOf(UNDER_RULES), undefined, deed('approve'), START);
  },
  deny: async ({ store }) => {
    const { id } = await admit(store, {}, START, ROOMY_LIMIT, FOR_APPROVAL);
    await store.move(id, { from: 'held', to: 'denied', at: START, case: deed('deny') });
  },
  budgets: ({ store }) => store.budgets('guild', { limits: [], budgets: SERVER_BUDGETS }, START),
  pause: async ({ store }) => {
    await admit(store);
    const mode = { mode: 'paused', reason: undefined, byId: 'mod', since: START } as const;
    await store.setQueueMode('guild', mode, deed('queue-pause'), START);
    await admit(store);
    await store.setQueueMode('guild', undefined, deed('queue-resume'), START);
  },
  moveToFront: async ({ store }) => store.moveToFront((await admit(store)).id, deed('queue-front'), START),
  setSpoiler: async ({ store }) => store.setSpoiler((await admit(store)).id, true, deed('spoiler'), START),
  remove: async ({ store }) => {
    const { id } = await walk(store, (await admit(store)).id, WAY_TO.delivered);
    await store.remove(id, true, deed('remove'), START);
  },
  expiredHolds: ({ store }) => store.expiredHolds(START),
  'reset of a quota': async ({ db, store }) => {
    await walk(store, (await admit(store)).id, WAY_TO.delivered);
    await createQuotaRulesStore(db).reset('guild', 'ada', deed('quota-reset'), START);
  },
  'files of purged videos': ({ db }) => createPrivacyStore(db).purgedFiles(0, 9),
  'whose a picture is': ({ db }) => createPrivacyStore(db).pictureInUse('name.png'),
  'due notices': ({ db }) => createNoticeStore(db).due(START, 9),
  'the case of a video': ({ db }) =>
    createCaseStore(db).ofJob({ id: 1, guildId: 'guild', userId: 'ada' }, ['approve', 'deny']),
  'a page of cases': ({ db }) => createCaseStore(db).list('guild', { before: 9 }, 9),
  'a page of cases of a member': ({ db }) =>
    createCaseStore(db).list('guild', { targetId: 'ada', before: 9 }, 9),
  'a page of own videos': ({ db }) => createHistoryStore(db).page(OWN_VIDEOS, 1, 5),
  'a page of own videos that failed': ({ db }) =>
    createHistoryStore(db).page({ ...OWN_VIDEOS, outcome: 'failed' }, 1, 5),
  'a page of own videos under way that hold a text': ({ db }) =>
    createHistoryStore(db).page({ ...OWN_VIDEOS, outcome: 'under-way', text: 'boat' }, 1, 5),
  'recent prompts': ({ db }) => createHistoryStore(db).recentPrompts('guild', 'ada', 'boat', 25),
  'the children of a video': ({ db }) => createHistoryStore(db).childCount(1),
  'old drafts': ({ db }) => createPictureDraftStore(db).sweep(START),
  lanes: ({ store }) => store.lanes('guild'),
  view: ({ store }) => store.view('guild', termsOf({ limits: [ROOMY_LIMIT], roleIds: ['role'] }), 8, START),
  recentDurations: ({ store }) => store.recentDurations(50),
  withPicturesToFetch: ({ store }) => store.withPicturesToFetch(START, 10),
  pictureStored: ({ store }) => store.pictureStored(1, 'image', 'x.png'),
  postponePictures: ({ store }) => store.postponePictures(1, START),
  withoutPrice: ({ store }) => store.withoutPrice(10),
  priceFound: ({ store }) => store.priceFound([1, 2], 60),
  'cards due': ({ cards }) => cards.due(START, 500),
  'card posted': ({ cards }) => cards.posted(1, { messageId: 'm', hash: 'h' }, START),
  'card looked': ({ cards }) => cards.looked({ id: 1, state: 'queued' }, { hash: 'h' }, START),
};

test.each(Object.entries(CALLS))('%s reads no whole table and sorts nothing', async (_name, call) => {
  const { db, plan, noted } = await setUp();
  await call({ db, store: createJobStore(db), cards: createCardStore(db) });
  const statements = noted();
  expect(statements).not.toEqual([]);
  for (const statement of statements) {
    const costly = plan(statement).filter(isCostly);
    expect(costly, statement.sql).toEqual([]);
  }
});

test.each(['all', 'expired'] as const)('abandoned jobs are found by their states (%s)', async (scope) => {
  const { db, plan, noted } = await setUp();
  const store = createJobStore(db);
  await walk(store, (await admit(store)).id, WAY_TO.submitting);
  await walk(store, (await admit(store)).id, WAY_TO.preparing);
  noted();
  expect(await store.recover(scope, START)).toEqual({ requeued: 1, unknown: 1 });
  // Those at work are few enough to be sorted.
  const costly = noted().flatMap(plan).filter(isCostly);
  expect(new Set(costly)).toEqual(new Set(['USE TEMP B-TREE FOR ORDER BY']));
});

test('what is read of a guild for its queue is what has not ended, not all that ever was', async () => {
  const { db, plan, noted } = await setUp();
  await createJobStore(db).activeInGuild('guild');
  expect(noted().flatMap(plan)).toContain('SEARCH jobs USING INDEX jobs_by_guild (guild_id=? AND state=?)');
});

test('the counts by state are read from an index alone, past what has ended', async () => {
  const { db, plan, noted } = await setUp();
  await createJobStore(db).countUnfinished();
  expect(noted().flatMap(plan)).toEqual(['SEARCH jobs USING COVERING INDEX jobs_by_state (state=?)']);
});

test('a claim reads each line from its head', async () => {
  const { db, plan } = await setUp();
  const bound = (query: { toSQL(): { sql: string; params: unknown[] } }) => {
    const { sql, params } = query.toSQL();
    return plan({ sql, params: params.map(() => 1) });
  };
  expect(bound(nextLaneQuery(db))).toEqual([
    'SCAN queue_guilds USING INDEX queue_guilds_by_turn',
    'CORRELATED SCALAR SUBQUERY 1',
    'SEARCH jobs USING COVERING INDEX jobs_by_guild (guild_id=? AND state=?)',
    'CORRELATED SCALAR SUBQUERY 2',
    'SEARCH guild_settings USING INDEX sqlite_autoindex_guild_settings_1 (guild_id=?)',
    'SEARCH queue_users USING INDEX queue_users_by_turn (guild_id=?)',
    'CORRELATED SCALAR SUBQUERY 3',
    'SEARCH jobs USING INDEX jobs_running (guild_id=? AND user_id=?)',
    'SEARCH jobs EXISTS USING INDEX jobs_waiting (guild_id=? AND user_id=?)',
  ]);
  expect(bound(oldestInLaneQuery(db))).toEqual([
    'SEARCH jobs USING INDEX jobs_waiting (guild_id=? AND user_id=?)',
  ]);
  expect(bound(runningCountQuery(db))).toEqual(['SEARCH jobs USING COVERING INDEX jobs_by_state (state=?)']);
});
