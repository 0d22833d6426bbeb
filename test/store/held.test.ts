import { describe, expect, test } from 'vitest';
import type { HoldRequest } from '../../src/jobs/job-store.ts';
import { createBlockStore } from '../../src/store/block-store.ts';
import { createNoticeStore } from '../../src/store/notice-store.ts';
import { createQuotaRulesStore } from '../../src/store/quota-rules-store.ts';
import { jobs, quotaLedger } from '../../src/store/schema.ts';
import { faultsIn } from './books.ts';
import { admit, claimNext, drain, FOR_APPROVAL, openStore, walk } from './fixture.ts';
import { deed, grantTo, setRule } from './moderators.ts';
import { DAY_MS, newJob, START, termsOf, videosADay } from './orders.ts';

const FOR_CONFIRMATION: HoldRequest = { hold: 'confirmation', reason: undefined, until: START + 60_000 };
const LATER = START + 1_000;
const IMAGES = [{ slot: 'image' as const, url: 'https://cdn/x.png', fileName: 'x.png' }];

function setUp() {
  const { db, store } = openStore();
  const notices = createNoticeStore(db);
  const hold = async (request: HoldRequest, terms = termsOf()) => {
    const job = newJob({ images: IMAGES, userId: terms.member.userId });
    const result = await store.admit(job, terms, request, START);
    if (result.kind !== 'admitted')
      throw new Error(`a job of the test was not admitted: ${JSON.stringify(result)}`);
    return result.job;
  };
  const ledger = () => db.select().from(quotaLedger).all();
  const due = async (at: number) =>
    (await notices.due(at, 99)).map(({ kind, subjectId }) => [kind, subjectId]);
  return { db, store, notices, hold, ledger, due };
}

describe('a held video', () => {
  test('reserves nothing and is not in the queue', async () => {
    const { db, store, hold, ledger } = setUp();
    const job = await hold(FOR_APPROVAL);
    expect(job).toMatchObject({ state: 'held', hold: 'approval', holdReason: FOR_APPROVAL.reason });
    expect(ledger()).toEqual([]);
    expect(await claimNext(store)).toBeUndefined();
    expect(await store.lanes('guild')).toEqual([]);
    expect(await store.activeInGuild('guild')).toEqual([job]);
    expect(faultsIn(db)).toEqual([]);
  });

  test('has its pictures fetched while it waits for moderators, and not before its author’s yes', async () => {
    const { store, hold } = setUp();
    const toFetch = async (at: number) => (await store.withPicturesToFetch(at, 9)).map(({ id }) => id);
    const asked = await hold(FOR_CONFIRMATION);
    expect(await toFetch(START + 1e9)).toEqual([]);
    const waiting = await hold(FOR_APPROVAL);
    expect(await toFetch(START)).toEqual([waiting.id]);
    await store.letGo(asked.id, 'confirmation', termsOf(), FOR_APPROVAL, undefined, LATER);
    expect(await toFetch(LATER)).toEqual([asked.id, waiting.id]);
    for (const { id } of [asked, waiting]) await store.pictureStored(id, 'image', 'kept.png');
    await store.letGo(waiting.id, 'approval', termsOf(), undefined, undefined, LATER);
    expect(await toFetch(START + 1e9)).toEqual([]);
  });

  test('is told to moderators when it waits for them, and not while its author thinks the price over', async () => {
    const { hold, due } = setUp();
    await hold(FOR_CONFIRMATION);
    expect(await due(LATER)).toEqual([]);
    const waiting = await hold(FOR_APPROVAL);
    expect(await due(LATER)).toEqual([['held', waiting.id]]);
  });

  test('of the same interaction again is the same', async () => {
    const { db, store } = setUp();
    const order = newJob();
    const first = await store.admit(order, termsOf(), FOR_APPROVAL, START);
    expect(await store.admit(order, termsOf(), undefined, LATER)).toEqual(first);
    expect(db.select().from(jobs).all()).toHaveLength(1);
  });

  test('is found once its time has run out', async () => {
    const { store, hold } = setUp();
    const job = await hold(FOR_CONFIRMATION);
    await hold(FOR_APPROVAL);
    expect(await store.expiredHolds(FOR_CONFIRMATION.until - 1)).toEqual([]);
    expect(await store.expiredHolds(FOR_CONFIRMATION.until)).toEqual([job]);
  });

  test('cannot be moved into the queue past the books', async () => {
    const { db, store, hold } = setUp();
    const { id } = await hold(FOR_APPROVAL);
    await expect(store.move(id, { from: 'held', to: 'queued', at: LATER })).rejects.toThrow(/is held/);
    expect(faultsIn(db)).toEqual([]);
  });

  test.each(['denied', 'cancelled'] as const)(
    'that is %s gives nothing back, for it took nothing',
    async (state) => {
      const { db, store, notices, hold, ledger, due } = setUp();
      const { id } = await hold(FOR_APPROVAL);
      const [notice] = await notices.due(START, 1);
      await notices.posted(notice?.id ?? 0, { channelId: 'mods', messageId: 'm' });
      const ended = await walk(store, id, [state], LATER, {
        changes: { failure: { code: 'not-approved', detail: 'No' } },
      });
      expect(ended).toMatchObject({
        state,
        hold: 'approval',
        failure: { code: 'not-approved', detail: 'No' },
      });
      expect(ledger()).toEqual([]);
      // The moderators' message is edited.
      expect(await due(LATER)).toEqual([['held', id]]);
      expect(faultsIn(db)).toEqual([]);
    },
  );
});

describe('letting go', () => {
  test('takes the quota then, puts the video in the queue, and edits what the moderators see', async () => {
    const { db, store, notices, hold, ledger, due } = setUp();
    const { id } = await hold(FOR_APPROVAL);
    const [notice] = await notices.due(START, 1);
    await notices.posted(notice?.id ?? 0, { channelId: 'mods', messageId: 'm' });
    const draft = deed('approve', { jobId: id, targetId: 'ada' });
    const result = await store.letGo(id, 'approval', termsOf({ expectedUnits: 60 }), undefined, draft, LATER);
    expect(result).toMatchObject({
      kind: 'admitted',
      job: { state: 'queued', hold: undefined, stateSince: LATER },
    });
    expect(ledger()).toMatchObject([
      { jobId: id, entry: 'reserve', videos: 1, seconds: 8, units: 60, at: LATER },
    ]);
    expect((await store.withPicturesToFetch(LATER, 9)).map((job) => job.id)).toEqual([id]);
    expect(await due(LATER)).toEqual([
      ['held', id],
      ['case', 1],
    ]);
    expect((await claimNext(store))?.id).toBe(id);
    expect(faultsIn(db)).toEqual([]);
  });

  test('on the author’s yes may lead to a moderator, with nothing taken yet', async () => {
    const { db, store, hold, ledger, due } = setUp();
    const { id } = await hold(FOR_CONFIRMATION);
    const result = await store.letGo(id, 'confirmation', termsOf(), FOR_APPROVAL, undefined, LATER);
    expect(result).toMatchObject({ kind: 'admitted', job: { state: 'held', hold: 'approval' } });
    expect(ledger()).toEqual([]);
    expect(await due(LATER)).toEqual([['held', id]]);
    expect(await store.expiredHolds(FOR_CONFIRMATION.until)).toEqual([]);
    expect(await store.letGo(id, 'confirmation', termsOf(), undefined, undefined, LATER)).toBeUndefined();
    await store.letGo(id, 'approval', termsOf(), undefined, undefined, LATER);
    expect(ledger()).toHaveLength(1);
    expect(faultsIn(db)).toEqual([]);
  });

  test('happens once, and never to a video that is not held', async () => {
    const { store, hold, ledger } = setUp();
    const { id } = await hold(FOR_APPROVAL);
    const letGo = () => store.letGo(id, 'approval', termsOf(), undefined, deed('approve'), LATER);
    const both = await Promise.all([letGo(), letGo()]);
    expect(both.map((result) => result?.kind)).toEqual(['admitted', undefined]);
    expect(ledger()).toHaveLength(1);
    await walk(store, id, ['cancelled']);
    expect(await letGo()).toBeUndefined();
    expect(await store.letGo(99, 'approval', termsOf(), undefined, undefined, LATER)).toBeUndefined();
  });

  test('is refused by what holds now, and the video goes on being held', async () => {
    const { db, store, hold, ledger } = setUp();
    const terms = termsOf({ limits: [videosADay(1)] });
    const first = await hold(FOR_APPROVAL, terms);
    const second = await hold(FOR_APPROVAL, terms);
    await store.letGo(first.id, 'approval', terms, undefined, deed('approve'), LATER);
    const refused = await store.letGo(second.id, 'approval', terms, undefined, deed('approve'), LATER);
    expect(refused).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'quota', decision: { kind: 'over-limit' } },
    });
    expect(await store.find(second.id)).toEqual(second);
    expect(ledger()).toHaveLength(1);
    // A day later there is room.
    const next = await store.letGo(second.id, 'approval', terms, undefined, undefined, LATER + DAY_MS);
    expect(next?.kind).toBe('admitted');
    expect(faultsIn(db)).toEqual([]);
  });

  test('is refused to an author who was blocked, and while the queue is drained', async () => {
    const { db, store, hold, ledger } = setUp();
    const { id } = await hold(FOR_APPROVAL);
    const letGo = async () => store.letGo(id, 'approval', termsOf(), undefined, undefined, LATER);
    const drained = { mode: 'draining', reason: undefined, byId: 'mod', since: START } as const;
    await store.setQueueMode('guild', drained, deed('queue-drain'), START);
    expect(await letGo()).toMatchObject({ refusal: { kind: 'draining' } });
    const block = {
      guildId: 'guild',
      userId: 'ada',
      reason: undefined,
      byId: 'mod',
      since: START,
      until: undefined,
    };
    await createBlockStore(db).block(block, deed('block'), START);
    expect(await letGo()).toMatchObject({ refusal: { kind: 'blocked' } });
    expect(ledger()).toEqual([]);
  });

  test('does not count the video itself among its author’s active ones', async () => {
    const { db, store, hold } = setUp();
    await setRule(createQuotaRulesStore(db), { kind: 'max-active', videos: 1 });
    const { id } = await hold(FOR_APPROVAL);
    expect((await store.letGo(id, 'approval', termsOf(), undefined, undefined, LATER))?.kind).toBe(
      'admitted',
    );
  });

  test('spends a grant that there is by then', async () => {
    const { db, store, hold, ledger } = setUp();
    const terms = termsOf({ limits: [videosADay(1)] });
    const { id } = await hold(FOR_APPROVAL, terms);
    const grantId = await grantTo(createQuotaRulesStore(db));
    await store.letGo(id, 'approval', terms, undefined, undefined, LATER);
    expect(ledger()).toMatchObject([{ entry: 'reserve', grantId }]);
  });

  test('puts its author behind those who wait already', async () => {
    const { store, hold } = setUp();
    const { id } = await hold(FOR_APPROVAL);
    const bob = await admit(store, { userId: 'bob' });
    await store.letGo(id, 'approval', termsOf(), undefined, undefined, LATER);
    expect(await drain(store)).toEqual([bob.id, id]);
  });
});
