import type { Challenge, Entry, Outcome } from '../../../src/challenges/challenge.ts';
import type { ChallengeStore, NewChallenge, NewEntry } from '../../../src/challenges/challenge-store.ts';
import type { Phase } from '../../../src/challenges/phases.ts';
import { type ChallengeSettings, DEFAULT_CHALLENGE_SETTINGS } from '../../../src/challenges/settings.ts';
import type { Standing } from '../../../src/challenges/tally.ts';
import type { Database } from '../../../src/store/open.ts';
import { createStores } from '../../../src/store/stores.ts';
import { openStore } from '../fixture.ts';
import { DAY_MS, START } from '../orders.ts';

/** When the phases of the tests' challenges end. */
export const OPENS = START + DAY_MS;
export const ENTRIES_UNTIL = START + 3 * DAY_MS;
export const REVIEW_UNTIL = START + 4 * DAY_MS;
export const VOTES_UNTIL = START + 6 * DAY_MS;
/** In the midst of each. */
export const WHILE_OPEN = START + 2 * DAY_MS;
export const WHILE_VOTING = START + 5 * DAY_MS;

/** All stores on a database of the test's own. */
export function open(file?: string) {
  const { db } = openStore(file);
  return { db, ...createStores(db) };
}

export function newChallenge({
  settings,
  ...changes
}: Partial<Omit<NewChallenge, 'settings'>> & { settings?: Partial<ChallengeSettings> } = {}): NewChallenge {
  return {
    guildId: 'guild',
    hostId: 'host',
    title: 'Boats',
    theme: 'Everything that floats',
    rules: undefined,
    settings: { ...DEFAULT_CHALLENGE_SETTINGS, ...settings },
    schedule: {
      opensAt: OPENS,
      entriesUntil: ENTRIES_UNTIL,
      reviewUntil: undefined,
      votesUntil: VOTES_UNTIL,
    },
    channelId: 'channel',
    secret: 'secret',
    ...changes,
  };
}

let videos = 0;

/** What a moderator decides on an entry. */
export const ACCEPTANCE = { kind: 'entry-accept', actorId: 'mod' } as const;
export const REFUSAL = { kind: 'entry-refuse', actorId: 'mod', reason: 'no boat' } as const;

/** An entry of a video of its own: rows of videos are not looked at here. */
export function newEntry(challenge: Pick<Challenge, 'id'>, changes: Partial<NewEntry> = {}): NewEntry {
  videos += 1;
  return {
    challengeId: challenge.id,
    userId: 'ada',
    jobId: 1_000_000 + videos,
    title: undefined,
    state: 'accepted',
    ...changes,
  };
}

/** Enters a video. Fails the test when it is not taken. */
export async function enter(
  store: ChallengeStore,
  challenge: Pick<Challenge, 'id'>,
  changes: Partial<NewEntry> = {},
  now = WHILE_OPEN,
): Promise<Entry> {
  const result = await store.enter(newEntry(challenge, changes), now);
  if (result.kind !== 'entered') throw new Error(`an entry of the test was not taken: ${result.kind}`);
  return result.entry;
}

/** Moves a challenge on. Fails the test when it does not go. */
export async function go(
  store: ChallengeStore,
  id: number,
  from: Phase,
  to: Phase,
  at: number,
): Promise<Challenge> {
  const moved = await store.move(id, { from, to, at });
  if (!moved) throw new Error(`challenge ${id} of the test did not go from ${from} to ${to}`);
  return moved;
}

/** A challenge that takes entries. */
export async function openChallenge(
  store: ChallengeStore,
  changes: Parameters<typeof newChallenge>[0] = {},
): Promise<Challenge> {
  const { id } = await store.create(newChallenge(changes), START);
  await go(store, id, 'draft', 'announced', START);
  return go(store, id, 'announced', 'open', OPENS);
}

/** A challenge that takes votes, with an entry of each of these members. */
export async function votingChallenge(
  store: ChallengeStore,
  members: readonly string[] = ['ada', 'bob', 'cid'],
  changes: Parameters<typeof newChallenge>[0] = {},
): Promise<{ challenge: Challenge; entries: Entry[] }> {
  const { id } = await openChallenge(store, changes);
  for (const userId of members) await enter(store, { id }, { userId });
  await go(store, id, 'open', 'voting', ENTRIES_UNTIL);
  await store.votingReady(id, (present) => present, ENTRIES_UNTIL);
  const challenge = await store.find(id);
  if (!challenge) throw new Error('the challenge of the test is gone');
  return { challenge, entries: await store.entries(id) };
}

/** Brings a new challenge into a phase, whichever: with three entries from `open` on. */
export async function challengeIn(
  store: ChallengeStore,
  phase: Phase,
  changes: Parameters<typeof newChallenge>[0] = {},
): Promise<Challenge> {
  switch (phase) {
    case 'draft':
      return store.create(newChallenge(changes), START);
    case 'announced':
      return go(store, (await challengeIn(store, 'draft', changes)).id, 'draft', phase, START);
    case 'open': {
      const challenge = await openChallenge(store, changes);
      for (const userId of ['ada', 'bob', 'cid']) await enter(store, challenge, { userId });
      return challenge;
    }
    case 'review': {
      const { id } = await challengeIn(store, 'open', changes);
      await enter(store, { id }, { userId: 'dan', state: 'waiting' });
      return go(store, id, 'open', 'review', ENTRIES_UNTIL);
    }
    case 'voting':
      return (await votingChallenge(store, undefined, changes)).challenge;
    case 'tallying': {
      const { id } = await challengeIn(store, 'voting', changes);
      return go(store, id, 'voting', 'tallying', VOTES_UNTIL);
    }
    case 'closed': {
      const { id } = await challengeIn(store, 'tallying', changes);
      const closed = await store.close(id, outcomeOf(await store.entries(id)), VOTES_UNTIL);
      if (!closed) throw new Error('the challenge of the test was not closed');
      return closed;
    }
    case 'cancelled': {
      const { id } = await challengeIn(store, 'announced', changes);
      return go(store, id, 'announced', 'cancelled', OPENS);
    }
  }
}

/** Entries placed in this order, or as they were counted. */
export const outcomeOf = (
  entries: readonly Entry[],
  standings: Standing[] = entries.map(({ id }, index) => ({
    entryId: id,
    place: index + 1,
    points: 9 - index,
    firsts: 0,
    raters: 3,
    counted: true,
  })),
): Outcome => ({
  placements: standings.map((standing) => ({ ...standing, passedOver: undefined })),
  ballots: 5,
  invalidBallots: 1,
});

/** The owed posts, as "kind subject", in the order in which they are due. */
export async function dueNames(stores: ReturnType<typeof open>, now: number): Promise<string[]> {
  const posts = await stores.challengePosts.due(now, 1_000);
  return posts.map(({ kind, subjectId }) => `${kind} ${subjectId}`);
}

/** All posts are as they should be: what is due after this was changed since. */
export async function settlePosts(stores: ReturnType<typeof open>, now: number): Promise<void> {
  for (const post of await stores.challengePosts.due(now, 1_000)) {
    await stores.challengePosts.shown(
      post,
      { channelId: 'c', messageId: `m${post.id}`, hash: 'h' },
      undefined,
    );
  }
}

export const vote = (
  challenge: Pick<Challenge, 'id'>,
  voterId: string,
  entryId: number,
  value: number | undefined,
) => ({ challengeId: challenge.id, voterId, accountCreatedAt: START - DAY_MS, entryId, value });

/** Every row of every table that has one, to see what has changed. */
export function contentsOf(db: Database): Record<string, unknown[]> {
  const names = db
    .all<{ name: string }>(
      `select name from sqlite_master where type = 'table' and name not like '\\_\\_%' escape '\\' and name not like 'sqlite%'`,
    )
    .map(({ name }) => name);
  const tables = names.map((name) => [name, db.all(`select * from "${name}"`)] as const);
  return Object.fromEntries(tables.filter(([, rows]) => rows.length > 0));
}
