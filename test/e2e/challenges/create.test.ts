import { expect, test } from 'vitest';
import { AT_PUBLICATION } from '../../../src/challenges/times.ts';
import { MEMBER_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { filterRules } from '../../../src/store/schema.ts';
import { openChallengeWorld } from '../../support/challenges.ts';
import {
  answerOf,
  challengesOf,
  createDraft,
  fillIn,
  hosting,
  hostingText,
  newest,
  readOf,
  TEXTS,
} from '../../support/hosting.ts';
import { shown } from '../../support/looking.ts';
import { changeSettings, databaseOf } from '../../support/moderating.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test('a host makes a draft that only hosts see, with a panel of everything that is set', async () => {
  const world = await openChallengeWorld();
  const panel = await createDraft(world, {}, { ...TEXTS, rules: 'Be kind.' });
  expect(panel.message.ephemeral).toBe(true);
  const text = readOf(panel.message);
  for (const line of [
    '## Boats',
    `host <@${world.host.id}>`,
    'Theme: **Everything that floats**',
    'Times: **opens when it is published, entries for 7d, voting for 3d**',
    `Channel: **<#${world.arena.id}>**`,
    'Voting: **One to five stars**',
  ]) {
    expect(shown(text)).toContain(line);
  }
  expect(await newest(world)).toMatchObject({
    phase: 'draft',
    hostId: world.host.id,
    rules: 'Be kind.',
    schedule: { opensAt: AT_PUBLICATION, entriesUntil: 7 * DAY_MS, votesUntil: 10 * DAY_MS },
  });
  expect(world.arena.messages).toEqual([]);
  expect(world.channel.messages).toEqual([]);
});

test('times are given with the command, in the server’s time zone', async () => {
  const world = await openChallengeWorld();
  await changeSettings(world, { timeZone: 'America/New_York' });
  const year = new Date(world.clock.now()).getUTCFullYear();
  // Clocks are put back in between: the night of 1 November has 25 hours there.
  const opens = `${year}-12-20 18:00`;
  await createDraft(world, { opens, entries_for: '1d 12h', voting_for: '48h' });
  const opensAt = Date.parse(`${year}-12-20T23:00:00Z`);
  expect((await newest(world)).schedule).toEqual({
    opensAt,
    entriesUntil: opensAt + 36 * HOUR_MS,
    reviewUntil: undefined,
    votesUntil: opensAt + 84 * HOUR_MS,
  });
});

test('times that will not do are refused before the form is shown', async () => {
  const world = await openChallengeWorld();
  for (const [options, refusal] of [
    [{ opens: 'some day' }, 'This server’s time zone is UTC'],
    [{ opens: '2020-01-01 10:00' }, 'That time is over'],
    [{ opens: 'in 400d' }, 'within a year'],
    [{ entries_for: '5 moons' }, 'do not understand'],
    [{ entries_for: '1m' }, '10 minutes at least'],
    [{ voting_for: '100d' }, '90 days at most'],
  ] as const) {
    expect(await hostingText(world, 'create', options)).toContain(refusal);
  }
  expect(await challengesOf(world).ofGuild(world.guild.id, ['draft'], 5)).toEqual([]);
});

test('only hosts make and list challenges: the role that the server names, else Manage Events, always Manage Server', async () => {
  const world = await openChallengeWorld();
  const { ada, mo, host, guild } = world;
  expect(await hostingText(world, 'create', {}, ada)).toContain('members with Manage Events');
  expect(await hostingText(world, 'list', {}, ada)).toContain('This is for hosts');
  await createDraft(world, {}, TEXTS, mo);

  const role = guild.addRole('Showrunners');
  await changeSettings(world, { hostRoleId: role.id });
  expect(await hostingText(world, 'list', {}, host)).toContain(`members with <@&${role.id}>`);
  ada.roles = [role];
  await createDraft(world, {}, TEXTS, ada);
  expect(await hostingText(world, 'list', {}, mo)).toContain('Boats');
});

test('who is no host any more when the form is sent makes nothing', async () => {
  const world = await openChallengeWorld();
  const { host } = world;
  const opened = await hosting(world, 'create', {});
  host.roles = [];
  host.permissions = MEMBER_PERMISSIONS;
  const answer = readOf(await answerOf(world, await fillIn(host, opened, TEXTS)));
  expect(answer).toContain('This is for hosts');
  expect(await challengesOf(world).ofGuild(world.guild.id, ['draft'], 5)).toEqual([]);
});

test('texts pass the server’s filter, and say nothing to Discord', async () => {
  const world = await openChallengeWorld();
  databaseOf(world)
    .insert(filterRules)
    .values({ guildId: world.guild.id, kind: 'word', text: 'volcano', action: 'refuse' })
    .run();
  for (const texts of [
    { title: 'Volcano', theme: 'Fire' },
    { title: 'Fire', theme: 'A v0lcano' },
    { ...TEXTS, rules: 'No VOLCANO' },
  ]) {
    const opened = await hosting(world, 'create', {});
    const answer = readOf(await answerOf(world, await fillIn(world.host, opened, texts)));
    expect(answer).toMatch(/does not allow `v.lcano` here\. Nothing was saved/i);
  }
  expect(await challengesOf(world).ofGuild(world.guild.id, ['draft'], 5)).toEqual([]);

  const hostile = {
    title: '# **@everyone** <@&1>',
    theme: `||[click](https://evil.example)|| \u202e @here ${'`'.repeat(20)}\n# Heading`,
    rules: `<@${world.ada.id}> ${'*'.repeat(1_400)}`,
  };
  const panel = await createDraft(world, {}, hostile);
  const text = readOf(panel.message);
  expect(text).toContain('\\# \\*\\*\\@everyone\\*\\*');
  expect(text).not.toMatch(/(?<!\\)(@everyone|@here|\[click|# Heading)|\u202e/);
  expect(panel.message.mentionedRoleIds).toEqual([]);
  const list = await hostingText(world, 'list');
  expect(list).not.toMatch(/(?<!\\)@everyone/);
});

test('a form goes on working after a restart, and drafts are as many as a host can overlook', async () => {
  const world = await openChallengeWorld();
  const opened = await hosting(world, 'create', { entries_for: '2d' });
  await world.app.stop();
  await world.startApp();
  await answerOf(world, await fillIn(world.host, opened, TEXTS));
  const draft = await newest(world);
  expect(draft.schedule.entriesUntil).toBe(2 * DAY_MS);

  const { id: _, phase: __, ...same } = draft;
  for (let made = 1; made < 20; made += 1) await challengesOf(world).create(same, world.clock.now());
  expect(await hostingText(world, 'create')).toContain('There are 20 drafts already');
});

test('the list leads to the panel and back', async () => {
  const world = await openChallengeWorld();
  expect(await hostingText(world, 'list')).toContain('There is no challenge here yet');
  await createDraft(world);
  const { id } = await newest(world);
  const list = await answerOf(world, await hosting(world, 'list'));
  expect(readOf(list)).toContain(`**#${id} Boats**: draft`);
  await answerOf(world, await world.host.select(list, 'v1:challenge-panel:0', [String(id)]));
  expect(readOf(list)).toContain('### Entries');
  await answerOf(world, await world.host.press(list, 'v1:challenge-panel:0'));
  expect(readOf(list)).toContain('## Challenges of this server');
});
