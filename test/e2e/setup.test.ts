import { PermissionFlagsBits } from 'discord.js';
import { expect, test } from 'vitest';
import type { GuildSettings } from '../../src/moderation/guild-settings.ts';
import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { MEMBER_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { offerToEverybody, partsOf } from '../support/looking.ts';
import { changeSettings, databaseOf, MODERATOR_PERMISSIONS } from '../support/moderating.ts';
import {
  openForm,
  openPanel,
  openSection,
  pageText,
  pick,
  pickedIn,
  savedText,
  sendForm,
  type,
} from '../support/panel.ts';
import { answerTo, openWorld, textOf, type World } from '../support/world.ts';

async function openManagedWorld() {
  const world = await openWorld();
  const app = await world.startApp();
  const mia = world.guild.addMember({ name: 'Mia', permissions: MODERATOR_PERMISSIONS });
  return { ...world, app, mia };
}

const settingsOf = (world: World): Promise<GuildSettings> =>
  createSettingsStore(databaseOf(world)).of(world.guild.id);

const casesOf = (world: World) => createCaseStore(databaseOf(world)).list(world.guild.id, {}, 100);

/** The private refusal that followed. */
async function refusalOf(interaction: SandboxInteraction): Promise<string> {
  const answer = await answerTo(interaction);
  expect(answer.ephemeral).toBe(true);
  return textOf(answer);
}

test('the owner and members with Manage Server get a private panel with everything that is set', async () => {
  const world = await openManagedWorld();
  for (const member of [world.guild.owner, world.mia]) {
    const panel = await openPanel(world, member);
    expect(pageText(panel)).toContain('## Settings of this server');
    expect(pageText(panel)).toContain('Channels for videos: all channels *(default)*');
    expect(partsOf(panel.message).map(({ custom_id }) => custom_id)).toEqual([
      'v1:setup:0',
      'v1:setup-check:0',
    ]);
  }
  expect(world.channel.messages).toEqual([]);
});

test('a section is opened from the list, and left again', async () => {
  const world = await openManagedWorld();
  const panel = await openSection(world, world.mia, 'Members');
  expect(pageText(panel)).toContain('## Members');
  expect(pickedIn(panel, 'Again and Edit')).toEqual(['everyone']);
  await answerTo(await world.mia.press(panel.message, 'v1:setup:0'));
  expect(pageText(panel)).toContain('## Settings of this server');
});

test('the moderator role is not enough, and neither is having had Manage Server', async () => {
  const world = await openManagedWorld();
  const role = world.guild.addRole('Moderators');
  const moderator = world.guild.addMember({ name: 'Mo', roles: [role] });
  await changeSettings(world, { moderatorRoleId: role.id });
  await expect(moderator.slash(world.channel, 'veo-setup')).rejects.toThrow('has not the permissions');

  await offerToEverybody(world, 'veo-setup');
  for (const member of [moderator, world.ada]) {
    const refusal = await refusalOf(await member.slash(world.channel, 'veo-setup'));
    expect(refusal).toMatch(/^Settings are for members with Manage Server/);
  }

  const { mia } = world;
  const panel = await openSection(world, mia, 'Money');
  const form = await openForm(panel);
  mia.permissions = MEMBER_PERMISSIONS;
  mia.roles = [role];
  const tries: (() => Promise<SandboxInteraction>)[] = [
    () => mia.press(panel.message, 'v1:setup:0'),
    () => pick(panel, 'Limits for moderators', ['true']),
    () => mia.press(panel.message, 'v1:setup-edit:4'),
    () => mia.press(panel.message, 'v1:setup-check:0'),
    () => sendForm(panel, form, { budgetPerDayUnits: '5' }),
  ];
  for (const attempt of tries) expect(await refusalOf(await attempt())).toContain('with Manage Server');
  expect(await settingsOf(world)).toMatchObject({ moderatorsExempt: false });
  expect((await settingsOf(world)).budgetPerDayUnits).toBeUndefined();
});

test('menus of channels, roles and choices save, say before → after with the case, and can be cleared', async () => {
  const world = await openManagedWorld();
  const { mia, guild } = world;
  const news = guild.addChannel({ name: 'news', type: 'announcement' });
  const role = guild.addRole('Moderators');

  const channels = await openSection(world, mia, 'Channels');
  await answerTo(await pick(channels, 'Where `/veo` may be used', [world.channel.id, news.id]));
  expect(savedText(channels)).toBe(
    `✅ Saved as case 1:\nChannels for videos: all channels → <#${world.channel.id}>, <#${news.id}>`,
  );
  expect(pickedIn(channels, 'Where `/veo` may be used')).toEqual([world.channel.id, news.id]);

  const moderation = await openSection(world, mia, 'Moderation');
  await answerTo(await pick(moderation, 'Moderator role', [role.id]));
  expect(savedText(moderation)).toBe(`✅ Saved as case 2:\nModerator role: none → <@&${role.id}>`);
  expect(moderation.message.mentionedRoleIds).toEqual([]);

  const limits = await openSection(world, mia, 'Limits of a video');
  await answerTo(await pick(limits, 'Allowed lengths', ['4', '6']));
  await answerTo(await pick(limits, 'Usual length', ['6']));
  expect(savedText(limits)).toBe('✅ Saved as case 4:\nDefaults: the bot’s → 6 s');
  expect(await settingsOf(world)).toMatchObject({
    channelIds: [world.channel.id, news.id],
    moderatorRoleId: role.id,
    durations: [4, 6],
    defaults: { duration: 6 },
  });
  expect(await casesOf(world)).toMatchObject([
    { number: 4, kind: 'setup', actorId: mia.id, detail: 'Defaults: the bot’s → 6 s' },
    { number: 3 },
    { number: 2 },
    { number: 1 },
  ]);

  await answerTo(await pick(channels, 'Where `/veo` may be used', []));
  await answerTo(await pick(moderation, 'Moderator role', []));
  await answerTo(await pick(limits, 'Allowed lengths', []));
  await answerTo(await pick(limits, 'Usual length', []));
  expect(pickedIn(limits, 'Allowed lengths')).toEqual([]);
  const cleared = await settingsOf(world);
  expect(cleared).toMatchObject({ channelIds: [], durations: [], defaults: {} });
  expect(cleared.moderatorRoleId).toBeUndefined();

  await answerTo(await pick(limits, 'Usual length', []));
  expect(pageText(limits)).toContain('Nothing has changed.');
  expect(await casesOf(world)).toHaveLength(8);
});

test('the role of hosts is picked; whoever has it runs challenges, and Manage Events is not enough then', async () => {
  const world = await openManagedWorld();
  const { mia, guild } = world;
  const role = guild.addRole('Hosts');
  const moderation = await openSection(world, mia, 'Moderation');
  await answerTo(await pick(moderation, 'Host role', [role.id]));
  expect(savedText(moderation)).toBe(
    `✅ Saved as case 1:\nHost role: none: members with Manage Events → <@&${role.id}>`,
  );
  const listFor = async (member: SandboxMember) =>
    textOf(await answerTo(await member.slash(world.channel, 'veo-challenge', {}, { subcommand: 'review' })));
  const host = guild.addMember({ name: 'Hal', roles: [role] });
  const other = guild.addMember({
    name: 'Ed',
    permissions: MEMBER_PERMISSIONS | PermissionFlagsBits.ManageEvents,
  });
  expect(await listFor(host)).toBe('No entry waits for a moderator.');
  expect(await listFor(other)).toContain(`This is for hosts of challenges: members with <@&${role.id}>.`);
  await answerTo(await pick(moderation, 'Host role', []));
  expect(await listFor(other)).toBe('No entry waits for a moderator.');
  expect(await listFor(host)).toContain('members with Manage Events');
});

test('numbers and the time zone are typed; emptied ones go back to their defaults', async () => {
  const world = await openManagedWorld();
  const money = await openSection(world, world.mia, 'Money');
  await answerTo(await type(money, { budgetPerDayUnits: ' 500 ', maxRunning: '2' }));
  expect(savedText(money)).toBe(
    '✅ Saved as case 1:\nVideos at work at once: as many as the bot allows → at most 2\nBudget a day: none → 500 CU',
  );
  await answerTo(await type(money, { budgetPerDayUnits: '' }));
  expect(savedText(money)).toBe('✅ Saved as case 2:\nBudget a day: 500 CU → none');

  const data = await openSection(world, world.mia, 'Data');
  await answerTo(await type(data, { timeZone: 'america/new_york', retentionDays: '30' }));
  expect(await settingsOf(world)).toMatchObject({
    maxRunning: 2,
    timeZone: 'America/New_York',
    retentionDays: 30,
  });
});

test('what will not do is refused with what to type or do, and nothing changes', async () => {
  const world = await openManagedWorld();
  const { mia, guild } = world;
  const before = await settingsOf(world);
  const money = await openSection(world, mia, 'Money');
  expect(await refusalOf(await type(money, { budgetPerDayUnits: 'abc', maxRunning: '3' }))).toMatch(
    /^Nothing was changed\.\n\*\*Budget a day\*\*: “abc” will not do\. Type a number of creative units/,
  );
  const data = await openSection(world, mia, 'Data');
  expect(await refusalOf(await type(data, { retentionDays: '0', timeZone: 'Narnia' }))).toMatch(
    /“0” will not do\. Type a whole number from 1 to 3650.*\n.*“Narnia” will not do\. Type a name of the IANA/,
  );
  const results = await openSection(world, mia, 'Results');
  expect(await refusalOf(await pick(results, 'Where finished videos go', ['gallery']))).toContain(
    'pick its channel',
  );
  const moderation = await openSection(world, mia, 'Moderation');
  expect(await refusalOf(await pick(moderation, 'Approval', ['all']))).toContain(
    'name a moderators’ channel or a log channel first',
  );
  await expect(pick(moderation, 'Log channel', [guild.addChannel({ type: 'forum' }).id])).rejects.toThrow(
    'not of the types',
  );
  expect(await refusalOf(await pick(moderation, 'Moderator role', [guild.id]))).toContain(
    'Everybody cannot be a moderator',
  );
  expect(await settingsOf(world)).toEqual(before);
  expect(await casesOf(world)).toEqual([]);
});

test('approval needs a channel to be seen in, as long as it is on', async () => {
  const world = await openManagedWorld();
  const moderation = await openSection(world, world.mia, 'Moderation');
  await answerTo(await pick(moderation, 'Log channel', [world.channel.id]));
  await answerTo(await pick(moderation, 'Approval', ['new-members']));
  expect(await refusalOf(await pick(moderation, 'Log channel', []))).toContain('or switch approval off');
  await answerTo(await pick(moderation, 'Approval', []));
  await answerTo(await pick(moderation, 'Log channel', []));
  expect(await settingsOf(world)).toMatchObject({ approval: 'off' });
});

test('panels and forms that were opened before a restart go on working', async () => {
  const world = await openManagedWorld();
  const members = await openSection(world, world.mia, 'Members');
  const money = await openSection(world, world.mia, 'Money');
  const form = await openForm(money);
  await world.app.stop();
  await world.startApp();
  await answerTo(await pick(members, 'When a video is ready', ['silent']));
  expect(savedText(members)).toContain('its author is mentioned → nobody is told');
  await answerTo(await sendForm(money, form, { confirmFromUnits: '50' }));
  expect(savedText(money)).toContain('never → from 50 CU on');
  await answerTo(await world.mia.press(money.message, 'v1:setup:0'));
  expect(pageText(money)).toContain('When a video is ready: **nobody is told**');
});

test('two who edit at once do not undo what the other has saved', async () => {
  const world = await openManagedWorld();
  const { mia, guild } = world;
  const open = (member: SandboxMember) => openSection(world, member, 'Money');
  const [hers, owners] = [await open(mia), await open(guild.owner)];
  const [herForm, ownersForm] = [await openForm(hers), await openForm(owners)];
  await Promise.all([
    sendForm(hers, herForm, { budgetPerDayUnits: '100' }).then(answerTo),
    sendForm(owners, ownersForm, { budgetPerMonthUnits: '1000' }).then(answerTo),
    pick(owners, 'Limits for moderators', ['true']).then(answerTo),
  ]);
  expect(await settingsOf(world)).toMatchObject({
    budgetPerDayUnits: 100,
    budgetPerMonthUnits: 1_000,
    moderatorsExempt: true,
  });

  const [herLimits, ownersLimits] = [
    await openSection(world, mia, 'Limits of a video'),
    await openSection(world, guild.owner, 'Limits of a video'),
  ];
  await Promise.all([
    pick(herLimits, 'Usual size', ['1080p']).then(answerTo),
    pick(ownersLimits, 'Usual length', ['4']).then(answerTo),
  ]);
  expect((await settingsOf(world)).defaults).toEqual({ resolution: '1080p', duration: 4 });
});

test('a change reaches the log channel', async () => {
  const world = await openManagedWorld();
  const log = world.guild.addChannel({ name: 'log' });
  const moderation = await openSection(world, world.mia, 'Moderation');
  await answerTo(await pick(moderation, 'Log channel', [log.id]));
  await answerTo(await pick(moderation, 'Spoilers', ['always']));
  await world.until('both cases in the log', () => log.messages.length === 2);
  expect(textOf(log.messages[1] ?? { content: '', embeds: [] })).toMatch(
    /Case 2 · Settings changed[\s\S]*Spoilers/,
  );
});
