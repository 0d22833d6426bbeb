import { PermissionFlagsBits as Can, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { idOf, movableClock, openSandbox, refusalOf, restOf } from './bot.ts';

const HOUR_MS = 3_600_000;
const MISSING_PERMISSIONS = { status: 403, code: 50013 };
const INVALID = { status: 400, code: 50035 };
const [SCHEDULED, ACTIVE, COMPLETED, CANCELED] = [1, 2, 3, 4];

async function openEvents() {
  const clock = movableClock();
  const sandbox = await openSandbox({ rateLimits: 'off', now: clock.now });
  const guild = sandbox.addGuild();
  guild.botRole.permissions |= Can.CreateEvents;
  const rest = restOf(sandbox);
  const inHours = (hours: number) => new Date(clock.now() + hours * HOUR_MS).toISOString();
  const body = (changes: object = {}) => ({
    name: 'Foxes',
    description: 'A challenge',
    scheduled_start_time: inHours(1),
    scheduled_end_time: inHours(3),
    privacy_level: 2,
    entity_type: 3,
    entity_metadata: { location: 'films' },
    ...changes,
  });
  const make = (changes?: object) =>
    rest.post(Routes.guildScheduledEvents(guild.id), { body: body(changes) });
  const list = () => rest.get(Routes.guildScheduledEvents(guild.id));
  const path = (id: string) => Routes.guildScheduledEvent(guild.id, id);
  const change = (id: string, changes: object) => rest.patch(path(id), { body: changes });
  return { clock, sandbox, guild, rest, inHours, make, list, path, change };
}

test('an event is made, shown, changed and deleted', async () => {
  const { change, guild, inHours, list, make, path, rest, sandbox } = await openEvents();
  const made = await make();
  const id = idOf(made);
  expect(made).toMatchObject({
    guild_id: guild.id,
    creator_id: sandbox.botUserId,
    channel_id: null,
    name: 'Foxes',
    description: 'A challenge',
    status: SCHEDULED,
    entity_type: 3,
    entity_metadata: { location: 'films' },
  });
  expect(await rest.get(path(id))).toEqual(made);
  expect(await list()).toEqual([made]);
  const changed = await change(id, { name: 'Red foxes', scheduled_end_time: inHours(5), description: null });
  expect(changed).toMatchObject({ name: 'Red foxes', description: null, status: SCHEDULED });
  expect(guild.scheduledEvents).toMatchObject([
    { name: 'Red foxes', location: 'films', endsAt: Date.parse(inHours(5)) },
  ]);
  await rest.delete(path(id));
  expect(await list()).toEqual([]);
  expect(await refusalOf(rest.get(path(id)))).toEqual({ status: 404, code: 10070 });
});

describe('an event outside Discord', () => {
  test.each([
    ['no place', { entity_metadata: undefined }],
    ['an empty place', { entity_metadata: { location: '' } }],
    ['a long place', { entity_metadata: { location: 'x'.repeat(101) } }],
    ['no end', { scheduled_end_time: undefined }],
    ['a channel', { channel_id: '123456789012345678' }],
    ['no name', { name: '' }],
    ['a long name', { name: 'x'.repeat(101) }],
    ['a long description', { description: 'x'.repeat(1001) }],
    ['a start in the past', { scheduled_start_time: new Date(0).toISOString() }],
    ['an end before its start', { scheduled_end_time: new Date(Date.now() + 1_000).toISOString() }],
    ['another audience than the server', { privacy_level: 1 }],
  ])('is refused with %s', async (_what, changes) => {
    const { guild, make } = await openEvents();
    expect(await refusalOf(make(changes))).toEqual(INVALID);
    expect(guild.scheduledEvents).toEqual([]);
  });

  test('begins and ends by itself, and is not listed or changed any more then', async () => {
    const { change, clock, guild, list, make } = await openEvents();
    const id = idOf(await make());
    clock.advance(HOUR_MS);
    expect(await list()).toMatchObject([{ id, status: ACTIVE }]);
    clock.advance(2 * HOUR_MS);
    expect(await list()).toEqual([]);
    expect(guild.scheduledEvents).toMatchObject([{ id, status: 'completed' }]);
    expect(await refusalOf(change(id, { name: 'x' }))).toEqual({ status: 400, code: 180000 });
  });

  test('can be started, ended and canceled early, and goes no other way', async () => {
    const { change, make } = await openEvents();
    const id = idOf(await make());
    expect(await refusalOf(change(id, { status: COMPLETED }))).toEqual(INVALID);
    expect(await change(id, { status: ACTIVE })).toMatchObject({ status: ACTIVE });
    expect(await refusalOf(change(id, { status: CANCELED }))).toEqual(INVALID);
    expect(await change(id, { status: COMPLETED })).toMatchObject({ status: COMPLETED });
    const other = idOf(await make());
    expect(await change(other, { status: CANCELED })).toMatchObject({ status: CANCELED });
    expect(await refusalOf(change(other, { status: SCHEDULED }))).toEqual({ status: 400, code: 180000 });
  });

  test('keeps its times in order when they are changed', async () => {
    const { change, clock, inHours, make } = await openEvents();
    const id = idOf(await make());
    expect(await refusalOf(change(id, { scheduled_end_time: inHours(0.5) }))).toEqual(INVALID);
    expect(await refusalOf(change(id, { scheduled_start_time: inHours(-1) }))).toEqual(INVALID);
    clock.advance(2 * HOUR_MS);
    expect(await change(id, { scheduled_end_time: inHours(9) })).toMatchObject({ status: ACTIVE });
  });
});

test('making events needs Create Events; Manage Events is for those of others', async () => {
  const { change, guild, make, path, rest } = await openEvents();
  const id = idOf(await make());
  guild.botRole.permissions &= ~Can.CreateEvents;
  expect(await refusalOf(make())).toEqual(MISSING_PERMISSIONS);
  expect(await refusalOf(change(id, { name: 'x' }))).toEqual(MISSING_PERMISSIONS);
  expect(await refusalOf(rest.delete(path(id)))).toEqual(MISSING_PERMISSIONS);
  guild.botRole.permissions |= Can.ManageEvents;
  expect(await refusalOf(make())).toEqual(MISSING_PERMISSIONS);
  await rest.delete(path(id));
});

test('a moderator can delete an event', async () => {
  const { change, guild, make } = await openEvents();
  const id = idOf(await make());
  guild.scheduledEvents[0]?.delete();
  expect(guild.scheduledEvents).toEqual([]);
  expect(await refusalOf(change(id, { name: 'x' }))).toEqual({ status: 404, code: 10070 });
});

test('a server has at most 100 events to come', async () => {
  const { clock, make } = await openEvents();
  await Promise.all(Array.from({ length: 100 }, () => make()));
  expect(await refusalOf(make())).toEqual({ status: 400, code: 30038 });
  clock.advance(3 * HOUR_MS);
  await make();
});
