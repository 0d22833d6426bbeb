import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { isFinal, JOB_STATES } from '../../src/jobs/states.ts';
import { DELETED_PROMPT } from '../../src/moderation/privacy.ts';
import { createLearntFacts } from '../../src/store/learnt-facts.ts';
import type { Database } from '../../src/store/open.ts';
import { createPrivacyStore } from '../../src/store/privacy-store.ts';
import { jobImages, jobs, quotaLedger } from '../../src/store/schema.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { faultsIn } from './books.ts';
import { admitInto, openStore } from './fixture.ts';
import { DAY_MS, type JobSpec, newJob, START } from './orders.ts';

const NO_CHALLENGES = { entries: 0, votes: 0, runningEntries: 0, votesOver: 0, remindersOver: 0, hosted: 0 };
const SECRET = 'a paper boat nobody else may know of';
const SETTINGS = { ...newJob().settings, prompt: SECRET, negativePrompt: `not ${SECRET}` };
const PICTURE: JobSpec['images'] = [
  { slot: 'image', url: `https://cdn.example/${encodeURIComponent(SECRET)}.png`, fileName: `${SECRET}.png` },
];

function open() {
  const { db, store } = openStore();
  return { db, store, privacy: createPrivacyStore(db) };
}

/** Everything that the database says of jobs, as one text. */
const allText = (db: Database): string =>
  decodeURIComponent(JSON.stringify([db.select().from(jobs).all(), db.select().from(jobImages).all()]));

const setRetention = (db: Database, guildId: string, retentionDays: number) =>
  createSettingsStore(db).change(guildId, { retentionDays }, { actorId: 'mod' }, () => '', START);

describe('what a member deletes', () => {
  test.for(JOB_STATES)('a video that is %s loses its texts only if it has ended', async (state) => {
    const { db, store, privacy } = open();
    const job = await admitInto(store, state, { settings: SETTINGS, images: PICTURE });
    const ledger = db.select().from(quotaLedger).all();
    expect(await privacy.kept('guild', 'ada')).toEqual({
      total: 1,
      deletable: isFinal(state) ? 1 : 0,
      underWay: isFinal(state) ? [] : [job.id],
      challenges: NO_CHALLENGES,
    });

    expect(await privacy.purgeMember('guild', 'ada', START + 1)).toBe(isFinal(state) ? 1 : 0);
    const after = await store.find(job.id);
    if (isFinal(state)) {
      expect(allText(db)).not.toContain(SECRET);
      expect(after?.purgedAt).toBe(START + 1);
      expect(after?.settings).toEqual({ ...newJob().settings, prompt: DELETED_PROMPT });
      expect(after?.images.map(({ slot }) => slot)).toEqual(['image']);
      expect(await privacy.kept('guild', 'ada')).toEqual({
        total: 1,
        deletable: 0,
        underWay: [],
        challenges: NO_CHALLENGES,
      });
    } else {
      expect(after).toEqual(job);
    }
    expect(db.select().from(quotaLedger).all()).toEqual(ledger);
    expect(faultsIn(db)).toEqual([]);
  });

  test('reasons of others, which may repeat the prompt, go with it', async () => {
    const { db, store, privacy } = open();
    const { id } = await admitInto(store, 'failed', { settings: SETTINGS });
    db.update(jobs)
      .set({ failureDetail: `refused: ${SECRET}`, holdReason: `It says: ${SECRET}`, cardHash: SECRET })
      .where(eq(jobs.id, id))
      .run();
    await privacy.purgeMember('guild', 'ada', START);
    expect(allText(db)).not.toContain(SECRET);
  });

  test('nobody else’s videos are touched, nor one’s own in another server', async () => {
    const { store, privacy } = open();
    const bobs = await admitInto(store, 'delivered', { userId: 'bob' });
    const elsewhere = await admitInto(store, 'delivered', { guildId: 'elsewhere' });
    await admitInto(store, 'delivered');
    expect(await privacy.purgeMember('guild', 'ada', START)).toBe(1);
    expect(await store.find(bobs.id)).toEqual(bobs);
    expect(await store.find(elsewhere.id)).toEqual(elsewhere);
  });

  test('what was deleted once is not deleted again', async () => {
    const { store, privacy } = open();
    const { id } = await admitInto(store, 'delivered');
    await privacy.purgeMember('guild', 'ada', START + 1);
    expect(await privacy.purgeMember('guild', 'ada', START + 2)).toBe(0);
    expect((await store.find(id))?.purgedAt).toBe(START + 1);
  });
});

describe('what a server keeps no longer', () => {
  test('videos that ended longer ago than the server’s days lose their texts, and no others', async () => {
    const { db, store, privacy } = open();
    await setRetention(db, 'guild', 30);
    const old = await admitInto(store, 'delivered');
    const young = await admitInto(store, 'delivered', {}, START + DAY_MS);
    const waiting = await admitInto(store, 'queued');
    const longAtWork = await admitInto(store, 'delivered');
    db.update(jobs)
      .set({ stateSince: START + DAY_MS })
      .where(eq(jobs.id, longAtWork.id))
      .run();
    const elsewhere = await admitInto(store, 'delivered', { guildId: 'keeps everything' });

    expect(await privacy.purgeExpired(10, START + 30 * DAY_MS)).toBe(0);
    expect(await privacy.purgeExpired(10, START + 30 * DAY_MS + 1)).toBe(1);
    const purged = async (id: number) => (await store.find(id))?.purgedAt !== undefined;
    expect(await purged(old.id)).toBe(true);
    for (const { id } of [young, waiting, longAtWork, elsewhere]) expect(await purged(id)).toBe(false);
    expect(await privacy.purgeExpired(10, START + 31 * DAY_MS + 1)).toBe(2);
  });

  test('a server that asks for no end after all keeps what it still has', async () => {
    const { db, store, privacy } = open();
    await setRetention(db, 'guild', 1);
    const change = { retentionDays: undefined };
    await createSettingsStore(db).change('guild', change, { actorId: 'mod' }, () => '', START);
    await admitInto(store, 'delivered');
    expect(await privacy.purgeExpired(10, START + 1_000 * DAY_MS)).toBe(0);
  });

  test('it goes in batches over all servers, until none is left', async () => {
    const { db, store, privacy } = open();
    for (const guildId of ['a', 'b', 'c']) {
      await setRetention(db, guildId, 1);
      for (let video = 0; video < 3; video += 1) await admitInto(store, 'delivered', { guildId });
    }
    const batch = () => privacy.purgeExpired(4, START + 2 * DAY_MS);
    expect([await batch(), await batch(), await batch(), await batch()]).toEqual([4, 4, 1, 0]);
  });
});

describe('files of purged videos', () => {
  const withFiles = async ({ db, store }: ReturnType<typeof open>, spec: JobSpec, picture: string) => {
    const { id } = await admitInto(store, 'delivered', { images: PICTURE, ...spec });
    await store.pictureStored(id, 'image', picture);
    const videoPath = `videos/${id}.mp4`;
    db.update(jobs).set({ videoPath, videoBytes: 5 }).where(eq(jobs.id, id)).run();
    return { jobId: id, videoPath, pictures: [picture] };
  };

  test('rows name their files until these are said to be deleted', async () => {
    const opened = open();
    const { db, store, privacy } = opened;
    const first = await withFiles(opened, {}, 'one.png');
    const second = await withFiles(opened, {}, 'two.png');
    await withFiles(opened, { userId: 'bob' }, 'three.png');
    await admitInto(store, 'delivered');
    const facts = createLearntFacts(db);
    await facts.learnUploadedAsset('one.png', 'asset_1', START);
    await facts.learnUploadedAsset('two.png', 'asset_2', START);
    expect(await privacy.purgedFiles(0, 10)).toEqual([]);

    await privacy.purgeMember('guild', 'ada', START);
    expect(await privacy.purgedFiles(0, 10)).toEqual([first, second]);
    expect(await privacy.purgedFiles(0, 1)).toEqual([first]);
    expect(await privacy.purgedFiles(first.jobId, 10)).toEqual([second]);

    await privacy.filesDeleted(first.jobId, ['one.png']);
    await privacy.filesDeleted(first.jobId, ['one.png']);
    expect(await privacy.purgedFiles(0, 10)).toEqual([second]);
    expect((await store.find(first.jobId))?.video).toBeUndefined();
    expect(await facts.uploadedAsset('one.png', 0)).toBeUndefined();
    expect(await facts.uploadedAsset('two.png', 0)).toBe('asset_2');
    expect(faultsIn(db)).toEqual([]);
  });

  test('a picture is in use while a job that was not purged names it', async () => {
    const opened = open();
    const { privacy } = opened;
    await withFiles(opened, {}, 'shared.png');
    await withFiles(opened, { userId: 'bob', guildId: 'elsewhere' }, 'shared.png');
    expect(await privacy.pictureInUse('shared.png')).toBe(true);
    expect(await privacy.pictureInUse('unknown.png')).toBe(false);
    await privacy.purgeMember('guild', 'ada', START);
    expect(await privacy.pictureInUse('shared.png')).toBe(true);
    await privacy.purgeMember('elsewhere', 'bob', START);
    expect(await privacy.pictureInUse('shared.png')).toBe(false);
  });
});
