import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import { createPoster } from '../../../src/discord/poster.ts';
import type { SandboxMember } from '../../../src/sandbox/discord/model.ts';
import { restClientsOf } from '../../support/rest-clients.ts';
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

test('whoever cannot be written to at the moment is tried again, and keeps nobody else waiting', async () => {
  const life = await openLife({ members: 11 });
  const { discord, clock, stores } = life;
  const { id, schedule } = await published(life, { opensIn: 0 });
  await untilIn(life, id, 'open');
  const members = life.members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const [last, ...others] = members.toReversed();
  if (!last) throw new Error('nobody');
  const poster = createPoster({ ...restClientsOf(discord), clock });
  for (const member of members) await stores.reminders.toggle(id, member.id);
  // As many as one turn tries.
  for (const member of others) {
    const path = new RegExp(`/channels/${await poster.directChannel(member.id)}/messages$`);
    const body = { code: 50_035, message: 'Invalid Form Body' };
    discord.faults.add({ method: 'POST', path, effect: { kind: 'status', status: 400, body } });
  }
  goTo(life, schedule.entriesUntil - DAY_MS);
  await life.until('the last one to be told', () => direct(life, last).length === 1);
  expect(others.flatMap((member) => direct(life, member))).toEqual([]);
  discord.faults.clear();
  await life.until('all others to be told', () =>
    others.every((member) => direct(life, member).length === 1),
  );
  await looks(life);
  expect(members.map((member) => direct(life, member).length)).toEqual(members.map(() => 1));
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

test('who has left, or lost sight of the channel, hears nothing more', async () => {
  const { life, bea, cem } = await openWithTwo();
  const { id, schedule } = await published(life, { opensIn: 0 });
  const [, , dia] = life.members;
  if (!dia) throw new Error('too few members');
  for (const { id: userId } of [bea, cem, dia]) await life.stores.reminders.toggle(id, userId);
  await untilIn(life, id, 'open');
  life.guild.removeMember(bea);
  life.arena.overwrites = [{ id: cem.id, of: 'member', deny: Can.ViewChannel }];
  goTo(life, schedule.entriesUntil - DAY_MS);
  await life.until('the one who is concerned to be told', () => direct(life, dia).length === 1);
  await looks(life);
  expect([...direct(life, bea), ...direct(life, cem)]).toEqual([]);
});
