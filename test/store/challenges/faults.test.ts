import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { DEFAULT_CHALLENGE_SETTINGS } from '../../../src/challenges/settings.ts';
import { temporaryFile } from '../fixture.ts';
import { START } from '../orders.ts';
import {
  challengeIn,
  contentsOf,
  ENTRIES_UNTIL,
  newChallenge,
  newEntry,
  open,
  outcomeOf,
  VOTES_UNTIL,
  vote,
  WHILE_OPEN,
  WHILE_VOTING,
} from './scene.ts';

type Stores = ReturnType<typeof open>;

/** From now on nothing of this kind can be written. */
const breakTable = ({ db }: Stores, deed: 'insert' | 'update', table: string): void =>
  void db.run(
    sql.raw(
      `create trigger broken before ${deed} on ${table} begin select raise(abort, 'the disk is broken'); end`,
    ),
  );

const PRIZES = [{ place: 1, roleId: '10', bonusVideos: 2 }];

/** What is done in a challenge, and the last table that it writes to, or one in its midst. */
const DEEDS: [
  name: string,
  table: string,
  deed: 'insert' | 'update',
  set: (stores: Stores) => Promise<() => Promise<unknown>>,
][] = [
  ['a move to voting', 'challenge_posts', 'insert', toVoting],
  ['a move to voting', 'challenge_posts', 'update', toVoting],
  ['a move to voting', 'challenges', 'update', toVoting],
  ['a pause', 'challenges', 'update', pause],
  ['a change', 'challenges', 'update', change],
  ['an entry', 'challenge_posts', 'update', enter],
  ['a disqualification', 'cases', 'insert', disqualify],
  ['a disqualification', 'notices', 'insert', disqualify],
  ['a vote', 'challenge_ballots', 'update', changeVote],
  ['a close', 'challenge_placements', 'insert', close],
  ['a close', 'role_awards', 'insert', close],
  ['a close', 'quota_grants', 'insert', close],
  ['a close', 'challenge_posts', 'insert', close],
  ['a close', 'challenges', 'update', close],
  ['the next of a series', 'challenges', 'insert', makeNext],
  ['the next of a series', 'challenge_posts', 'insert', makeNext],
  ['a deletion of data', 'challenge_ballots', 'update', purge],
];

test.each(DEEDS)('%s that fails at %s (%s) has done nothing', async (_name, table, deed, set) => {
  const stores = open();
  const act = await set(stores);
  const before = contentsOf(stores.db);
  breakTable(stores, deed, table);
  await expect(act()).rejects.toThrow();
  expect(contentsOf(stores.db)).toEqual(before);
  stores.db.run(sql`drop trigger broken`);
  await act();
  expect(contentsOf(stores.db)).not.toEqual(before);
});

async function toVoting({ challenges }: Stores) {
  const { id } = await challengeIn(challenges, 'review');
  return () => challenges.move(id, { from: 'review', to: 'voting', at: VOTES_UNTIL });
}

async function pause({ challenges }: Stores) {
  const { id } = await challengeIn(challenges, 'open');
  return () => challenges.pause(id, 'a storm', WHILE_OPEN);
}

async function change({ challenges }: Stores) {
  const { id } = await challengeIn(challenges, 'open');
  return () => challenges.change(id, ['open'], { title: 'Ships' }, WHILE_OPEN);
}

async function enter({ challenges }: Stores) {
  const entry = newEntry(await challengeIn(challenges, 'open'), { userId: 'eve' });
  return () => challenges.enter(entry, WHILE_OPEN);
}

async function disqualify({ challenges }: Stores) {
  await challengeIn(challenges, 'voting');
  return () => challenges.disqualify(1, { kind: 'remove', actorId: 'mod' }, WHILE_VOTING);
}

async function changeVote({ challenges, ballots }: Stores) {
  const challenge = await challengeIn(challenges, 'voting');
  await ballots.cast(vote(challenge, 'eve', 1, 4), WHILE_VOTING);
  return () => ballots.cast(vote(challenge, 'eve', 1, 5), WHILE_VOTING);
}

async function close({ challenges }: Stores) {
  const { id } = await challengeIn(challenges, 'tallying', { settings: { prizes: PRIZES } });
  const outcome = outcomeOf(await challenges.entries(id));
  return () => challenges.close(id, outcome, VOTES_UNTIL);
}

async function makeNext({ series }: Stores) {
  const settings = { settings: DEFAULT_CHALLENGE_SETTINGS, channelId: 'channel', rules: undefined };
  const times = { pattern: '0 18 * * 5', timeZone: 'UTC', entryHours: 1, votingHours: 1, nextAt: START };
  const { id } = await series.create(
    { ...settings, ...times, guildId: 'guild', hostId: 'host', title: 'x', nextTheme: 'list', themes: ['a'] },
    START,
  );
  const next = { at: START, themeId: 1, challenge: newChallenge(), nextAt: START + 1, isLate: true };
  return () => series.makeNext(id, next, START);
}

async function purge({ challenges, ballots, privacy }: Stores) {
  const challenge = await challengeIn(challenges, 'voting');
  await ballots.cast(vote(challenge, 'ada', 2, 4), WHILE_VOTING);
  await challenges.move(challenge.id, { from: 'voting', to: 'cancelled', at: WHILE_VOTING });
  await challengeIn(challenges, 'open');
  return () => privacy.purgeMember('guild', 'ada', WHILE_VOTING);
}

describe('on a full disk', () => {
  test('an entry is refused in words that a member can act upon, and leaves nothing', async () => {
    const stores = open(temporaryFile());
    const challenge = await challengeIn(stores.challenges, 'open');
    const before = contentsOf(stores.db);
    const { page_count: pages } = stores.db.get<{ page_count: number }>(sql.raw('pragma page_count'));
    stores.db.get(sql.raw(`pragma max_page_count = ${pages}`));
    const entry = newEntry(challenge, { userId: 'eve', title: 'x'.repeat(100_000) });
    await expect(stores.challenges.enter(entry, WHILE_OPEN)).rejects.toMatchObject({ code: 'disk-full' });
    expect(contentsOf(stores.db)).toEqual(before);
  });
});

test('settings that could not be read again are not written', async () => {
  const { challenges, db } = open();
  const { id, settings } = await challengeIn(challenges, 'draft');
  const before = contentsOf(db);
  const broken = { settings: { ...settings, entriesPerMember: 0 } };
  await expect(challenges.change(id, ['draft'], broken, START)).rejects.toThrow();
  await expect(challenges.create(newChallenge(broken), ENTRIES_UNTIL)).rejects.toThrow();
  expect(contentsOf(db)).toEqual(before);
});
