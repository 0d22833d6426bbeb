import { PermissionFlagsBits as Can } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { BOT_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { changeSettings, MODERATOR_PERMISSIONS } from '../support/moderating.ts';
import { check, openPanel } from '../support/panel.ts';
import { openWorld } from '../support/world.ts';

async function openManagedWorld(overrides?: Record<string, string>) {
  const world = await openWorld();
  await world.startApp(overrides);
  const mia = world.guild.addMember({ name: 'Mia', permissions: MODERATOR_PERMISSIONS });
  const panel = await openPanel(world, mia);
  return { ...world, check: () => check(world, panel) };
}

const beginning = (lines: readonly string[], mark: string) => lines.filter((line) => line.startsWith(mark));

test('nothing stands in the way of a server that has set nothing', async () => {
  const world = await openManagedWorld();
  const lines = await world.check();
  expect(beginning(lines, '❌')).toEqual([]);
  expect(beginning(lines, '⚠️')).toEqual([
    expect.stringContaining('no log channel'),
    expect.stringContaining('no budget'),
  ]);
  expect(beginning(lines, '✅')).toEqual([
    expect.stringContaining('`/veo` in all channels'),
    expect.stringMatching(/Scenario answers and accepts the keys.*credits/),
    expect.stringContaining('folder for videos can be written to'),
    expect.stringMatching(/My disk has room: \d+(\.\d)? GB free/),
    expect.stringContaining('I keep 0 videos: 0 MB of at most 20 GB'),
    expect.stringMatching(/ffmpeg \S+ makes videos smaller/),
    expect.stringContaining('PUBLIC_URL is not set'),
  ]);
});

test('what the machine lacks is said, with what does not work then', async () => {
  const world = await openManagedWorld({
    FFMPEG_PATH: '/nowhere/ffmpeg',
    DISK_RESERVE_MB: '1000000000',
  });
  const lines = await world.check();
  expect(beginning(lines, '❌')).toEqual([expect.stringMatching(/disk is nearly full.*I take no orders/)]);
  expect(beginning(lines, '⚠️')).toContainEqual(
    expect.stringMatching(/ffmpeg is not there.*sent as links.*Continue/),
  );
});

describe('a named channel', () => {
  test('has every permission that is missing named, and is fine as soon as it is mended', async () => {
    const world = await openManagedWorld();
    const gallery = world.guild.addChannel({ name: 'gallery' });
    await changeSettings(world, {
      channelIds: [world.channel.id],
      results: { kind: 'gallery', channelId: gallery.id },
      logChannelId: gallery.id,
    });
    gallery.botPermissions = BOT_PERMISSIONS & ~(Can.AttachFiles | Can.EmbedLinks);
    expect(beginning(await world.check(), '❌')).toEqual([
      `❌ <#${gallery.id}> (the gallery, the log): I lack **Embed Links, Attach Files**. Allow my role that in <#${gallery.id}> → Edit Channel → Permissions.`,
    ]);

    gallery.botPermissions = BOT_PERMISSIONS;
    const lines = await world.check();
    expect(beginning(lines, '❌')).toEqual([]);
    expect(lines).toContain(`✅ <#${gallery.id}> (the gallery, the log)`);
    expect(lines).toContain(`✅ <#${world.channel.id}> (\`/veo\`)`);
  });

  test('that the bot does not see is told from one that is gone', async () => {
    const world = await openManagedWorld();
    const [hidden, gone] = [world.guild.addChannel(), world.guild.addChannel()];
    await changeSettings(world, { logChannelId: hidden.id, moderatorsChannelId: gone.id });
    hidden.botPermissions = 0n;
    gone.delete();
    expect(beginning(await world.check(), '❌')).toEqual([
      expect.stringMatching(`^❌ <#${hidden.id}> \\(the log\\): I lack \\*\\*View Channel`),
      '❌ A channel for moderators is gone: pick another in its section, or clear it.',
    ]);
  });

  test('needs more where each video gets a thread of its own', async () => {
    const world = await openManagedWorld();
    await changeSettings(world, { channelIds: [world.channel.id], results: { kind: 'thread' } });
    world.channel.botPermissions = BOT_PERMISSIONS & ~(Can.CreatePublicThreads | Can.SendMessagesInThreads);
    expect(beginning(await world.check(), '❌')).toEqual([
      expect.stringContaining('I lack **Create Public Threads, Send Messages in Threads**'),
    ]);
  });

  test('may be one of many', async () => {
    const world = await openManagedWorld();
    const channels = Array.from({ length: 25 }, () => world.guild.addChannel());
    await changeSettings(world, { channelIds: channels.map(({ id }) => id) });
    for (const channel of channels.slice(1)) channel.botPermissions = Can.ViewChannel;
    const lines = await world.check();
    expect(lines[0]).toContain('I lack **Send Messages, Embed Links, Attach Files, Read Message History**');
    expect(lines.join('\n').length).toBeLessThanOrEqual(4_096);
  });
});

test('what the bot’s role lacks everywhere is named where no channels are', async () => {
  const world = await openManagedWorld();
  for (const role of world.guild.roles) role.permissions &= ~Can.AttachFiles;
  expect(beginning(await world.check(), '❌')).toEqual([
    expect.stringContaining('my role lacks **Attach Files**'),
  ]);
});

test('a host role that is gone is named', async () => {
  const world = await openManagedWorld();
  const role = world.guild.addRole('Hosts');
  await changeSettings(world, { hostRoleId: role.id });
  expect(await world.check()).toContain(`✅ Host role: <@&${role.id}>`);
  await changeSettings(world, { hostRoleId: '123456789012345678' });
  expect(beginning(await world.check(), '❌')).toEqual([expect.stringContaining('The host role is gone')]);
});

test('a moderator role that is gone is named', async () => {
  const world = await openManagedWorld();
  const role = world.guild.addRole('Moderators');
  await changeSettings(world, { moderatorRoleId: role.id });
  expect(await world.check()).toContain(`✅ Moderator role: <@&${role.id}>`);
  await changeSettings(world, { moderatorRoleId: '123456789012345678' });
  expect(beginning(await world.check(), '❌')).toEqual([
    expect.stringContaining('The moderator role is gone'),
  ]);
});

test('a usual value that is not allowed is named', async () => {
  const world = await openManagedWorld();
  await changeSettings(world, { defaults: { duration: 8 }, durations: [4, 6] });
  expect(beginning(await world.check(), '⚠️')).toContainEqual(
    expect.stringContaining('The usual length, 8 s, is not among the allowed ones'),
  );
});

test('keys that Scenario refuses, and a Scenario that fails, are told apart', async () => {
  const world = await openManagedWorld({ SCENARIO_SDK_API_KEY: 'wrong' });
  expect(beginning(await world.check(), '❌')).toEqual([
    expect.stringContaining('Scenario does not accept the keys'),
  ]);
  await world.scenario.close();
  expect(beginning(await world.check(), '❌')).toEqual([
    expect.stringContaining('Scenario does not answer as it should'),
  ]);
});

test('budgets are shown as they stand', async () => {
  const world = await openManagedWorld({ BUDGET_PER_DAY: '100000', BUDGET_PER_SERVER_PER_MONTH: '5000' });
  await changeSettings(world, { budgetPerDayUnits: 1_000 });
  const lines = await world.check();
  expect(lines).toContain('✅ This server’s budget a day: 0 CU of 1000 CU');
  expect(lines).toContain('✅ What whoever runs the bot allows this server a month: 0 CU of 5000 CU');
  expect(lines).toContain('✅ What the bot may spend in all its servers a day');
  expect(lines.join('\n')).not.toContain('100000');
});
