import { describe, expect, test } from 'vitest';
import { beginPhase, canMovePhase, PHASES, type Phase, resume } from '../../../src/challenges/phases.ts';
import { viewingOrder } from '../../../src/challenges/viewing-order.ts';
import { DAY_MS, START } from '../orders.ts';
import {
  challengeIn,
  contentsOf,
  dueNames,
  ENTRIES_UNTIL,
  enter,
  go,
  newChallenge,
  OPENS,
  open,
  openChallenge,
  REFUSAL,
  REVIEW_UNTIL,
  settlePosts,
  VOTES_UNTIL,
  votingChallenge,
  WHILE_OPEN,
  WHILE_VOTING,
} from './scene.ts';

type Stores = ReturnType<typeof open>;

const REVIEWED = {
  schedule: {
    opensAt: OPENS,
    entriesUntil: ENTRIES_UNTIL,
    reviewUntil: REVIEW_UNTIL,
    votesUntil: VOTES_UNTIL,
  },
};

test('a draft is kept as it was made, and seen by nobody: nothing is owed or due', async () => {
  const stores = open();
  const draft = newChallenge({ rules: 'Be kind', seriesId: 4 });
  const challenge = await stores.challenges.create(draft, START);
  expect(challenge).toEqual({
    ...draft,
    id: 1,
    phase: 'draft',
    phaseSince: START,
    round: 1,
    runOffEntryIds: [],
    pausedAt: undefined,
    reason: undefined,
    threadId: undefined,
    scheduledEventId: undefined,
    votesFrom: undefined,
    createdAt: START,
    publishedAt: undefined,
    closedAt: undefined,
  });
  expect(await stores.challenges.find(1)).toEqual(challenge);
  expect(await stores.challenges.find(2)).toBeUndefined();
  expect(await stores.challenges.nextDue()).toBeUndefined();
  expect(await dueNames(stores, VOTES_UNTIL)).toEqual([]);
});

describe('a whole life', () => {
  test('each phase begins when it is moved to, is due at its end, and owes what it has to tell', async () => {
    const stores = open();
    const { challenges } = stores;
    const { id } = await challenges.create(newChallenge(REVIEWED), START);
    const step = async (from: Phase, to: Phase, at: number) => {
      const moved = await go(challenges, id, from, to, at);
      expect(moved).toEqual(await challenges.find(id));
      expect(moved).toMatchObject({ phase: to, phaseSince: at });
      const owed = await dueNames(stores, at);
      await settlePosts(stores, at);
      return { owed, due: await challenges.nextDue() };
    };
    expect(await step('draft', 'announced', START)).toEqual({ owed: ['announcement 0'], due: OPENS });
    expect(await step('announced', 'open', OPENS)).toEqual({
      owed: ['announcement 0', 'phase 1'],
      due: ENTRIES_UNTIL,
    });
    await enter(challenges, { id }, { userId: 'ada' });
    await enter(challenges, { id }, { userId: 'bob', state: 'waiting' });
    const waiting = await enter(challenges, { id }, { userId: 'cid', state: 'waiting' });
    const withdrawn = await enter(challenges, { id }, { userId: 'dan' });
    await challenges.withdraw(withdrawn.id, WHILE_OPEN);
    expect(await step('open', 'review', ENTRIES_UNTIL)).toEqual({
      owed: ['announcement 0'],
      due: REVIEW_UNTIL,
    });
    await challenges.decide(waiting, 'refused', REFUSAL, ENTRIES_UNTIL + 1);
    const inVoting = await step('review', 'voting', REVIEW_UNTIL);
    const order = viewingOrder([1, 2], '', 'secret').map((entryId) => `entry ${entryId}`);
    expect(inVoting.owed).toEqual(['announcement 0', ...order, 'contact-sheet 0', 'phase 2']);
    // What nobody decided on takes part.
    const states = (await challenges.entries(id)).map(({ state }) => state);
    expect(states).toEqual(['accepted', 'accepted', 'refused', 'withdrawn']);
    expect(inVoting.due).toBeUndefined();
    const shifted = VOTES_UNTIL + DAY_MS;
    await challenges.votingReady(id, (present) => ({ ...present, votesUntil: shifted }), WHILE_VOTING);
    expect(await challenges.find(id)).toMatchObject({
      votesFrom: WHILE_VOTING,
      schedule: { votesUntil: shifted, entriesUntil: ENTRIES_UNTIL },
    });
    expect(await challenges.nextDue()).toBe(shifted);
    expect(await dueNames(stores, WHILE_VOTING)).toEqual(['announcement 0', 'phase 2']);
    await settlePosts(stores, WHILE_VOTING);
    expect(await step('voting', 'tallying', shifted)).toEqual({ owed: ['announcement 0'], due: 0 });
    const closed = await challenges.close(id, { placements: [], ballots: 0, invalidBallots: 0 }, shifted + 5);
    expect(closed).toMatchObject({ phase: 'closed', closedAt: shifted + 5, publishedAt: START });
    expect(await dueNames(stores, shifted + 5)).toEqual(['announcement 0', 'podium 0']);
    expect(await challenges.nextDue()).toBeUndefined();
  });

  test('entries are put up in an order that does not tell when they came', async () => {
    const stores = open();
    const members = Array.from({ length: 20 }, (_, index) => `member-${index}`);
    await votingChallenge(stores.challenges, members);
    const shown = (await dueNames(stores, ENTRIES_UNTIL)).filter((name) => name.startsWith('entry'));
    const arrived = members.map((_, index) => `entry ${index + 1}`);
    expect(shown).not.toEqual(arrived);
    expect(shown.toSorted()).toEqual(arrived.toSorted());
  });

  test('a run-off is a second round of voting between some entries, who stand in their places already', async () => {
    const stores = open();
    const { challenges } = stores;
    const { id, schedule } = await challengeIn(challenges, 'tallying');
    await settlePosts(stores, VOTES_UNTIL);
    const votesUntil = VOTES_UNTIL + DAY_MS;
    const runOff = {
      from: 'tallying',
      to: 'voting',
      at: VOTES_UNTIL + 1,
      runOffEntryIds: [1, 3],
      schedule: { ...schedule, votesUntil },
    } as const;
    expect(await challenges.move(id, runOff)).toMatchObject({
      phase: 'voting',
      round: 2,
      runOffEntryIds: [1, 3],
      votesFrom: VOTES_UNTIL + 1,
    });
    expect(await dueNames(stores, VOTES_UNTIL + 1)).toEqual(['announcement 0', 'run-off 0']);
    expect(await challenges.nextDue()).toBe(votesUntil);
    // The same again, from somebody who has not seen it.
    expect(await challenges.move(id, runOff)).toBeUndefined();
    await go(challenges, id, 'voting', 'tallying', votesUntil);
    await expect(challenges.move(id, runOff)).rejects.toThrow('no run-off');
  });

  test.each([undefined, [], [2]])('there is no run-off between %j', async (runOffEntryIds) => {
    const { challenges, db } = open();
    const { id } = await challengeIn(challenges, 'tallying');
    const before = contentsOf(db);
    const move = {
      from: 'tallying',
      to: 'voting',
      at: VOTES_UNTIL,
      ...(runOffEntryIds && { runOffEntryIds }),
    } as const;
    await expect(challenges.move(id, move)).rejects.toThrow('no run-off');
    expect(contentsOf(db)).toEqual(before);
  });
});

describe('a move is refused, and changes nothing,', () => {
  test.each(PHASES)('when the challenge is %s and not where it is thought to be', async (phase) => {
    const { challenges, db } = open();
    const { id } = await challengeIn(challenges, phase);
    const before = contentsOf(db);
    for (const from of PHASES) {
      for (const to of PHASES) {
        if (from === phase && canMovePhase(from, to) && to !== 'closed') continue;
        const move = challenges.move(id, { from, to, at: VOTES_UNTIL, runOffEntryIds: [1, 2] });
        if (!canMovePhase(from, to) || to === 'closed') await expect(move).rejects.toThrow('is not moved');
        else expect(await move).toBeUndefined();
        expect(contentsOf(db)).toEqual(before);
      }
    }
  });

  test('when there is no such challenge', async () => {
    const { challenges } = open();
    expect(await challenges.move(7, { from: 'draft', to: 'announced', at: START })).toBeUndefined();
    expect(await challenges.pause(7, undefined, START)).toBeUndefined();
    expect(await challenges.resume(7, (present) => present, START)).toBeUndefined();
    await challenges.votingReady(7, (present) => present, START);
  });

  test('by time, when a host has put its end off meanwhile', async () => {
    const { challenges } = open();
    const { id, schedule } = await challengeIn(challenges, 'open');
    const byTime = { from: 'open', to: 'voting', at: ENTRIES_UNTIL, ifDue: true } as const;
    await challenges.change(
      id,
      ['open'],
      { schedule: { ...schedule, entriesUntil: ENTRIES_UNTIL + 1 } },
      WHILE_OPEN,
    );
    expect(await challenges.move(id, byTime)).toBeUndefined();
    expect(await challenges.move(id, { ...byTime, at: ENTRIES_UNTIL + 1 })).toMatchObject({
      phase: 'voting',
    });
  });

  test('when entries that came meanwhile lead elsewhere', async () => {
    const { challenges } = open();
    const { id } = await openChallenge(challenges);
    const to = (phase: Phase) => challenges.move(id, { from: 'open', to: phase, at: ENTRIES_UNTIL });
    expect(await to('voting')).toBeUndefined();
    await enter(challenges, { id }, { userId: 'ada' });
    expect(await to('voting')).toBeUndefined();
    await enter(challenges, { id }, { userId: 'bob' });
    expect(await to('tallying')).toBeUndefined();
    const waiting = await enter(challenges, { id }, { userId: 'cid', state: 'waiting' });
    expect(await to('voting')).toBeUndefined();
    await challenges.decide(waiting, 'refused', REFUSAL, WHILE_OPEN);
    expect(await to('review')).toBeUndefined();
    expect(await to('voting')).toMatchObject({ phase: 'voting' });
  });

  test('from a review that leaves too few', async () => {
    const { challenges } = open();
    const { id } = await openChallenge(challenges, REVIEWED);
    const waiting = await enter(challenges, { id }, { state: 'waiting' });
    await enter(challenges, { id }, { userId: 'bob', state: 'waiting' });
    await go(challenges, id, 'open', 'review', ENTRIES_UNTIL);
    await challenges.decide(waiting, 'refused', REFUSAL, ENTRIES_UNTIL);
    const move = { from: 'review', at: REVIEW_UNTIL } as const;
    expect(await challenges.move(id, { ...move, to: 'voting' })).toBeUndefined();
    expect(await challenges.move(id, { ...move, to: 'tallying' })).toMatchObject({ phase: 'tallying' });
    expect((await challenges.entries(id, ['accepted'])).map(({ userId }) => userId)).toEqual(['bob']);
  });

  test('when it is paused; only cancelling goes', async () => {
    const stores = open();
    const { challenges } = stores;
    const { id } = await challengeIn(challenges, 'open');
    await settlePosts(stores, WHILE_OPEN);
    expect(await challenges.pause(id, 'a storm', WHILE_OPEN)).toMatchObject({
      pausedAt: WHILE_OPEN,
      reason: 'a storm',
      phase: 'open',
    });
    expect(await dueNames(stores, WHILE_OPEN)).toEqual(['announcement 0']);
    await settlePosts(stores, WHILE_OPEN);
    expect(await challenges.due(VOTES_UNTIL, 9)).toEqual([]);
    expect(await challenges.pause(id, 'again', WHILE_OPEN)).toBeUndefined();
    expect(await challenges.move(id, { from: 'open', to: 'voting', at: ENTRIES_UNTIL })).toBeUndefined();
    const cancelled = await challenges.move(id, {
      from: 'open',
      to: 'cancelled',
      at: ENTRIES_UNTIL,
      reason: 'sunk',
    });
    expect(cancelled).toMatchObject({ phase: 'cancelled', reason: 'sunk', pausedAt: undefined });
    expect(await dueNames(stores, ENTRIES_UNTIL)).toEqual(['announcement 0', 'phase 9']);
  });
});

test('a draft is cancelled without a word', async () => {
  const stores = open();
  const { id } = await challengeIn(stores.challenges, 'draft');
  await go(stores.challenges, id, 'draft', 'cancelled', START);
  expect(await dueNames(stores, VOTES_UNTIL)).toEqual([]);
});

describe('a pause', () => {
  test.each(['announced', 'open', 'review', 'voting'] as const)(
    'stops the clock of one that is %s',
    async (phase) => {
      const stores = open();
      const { challenges } = stores;
      const { id } = await challengeIn(challenges, phase, phase === 'review' ? REVIEWED : {});
      const due = (await challenges.nextDue()) ?? 0;
      expect(due).toBeGreaterThan(0);
      await challenges.pause(id, undefined, START + 1);
      expect(await challenges.nextDue()).toBeUndefined();
      await settlePosts(stores, VOTES_UNTIL);
      const resumed = await challenges.resume(
        id,
        (present) => ({
          opensAt: present.opensAt + 10,
          entriesUntil: present.entriesUntil + 10,
          reviewUntil: present.reviewUntil && present.reviewUntil + 10,
          votesUntil: present.votesUntil + 10,
        }),
        START + 11,
      );
      expect(resumed).toMatchObject({ phase, pausedAt: undefined, reason: undefined });
      expect(await challenges.nextDue()).toBe(due + 10);
      expect(await dueNames(stores, VOTES_UNTIL)).toEqual(['announcement 0']);
      expect(await challenges.resume(id, (present) => present, START + 12)).toBeUndefined();
    },
  );

  test.each(['draft', 'tallying', 'closed', 'cancelled'] as const)(
    'there is none of one that is %s',
    async (phase) => {
      const { challenges, db } = open();
      const { id } = await challengeIn(challenges, phase);
      const before = contentsOf(db);
      expect(await challenges.pause(id, undefined, VOTES_UNTIL)).toBeUndefined();
      expect(contentsOf(db)).toEqual(before);
    },
  );
});

describe('voting begins', () => {
  test('once: later calls, and calls in other phases, change nothing', async () => {
    const { challenges, db } = open();
    const { challenge } = await votingChallenge(challenges);
    const before = contentsOf(db);
    await challenges.votingReady(challenge.id, { ...challenge.schedule, votesUntil: 5 }, WHILE_VOTING);
    const draft = await challengeIn(open().challenges, 'draft');
    await challenges.votingReady(draft.id, draft.schedule, WHILE_VOTING);
    expect(contentsOf(db)).toEqual(before);
  });

  test('not by itself: a challenge whose entries are still being put up does not end', async () => {
    const { challenges } = open();
    const { id } = await challengeIn(challenges, 'open');
    await go(challenges, id, 'open', 'voting', ENTRIES_UNTIL);
    expect(await challenges.due(VOTES_UNTIL + DAY_MS, 9)).toEqual([]);
    const late = { from: 'voting', to: 'tallying', at: VOTES_UNTIL, ifDue: true } as const;
    expect(await challenges.move(id, late)).toBeUndefined();
  });

  test('in a pause as well, and ends after it', async () => {
    const { challenges } = open();
    const { id } = await challengeIn(challenges, 'open');
    await go(challenges, id, 'open', 'voting', ENTRIES_UNTIL);
    await challenges.pause(id, undefined, ENTRIES_UNTIL);
    await challenges.votingReady(id, (present) => present, ENTRIES_UNTIL + 1);
    expect(await challenges.nextDue()).toBeUndefined();
    await challenges.resume(id, (present) => present, ENTRIES_UNTIL + 2);
    expect(await challenges.nextDue()).toBe(VOTES_UNTIL);
  });
});

describe('a pause while entries are being put up', () => {
  const HOUR_MS = 3_600_000;
  /** As the loop does it, and the command. */
  const ready = ({ challenges }: Stores, id: number, now: number) =>
    challenges.votingReady(
      id,
      (present, { phaseSince, pausedAt }) => beginPhase('voting', present, phaseSince, pausedAt ?? now),
      now,
    );
  const goOn = ({ challenges }: Stores, id: number, pausedAt: number, now: number) =>
    challenges.resume(id, (present) => resume('voting', present, now - pausedAt), now);
  const preparing = async () => {
    const stores = open();
    const { id } = await challengeIn(stores.challenges, 'open');
    await go(stores.challenges, id, 'open', 'voting', ENTRIES_UNTIL);
    return { stores, id, votesUntil: async () => (await stores.challenges.find(id))?.schedule.votesUntil };
  };
  const [pausedAt, standing, resumedAt] = [1, 40, 50].map((hours) => ENTRIES_UNTIL + hours * HOUR_MS);

  test('counts once when they stand before it is over', async () => {
    const { stores, id, votesUntil } = await preparing();
    await stores.challenges.pause(id, undefined, pausedAt ?? 0);
    await ready(stores, id, standing ?? 0);
    await goOn(stores, id, pausedAt ?? 0, resumedAt ?? 0);
    // All the time until votes could be given was lost, and no more.
    expect(await votesUntil()).toBe(VOTES_UNTIL + 50 * HOUR_MS);
  });

  test('counts once when they stand after it', async () => {
    const { stores, id, votesUntil } = await preparing();
    await stores.challenges.pause(id, undefined, pausedAt ?? 0);
    await goOn(stores, id, pausedAt ?? 0, standing ?? 0);
    await ready(stores, id, resumedAt ?? 0);
    expect(await votesUntil()).toBe(VOTES_UNTIL + 50 * HOUR_MS);
  });

  test('a pause at any other time leaves the beginning of the phase', async () => {
    for (const phase of ['announced', 'open', 'voting'] as const) {
      const { challenges } = open();
      const { id, phaseSince } = await challengeIn(challenges, phase);
      await challenges.pause(id, undefined, phaseSince + 1);
      expect(await challenges.resume(id, (present) => present, phaseSince + 9)).toMatchObject({ phaseSince });
    }
  });
});

test('without anything to vote on, votes end with the phase before them', async () => {
  const { challenges } = open();
  const { id } = await openChallenge(challenges);
  expect(await go(challenges, id, 'open', 'tallying', ENTRIES_UNTIL + 5)).toMatchObject({
    schedule: { entriesUntil: ENTRIES_UNTIL, votesUntil: ENTRIES_UNTIL },
  });
  const reviewed = await openChallenge(challenges, REVIEWED);
  await enter(challenges, reviewed, { userId: 'ada', state: 'waiting' });
  await go(challenges, reviewed.id, 'open', 'review', ENTRIES_UNTIL);
  expect(await go(challenges, reviewed.id, 'review', 'tallying', REVIEW_UNTIL)).toMatchObject({
    schedule: { votesUntil: REVIEW_UNTIL },
  });
  const voted = await challengeIn(challenges, 'tallying');
  expect(voted.schedule.votesUntil).toBe(VOTES_UNTIL);
});

describe('what a host changes', () => {
  test('is written in the phases that are named, and the announcement says it', async () => {
    const stores = open();
    const { challenges } = stores;
    const { id, schedule, settings } = await challengeIn(challenges, 'announced');
    await settlePosts(stores, START);
    const changes = {
      title: 'Ships',
      theme: 'Three masts',
      rules: 'No oars',
      channelId: 'harbour',
      settings: { ...settings, entriesPerMember: 3 },
      schedule: { ...schedule, opensAt: OPENS + 7, reviewUntil: REVIEW_UNTIL },
    };
    expect(await challenges.change(id, ['draft'], changes, START + 1)).toBeUndefined();
    expect(await dueNames(stores, START + 1)).toEqual([]);
    expect(await challenges.change(id, ['draft', 'announced'], changes, START + 1)).toMatchObject(changes);
    expect(await challenges.find(id)).toMatchObject(changes);
    expect(await challenges.nextDue()).toBe(OPENS + 7);
    expect(await dueNames(stores, START + 1)).toEqual(['announcement 0']);
    const emptied = await challenges.change(id, ['announced'], { rules: undefined }, START + 2);
    expect(emptied?.rules).toBeUndefined();
    expect((await challenges.find(id))?.rules).toBeUndefined();
    expect(await challenges.change(99, ['draft'], {}, START)).toBeUndefined();
  });

  test('places of it are noted', async () => {
    const { challenges } = open();
    const { id } = await challengeIn(challenges, 'announced');
    await challenges.threadMade(id, 'thread');
    await challenges.eventMade(id, 'event');
    expect(await challenges.find(id)).toMatchObject({ threadId: 'thread', scheduledEventId: 'event' });
  });
});

describe('lists', () => {
  test('challenges of a server in some phases, newest first, as many as are asked for', async () => {
    const { challenges } = open();
    const made = [
      await challengeIn(challenges, 'draft'),
      await challengeIn(challenges, 'open'),
      await challengeIn(challenges, 'draft', { guildId: 'elsewhere' }),
      await challengeIn(challenges, 'cancelled'),
    ];
    const ids = async (...args: Parameters<typeof challenges.ofGuild>) =>
      (await challenges.ofGuild(...args)).map(({ id }) => id);
    expect(await ids('guild', PHASES, 9)).toEqual([made[3]?.id, made[1]?.id, made[0]?.id]);
    expect(await ids('guild', ['draft', 'open'], 1)).toEqual([made[1]?.id]);
    expect(await ids('guild', [], 9)).toEqual([]);
  });

  test('what is due comes the longest due first, nothing that is not', async () => {
    const { challenges } = open();
    const opensAt = async (at: number) => {
      const { schedule } = newChallenge();
      return (await challengeIn(challenges, 'announced', { schedule: { ...schedule, opensAt: at } })).id;
    };
    const [late, early, next] = [
      await opensAt(OPENS + 2),
      await opensAt(OPENS + 1),
      await opensAt(OPENS + 3),
    ];
    const due = async (now: number, limit: number) => (await challenges.due(now, limit)).map(({ id }) => id);
    expect(await due(OPENS + 2, 9)).toEqual([early, late]);
    expect(await due(OPENS + 9, 2)).toEqual([early, late]);
    expect(await due(OPENS + 9, 9)).toEqual([early, late, next]);
    expect(await due(OPENS, 9)).toEqual([]);
    expect(await challenges.nextDue()).toBe(OPENS + 1);
  });
});
