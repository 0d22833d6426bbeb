import { describe, expect, test } from 'vitest';
import { createCaseStore } from '../../src/store/case-book.ts';
import { createNoticeStore } from '../../src/store/notice-store.ts';
import { createReportStore } from '../../src/store/report-store.ts';
import { openStore } from './fixture.ts';
import { START } from './orders.ts';

const BY = { actorId: 'mod' };

function setUp() {
  const { db } = openStore();
  const store = createReportStore(db);
  const notices = createNoticeStore(db);
  return {
    store,
    notices,
    cases: createCaseStore(db),
    report: (spec: { jobId?: number; reporterId?: string; guildId?: string } = {}) =>
      store.report({
        guildId: 'guild',
        jobId: 1,
        reporterId: 'rae',
        reason: 'unsafe',
        text: undefined,
        at: START,
        ...spec,
      }),
    owed: async () =>
      (await notices.due(START, 99))
        .filter(({ kind }) => kind === 'report')
        .map(({ subjectId }) => subjectId),
    /** As when the loop has posted everything. */
    allPosted: async () => {
      for (const { id } of await notices.due(START, 99))
        await notices.posted(id, { channelId: 'log', messageId: `message ${id}` });
    },
  };
}

describe('a report', () => {
  test('is kept, and owed to the log', async () => {
    const { store, report, owed } = setUp();
    expect(await report()).toMatchObject({
      kind: 'reported',
      report: { id: 1, state: 'open', text: undefined },
    });
    expect(await store.find(1)).toMatchObject({ jobId: 1, reporterId: 'rae', reason: 'unsafe' });
    expect(await store.find(2)).toBeUndefined();
    expect(await owed()).toEqual([1]);
  });

  test('is one for each member and video, also after it was dismissed', async () => {
    const { store, report, owed } = setUp();
    await report();
    expect(await report()).toEqual({ kind: 'already-reported' });
    expect(await report({ reporterId: 'sue' })).toMatchObject({ kind: 'reported' });
    expect(await report({ jobId: 2 })).toMatchObject({ kind: 'reported' });
    await store.dismiss(1, 'mod', START);
    expect(await report()).toEqual({ kind: 'already-reported' });
    expect(await owed()).toHaveLength(3);
  });

  test('is dismissed once, as a case that names no reporter, and its message is edited', async () => {
    const { store, report, owed, allPosted, cases } = setUp();
    await report();
    await allPosted();
    expect(await store.dismiss(1, 'mod', START)).toMatchObject({
      report: { id: 1, state: 'dismissed', decidedById: 'mod' },
      case: { number: 1, kind: 'report-dismiss', jobId: 1, detail: 'report 1' },
    });
    expect(await owed()).toEqual([1]);
    expect(await store.dismiss(1, 'max', START)).toBeUndefined();
    expect(await store.find(1)).toMatchObject({ state: 'dismissed', decidedById: 'mod' });
    expect(JSON.stringify(await cases.list('guild', {}, 9))).not.toContain('rae');
  });

  test('is settled with all open ones of its video when something is done', async () => {
    const { store, report, owed, allPosted } = setUp();
    await report({ reporterId: 'a' });
    await report({ reporterId: 'b' });
    await report({ reporterId: 'c' });
    await report({ jobId: 2 });
    await store.dismiss(2, 'max', START);
    await allPosted();
    expect(await store.settleAllOf(1, 'mod', START)).toBe(2);
    expect(await owed()).toEqual([1, 3]);
    expect(await Promise.all([1, 2, 3, 4].map(async (id) => (await store.find(id))?.state))).toEqual([
      'acted-on',
      'dismissed',
      'acted-on',
      'open',
    ]);
    expect(await store.settleAllOf(1, 'mod', START)).toBe(0);
    expect(await store.dismiss(1, 'mod', START)).toBeUndefined();
  });
});

describe('a reporter', () => {
  test('who is muted is not heard in that server, and nothing is written', async () => {
    const { store, report, owed, allPosted } = setUp();
    await report();
    await allPosted();
    expect(await store.mute(1, true, BY, START)).toMatchObject({ kind: 'reports-mute', detail: 'report 1' });
    expect(await report({ jobId: 2 })).toEqual({ kind: 'muted' });
    expect(await report()).toEqual({ kind: 'muted' });
    expect(await store.find(2)).toBeUndefined();
    expect(await owed()).toEqual([]);
    expect(await report({ jobId: 2, reporterId: 'sue' })).toMatchObject({ kind: 'reported' });
    expect(await report({ jobId: 3, guildId: 'other' })).toMatchObject({ kind: 'reported' });
  });

  test('is muted and heard again once each, as cases that do not name them', async () => {
    const { store, report, cases } = setUp();
    await report();
    expect(await store.mute(1, false, BY, START)).toBeUndefined();
    await store.mute(1, true, BY, START);
    expect(await store.mute(1, true, BY, START)).toBeUndefined();
    expect(await store.mute(1, false, BY, START)).toMatchObject({ kind: 'reports-unmute', number: 2 });
    expect(await store.mute(1, false, BY, START)).toBeUndefined();
    expect(await store.mute(9, true, BY, START)).toBeUndefined();
    expect(await report({ jobId: 2 })).toMatchObject({ kind: 'reported' });
    expect(JSON.stringify(await cases.list('guild', {}, 9))).not.toContain('rae');
  });

  test('has so many dismissed reports in a server', async () => {
    const { store, report } = setUp();
    for (const jobId of [1, 2, 3]) await report({ jobId });
    await report({ jobId: 4, guildId: 'other' });
    await report({ jobId: 1, reporterId: 'sue' });
    for (const id of [1, 2, 4, 5]) await store.dismiss(id, 'mod', START);
    expect(await store.dismissedOf('guild', 'rae')).toBe(2);
    expect(await store.dismissedOf('other', 'rae')).toBe(1);
    expect(await store.dismissedOf('guild', 'nobody')).toBe(0);
  });
});
