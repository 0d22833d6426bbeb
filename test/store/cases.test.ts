import { describe, expect, test } from 'vitest';
import type { CaseDraft } from '../../src/moderation/case.ts';
import { createBlockStore } from '../../src/store/block-store.ts';
import { createCaseStore, recordCase } from '../../src/store/case-book.ts';
import { createNoticeStore } from '../../src/store/notice-store.ts';
import { writing } from '../../src/store/open.ts';
import { openStore } from './fixture.ts';
import { deed } from './moderators.ts';
import { START } from './orders.ts';

function setUp() {
  const { db } = openStore();
  const record = async (guildId: string, draft: CaseDraft, at: number) =>
    writing(db, (tx) => recordCase(tx, guildId, draft, at));
  return { db, cases: createCaseStore(db), record, notices: createNoticeStore(db) };
}

describe('cases', () => {
  test('are numbered in each server from 1, and kept whole', async () => {
    const { cases, record } = setUp();
    const draft = deed('block', {
      targetId: 'ada',
      jobId: 7,
      reason: 'Spam',
      until: START + 1,
      detail: 'for an hour',
    });
    const made = await record('guild', draft, START);
    expect(made).toEqual({ ...draft, guildId: 'guild', number: 1, at: START });
    expect((await record('guild', deed('unblock'), START)).number).toBe(2);
    expect((await record('other', deed('unblock'), START)).number).toBe(1);
    expect(await cases.find('guild', 1)).toEqual(made);
    expect(await cases.find('guild', 3)).toBeUndefined();
    expect((await cases.find('other', 1))?.kind).toBe('unblock');
  });

  test('on a video are found by it, the newest of the kinds asked for', async () => {
    const { cases, record } = setUp();
    const job = { id: 7, guildId: 'guild', userId: 'ada' };
    await record('guild', deed('approve', { targetId: 'ada', jobId: 7 }), START);
    await record('guild', deed('spoiler', { targetId: 'ada', jobId: 7 }), START);
    await record('guild', deed('approve', { targetId: 'ada', jobId: 8 }), START);
    await record('other', deed('deny', { targetId: 'ada', jobId: 7 }), START);
    for (let count = 0; count < 30; count += 1) {
      await record('guild', deed('block', { targetId: 'ada' }), START);
    }
    expect((await cases.ofJob(job, ['approve', 'deny']))?.number).toBe(1);
    expect((await cases.ofJob(job, ['approve', 'spoiler']))?.number).toBe(2);
    expect(await cases.ofJob(job, ['remove'])).toBeUndefined();
  });

  test('are listed newest first, by whom they concern, page by page', async () => {
    const { cases, record } = setUp();
    for (const targetId of ['ada', 'bob', 'ada', 'ada']) {
      await record('guild', deed('block', { targetId }), START);
    }
    await record('other', deed('block', { targetId: 'ada' }), START);
    const numbers = async (...asked: Parameters<typeof cases.list>) =>
      (await cases.list(...asked)).map(({ number }) => number);
    expect(await numbers('guild', {}, 9)).toEqual([4, 3, 2, 1]);
    expect(await numbers('guild', { targetId: 'ada' }, 2)).toEqual([4, 3]);
    expect(await numbers('guild', { targetId: 'ada', before: 3 }, 2)).toEqual([1]);
    expect(await numbers('guild', { before: 1 }, 9)).toEqual([]);
    expect(await numbers('guild', { targetId: 'eve' }, 9)).toEqual([]);
  });

  test('owe a message each to the log', async () => {
    const { notices, record } = setUp();
    await record('guild', deed('block'), START);
    await record('guild', deed('unblock'), START + 1);
    expect(await notices.due(START, 9)).toMatchObject([{ guildId: 'guild', kind: 'case', subjectId: 1 }]);
    expect(await notices.due(START + 1, 9)).toHaveLength(2);
    expect(await notices.due(START + 1, 1)).toHaveLength(1);
  });

  test('are not made of a deed that could not be done', async () => {
    const { db, cases, notices } = setUp();
    const blocks = createBlockStore(db);
    expect(await blocks.unblock('guild', 'ada', deed('unblock'), START)).toBeUndefined();
    expect(await cases.list('guild', {}, 9)).toEqual([]);
    expect(await notices.due(START, 9)).toEqual([]);
  });
});

describe('an owed message', () => {
  test('is due until it was posted, and again when it is to be tried later', async () => {
    const { notices, record } = setUp();
    await record('guild', deed('block'), START);
    const [notice] = await notices.due(START, 9);
    const id = notice?.id ?? 0;
    expect(notice).toEqual({
      id,
      guildId: 'guild',
      kind: 'case',
      subjectId: 1,
      createdAt: START,
      channelId: undefined,
      messageId: undefined,
    });
    await notices.postpone(id, START + 1_000);
    expect(await notices.due(START + 999, 9)).toEqual([]);
    expect(await notices.due(START + 1_000, 9)).toHaveLength(1);
    await notices.posted(id, { channelId: 'log', messageId: 'm' });
    expect(await notices.due(START + 1e9, 9)).toEqual([]);
  });

  test('that cannot be shown is done with', async () => {
    const { notices, record } = setUp();
    await record('guild', deed('block'), START);
    await notices.done((await notices.due(START, 1))[0]?.id ?? 0);
    expect(await notices.due(START + 1e9, 9)).toEqual([]);
  });
});
