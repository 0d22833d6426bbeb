import { describe, expect, test } from 'vitest';
import { createExportStore } from '../../../src/store/export-store.ts';
import { DAY_MS, START } from '../orders.ts';
import {
  challengeIn,
  ENTRIES_UNTIL,
  enter,
  go,
  newChallenge,
  open,
  openChallenge,
  outcomeOf,
  REFUSAL,
  VOTES_UNTIL,
  vote,
  votingChallenge,
  WHILE_OPEN,
  WHILE_VOTING,
} from './scene.ts';

type Stores = ReturnType<typeof open>;
const of = async ({ db }: Stores, userId: string, guildId = 'guild') =>
  (await createExportStore(db).memberData(guildId, userId)).challenges;
const kept = async ({ privacy }: Stores, userId: string) => (await privacy.kept('guild', userId)).challenges;

/** Votes are over, were counted, and the challenge is closed with its entries placed in their order. */
async function close({ challenges, ballots }: Stores, id: number) {
  await go(challenges, id, 'voting', 'tallying', VOTES_UNTIL);
  const unchecked = await ballots.unchecked(id, 1, 99);
  await ballots.checked(
    id,
    1,
    unchecked.map(({ voterId }) => ({ voterId, valid: voterId !== 'dan' })),
  );
  const placed = outcomeOf(await challenges.entries(id, ['accepted']));
  expect((await challenges.close(id, placed, VOTES_UNTIL))?.phase).toBe('closed');
}

describe('what a member takes away of challenges', () => {
  test('their entries, whatever became of them, with places once they have one', async () => {
    const stores = open();
    const { challenges } = stores;
    const { id } = await openChallenge(challenges, { title: 'Rain', settings: { entriesPerMember: 3 } });
    await enter(challenges, { id }, { userId: 'bob' });
    const placed = await enter(challenges, { id }, { title: 'My boat' });
    const swap = { jobId: 7, replaces: placed.id, title: 'Another' };
    await enter(challenges, { id }, swap, WHILE_OPEN + 1);
    const waiting = await enter(challenges, { id }, { state: 'waiting' });
    await challenges.decide(waiting, 'refused', REFUSAL, WHILE_OPEN);
    const withdrawn = await enter(challenges, { id });
    await challenges.withdraw(withdrawn.id, WHILE_OPEN);
    await go(challenges, id, 'open', 'voting', ENTRIES_UNTIL);
    await challenges.votingReady(id, (present) => present, ENTRIES_UNTIL);
    const common = {
      challenge: { id, title: 'Rain' },
      title: undefined,
      reason: undefined,
      enteredAt: WHILE_OPEN,
      swappedAt: undefined,
      place: undefined,
    };
    const own = { ...common, number: 2, title: 'Another', state: 'accepted', jobId: 7 };
    const others = [
      { ...common, number: 3, state: 'refused', reason: 'no boat', jobId: waiting.jobId },
      { ...common, number: 4, state: 'withdrawn', jobId: withdrawn.jobId },
    ];
    expect((await of(stores, 'ada')).entries).toEqual([{ ...own, swappedAt: WHILE_OPEN + 1 }, ...others]);
    await close(stores, id);
    expect((await of(stores, 'ada')).entries).toEqual([
      { ...own, swappedAt: WHILE_OPEN + 1, place: 2 },
      ...others,
    ]);
  });

  test('their ballots with marks by the entries’ numbers, and whether they counted', async () => {
    const stores = open();
    const { ballots } = stores;
    const first = await votingChallenge(stores.challenges);
    const second = await votingChallenge(stores.challenges);
    const elsewhere = await votingChallenge(stores.challenges, undefined, { guildId: 'elsewhere' });
    const [, bobs, cids] = second.entries.map(({ id }) => id);
    const cast = (voterId: string, entryId = 0, value: number | undefined, at: number) =>
      ballots.cast(vote(second.challenge, voterId, entryId, value), at);
    await cast('dan', bobs, 4, WHILE_VOTING);
    await cast('dan', cids, 2, WHILE_VOTING + 1);
    await cast('eve', cids, 5, WHILE_VOTING);
    await ballots.cast(vote(elsewhere.challenge, 'dan', elsewhere.entries[0]?.id ?? 0, 1), WHILE_VOTING);
    const ballot = {
      challenge: { id: second.challenge.id, title: 'Boats' },
      round: 1,
      marks: [
        { entry: 2, value: 4 },
        { entry: 3, value: 2 },
      ],
      castAt: WHILE_VOTING,
      changedAt: WHILE_VOTING + 1,
      accountCreatedAt: START - DAY_MS,
    };
    expect((await of(stores, 'dan')).ballots).toEqual([{ ...ballot, counted: undefined }]);
    await ballots.cast(vote(first.challenge, 'dan', first.entries[0]?.id ?? 0, 1), WHILE_VOTING);
    await close(stores, second.challenge.id);
    expect((await of(stores, 'dan')).ballots).toEqual([
      expect.objectContaining({ marks: [{ entry: 1, value: 1 }], counted: undefined }),
      { ...ballot, counted: false },
    ]);
    expect((await of(stores, 'eve')).ballots).toMatchObject([{ counted: true }]);
    expect((await of(stores, 'dan', 'elsewhere')).ballots).toHaveLength(1);
    expect((await of(stores, 'bob')).ballots).toEqual([]);
  });

  test('votes for themes, reminders and roles that they have won', async () => {
    const stores = open();
    const { challenges, series, reminders, awards } = stores;
    const times = { pattern: '0 18 * * 5', timeZone: 'UTC', entryHours: 1, votingHours: 1, nextAt: START };
    const { id: seriesId } = await series.create(
      { ...newChallenge(), ...times, nextTheme: 'vote', themes: ['boats', 'bridges'] },
      START,
    );
    const prizes = [{ place: 1, roleId: '77', roleDays: 2 }];
    const { id } = await challengeIn(challenges, 'voting', { seriesId, settings: { prizes } });
    const challenge = { id, title: 'Boats' };
    await series.voteForTheme({ challengeId: id, voterId: 'ada', themeId: 2 }, WHILE_VOTING);
    await series.voteForTheme({ challengeId: id, voterId: 'bob', themeId: 1 }, WHILE_VOTING);
    for (const userId of ['ada', 'bob']) await reminders.toggle(id, userId);
    await reminders.told(id, 'votes-24', 'ada');
    await close(stores, id);
    const [award] = await awards.due(VOTES_UNTIL, 9);
    const data = await of(stores, 'ada');
    expect(data.themeVotes).toEqual([{ challenge, theme: 'bridges', at: WHILE_VOTING }]);
    expect(data.reminders).toEqual([{ challenge, toldOf: 'votes-24' }]);
    const role = { challenge, roleId: '77' };
    expect(data.roleAwards).toEqual([{ ...role, state: 'owed', expiresAt: undefined }]);
    await awards.given(award?.id ?? 0, VOTES_UNTIL + 2 * DAY_MS, VOTES_UNTIL);
    expect((await of(stores, 'ada')).roleAwards).toEqual([
      { ...role, state: 'held', expiresAt: VOTES_UNTIL + 2 * DAY_MS },
    ]);
    expect(await of(stores, 'bob')).toMatchObject({
      reminders: [{ toldOf: undefined }],
      roleAwards: [],
    });
  });
});

test('challenges and series that a member began are in their export, and stay when they delete their data', async () => {
  const stores = open();
  const { challenges, series, privacy } = stores;
  const texts = { title: 'Rivers', theme: 'Water that runs', rules: 'No dams', hostId: 'hal' };
  await challenges.create(newChallenge(texts), START);
  await challengeIn(challenges, 'open', { hostId: 'hal' });
  await challengeIn(challenges, 'open', { hostId: 'gil' });
  await challenges.create(newChallenge({ hostId: 'hal', guildId: 'elsewhere' }), START);
  const times = { pattern: '0 18 * * 5', timeZone: 'UTC', entryHours: 1, votingHours: 1, nextAt: START + 9 };
  const weekly = {
    ...newChallenge(texts),
    ...times,
    nextTheme: 'list',
    themes: ['boats', 'bridges'],
  } as const;
  await series.create(weekly, START);
  await series.create({ ...weekly, hostId: 'gil' }, START);

  const { hosted, series: begun } = await of(stores, 'hal');
  expect(hosted).toMatchObject([
    { challenge: { title: 'Rivers' }, theme: 'Water that runs', rules: 'No dams', phase: 'draft' },
    { phase: 'open', closedAt: undefined },
  ]);
  expect(hosted[0]).toMatchObject({ createdAt: START, entriesUntil: ENTRIES_UNTIL, publishedAt: undefined });
  expect(JSON.stringify(hosted)).not.toContain('secret');
  expect(begun).toEqual([
    {
      id: 1,
      title: 'Rivers',
      rules: 'No dams',
      themes: ['boats', 'bridges'],
      channelId: weekly.channelId,
      pattern: times.pattern,
      timeZone: 'UTC',
      createdAt: START,
      stoppedAt: undefined,
      nextAt: START + 9,
    },
  ]);
  expect(await kept(stores, 'hal')).toMatchObject({ hosted: 3 });
  expect(await of(stores, 'ada')).toMatchObject({ hosted: [], series: [] });
  await privacy.purgeMember('guild', 'hal', VOTES_UNTIL);
  expect(await of(stores, 'hal')).toMatchObject({ hosted, series: begun });
  expect(await kept(stores, 'hal')).toMatchObject({ hosted: 3 });
});

test('what a deletion is going to change is what it changes', async () => {
  const stores = open();
  const { challenges, ballots, reminders } = stores;
  const over = await votingChallenge(challenges);
  const running = await votingChallenge(challenges);
  const elsewhere = await votingChallenge(challenges, undefined, { guildId: 'elsewhere' });
  for (const { challenge, entries } of [over, running, elsewhere]) {
    await ballots.cast(vote(challenge, 'ada', entries[1]?.id ?? 0, 3), WHILE_VOTING);
    await reminders.toggle(challenge.id, 'ada');
  }
  await close(stores, over.challenge.id);
  const before = { entries: 2, votes: 2, runningEntries: 1, votesOver: 1, remindersOver: 1, hosted: 0 };
  expect(await kept(stores, 'ada')).toEqual(before);
  await stores.privacy.purgeMember('guild', 'ada', VOTES_UNTIL);
  expect(await kept(stores, 'ada')).toEqual({
    entries: 2,
    votes: 1,
    runningEntries: 0,
    votesOver: 0,
    remindersOver: 0,
    hosted: 0,
  });
  const data = await of(stores, 'ada');
  expect(data.entries.map(({ state, place }) => [state, place])).toEqual([
    ['accepted', 1],
    ['withdrawn', undefined],
  ]);
  expect(data.ballots.map(({ challenge }) => challenge.id)).toEqual([running.challenge.id]);
  expect(data.reminders.map(({ challenge }) => challenge.id)).toEqual([running.challenge.id]);
  // With the other one over as well there is something to delete again.
  await close(stores, running.challenge.id);
  expect(await kept(stores, 'ada')).toMatchObject({ votesOver: 1, remindersOver: 1 });
});
