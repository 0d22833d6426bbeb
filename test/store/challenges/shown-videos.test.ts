import { expect, test } from 'vitest';
import { createJobStore } from '../../../src/store/job-store.ts';
import { admit, WAY_TO, walk } from '../fixture.ts';
import { deed } from '../moderators.ts';
import {
  challengeIn,
  dueNames,
  enter,
  go,
  open,
  openChallenge,
  outcomeOf,
  settlePosts,
  VOTES_UNTIL,
  WHILE_VOTING,
} from './scene.ts';

const LATER = VOTES_UNTIL + 1_000;

/** A challenge that is over, or is voted on, in which a video takes part, and all of whose posts stand. */
async function shownIn(phase: 'voting' | 'closed' | 'cancelled') {
  const stores = open();
  const { db, challenges } = stores;
  const store = createJobStore(db);
  const { id: jobId } = await walk(store, (await admit(store)).id, WAY_TO.delivered);
  // With posts that have nothing to do with it.
  await challengeIn(challenges, 'voting');
  const { id } = await openChallenge(challenges);
  const entry = await enter(challenges, { id }, { jobId });
  await enter(challenges, { id }, { userId: 'bob' });
  await go(challenges, id, 'open', 'voting', WHILE_VOTING);
  if (phase === 'cancelled') await go(challenges, id, 'voting', phase, WHILE_VOTING);
  if (phase === 'closed') {
    await go(challenges, id, 'voting', 'tallying', VOTES_UNTIL);
    await challenges.close(id, outcomeOf(await challenges.entries(id)), VOTES_UNTIL);
  }
  await settlePosts(stores, VOTES_UNTIL);
  return { stores, store, jobId, entry };
}

test.each(['voting', 'closed', 'cancelled'] as const)(
  'a cover has its post and the picture of all mended, in the phase %s',
  async (phase) => {
    const { stores, store, jobId, entry } = await shownIn(phase);
    await store.setOwnSpoiler(jobId, false, LATER);
    expect(await dueNames(stores, LATER)).toEqual([]);
    await store.setOwnSpoiler(jobId, true, LATER);
    const due = [`entry ${entry.id}`, 'contact-sheet 0'].toSorted();
    expect((await dueNames(stores, LATER)).toSorted()).toEqual(due);
    await settlePosts(stores, LATER);
    await store.setSpoiler(jobId, false, deed('spoiler'), LATER + 1);
    expect((await dueNames(stores, LATER + 1)).toSorted()).toEqual(due);
  },
);

test.each([
  { phase: 'closed', podium: ['podium 0'] },
  { phase: 'cancelled', podium: [] },
] as const)(
  'a removal after the end has all that shows the video mended: $phase',
  async ({ phase, podium }) => {
    for (const by of ['author', 'moderator'] as const) {
      const { stores, store, jobId, entry } = await shownIn(phase);
      if (by === 'author') await store.removeOwn(jobId, LATER);
      else await store.remove(jobId, false, deed('remove'), LATER);
      const due = [`entry ${entry.id}`, 'contact-sheet 0', ...podium].toSorted();
      expect((await dueNames(stores, LATER)).toSorted()).toEqual(due);
      // The result stands.
      expect(await stores.challenges.entry(entry.id)).toEqual(entry);
    }
  },
);
