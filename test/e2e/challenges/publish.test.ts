import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import { BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { openChallengeWorld } from '../../support/challenges.ts';
import {
  answerOf,
  createDraft,
  hosting,
  hostingText,
  newest,
  pick,
  readOf,
  TEXTS,
  type,
} from '../../support/hosting.ts';
import { partsOf } from '../../support/looking.ts';
import { changeSettings } from '../../support/moderating.ts';
import { textOf } from '../../support/world.ts';

const HOUR_MS = 3_600_000;

const publish = (world: Parameters<typeof hostingText>[0], member = world.host) =>
  hostingText(world, 'publish', { challenge: '1' }, member);

test('a draft that opens at once is announced and open, with times that count from then', async () => {
  const world = await openChallengeWorld();
  await createDraft(world, { entries_for: '2d', voting_for: '1d' });
  const before = world.clock.now();
  expect(await publish(world)).toMatch(
    /^✅ Published: draft → \*\*open for entries\*\*.*Entries close <t:\d+:R>\./,
  );
  const { phase, schedule, publishedAt } = await newest(world);
  expect(phase).toBe('open');
  expect(schedule.opensAt).toBe(publishedAt);
  expect(schedule.opensAt).toBeGreaterThanOrEqual(before);
  expect(schedule.entriesUntil - schedule.opensAt).toBe(48 * HOUR_MS);
  expect(schedule.votesUntil - schedule.entriesUntil).toBe(24 * HOUR_MS);
  const announcement = await world.until('the announcement', () =>
    world.arena.messages.find((message) => textOf(message).includes('Everything that floats')),
  );
  expect(announcement.ephemeral).toBe(false);
  expect(await publish(world)).toContain('I do not know this challenge here');
});

test('one that opens later waits, and opens by itself', async () => {
  const world = await openChallengeWorld();
  await createDraft(world, { opens: 'in 1h' });
  expect(await publish(world)).toContain('draft → **announced**');
  expect((await newest(world)).phase).toBe('announced');
  world.clock.jump(HOUR_MS);
  await world.until('entries to open', async () => (await newest(world)).phase === 'open');
});

test('the preview is what is posted then, for the host alone, and nothing in it can be pressed', async () => {
  const world = await openChallengeWorld();
  await changeSettings(world, { language: 'de' });
  const panel = await createDraft(world, {}, { ...TEXTS, rules: 'Be **kind**, @everyone.' });
  await pick(world, panel, 'Voting', ['ranked']);
  const preview = await answerOf(world, await hosting(world, 'preview', { challenge: '1' }));
  expect(world.arena.messages).toEqual([]);
  expect(partsOf(preview).every(({ disabled }) => disabled === true)).toBe(true);
  await publish(world);
  const posted = await world.until('the announcement', () =>
    world.arena.messages.find((message) => textOf(message).includes('Everything that floats')),
  );
  const withoutTimes = (text: string | null | undefined) => text?.replaceAll(/<t:\d+/g, '<t:');
  expect(withoutTimes(preview.embeds[0]?.description)).toBe(
    withoutTimes(posted.asSent.embeds[0]?.description),
  );
  expect(partsOf(preview).map(({ label }) => label)).toEqual(
    partsOf({ components: posted.asSent.components }).map(({ label }) => label),
  );
  expect(preview.content).toContain(`posted in <#${world.arena.id}>`);
});

test('a host is told that a challenge which not everybody sees gets no event', async () => {
  const world = await openChallengeWorld();
  const panel = await createDraft(world);
  await pick(world, panel, 'Discord event', ['true']);
  const preview = () => hostingText(world, 'preview', { challenge: '1' });
  const hint = '⚠️ Not everybody sees that channel, so I make no event';
  const open = await preview();
  expect(open).not.toContain(hint);
  expect(open).toContain('With an event in the server’s list.');
  world.arena.overwrites = [
    { id: world.guild.id, of: 'role', deny: Can.ViewChannel },
    { id: world.guild.botRole.id, of: 'role', allow: Can.ViewChannel },
  ];
  const closed = await preview();
  expect(closed).toContain(hint);
  expect(closed).not.toContain('With an event in the server’s list.');
  const published = await publish(world);
  expect(published).toContain('✅ Published');
  expect(published).toContain(hint);
});

test('everything that is missing is named before anything is published, and what was mended is seen at once', async () => {
  const world = await openChallengeWorld();
  const { guild, arena } = world;
  const star = guild.addRole('Star');
  const fans = guild.addRole('Fans');
  const panel = await createDraft(world, { opens: 'in 2h' });
  await pick(world, panel, '1st place: role', [star.id]);
  await pick(world, panel, 'Role to ping', [fans.id]);
  await pick(world, panel, 'Discord event', ['true']);
  await pick(world, panel, 'Allowed lengths', ['8']);

  world.clock.jump(3 * HOUR_MS);
  fans.mentionable = false;
  const { permissions } = guild.botRole;
  guild.botRole.permissions = BOT_PERMISSIONS & ~Can.CreatePublicThreads;
  arena.botPermissions = Can.ViewChannel | Can.SendMessages | Can.EmbedLinks;
  await changeSettings(world, { durations: [4] });
  for (const text of [await publish(world), await hostingText(world, 'preview', { challenge: '1' })]) {
    for (const problem of [
      /It was to open <t:\d+:R>/,
      /None of the allowed lengths can be made in this server/,
      /I lack \*\*Attach Files, Read Message History, Create Public Threads, Send Messages in Threads\*\* in/,
      new RegExp(`I may not ping <@&${fans.id}>`),
      new RegExp(`I cannot give <@&${star.id}>: allow my role \\*\\*Manage Roles\\*\\*`),
      /I cannot make a Discord event: allow my role \*\*Create Events\*\*/,
    ]) {
      expect(text).toMatch(problem);
    }
  }
  expect((await newest(world)).phase).toBe('draft');
  expect(arena.messages).toEqual([]);

  guild.botRole.permissions = permissions;
  guild.botRole.position = star.position - 1;
  arena.botPermissions = BOT_PERMISSIONS;
  fans.mentionable = true;
  await changeSettings(world, { durations: [] });
  await type(world, panel, 'times', { opens: 'now' });
  const left = await publish(world);
  expect(left).toContain('drag my role above it');
  expect(left.match(/^- /gm)).toHaveLength(1);

  guild.botRole.position = 99;
  const published = await publish(world);
  expect(published).toMatch(/^✅ Published/);
  expect(published).toContain('⚠️ I may not pin there: allow my role **Pin Messages**');
  const posted = await world.until('the announcement', () =>
    arena.messages.find((message) => textOf(message).includes('Everything that floats')),
  );
  expect(posted.mentionedRoleIds).toEqual([fans.id]);
});

test('channels that are gone, out of sight or of another kind are named', async () => {
  const world = await openChallengeWorld();
  await createDraft(world);
  world.arena.botPermissions = 0n;
  expect(await publish(world)).toContain('I lack **View Channel**');
  world.arena.delete();
  expect(await publish(world)).toContain('Its channel is gone');

  const panel = await createDraft(world, { channel: world.channel.id });
  const { id } = await newest(world);
  const thread = world.guild.addChannel({ type: 'thread', name: 'talk', parent: world.channel });
  await pick(world, panel, 'Channel', [thread.id]);
  world.channel.botPermissions = BOT_PERMISSIONS & ~Can.SendMessagesInThreads;
  const answer = await hostingText(world, 'publish', { challenge: String(id) });
  expect(answer).toContain('I lack **Send Messages in Threads**');
  world.channel.botPermissions = BOT_PERMISSIONS;
  expect(await hostingText(world, 'publish', { challenge: String(id) })).toMatch(/^✅/);
});

test('a forum is announced in with a post of its own', async () => {
  const world = await openChallengeWorld();
  const forum = world.guild.addChannel({ type: 'forum', name: 'contests', moderatedTags: ['Official'] });
  await createDraft(world, { channel: forum.id });
  forum.requiresTag = true;
  expect(await publish(world)).toContain('need a tag, and there is none that everybody may set');
  forum.requiresTag = false;
  expect(await publish(world)).toMatch(/^✅/);
  const post = await world.until('the post', () => forum.threads.find(({ messages }) => messages.length > 0));
  expect(post.thread?.tagIds).toEqual([]);
});

test('a forum that asks for a tag gets the one that is named for challenges, else its first', async () => {
  const world = await openChallengeWorld();
  const tags = ['Talk', 'Weekly contests'];
  for (const [index, names] of [tags, tags.slice(0, 1)].entries()) {
    const forum = world.guild.addChannel({ type: 'forum', name: 'forum', tags: names, requiresTag: true });
    await createDraft(world, { channel: forum.id });
    expect(await hostingText(world, 'publish', { challenge: String(index + 1) })).toMatch(/^✅/);
    const post = await world.until('the post', () => forum.threads[0]);
    expect(post.thread?.tagIds).toEqual([forum.tags.at(-1)?.id]);
  }
});

test('one who publishes twice at the same moment, or with another host, publishes once', async () => {
  const world = await openChallengeWorld();
  const panel = await createDraft(world);
  const [first, second, third] = await Promise.all([
    world.host.press(panel.message, 'v1:challenge-publish:1'),
    world.host.press(panel.message, 'v1:challenge-publish:1'),
    hosting(world, 'publish', { challenge: '1' }, world.mo),
  ]);
  const answers = await Promise.all(
    [first, second, third].map(async (one) => readOf(await answerOf(world, one))),
  );
  expect(answers.filter((text) => text.startsWith('✅'))).toHaveLength(1);
  await world.until('the announcement', () => world.arena.messages.length > 0);
  const { id } = await newest(world);
  expect(id).toBe(1);
  const announcements = world.arena.messages.filter(
    ({ pinNoticeOf, embeds }) => !pinNoticeOf && embeds.length > 0,
  );
  expect(announcements).toHaveLength(1);
});

test('members publish nothing', async () => {
  const world = await openChallengeWorld();
  await createDraft(world);
  expect(await publish(world, world.ada)).toContain('This is for hosts');
  expect((await newest(world)).phase).toBe('draft');
});
