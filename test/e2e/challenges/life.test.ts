import { expect, test } from 'vitest';
import { textOf } from '../../support/world.ts';
import {
  DAY_MS,
  enterAll,
  found,
  goTo,
  HOUR_MS,
  looks,
  openLife,
  postsWith,
  published,
  untilIn,
  vote,
  winners,
} from './life.ts';

test('a challenge goes from its announcement to the podium by itself', async () => {
  const life = await openLife();
  const { arena, members } = life;
  const [bea, cem, dia, eve] = members;
  if (!bea || !cem || !dia || !eve) throw new Error('too few members');
  const { id, schedule } = await published(life);
  await life.until('the announcement', () => postsWith(arena, 'Everything that floats').length === 1);
  expect((await found(life, id)).phase).toBe('announced');

  goTo(life, schedule.opensAt);
  await untilIn(life, id, 'open');
  const [first, second, third] = await enterAll(life, id, [bea, cem, dia]);

  goTo(life, schedule.entriesUntil);
  const voting = await untilIn(life, id, 'voting');
  expect(voting.schedule.votesUntil).toBe(schedule.votesUntil);
  expect(postsWith(arena, 'Entry 3')).not.toEqual([]);
  await vote(life, id, eve, [
    { entry: second, value: 5 },
    { entry: third, value: 2 },
  ]);
  await vote(life, id, bea, [
    { entry: second, value: 4 },
    { entry: third, value: 3 },
  ]);
  await vote(life, id, cem, [
    { entry: third, value: 3 },
    { entry: first, value: 1 },
  ]);
  await vote(life, id, dia, [{ entry: second, value: 4 }]);

  goTo(life, schedule.votesUntil);
  await untilIn(life, id, 'closed');
  const podium = await life.until('the podium', () => postsWith(arena, 'the result')[0]);
  expect(textOf(podium)).toContain(`🥇 **Entry 2** by <@${cem.id}>`);
  expect(await winners(life, id)).toEqual(['1 Cem', '2 Dia']);
  expect(await life.stores.challenges.outcome(id)).toMatchObject({
    ballots: 4,
    invalidBallots: 0,
    placements: [
      { entryId: second?.id, place: 1, points: 13, raters: 3, counted: true },
      { entryId: third?.id, place: 2, points: 8, raters: 3, counted: true },
      { entryId: first?.id, place: 3, points: 1, raters: 1, counted: false },
    ],
  });
});

test('one entry wins without votes, none ends without winners', async () => {
  const life = await openLife();
  const [bea] = life.members;
  if (!bea) throw new Error('no member');
  const lonely = await published(life, { opensIn: 0 });
  const empty = await published(life, { opensIn: 0, changes: { title: 'Trains' } });
  await untilIn(life, lonely.id, 'open');
  await enterAll(life, lonely.id, [bea]);
  goTo(life, lonely.schedule.entriesUntil);
  await untilIn(life, lonely.id, 'closed');
  await untilIn(life, empty.id, 'closed');
  expect(await winners(life, lonely.id)).toEqual(['1 Bea']);
  expect(await winners(life, empty.id)).toEqual([]);
  await life.until('both results', () => postsWith(life.arena, 'the result').length === 2);
});

test('a review takes its time, and accepts what nobody decided on', async () => {
  const life = await openLife();
  const [bea, cem, dia] = life.members;
  if (!bea || !cem || !dia) throw new Error('too few members');
  const { id, schedule } = await published(life, { opensIn: 0, settings: { reviewHours: 6 } });
  await untilIn(life, id, 'open');
  const entries = await enterAll(life, id, [bea, cem, dia]);
  const { challenges } = life.stores;
  // Entered past the command: they wait as where there is a review.
  for (const { id: entryId } of entries) await challenges.withdraw(entryId, life.clock.now());
  for (const { userId, jobId } of entries) {
    const entry = { challengeId: id, userId, jobId, title: undefined, state: 'waiting' } as const;
    expect(await challenges.enter(entry, life.clock.now())).toMatchObject({ kind: 'entered' });
  }
  const waiting = await challenges.entries(id, ['waiting']);
  const [offTopic] = waiting;
  if (!offTopic) throw new Error('nothing waits');
  const refusal = { kind: 'entry-refuse', actorId: life.mo.id, reason: 'off topic' } as const;
  expect(await challenges.decide(offTopic, 'refused', refusal, life.clock.now())).toBeDefined();
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'review');
  goTo(life, (schedule.reviewUntil ?? 0) - HOUR_MS);
  expect((await found(life, id)).phase).toBe('review');
  goTo(life, schedule.reviewUntil ?? 0);
  await untilIn(life, id, 'voting');
  expect(await challenges.entries(id, ['accepted'])).toHaveLength(2);
});

test('a pause stops the clock, and goes on with as much time as was left', async () => {
  const life = await openLife();
  const { challenges } = life.stores;
  const { id, schedule } = await published(life, { opensIn: 0 });
  await untilIn(life, id, 'open');
  const pausedAt = life.clock.now();
  await challenges.pause(id, 'a storm', pausedAt);
  goTo(life, schedule.votesUntil + DAY_MS);
  await looks(life);
  expect((await found(life, id)).phase).toBe('open');
  const resumedAt = life.clock.now();
  const by = resumedAt - pausedAt;
  await challenges.resume(
    id,
    (present) => ({
      ...present,
      entriesUntil: present.entriesUntil + by,
      votesUntil: present.votesUntil + by,
    }),
    resumedAt,
  );
  goTo(life, schedule.entriesUntil + by - HOUR_MS);
  expect((await found(life, id)).phase).toBe('open');
  goTo(life, schedule.entriesUntil + by);
  await untilIn(life, id, 'closed');
});

test('a close that was put off while the challenge runs comes at its new time', async () => {
  const life = await openLife();
  const { challenges } = life.stores;
  const { id, schedule } = await published(life, { opensIn: 0 });
  await untilIn(life, id, 'open');
  const later = { ...schedule, entriesUntil: schedule.entriesUntil + DAY_MS };
  await challenges.change(id, ['open'], { schedule: later }, life.clock.now());
  goTo(life, schedule.entriesUntil + HOUR_MS);
  await looks(life);
  expect((await found(life, id)).phase).toBe('open');
  goTo(life, later.entriesUntil);
  await untilIn(life, id, 'closed');
});
