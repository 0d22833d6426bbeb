import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
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
  openForm,
  openPage,
  pick,
  publishDraft,
  readOf,
  type,
} from '../../support/hosting.ts';
import { idOf, partsOf, untilPriced } from '../../support/looking.ts';
import { databaseOf } from '../../support/moderating.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test('every page saves what is picked and typed, and says what was before', async () => {
  const world = await openChallengeWorld();
  const { guild } = world;
  const panel = await createDraft(world);
  const winners = guild.addRole('Winners');
  const actors = guild.addRole('Actors');
  const forum = guild.addChannel({ name: 'contests', type: 'forum' });
  guild.botRole.position = 50;

  expect(await pick(world, panel, 'Channel', [forum.id])).toContain(
    `✅ Saved:\nChannel: <#${world.arena.id}> → <#${forum.id}>`,
  );
  expect(await pick(world, panel, 'Entries a member', ['3'])).toContain('Entries a member: 1 → 3');
  await pick(world, panel, 'Allowed lengths', ['4', '6']);
  await pick(world, panel, 'Allowed shapes', ['9:16']);
  await pick(world, panel, 'Allowed sizes', ['720p']);
  await pick(world, panel, 'Pictures', ['false']);
  await pick(world, panel, 'Who may enter', [actors.id]);
  await pick(world, panel, 'Who may vote', [actors.id, winners.id]);
  await pick(world, panel, 'Voting', ['ranked']);
  await pick(world, panel, 'Ties', ['run-off']);
  await pick(world, panel, 'Names', ['false']);
  await pick(world, panel, '1st place: role', [winners.id]);
  await pick(world, panel, 'Role to ping', [actors.id]);
  await pick(world, panel, 'Discord event', ['true']);
  await pick(world, panel, 'Thread', ['false']);
  expect(await type(world, panel, 'words', { words: 'Boat,  lighthouse ,boat' })).toContain(
    'Words in the prompt: any → `Boat`, `lighthouse`',
  );
  await type(world, panel, 'ages', { 'account-days': '30', 'member-days': '7' });
  const votes = await type(world, panel, 'votes', { ratings: '5', review: '24' });
  expect(votes).toContain('Review: none → moderators look at every entry');
  expect(votes).not.toContain('Times: ');
  await type(world, panel, 'prize-1', { days: '14', bonus: '3' });
  await type(world, panel, 'prize-2', { bonus: '1' });
  await type(world, panel, 'cooldown', { cooldown: '60' });
  await type(world, panel, 'pool', { videos: '2', units: '900.5' });
  await type(world, panel, 'times', { opens: 'in 2d', 'entries-for': '4d', 'voting-for': '36h' });
  await type(world, panel, 'texts', { title: 'Ships', rules: 'One hull.' });

  const { settings, schedule, ...challenge } = await newest(world);
  expect(settings).toEqual({
    entriesPerMember: 3,
    requiredWords: ['Boat', 'lighthouse'],
    durations: [4, 6],
    aspectRatios: ['9:16'],
    resolutions: ['720p'],
    picturesAllowed: false,
    entrantRoleIds: [actors.id],
    voterRoleIds: [actors.id, winners.id],
    minAccountDays: 30,
    minMemberDays: 7,
    method: 'ranked',
    minRatings: 5,
    ties: 'run-off',
    anonymous: false,
    reviewHours: 24,
    prizes: [
      { place: 1, roleId: winners.id, roleDays: 14, bonusVideos: 3 },
      { place: 2, bonusVideos: 1 },
    ],
    poolVideos: 2,
    poolUnits: 900.5,
    winnerCooldownDays: 60,
    pingRoleId: actors.id,
    scheduledEvent: true,
    thread: false,
  });
  expect(challenge).toMatchObject({ title: 'Ships', rules: 'One hull.', channelId: forum.id });
  expect(schedule.entriesUntil - schedule.opensAt).toBe(4 * DAY_MS);
  expect(schedule.reviewUntil).toBe(schedule.entriesUntil + DAY_MS);
  expect(schedule.votesUntil).toBe(schedule.entriesUntil + DAY_MS + 36 * HOUR_MS);

  await pick(world, panel, '1st place: role', []);
  await type(world, panel, 'prize-2', { bonus: '' });
  expect((await newest(world)).settings.prizes).toEqual([{ place: 1, bonusVideos: 3 }]);
  expect(await type(world, panel, 'pool', {})).toContain('Nothing has changed.');
});

test('what will not do is refused with what to type, and nothing changes', async () => {
  const world = await openChallengeWorld();
  const panel = await createDraft(world);
  const before = await newest(world);
  for (const [form, typed, refusal] of [
    ['ages', { 'account-days': '0', 'member-days': 'x' }, /“0” will not do[\s\S]*“x” will not do/],
    ['words', { words: 'a,b,c,d,e,f,g,h,i,j,k' }, /at most 10 words/],
    ['words', { words: '!!!' }, /letters or digits/],
    ['prize-1', { days: '5' }, /pick a role for this place first/],
    ['pool', { units: '-5' }, /“\\-5” will not do/],
    ['times', { opens: 'whenever', 'entries-for': '1m' }, /do not understand[\s\S]*10 minutes/],
    ['texts', { title: '   ' }, /\*\*Title\*\* is empty/],
  ] as const) {
    expect(await type(world, panel, form, typed)).toMatch(refusal);
  }
  expect(await pick(world, panel, 'Who may enter', [world.guild.id])).toContain('everybody’s role');
  expect(await newest(world)).toEqual(before);

  databaseOf(world)
    .insert(filterRules)
    .values({ guildId: world.guild.id, kind: 'word', text: 'volcano', action: 'refuse' })
    .run();
  expect(await type(world, panel, 'texts', { theme: 'A v0lcano' })).toContain('Nothing was saved');
  expect(await type(world, panel, 'words', { words: 'volcano' })).toContain('Nothing was saved');
  expect(await newest(world)).toEqual(before);
});

test('only hosts of this server use a panel, also one that they opened as a host', async () => {
  const world = await openChallengeWorld();
  const { host } = world;
  const panel = await createDraft(world);
  const form = await openForm(world, panel, 'texts');
  const menu = 'v1:challenge-panel:1';
  host.roles = [];
  host.permissions = MEMBER_PERMISSIONS;
  const tries = [
    () => host.press(panel.message, menu),
    () => fillIn(host, form, { title: 'Mine' }),
    () => hosting(world, 'edit', { challenge: '1' }),
    () => hosting(world, 'preview', { challenge: '1' }),
    () => hosting(world, 'publish', { challenge: '1' }),
  ];
  for (const attempt of tries) {
    expect(readOf(await answerOf(world, await attempt()))).toContain('This is for hosts');
  }
  expect((await newest(world)).title).toBe('Boats');

  const other = world.discord.addGuild({ name: 'Elsewhere' });
  const stranger = other.addMember({ name: 'Sly', permissions: MEMBER_PERMISSIONS | Can.ManageEvents });
  const sent = await stranger.slash(
    other.addChannel({}),
    'veo-challenge',
    { challenge: '1' },
    { subcommand: 'edit' },
  );
  expect(readOf(await answerOf(world, sent))).toContain('I do not know this challenge here');
});

test('prizes and pings give nobody a power that the host has not', async () => {
  const world = await openChallengeWorld();
  const { guild, mo } = world;
  const admins = guild.addRole('Admins', { permissions: Can.Administrator });
  const harmless = guild.addRole('Stars');
  const quiet = guild.addRole('Everyone else', { mentionable: false });
  guild.botRole.position = 90;
  const panel = await createDraft(world);
  expect(await pick(world, panel, '1st place: role', [admins.id])).toContain('has permissions of its own');
  expect(await pick(world, panel, '1st place: role', [guild.botRole.id])).toContain('cannot be given');
  expect(await pick(world, panel, '1st place: role', [harmless.id])).toContain('1st place: ');
  expect(await pick(world, panel, 'Role to ping', [quiet.id])).toContain('You may not ping');
  expect((await newest(world)).settings.pingRoleId).toBeUndefined();

  // Mo may manage roles, but stands below the admins; the owner stands above all.
  mo.permissions |= Can.ManageRoles;
  const mos = await createDraft(world, {}, undefined, mo);
  expect(await pick(world, mos, '1st place: role', [admins.id])).toContain('has permissions of its own');
  const helpers = guild.addRole('Helpers', { permissions: Can.ManageMessages, position: 1 });
  const chiefs = guild.addRole('Chiefs', { permissions: Can.ManageRoles | Can.ManageGuild });
  mo.roles = [chiefs];
  expect(await pick(world, mos, '1st place: role', [helpers.id])).toContain('Prizes: none → 1st place');
  const owners = await createDraft(world, {}, undefined, guild.owner);
  expect(await pick(world, owners, '1st place: role', [admins.id])).toContain('Prizes: none → 1st place');
});

test('a published challenge changes only in members’ favour; what cannot change is shown, but not to be picked', async () => {
  const world = await openChallengeWorld();
  const { id } = await publishDraft(world);
  const message = await answerOf(world, await hosting(world, 'edit', { challenge: String(id) }));
  const panel = { member: world.host, message };
  expect(partsOf(message).map(({ label }) => label)).not.toContain('Publish');
  expect(await pick(world, panel, 'Entries a member', ['2'])).toContain('Entries a member: 1 → 2');
  expect(await pick(world, panel, 'Entries a member', ['1'])).toContain('in members’ favour');
  expect(await type(world, panel, 'texts', { theme: 'Planes' })).toContain('only until entries open');
  await openPage(world, panel, 'Announcement');
  const menus = partsOf(message).filter(({ custom_id }) => custom_id?.startsWith('v1:challenge-set:'));
  expect(menus.map(({ disabled }) => disabled)).toEqual([true, true, true]);
  await world.until('the announcement to tell of two entries', () =>
    world.arena.messages.some(({ embeds }) => /2 entries|up to 2/i.test(embeds[0]?.description ?? '')),
  );
});

test('two hosts who edit at once do not undo each other, and a panel outlives a restart', async () => {
  const world = await openChallengeWorld();
  const mine = await createDraft(world);
  const theirs = {
    member: world.mo,
    message: await answerOf(world, await hosting(world, 'edit', { challenge: '1' }, world.mo)),
  };
  const myForm = await openForm(world, mine, 'texts');
  const theirForm = await openForm(world, theirs, 'texts');
  await answerOf(world, await fillIn(world.host, myForm, { title: 'Ships' }));
  await world.app.stop();
  await world.startApp();
  await answerOf(world, await fillIn(world.mo, theirForm, { theme: 'Old ones' }));
  await pick(world, mine, 'Names', ['false']);
  expect(await newest(world)).toMatchObject({
    title: 'Ships',
    theme: 'Old ones',
    settings: { anonymous: false },
  });
});

test('the panel tells what pool and bonus videos could cost at most', async () => {
  const world = await openChallengeWorld();
  await untilPriced(world);
  const panel = await createDraft(world);
  await type(world, panel, 'pool', { videos: '2', units: '1000' });
  const text = await type(world, panel, 'prize-1', { bonus: '3' });
  const [, pool, bonus] =
    /costs at most (\d+(?:\.\d+)?) CU for each entrant, 1000 CU for all of them\.[\s\S]*bonus videos cost at most (\d+(?:\.\d+)?) CU/.exec(
      text,
    ) ?? [];
  expect(Number(pool)).toBeGreaterThan(0);
  expect(Number(bonus)).toBeCloseTo((Number(pool) * 3) / 2);

  await pick(world, panel, 'Allowed lengths', ['4']);
  await openPage(world, panel, 'Pool');
  const cheaper = Number(/at most (\d+(?:\.\d+)?) CU for each/.exec(readOf(panel.message))?.[1]);
  expect(cheaper).toBeLessThan(Number(pool));
});

test('the overview of the longest challenge fits into a message', async () => {
  const world = await openChallengeWorld();
  const roles = Array.from({ length: 25 }, (_, index) => world.guild.addRole(`Role ${index}`).id);
  const panel = await createDraft(
    world,
    {},
    { title: '*'.repeat(80), theme: '_'.repeat(500), rules: '~'.repeat(1_500) },
  );
  await pick(world, panel, 'Who may enter', roles);
  await pick(world, panel, 'Who may vote', roles);
  await type(world, panel, 'words', {
    words: Array.from({ length: 10 }, (_, i) => `${i}${'w'.repeat(38)}`).join(),
  });
  expect(await type(world, panel, 'texts', { title: '`'.repeat(80) })).toContain('✅ Saved');
  const text = await hostingText(world, 'edit', { challenge: '1' });
  expect(text.length).toBeLessThan(4_000);
  expect(idOf(panel.message, 'challenge-edit')).toBe('v1:challenge-edit:1:texts');
  expect((await challengesOf(world).find(1))?.settings.entrantRoleIds).toHaveLength(25);
});
