import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BookRow, Stretch } from '../../src/jobs/export-store.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { ModerationCase } from '../../src/moderation/case.ts';
import { createBlockStore } from '../../src/store/block-store.ts';
import { recordCase } from '../../src/store/case-book.ts';
import { createExportStore } from '../../src/store/export-store.ts';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import { createReportStore } from '../../src/store/report-store.ts';
import { jobs, quotaLedger, spendLedger } from '../../src/store/schema.ts';
import { admit, admitInto, openStore, walk, withStore } from './fixture.ts';
import { newJob, START } from './orders.ts';

const DENY = { kind: 'deny' } as const;

/** Reads a list to its end, a stretch at a time. */
async function readAll<Row>(
  read: (stretch: Stretch<Row>) => Promise<Row[]>,
  limit: number,
  since = 0,
): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const rows = await read({ since, after: all.at(-1), limit });
    expect(rows.length).toBeLessThanOrEqual(limit);
    all.push(...rows);
    if (rows.length < limit) return all;
  }
}

test('stretches of any length put together are the whole list, each row once, newest first', async () => {
  const row = fc.record({ guildId: fc.constantFrom('guild', 'elsewhere'), at: fc.nat(5) });
  const scene = fc.record({
    rows: fc.array(row, { maxLength: 30 }),
    limit: fc.integer({ min: 1, max: 7 }),
    since: fc.nat(5),
  });
  await fc.assert(
    fc.asyncProperty(scene, async ({ rows, limit, since }) => {
      await withStore(async (_store, db) => {
        const exports = createExportStore(db);
        for (const { guildId, at } of rows) {
          const columns = { ...newJob({ guildId }), state: 'queued' as const };
          const times = { createdAt: at, stateSince: at, runAt: at };
          const [job] = db
            .insert(jobs)
            .values({ ...columns, ...times })
            .returning()
            .all();
          const entry = { guildId, jobId: job?.id ?? 0, at };
          db.insert(quotaLedger)
            .values({ ...entry, userId: 'ada', entry: 'reserve', videos: 1 })
            .run();
          db.insert(spendLedger)
            .values({ ...entry, entry: 'charge', units: 2 })
            .run();
        }
        // Cases come in the order of time.
        for (const { guildId, at } of rows.toSorted((a, b) => a.at - b.at)) {
          recordCase(db, guildId, { kind: 'setup', actorId: 'mod' }, at);
        }
        const own = rows.flatMap(({ guildId, at }, index) =>
          guildId === 'guild' && at >= since ? [{ at, id: index + 1 }] : [],
        );

        const jobRows = await readAll<Job>((stretch) => exports.jobs('guild', stretch), limit, since);
        expect(jobRows.map(({ createdAt, id }) => ({ at: createdAt, id }))).toEqual(
          own.toSorted((a, b) => b.at - a.at || b.id - a.id),
        );
        const books = await readAll<BookRow>((stretch) => exports.ledger('guild', stretch), limit, since);
        const newest = own.toSorted((a, b) => b.id - a.id).map(({ id }) => id);
        expect(books.map(({ book, jobId }) => [book, jobId])).toEqual([
          ...newest.map((id) => ['quota', id]),
          ...newest.map((id) => ['money', id]),
        ]);
        const caseRows = await readAll<ModerationCase>(
          (stretch) => exports.cases('guild', stretch),
          limit,
          since,
        );
        const numbers = caseRows.map(({ number }) => number);
        expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
        expect(new Set(numbers).size).toBe(own.length);
        expect(caseRows).toHaveLength(own.length);
      });
    }),
    { numRuns: 60 },
  );
});

test('the server’s book names the author of each video, the members’ book what each took', async () => {
  const { db, store } = openStore();
  const { id } = await admit(store, {}, START);
  await walk(store, id, ['preparing', 'submitting'], START + 1);
  await walk(store, id, ['generating'], START + 2, { spend: { kind: 'charge', units: 12 } });
  await walk(store, id, ['failed'], START + 3, { spend: { kind: 'refund', units: 12 } });
  const rows = await createExportStore(db).ledger('guild', { since: 0, after: undefined, limit: 10 });
  const ada = { userId: 'ada', jobId: id };
  expect(rows).toMatchObject([
    { book: 'quota', entry: 'release', videos: 1, seconds: 8, at: START + 3, ...ada },
    { book: 'quota', entry: 'reserve', videos: 1, seconds: 8, at: START, ...ada },
    { book: 'money', entry: 'refund', units: 12, at: START + 3, ...ada },
    { book: 'money', entry: 'charge', units: 12, at: START + 2, ...ada },
  ]);
});

test('a member’s data is all that is theirs in one server, and names neither moderators nor others', async () => {
  const { db, store } = openStore();
  const own = await admitInto(store, 'delivered');
  const bobs = await admitInto(store, 'delivered', { userId: 'bob', guildId: 'guild' });
  await admitInto(store, 'delivered', { guildId: 'elsewhere' });
  const rules = createQuotaRulesStore(db);
  for (const userId of ['ada', 'bob']) {
    const subject = { guildId: 'guild', scope: 'user', subjectId: userId } as const;
    await rules.set(subject, DENY, { actorId: 'the moderator' }, () => 'denied', START);
    const grant = { scope: 'user', subjectId: userId, unit: 'videos', amount: 3 } as const;
    const given = { ...grant, reason: `for ${userId}`, expiresAt: undefined };
    await rules.grant('guild', given, { actorId: 'the moderator', detail: undefined }, START);
    await createBlockStore(db).block(
      { guildId: 'guild', userId, reason: 'spam', byId: 'the moderator', since: START, until: undefined },
      { kind: 'block', actorId: 'the moderator', targetId: userId },
      START,
    );
  }
  const reports = createReportStore(db);
  const report = { guildId: 'guild', reason: 'spam', text: undefined, at: START } as const;
  await reports.report({ ...report, jobId: bobs.id, reporterId: 'ada' });
  await reports.report({ ...report, jobId: own.id, reporterId: 'bob' });
  await reports.dismiss(1, 'the moderator', START);
  await reports.mute(1, true, { actorId: 'the moderator', reason: undefined }, START + 5);

  const data = await createExportStore(db).memberData('guild', 'ada');
  expect(data.jobs).toEqual([own]);
  expect(data.ledger.map(({ entry, jobId }) => [entry, jobId])).toEqual([
    ['commit', own.id],
    ['reserve', own.id],
  ]);
  expect(data.rules).toMatchObject([{ subjectId: 'ada', denied: true }]);
  expect(data.grants).toMatchObject([{ subjectId: 'ada', amount: 3, reason: 'for ada' }]);
  expect(data.block).toEqual({ userId: 'ada', reason: 'spam', since: START, until: undefined });
  expect(data.cases.map(({ kind }) => kind)).toEqual(['block', 'quota-grant', 'quota-set']);
  expect(data.reports).toMatchObject([{ jobId: bobs.id, reporterId: 'ada', state: 'dismissed' }]);
  expect(data.reportsMutedSince).toBe(START + 5);
  expect(JSON.stringify(data)).not.toMatch(/the moderator|bob/);
});

test('of somebody who never did anything there is nothing', async () => {
  const { db } = openStore();
  expect(await createExportStore(db).memberData('guild', 'nobody')).toEqual({
    jobs: [],
    ledger: [],
    rules: [],
    grants: [],
    block: undefined,
    cases: [],
    reports: [],
    reportsMutedSince: undefined,
    challenges: {
      entries: [],
      ballots: [],
      themeVotes: [],
      reminders: [],
      roleAwards: [],
      hosted: [],
      series: [],
    },
  });
});
