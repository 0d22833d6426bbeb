import { describe, expect, test } from 'vitest';
import { ENTRY_STATES, type EntryState } from '../../../src/challenges/challenge.ts';
import { LIVE_PHASES, PHASES } from '../../../src/challenges/phases.ts';
import { createCaseStore } from '../../../src/store/case-book.ts';
import {
  ACCEPTANCE,
  challengeIn,
  contentsOf,
  dueNames,
  ENTRIES_UNTIL,
  enter,
  newEntry,
  OPENS,
  open,
  openChallenge,
  outcomeOf,
  REFUSAL,
  settlePosts,
  VOTES_UNTIL,
  votingChallenge,
  WHILE_OPEN,
  WHILE_VOTING,
} from './scene.ts';

type Stores = ReturnType<typeof open>;

const DEED = { kind: 'remove', actorId: 'mod', reason: 'not theirs' } as const;

/** An entry in a state, whichever, of a challenge that is open. */
async function entryIn({ challenges }: Stores, state: EntryState, challengeId: number, userId = 'ada') {
  const waits = state === 'waiting' || state === 'refused';
  const made = await enter(
    challenges,
    { id: challengeId },
    { userId, state: waits ? 'waiting' : 'accepted' },
  );
  const { id } = made;
  if (state === 'refused') await challenges.decide(made, 'refused', REFUSAL, WHILE_OPEN);
  if (state === 'withdrawn') await challenges.withdraw(id, WHILE_OPEN);
  if (state === 'disqualified') await challenges.disqualify(id, DEED, WHILE_OPEN);
  const entry = await challenges.entry(id);
  if (entry?.state !== state) throw new Error(`the entry of the test is ${entry?.state}`);
  return entry;
}

describe('entering', () => {
  test('gives a number in the order of coming, and tells the announcement', async () => {
    const stores = open();
    const { challenges } = stores;
    const challenge = await openChallenge(challenges);
    await settlePosts(stores, WHILE_OPEN);
    const first = await enter(challenges, challenge, { userId: 'ada', jobId: 5, title: 'A boat' });
    expect(first).toEqual({
      id: 1,
      challengeId: challenge.id,
      number: 1,
      userId: 'ada',
      jobId: 5,
      title: 'A boat',
      state: 'accepted',
      reason: undefined,
      enteredAt: WHILE_OPEN,
      swappedAt: undefined,
    });
    expect(await dueNames(stores, WHILE_OPEN)).toEqual(['announcement 0']);
    const second = await enter(challenges, challenge, { userId: 'bob', state: 'waiting' });
    expect(second).toMatchObject({ number: 2, state: 'waiting' });
    // Numbers begin anew with every challenge.
    const other = await openChallenge(challenges);
    expect(await enter(challenges, other, { jobId: 5 })).toMatchObject({ number: 1 });
    expect(await challenges.entry(1)).toEqual(first);
    expect(await challenges.entry(99)).toBeUndefined();
    expect((await challenges.entries(challenge.id)).map(({ number }) => number)).toEqual([1, 2]);
    expect(await challenges.entries(challenge.id, ['waiting'])).toEqual([second]);
    expect(await challenges.entriesOf(challenge.id, 'ada')).toEqual([first]);
  });

  test.each(PHASES.filter((phase) => phase !== 'open'))('is refused in %s', async (phase) => {
    const { challenges, db } = open();
    const challenge = await challengeIn(challenges, phase);
    const before = contentsOf(db);
    const entry = newEntry(challenge, { userId: 'eve' });
    expect(await challenges.enter(entry, WHILE_OPEN)).toEqual({ kind: 'not-open' });
    expect(contentsOf(db)).toEqual(before);
  });

  test('is refused after the published end, though the phase has not been moved yet', async () => {
    const { challenges } = open();
    const challenge = await openChallenge(challenges);
    const entry = newEntry(challenge);
    expect(await challenges.enter(entry, ENTRIES_UNTIL)).toEqual({ kind: 'not-open' });
    expect(await challenges.enter(entry, ENTRIES_UNTIL - 1)).toMatchObject({ kind: 'entered' });
  });

  test('is refused in a pause, and where there is no such challenge', async () => {
    const { challenges } = open();
    const challenge = await openChallenge(challenges);
    await challenges.pause(challenge.id, undefined, OPENS);
    expect(await challenges.enter(newEntry(challenge), WHILE_OPEN)).toEqual({ kind: 'not-open' });
    expect(await challenges.enter(newEntry({ id: 99 }), WHILE_OPEN)).toEqual({ kind: 'not-open' });
  });

  test.each(ENTRY_STATES)('the same video again, when it is %s', async (state) => {
    const stores = open();
    const { id } = await openChallenge(stores.challenges);
    const entry = await entryIn(stores, state, id);
    const again = await stores.challenges.enter(newEntry({ id }, { jobId: entry.jobId }), WHILE_OPEN);
    if (state === 'withdrawn') expect(again).toMatchObject({ kind: 'entered', entry: { number: 2 } });
    else expect(again).toEqual({ kind: 'already', entry });
  });

  test('a video that was withdrawn and came again is not taken a third time', async () => {
    const stores = open();
    const { id } = await openChallenge(stores.challenges, { settings: { entriesPerMember: 5 } });
    const { jobId } = await entryIn(stores, 'withdrawn', id);
    const entry = await enter(stores.challenges, { id }, { jobId });
    const third = await stores.challenges.enter(newEntry({ id }, { jobId }), WHILE_OPEN);
    expect(third).toEqual({ kind: 'already', entry });
  });

  test('no more than a member may have: those that take part or wait count', async () => {
    const stores = open();
    const { challenges } = stores;
    const { id } = await openChallenge(challenges, { settings: { entriesPerMember: 2 } });
    for (const state of ['refused', 'withdrawn', 'disqualified'] as const) await entryIn(stores, state, id);
    const entries = [await entryIn(stores, 'waiting', id), await entryIn(stores, 'accepted', id)];
    expect(await challenges.enter(newEntry({ id }), WHILE_OPEN)).toEqual({ kind: 'full', entries });
    // Others still may.
    await enter(challenges, { id }, { userId: 'bob' });
    await challenges.withdraw(entries[0]?.id ?? 0, WHILE_OPEN);
    expect(await enter(challenges, { id })).toMatchObject({ number: 7 });
  });
});

describe('swapping', () => {
  test('keeps number and time; the new video waits for a moderator if it must', async () => {
    const stores = open();
    const { challenges } = stores;
    const { id } = await openChallenge(challenges);
    const first = await enter(challenges, { id }, { title: 'Old' });
    await settlePosts(stores, WHILE_OPEN);
    const swap = newEntry({ id }, { replaces: first.id, state: 'waiting' });
    const swapped = {
      ...first,
      jobId: swap.jobId,
      title: undefined,
      state: 'waiting',
      swappedAt: WHILE_OPEN + 1,
    };
    expect(await challenges.enter(swap, WHILE_OPEN + 1)).toEqual({ kind: 'entered', entry: swapped });
    expect(await challenges.entries(id)).toEqual([swapped]);
    expect(await dueNames(stores, WHILE_OPEN + 1)).toEqual(['announcement 0']);
    // The first video is free again.
    const other = await challenges.enter(newEntry({ id }, { jobId: first.jobId, userId: 'bob' }), WHILE_OPEN);
    expect(other.kind).toBe('entered');
  });

  test('for the same video, or one that takes part already, changes nothing', async () => {
    const { challenges, db } = open();
    const { id } = await openChallenge(challenges, { settings: { entriesPerMember: 2 } });
    const [first, second] = [await enter(challenges, { id }), await enter(challenges, { id })];
    const before = contentsOf(db);
    for (const entry of [first, second]) {
      const swap = newEntry({ id }, { jobId: entry.jobId, replaces: first.id });
      expect(await challenges.enter(swap, WHILE_OPEN)).toEqual({ kind: 'already', entry });
    }
    expect(contentsOf(db)).toEqual(before);
  });

  test('never takes the place of somebody else’s entry, or of one in another challenge', async () => {
    const { challenges } = open();
    const { id } = await openChallenge(challenges);
    const bobs = await enter(challenges, { id }, { userId: 'bob' });
    const elsewhere = await enter(challenges, await openChallenge(challenges));
    const own = await enter(challenges, { id }, { replaces: bobs.id });
    expect(own).toMatchObject({ number: 2, userId: 'ada' });
    expect(await challenges.enter(newEntry({ id }, { replaces: elsewhere.id }), WHILE_OPEN)).toEqual({
      kind: 'full',
      entries: [own],
    });
    expect(await challenges.entry(bobs.id)).toEqual(bobs);
    expect(await challenges.entry(elsewhere.id)).toEqual(elsewhere);
  });

  test.each(['refused', 'withdrawn', 'disqualified'] as const)(
    'one that was %s stays as it is: the new video is another entry',
    async (state) => {
      const stores = open();
      const { id } = await openChallenge(stores.challenges);
      const gone = await entryIn(stores, state, id);
      expect(await enter(stores.challenges, { id }, { replaces: gone.id })).toMatchObject({ number: 2 });
      expect(await stores.challenges.entry(gone.id)).toEqual(gone);
    },
  );
});

describe('withdrawing', () => {
  test.each(ENTRY_STATES)('one that is %s', async (state) => {
    const stores = open();
    const { id } = await openChallenge(stores.challenges);
    const entry = await entryIn(stores, state, id);
    await settlePosts(stores, WHILE_OPEN);
    const takesPart = state === 'waiting' || state === 'accepted';
    const expected = takesPart ? { ...entry, state: 'withdrawn' } : undefined;
    expect(await stores.challenges.withdraw(entry.id, WHILE_OPEN)).toEqual(expected);
    expect(await dueNames(stores, WHILE_OPEN)).toEqual(takesPart ? ['announcement 0'] : []);
  });

  test.each(['review', 'voting', 'tallying', 'closed'] as const)('is over in %s', async (phase) => {
    const { challenges, db } = open();
    await challengeIn(challenges, phase);
    const before = contentsOf(db);
    expect(await challenges.withdraw(1, WHILE_OPEN)).toBeUndefined();
    expect(contentsOf(db)).toEqual(before);
  });

  test('is over at the published end, in a pause, and there is none of no entry', async () => {
    const { challenges } = open();
    const { id } = await challengeIn(challenges, 'open');
    expect(await challenges.withdraw(1, ENTRIES_UNTIL)).toBeUndefined();
    expect(await challenges.withdraw(99, WHILE_OPEN)).toBeUndefined();
    await challenges.pause(id, undefined, WHILE_OPEN);
    expect(await challenges.withdraw(1, WHILE_OPEN)).toBeUndefined();
  });
});

describe('a moderator decides', () => {
  test.each(['open', 'review'] as const)('on what waits, in %s', async (phase) => {
    const stores = open();
    const { challenges } = stores;
    const { id } = await challengeIn(challenges, 'open');
    const [first, second] = [
      await enter(challenges, { id }, { userId: 'dan', state: 'waiting' }),
      await enter(challenges, { id }, { userId: 'eve', state: 'waiting' }),
    ];
    if (phase === 'review') await challenges.move(id, { from: 'open', to: phase, at: ENTRIES_UNTIL });
    await settlePosts(stores, WHILE_VOTING);
    const accepted = await challenges.decide(first, 'accepted', ACCEPTANCE, WHILE_VOTING);
    expect(accepted).toMatchObject({ ...ACCEPTANCE, number: 1, targetId: 'dan', jobId: first.jobId });
    expect(await challenges.entry(first.id)).toEqual({ ...first, state: 'accepted' });
    const refused = await challenges.decide(second, 'refused', REFUSAL, WHILE_VOTING);
    expect(refused).toMatchObject({ ...REFUSAL, number: 2, targetId: 'eve', jobId: second.jobId });
    expect(await createCaseStore(stores.db).find('guild', 2)).toEqual({
      ...refused,
      until: undefined,
      detail: undefined,
    });
    expect(await challenges.entry(second.id)).toEqual({ ...second, state: 'refused', reason: 'no boat' });
    expect(await challenges.decide(first, 'refused', REFUSAL, WHILE_VOTING)).toBeUndefined();
    expect(await dueNames(stores, WHILE_VOTING)).toEqual(['announcement 0']);
  });

  test.each(ENTRY_STATES.filter((state) => state !== 'waiting'))('not on one that is %s', async (state) => {
    const stores = open();
    const { id } = await openChallenge(stores.challenges);
    const entry = await entryIn(stores, state, id);
    expect(await stores.challenges.decide(entry, 'accepted', ACCEPTANCE, WHILE_OPEN)).toBeUndefined();
    expect(await stores.challenges.entry(entry.id)).toEqual(entry);
  });

  test('not when the challenge was cancelled, and not on no entry', async () => {
    const stores = open();
    const { id } = await openChallenge(stores.challenges);
    const entry = await entryIn(stores, 'waiting', id);
    await stores.challenges.move(id, { from: 'open', to: 'cancelled', at: WHILE_OPEN });
    expect(await stores.challenges.decide(entry, 'accepted', ACCEPTANCE, WHILE_OPEN)).toBeUndefined();
    const none = { id: 99, jobId: entry.jobId };
    expect(await stores.challenges.decide(none, 'accepted', ACCEPTANCE, WHILE_OPEN)).toBeUndefined();
  });

  test('not on a video that was swapped for another since it was looked at', async () => {
    const { challenges } = open();
    const { id } = await openChallenge(challenges);
    const first = await enter(challenges, { id }, { state: 'waiting' });
    const swapped = await enter(challenges, { id }, { state: 'waiting', replaces: first.id });
    expect(swapped.id).toBe(first.id);
    expect(await challenges.decide(first, 'accepted', ACCEPTANCE, WHILE_OPEN)).toBeUndefined();
    expect(await challenges.entry(first.id)).toMatchObject({ state: 'waiting' });
    expect(await challenges.decide(swapped, 'accepted', ACCEPTANCE, WHILE_OPEN)).toBeDefined();
  });
});

describe('a disqualification', () => {
  test.each(PHASES.filter((phase) => !['draft', 'announced', 'cancelled'].includes(phase)))(
    'of an entry in %s',
    async (phase) => {
      const stores = open();
      const { challenges, db } = stores;
      const { id } = await challengeIn(challenges, phase);
      await settlePosts(stores, VOTES_UNTIL);
      const [entry] = await challenges.entries(id, ['accepted']);
      const before = contentsOf(db);
      const made = await challenges.disqualify(entry?.id ?? 0, DEED, VOTES_UNTIL);
      if (phase === 'closed') {
        expect(made).toBeUndefined();
        expect(contentsOf(db)).toEqual(before);
        return;
      }
      expect(made).toMatchObject({
        ...DEED,
        guildId: 'guild',
        number: 1,
        targetId: 'ada',
        jobId: entry?.jobId,
      });
      expect(await createCaseStore(db).find('guild', 1)).toMatchObject(DEED);
      expect(await challenges.entry(entry?.id ?? 0)).toEqual({
        ...entry,
        state: 'disqualified',
        reason: 'not theirs',
      });
      const shown = ['voting', 'tallying'].includes(phase);
      expect((await dueNames(stores, VOTES_UNTIL)).toSorted()).toEqual([
        'announcement 0',
        ...(shown ? ['contact-sheet 0', `entry ${entry?.id}`] : []),
      ]);
      expect(await challenges.disqualify(entry?.id ?? 0, DEED, VOTES_UNTIL)).toBeUndefined();
    },
  );

  test.each(ENTRY_STATES)('of one that is %s', async (state) => {
    const stores = open();
    const { id } = await openChallenge(stores.challenges);
    const entry = await entryIn(stores, state, id);
    const made = await stores.challenges.disqualify(entry.id, DEED, WHILE_OPEN);
    expect(made !== undefined).toBe(state === 'waiting' || state === 'accepted');
    expect(await stores.challenges.disqualify(99, DEED, WHILE_OPEN)).toBeUndefined();
  });
});

describe('a video is needed', () => {
  test.each(ENTRY_STATES)('by an entry that is %s', async (state) => {
    const stores = open();
    const { id } = await openChallenge(stores.challenges);
    const { jobId } = await entryIn(stores, state, id);
    const takesPart = state === 'waiting' || state === 'accepted';
    expect(await stores.challenges.needsVideo(jobId)).toBe(takesPart);
    expect(await stores.challenges.needsVideo(jobId + 1_000)).toBe(false);
  });

  test.each(PHASES)('by a challenge that is %s', async (phase) => {
    const { challenges } = open();
    const { id } = await challengeIn(challenges, phase);
    const needed = await Promise.all(
      (await challenges.entries(id)).map(({ jobId }) => challenges.needsVideo(jobId)),
    );
    expect(new Set(needed)).toEqual(
      new Set(needed.length === 0 ? [] : [LIVE_PHASES.some((live) => live === phase)]),
    );
  });

  test('by the challenge that goes on when another one that had it is over', async () => {
    const { challenges } = open();
    const { challenge, entries } = await votingChallenge(challenges);
    const jobId = entries[0]?.jobId ?? 0;
    await enter(challenges, await openChallenge(challenges), { jobId });
    await challenges.move(challenge.id, { from: 'voting', to: 'tallying', at: VOTES_UNTIL });
    await challenges.close(challenge.id, outcomeOf(entries), VOTES_UNTIL);
    expect(await challenges.needsVideo(jobId)).toBe(true);
    expect(await challenges.needsVideo(entries[1]?.jobId ?? 0)).toBe(false);
  });
});
