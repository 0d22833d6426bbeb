import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import {
  DAY_MS,
  enterAll,
  found,
  goTo,
  HOUR_MS,
  type Life,
  looks,
  openLife,
  postsWith,
  published,
  untilIn,
  untilShown,
  vote,
  winners,
} from './life.ts';

/** What there is of each public message, and of how many times. */
const told = ({ arena }: Life) => ({
  announcements: postsWith(arena, 'Everything that floats').length,
  entries: [1, 2, 3].map((number) => postsWith(arena, `**Entry ${number}**`).filter(isClip).length),
  begun: postsWith(arena, 'has begun').length,
  podiums: postsWith(arena, 'the result').length,
});
const isClip = ({ attachments }: Pick<SandboxMessage, 'attachments'>): boolean =>
  attachments.some(({ filename }) => filename.endsWith('.mp4'));

async function threeEntrants(life: Life) {
  const [bea, cem, dia, eve] = life.members;
  if (!bea || !cem || !dia || !eve) throw new Error('too few members');
  return { bea, cem, dia, eve };
}

test('a restart in every phase, and before and after every move, changes nothing of the result', async () => {
  const life = await openLife();
  const { bea, cem, dia, eve } = await threeEntrants(life);
  const { id, schedule } = await published(life);
  // Owed, and perhaps not yet posted.
  await life.restart();
  await life.until('the announcement', () => told(life).announcements > 0);
  await life.restart();
  // What Discord did without an answer is recognised for some minutes.
  await untilShown(life, id);
  goTo(life, schedule.opensAt);
  await untilIn(life, id, 'open');
  await life.restart();
  const [first, second, third] = await enterAll(life, id, [bea, cem, dia]);
  await untilShown(life, id);
  goTo(life, schedule.entriesUntil);
  await life.until('the end of entries', async () => (await found(life, id)).phase === 'voting');
  await life.restart();
  await life.until('the first entry', () => postsWith(life.arena, 'Entry').length > 0);
  await life.restart();
  await untilIn(life, id, 'voting');
  await life.until('the word that voting has begun', () => told(life).begun > 0);
  await life.restart();
  await vote(life, id, eve, [{ entry: second, value: 5 }]);
  await vote(life, id, bea, [
    { entry: second, value: 5 },
    { entry: third, value: 4 },
  ]);
  await life.restart();
  await vote(life, id, dia, [
    { entry: second, value: 4 },
    { entry: first, value: 1 },
  ]);
  await untilShown(life, id);
  goTo(life, schedule.votesUntil);
  await life.restart();
  await untilIn(life, id, 'closed');
  await life.restart();
  await life.until('the podium', () => told(life).podiums > 0);
  await life.restart();
  await untilShown(life, id);
  goTo(life, life.clock.now() + HOUR_MS);
  await looks(life);

  expect(told(life)).toEqual({ announcements: 1, entries: [1, 1, 1], begun: 1, podiums: 1 });
  expect(await winners(life, id)).toEqual(['1 Cem']);
  expect(await life.stores.challenges.outcome(id)).toMatchObject({ ballots: 3, invalidBallots: 0 });
});

test('a stop at any moment of the count leaves every ballot looked up once, and one result', async () => {
  const life = await openLife({ members: 120 });
  const { bea, cem } = await threeEntrants(life);
  const { id, schedule } = await published(life, { opensIn: 0, settings: { method: 'approval' } });
  await untilIn(life, id, 'open');
  const [first, second] = await enterAll(life, id, [bea, cem]);
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'voting');
  const voters = life.members.slice(2);
  for (const [index, voter] of voters.entries()) {
    await vote(life, id, voter, [{ entry: index % 3 === 0 ? first : second }]);
  }
  goTo(life, schedule.votesUntil);
  for (const stops of [0, 1, 2, 3]) {
    await life.until(`count ${stops}`, async () => (await found(life, id)).phase !== 'voting');
    await life.restart();
  }
  await untilIn(life, id, 'closed');
  expect(await life.stores.challenges.outcome(id)).toMatchObject({
    ballots: voters.length,
    invalidBallots: 0,
    placements: [
      { entryId: second?.id, points: voters.filter((_, index) => index % 3 !== 0).length },
      { entryId: first?.id, points: voters.filter((_, index) => index % 3 === 0).length },
    ],
  });
});

test('down while entries were to be taken, the challenge opens late and for as long as was promised', async () => {
  const life = await openLife();
  const { bea, cem } = await threeEntrants(life);
  const { id, schedule } = await published(life);
  await life.running.stop();
  const backAt = schedule.entriesUntil + DAY_MS;
  goTo(life, backAt);
  await life.restart();
  const open = await untilIn(life, id, 'open');
  const late = open.phaseSince - schedule.opensAt;
  expect(late).toBeGreaterThanOrEqual(backAt - schedule.opensAt);
  expect(open.schedule).toEqual({
    ...schedule,
    entriesUntil: schedule.entriesUntil + late,
    votesUntil: schedule.votesUntil + late,
  });
  await enterAll(life, id, [bea, cem]);
  goTo(life, open.schedule.entriesUntil);
  const voting = await untilIn(life, id, 'voting');
  expect(voting.schedule.votesUntil).toBe(open.schedule.votesUntil);
});

test('down while votes were to be taken, voting begins late and lasts as long as was promised', async () => {
  const life = await openLife();
  const { bea, cem, dia } = await threeEntrants(life);
  const { id, schedule } = await published(life, { opensIn: 0, settings: { method: 'one-pick' } });
  await untilIn(life, id, 'open');
  const [, second] = await enterAll(life, id, [bea, cem]);
  await life.running.stop();
  goTo(life, schedule.votesUntil + DAY_MS);
  await life.restart();
  const voting = await untilIn(life, id, 'voting');
  const lasts = voting.schedule.votesUntil - (voting.votesFrom ?? 0);
  expect(Math.abs(lasts - (schedule.votesUntil - schedule.entriesUntil))).toBeLessThan(5 * 60_000);
  await vote(life, id, dia, [{ entry: second }]);
  goTo(life, voting.schedule.votesUntil);
  await untilIn(life, id, 'closed');
  expect(await winners(life, id)).toEqual(['1 Cem']);
});

test('down over the end of the voting, the votes that were cast are counted and none is taken any more', async () => {
  const life = await openLife();
  const { bea, cem, dia } = await threeEntrants(life);
  const { id, schedule } = await published(life, { opensIn: 0, settings: { method: 'one-pick' } });
  await untilIn(life, id, 'open');
  const [first, second] = await enterAll(life, id, [bea, cem]);
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'voting');
  await vote(life, id, dia, [{ entry: first }]);
  await life.running.stop();
  goTo(life, schedule.votesUntil + 30 * DAY_MS);
  await expect(vote(life, id, dia, [{ entry: second }])).rejects.toThrow('not-voting');
  await life.restart();
  await untilIn(life, id, 'closed');
  expect(await winners(life, id)).toEqual(['1 Bea']);
});
