import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { tally } from '../../../src/challenges/tally.ts';
import * as challengeSchema from '../../../src/store/challenge-schema.ts';
import { jobs } from '../../../src/store/schema.ts';
import { admitInto } from '../fixture.ts';
import { DAY_MS, START } from '../orders.ts';
import {
  challengeIn,
  dueNames,
  ENTRIES_UNTIL,
  enter,
  go,
  newChallenge,
  open,
  openChallenge,
  outcomeOf,
  REFUSAL,
  settlePosts,
  VOTES_UNTIL,
  vote,
  WHILE_OPEN,
  WHILE_VOTING,
} from './scene.ts';

type Stores = ReturnType<typeof open>;
const SECRET = 'a paper boat nobody else may know of';
const allText = ({ db }: Stores) => JSON.stringify(db.select().from(challengeSchema.challengeEntries).all());

/** Ada's finished video as an entry, beside Bob's and Cid's, in a challenge that takes votes. */
async function withEntry(stores: Stores, changes: { guildId?: string } = {}) {
  const { challenges } = stores;
  const { id: jobId } = await admitInto(stores.store, 'delivered', changes);
  const challenge = await openChallenge(challenges, changes);
  const entry = await enter(challenges, challenge, { jobId, title: SECRET });
  for (const userId of ['bob', 'cid']) await enter(challenges, challenge, { userId });
  await go(challenges, challenge.id, 'open', 'voting', ENTRIES_UNTIL);
  await challenges.votingReady(challenge.id, (present) => present, ENTRIES_UNTIL);
  return { challenge, entry, jobId };
}

async function close({ challenges }: Stores, id: number) {
  await go(challenges, id, 'voting', 'tallying', VOTES_UNTIL);
  const closed = await challenges.close(
    id,
    outcomeOf(await challenges.entries(id, ['accepted'])),
    VOTES_UNTIL,
  );
  expect(closed?.phase).toBe('closed');
}

describe('a member who deletes their data', () => {
  test('takes their entries out of challenges that go on, visibly; titles go with them', async () => {
    const stores = open();
    const { challenge, entry, jobId } = await withEntry(stores);
    const elsewhere = await withEntry(stores, { guildId: 'elsewhere' });
    await settlePosts(stores, WHILE_VOTING);
    expect(await stores.privacy.purgeMember('guild', 'ada', WHILE_VOTING)).toBe(1);
    expect(await stores.challenges.entry(entry.id)).toEqual({
      ...entry,
      state: 'withdrawn',
      title: undefined,
    });
    expect(await stores.challenges.needsVideo(jobId)).toBe(false);
    expect((await dueNames(stores, WHILE_VOTING)).toSorted()).toEqual([
      'announcement 0',
      'contact-sheet 0',
      `entry ${entry.id}`,
    ]);
    expect((await stores.challenges.entries(challenge.id, ['accepted'])).map(({ userId }) => userId)).toEqual(
      ['bob', 'cid'],
    );
    expect(await stores.challenges.entry(elsewhere.entry.id)).toEqual(elsewhere.entry);
  });

  test('keeps their place in those that are over, without a title or another’s words on it', async () => {
    const stores = open();
    const { challenge, entry } = await withEntry(stores);
    const { id: refusedIn } = await openChallenge(stores.challenges);
    const refused = await enter(
      stores.challenges,
      { id: refusedIn },
      { jobId: entry.jobId, title: SECRET, state: 'waiting' },
    );
    await stores.challenges.decide(
      refused,
      'refused',
      { ...REFUSAL, reason: `It says: ${SECRET}` },
      WHILE_OPEN,
    );
    await close(stores, challenge.id);
    const outcome = await stores.challenges.outcome(challenge.id);
    await stores.privacy.purgeMember('guild', 'ada', VOTES_UNTIL);
    expect(allText(stores)).not.toContain(SECRET);
    expect(await stores.challenges.outcome(challenge.id)).toEqual(outcome);
    const hall = await stores.challenges.hall('guild', 0, 1);
    expect(hall.challenges[0]?.winners[0]).toMatchObject({ userId: 'ada', title: undefined });
  });

  test('loses their name on ballots of challenges that are over, and the result can still be counted', async () => {
    const stores = open();
    const { challenges, ballots, reminders, series } = stores;
    const { challenge, entry } = await withEntry(stores);
    const running = await withEntry(stores);
    const elsewhere = await withEntry(stores, { guildId: 'elsewhere' });
    const { id } = challenge;
    for (const [scene, voterId, value] of [
      [challenge, 'eve', 5],
      [challenge, 'dan', 2],
      [running.challenge, 'eve', 4],
      [elsewhere.challenge, 'eve', 3],
    ] as const) {
      const target = (await challenges.entries(scene.id)).find(({ userId }) => userId === 'ada');
      await ballots.cast(vote(scene, voterId, target?.id ?? 0, value), WHILE_VOTING);
      await reminders.toggle(scene.id, voterId);
    }
    await go(challenges, id, 'voting', 'tallying', VOTES_UNTIL);
    const verdicts = ['eve', 'dan'].map((voterId) => ({ voterId, valid: true }));
    await ballots.checked(id, 1, verdicts);
    const rules = { method: 'stars', ties: 'order', minRatings: 1 } as const;
    const count = async () =>
      tally(await challenges.entries(id), (await ballots.valid(id, 1)).ballots, rules);
    const counted = await count();
    await challenges.close(id, outcomeOf([entry]), VOTES_UNTIL);

    await stores.privacy.purgeMember('guild', 'eve', VOTES_UNTIL);
    expect(await count()).toEqual(counted);
    const voters = async (challengeId: number) =>
      (await ballots.all(challengeId, 1)).map(({ voterId, accountCreatedAt }) => [voterId, accountCreatedAt]);
    expect(await voters(id)).toEqual([
      ['dan', START - DAY_MS],
      [expect.stringMatching(/^deleted-[\da-f]{32}$/), 0],
    ]);
    expect(await ballots.turnout(id, 1)).toBe(2);
    expect(await voters(running.challenge.id)).toEqual([['eve', START - DAY_MS]]);
    expect(await voters(elsewhere.challenge.id)).toEqual([['eve', START - DAY_MS]]);
    expect(await reminders.toTell(id, 'x', 9)).toEqual(['dan']);
    expect(await reminders.toTell(running.challenge.id, 'x', 9)).toEqual(['eve']);
    expect(await series.themeVotes(id)).toEqual(new Map());
    // A second one gets another name: they are not the same.
    await stores.privacy.purgeMember('guild', 'dan', VOTES_UNTIL);
    expect(new Set((await voters(id)).map(([voterId]) => voterId)).size).toBe(2);
  });

  test('loses their name on votes for themes as well', async () => {
    const stores = open();
    const { challenges, series, db } = stores;
    const draft = newChallenge();
    const { id: seriesId } = await series.create(
      {
        ...draft,
        pattern: '0 18 * * 5',
        timeZone: 'UTC',
        entryHours: 1,
        votingHours: 1,
        nextTheme: 'vote',
        nextAt: START,
        themes: ['boats'],
      },
      START,
    );
    const { id } = await challengeIn(challenges, 'voting', { seriesId });
    await series.voteForTheme({ challengeId: id, voterId: 'eve', themeId: 1 }, WHILE_VOTING);
    await go(challenges, id, 'voting', 'cancelled', WHILE_VOTING);
    await stores.privacy.purgeMember('guild', 'eve', WHILE_VOTING);
    expect(await series.themeVotes(id)).toEqual(new Map([[1, 1]]));
    expect(JSON.stringify(db.select().from(challengeSchema.themeBallots).all())).not.toContain('eve');
  });
});

test('what a server keeps no longer goes once no challenge needs it', async () => {
  const stores = open();
  await stores.settings.change('guild', { retentionDays: 1 }, { actorId: 'mod' }, () => '', START);
  const { challenge, jobId } = await withEntry(stores);
  const old = await admitInto(stores.store, 'delivered');
  const later = START + 30 * DAY_MS;
  expect(await stores.privacy.purgeExpired(9, later)).toBe(1);
  expect((await stores.store.find(old.id))?.purgedAt).toBe(later);
  expect((await stores.store.find(jobId))?.purgedAt).toBeUndefined();
  expect(allText(stores)).toContain(SECRET);
  await close(stores, challenge.id);
  expect(await stores.privacy.purgeExpired(9, later)).toBe(1);
  expect(allText(stores)).not.toContain(SECRET);
});

test.each(['age', 'room'] as const)(
  'the library spares videos of challenges that go on (%s)',
  async (reason) => {
    const stores = open();
    const { challenge, jobId } = await withEntry(stores);
    const other = await admitInto(stores.store, 'delivered');
    const file = { bytes: 1, durationMs: 1, width: 1, height: 1, videoCodec: 'avc', audioCodec: undefined };
    for (const id of [jobId, other.id]) {
      const path = `videos/${id}.mp4`;
      await stores.library.add({ ...file, path, hash: `${id}`, storedAt: START });
      stores.db.update(jobs).set({ videoPath: path, videoBytes: 1 }).where(eq(jobs.id, id)).run();
    }
    const removable = async () =>
      (await stores.library.removable(reason, START + 1, 9)).map(({ path }) => path);
    expect(await removable()).toEqual([`videos/${other.id}.mp4`]);
    await close(stores, challenge.id);
    expect(await removable()).toEqual([jobId, other.id].map((id) => `videos/${id}.mp4`));
  },
);

describe('a server that the bot has left', () => {
  async function inBoth() {
    const stores = open();
    for (const guildId of ['goes', 'stays']) {
      const { challenge, entry } = await withEntry(stores, { guildId });
      await stores.ballots.cast(vote(challenge, 'eve', entry.id, 3), WHILE_VOTING);
      await stores.reminders.toggle(challenge.id, 'eve');
      await close(stores, challenge.id);
      const { guildId: _, ...rest } = newChallenge();
      const times = { pattern: '* * * * *', timeZone: 'UTC', entryHours: 1, votingHours: 1, nextAt: START };
      await stores.series.create({ ...rest, ...times, guildId, nextTheme: 'list', themes: ['a'] }, START);
      await challengeIn(stores.challenges, 'announced', { guildId });
    }
    return stores;
  }
  const rowsIn = ({ db }: Stores) =>
    Object.entries(challengeSchema).map(([name, table]) => [name, db.select().from(table).all().length]);

  test('is known by its challenges alone', async () => {
    const stores = open();
    await challengeIn(stores.challenges, 'draft', { guildId: 'only challenges' });
    expect(await stores.departedGuilds.note([], START)).toMatchObject({ departed: ['only challenges'] });
  });

  test('loses its challenges and series; everybody else’s stay', async () => {
    const stores = await inBoth();
    const before = rowsIn(stores);
    await stores.departedGuilds.purge('goes', VOTES_UNTIL);
    expect(rowsIn(stores)).toEqual(before.map(([name, rows]) => [name, Number(rows) / 2]));
    expect(await stores.challenges.ofGuild('goes', ['announced', 'closed'], 9)).toEqual([]);
    expect(await stores.challenges.ofGuild('stays', ['announced', 'closed'], 9)).toHaveLength(2);
    expect(await stores.departedGuilds.forget('goes')).toBe(true);
    expect(await stores.departedGuilds.note(['stays'], VOTES_UNTIL)).toEqual({ departed: [], returned: [] });
  });

  test('is forgotten whole, whatever was left', async () => {
    const stores = await inBoth();
    expect(await stores.departedGuilds.forget('goes')).toBe(true);
    expect(await stores.series.ofGuild('goes', 9)).toEqual([]);
    expect(await stores.series.ofGuild('stays', 9)).toHaveLength(1);
    expect(await stores.challenges.ofGuild('goes', ['announced', 'closed'], 9)).toEqual([]);
  });
});
