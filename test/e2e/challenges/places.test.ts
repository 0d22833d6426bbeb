import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
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
} from './life.ts';

test('a challenge gets a thread under its announcement, where its entries are shown', async () => {
  const life = await openLife();
  const [bea, cem] = life.members;
  if (!bea || !cem) throw new Error('too few members');
  const { id, schedule } = await published(life, { opensIn: 0, settings: { thread: true } });
  const thread = await life.until('the thread', () => life.arena.threads[0]);
  expect(thread.name).toBe('Boats');
  await life.restart();
  await untilIn(life, id, 'open');
  await enterAll(life, id, [bea, cem]);
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'voting');
  expect(postsWith(thread, '**Entry 1**')).toHaveLength(1);
  expect(life.arena.threads).toHaveLength(1);
  expect((await found(life, id)).threadId).toBe(thread.id);
});

test('an event goes along with the times of its challenge, and ends with it', async () => {
  const life = await openLife();
  const { guild, stores, clock } = life;
  const { id, schedule } = await published(life, { opensIn: DAY_MS, settings: { scheduledEvent: true } });
  const event = await life.until('the event', () => guild.scheduledEvents[0]);
  expect(event).toMatchObject({
    name: 'Boats',
    description: 'Everything that floats',
    location: '#contest · Film club',
    startsAt: schedule.opensAt,
    endsAt: schedule.votesUntil,
    status: 'scheduled',
  });
  const later = {
    ...schedule,
    opensAt: schedule.opensAt + HOUR_MS,
    votesUntil: schedule.votesUntil + DAY_MS,
  };
  await stores.challenges.change(id, ['announced'], { schedule: later }, clock.now());
  await life.until('the new times', () => event.endsAt === later.votesUntil);
  expect(event.startsAt).toBe(later.opensAt);
  await life.restart();
  goTo(life, later.opensAt);
  await untilIn(life, id, 'open');
  const { schedule: open } = await found(life, id);
  const longer = { ...open, votesUntil: open.votesUntil + DAY_MS };
  await stores.challenges.change(id, ['open'], { schedule: longer }, clock.now());
  await life.until('the new end', () => event.endsAt === longer.votesUntil);
  // Nobody enters: it is over when entries close.
  goTo(life, open.entriesUntil);
  await untilIn(life, id, 'closed');
  await life.until('the end of the event', () => event.status === 'completed');
  expect(guild.scheduledEvents).toHaveLength(1);
});

test('an event of a challenge that is cancelled is cancelled as well', async () => {
  const life = await openLife();
  const { guild, stores, clock } = life;
  const { id } = await published(life, { opensIn: DAY_MS, settings: { scheduledEvent: true } });
  const event = await life.until('the event', () => guild.scheduledEvents[0]);
  await stores.challenges.move(id, { from: 'announced', to: 'cancelled', at: clock.now(), reason: 'rain' });
  await life.until('the end of the event', () => event.status === 'canceled');
});

test('an event that somebody deletes is not made again', async () => {
  const life = await openLife();
  const { guild } = life;
  await published(life, { opensIn: DAY_MS, settings: { scheduledEvent: true } });
  (await life.until('the event', () => guild.scheduledEvents[0])).delete();
  goTo(life, life.clock.now() + HOUR_MS);
  await looks(life);
  expect(guild.scheduledEvents).toEqual([]);
});

test('an event is for challenges that everybody sees: it tells the whole server', async () => {
  const life = await openLife();
  const { guild, arena, stores, clock } = life;
  arena.overwrites = [{ id: guild.id, of: 'role', deny: Can.ViewChannel }];
  const { id, schedule } = await published(life, { opensIn: 9 * DAY_MS, settings: { scheduledEvent: true } });
  await life.until('the announcement', () => postsWith(arena, 'Everything that floats').length === 1);
  await looks(life);
  expect(guild.scheduledEvents).toEqual([]);
  arena.overwrites = [];
  goTo(life, clock.now() + HOUR_MS);
  const event = await life.until('the event', () => guild.scheduledEvents[0]);
  arena.overwrites = [{ id: guild.id, of: 'role', deny: Can.ViewChannel }];
  goTo(life, clock.now() + HOUR_MS);
  const later = { ...schedule, votesUntil: schedule.votesUntil + DAY_MS };
  await stores.challenges.change(id, ['announced'], { schedule: later, title: 'Secret boats' }, clock.now());
  await life.until('the new title', () => postsWith(arena, 'Secret boats').length === 1);
  await looks(life);
  expect(event).toMatchObject({ name: 'Boats', endsAt: schedule.votesUntil, status: 'scheduled' });
  await stores.challenges.move(id, { from: 'announced', to: 'cancelled', at: clock.now(), reason: 'rain' });
  await life.until('the end of the event', () => event.status === 'canceled');
});

test('missing permissions for thread and event keep nothing waiting, and are used once they are there', async () => {
  const life = await openLife();
  const { guild, arena, running } = life;
  guild.botRole.permissions &= ~Can.CreateEvents;
  arena.botPermissions &= ~Can.CreatePublicThreads;
  const { id } = await published(life, {
    opensIn: 0,
    entriesMs: 9 * DAY_MS,
    settings: { scheduledEvent: true, thread: true },
  });
  await untilIn(life, id, 'open');
  await life.until('the announcement', () => postsWith(arena, 'Everything that floats').length === 1);
  await looks(life);
  expect(guild.scheduledEvents).toEqual([]);
  expect(arena.threads).toEqual([]);
  expect(running.log.join()).toContain('a challenge does not get its thread or event yet');
  guild.botRole.permissions |= Can.CreateEvents;
  arena.botPermissions |= Can.CreatePublicThreads;
  goTo(life, life.clock.now() + HOUR_MS);
  await life.until('the event', () => guild.scheduledEvents.length === 1);
  await life.until('the thread', () => arena.threads.length === 1);
});

test('in a forum the announcement is a post, and its thread is the place for the entries', async () => {
  const life = await openLife();
  const [bea, cem] = life.members;
  if (!bea || !cem) throw new Error('too few members');
  const forum = life.guild.addChannel({ name: 'contests', type: 'forum' });
  const { id, schedule } = await published(life, {
    opensIn: 0,
    settings: { thread: true },
    changes: { channelId: forum.id },
  });
  const post = await life.until('the post', () => forum.threads[0]);
  await untilIn(life, id, 'open');
  await enterAll(life, id, [bea, cem]);
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'voting');
  expect(postsWith(post, '**Entry 1**')).toHaveLength(1);
  expect(forum.threads).toHaveLength(1);
});
