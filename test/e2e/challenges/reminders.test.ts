import { expect, test } from 'vitest';
import type { SandboxMember } from '../../../src/sandbox/discord/model.ts';
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
} from './life.ts';

/** What a member was told in private. */
const direct = ({ discord }: Life, member: SandboxMember): string[] =>
  discord.dms(member.id).map(({ content }) => content);

async function openWithTwo() {
  const life = await openLife();
  const [bea, cem] = life.members;
  if (!bea || !cem) throw new Error('too few members');
  return { life, bea, cem };
}

test('members are reminded 24 hours and one hour before each close, in public and who asked for it in private, once', async () => {
  const { life, bea, cem } = await openWithTwo();
  const { id, schedule } = await published(life, { opensIn: 0, entriesMs: 2 * DAY_MS, votingMs: 2 * DAY_MS });
  const { reminders } = life.stores;
  await untilIn(life, id, 'open');
  await reminders.toggle(id, bea.id);
  await enterAll(life, id, [bea, cem]);
  expect(postsWith(life.arena, '⏰')).toEqual([]);

  goTo(life, schedule.entriesUntil - DAY_MS);
  await life.until('the first reminder', () => postsWith(life.arena, '⏰').length === 1);
  await looks(life);
  await life.restart();
  await looks(life);
  expect(postsWith(life.arena, '⏰ Entries for')).toHaveLength(1);
  expect(direct(life, bea)).toHaveLength(1);
  expect(direct(life, bea)[0]).toContain('⏰ Entries for **[Boats](https://discord.com/channels/');
  expect(direct(life, cem)).toEqual([]);

  goTo(life, schedule.entriesUntil - HOUR_MS);
  await life.until('the second reminder', () => postsWith(life.arena, '⏰ Entries for').length === 2);
  goTo(life, schedule.entriesUntil);
  const { schedule: now } = await untilIn(life, id, 'voting');
  goTo(life, now.votesUntil - DAY_MS);
  await life.until('the third reminder', () => postsWith(life.arena, '⏰ Voting on').length === 1);
  await reminders.toggle(id, bea.id);
  goTo(life, now.votesUntil - HOUR_MS);
  await life.until('the fourth reminder', () => postsWith(life.arena, '⏰ Voting on').length === 2);
  await looks(life);
  expect(direct(life, bea)).toHaveLength(3);
});

test('who takes no direct messages is not asked again, and keeps nobody else waiting', async () => {
  const { life, bea, cem } = await openWithTwo();
  const { id, schedule } = await published(life, { opensIn: 0 });
  await untilIn(life, id, 'open');
  for (const member of [bea, cem]) await life.stores.reminders.toggle(id, member.id);
  const [first, second] = [bea, cem].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (!first || !second) throw new Error('nobody');
  first.user.dmsOpen = false;
  goTo(life, schedule.entriesUntil - DAY_MS);
  await life.until('the other to be told', () => direct(life, second).length === 1);
  expect(await life.stores.reminders.toTell(id, 'another close', 10)).toHaveLength(2);
  await looks(life);
  expect(direct(life, first)).toEqual([]);
});

test('a reminder that would come too late, because of a downtime, is left out', async () => {
  const { life, bea } = await openWithTwo();
  const { id, schedule } = await published(life, { opensIn: 0 });
  await untilIn(life, id, 'open');
  await life.stores.reminders.toggle(id, bea.id);
  await life.running.stop();
  goTo(life, schedule.entriesUntil - 11 * HOUR_MS);
  await life.restart();
  await looks(life);
  expect(postsWith(life.arena, '⏰')).toEqual([]);
  expect(direct(life, bea)).toEqual([]);
  expect((await found(life, id)).phase).toBe('open');
});
