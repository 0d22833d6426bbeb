import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { SandboxChannel } from '../../src/sandbox/discord/model.ts';
import { quotaText, untilDelivered } from '../support/looking.ts';
import { changeSettings } from '../support/moderating.ts';
import {
  openRealTimeWorld,
  openWorld,
  results,
  textOf,
  type World,
  type WorldOptions,
} from '../support/world.ts';

const never = new Promise<never>(() => {});

const idsIn = (channel: SandboxChannel | undefined) => channel?.messages.map(({ id }) => id);

const deny = (channel: SandboxChannel, permission: bigint): void => {
  channel.botPermissions &= ~permission;
};

/** A server whose results go to a gallery. */
async function openGalleryWorld(options: WorldOptions = {}) {
  const world = await openWorld(options);
  const gallery = world.guild.addChannel({ name: 'gallery' });
  await changeSettings(world, galleryAt(gallery));
  return { world, gallery, app: await world.startApp() };
}

const galleryAt = ({ id }: SandboxChannel): SettingsChanges => ({
  results: { kind: 'gallery', channelId: id },
});

/** A server whose results go to threads under their cards. */
async function openThreadedWorld(options: WorldOptions = {}) {
  const world = await openWorld(options);
  await changeSettings(world, { results: { kind: 'thread' } });
  return { world, app: await world.startApp() };
}

async function openWorldWith(settings: SettingsChanges): Promise<World> {
  const world = await openWorld();
  await changeSettings(world, settings);
  await world.startApp();
  return world;
}

test('a result goes to the gallery, its card stays and links to it, its author is pinged there', async () => {
  const { world, gallery } = await openGalleryWorld();
  const card = await world.order();
  const video = await untilDelivered(world, card);
  expect(idsIn(gallery)).toEqual([video.id]);
  expect(video.attachments).toHaveLength(1);
  expect(video.mentionedUserIds).toEqual([world.ada.id]);
  expect(card.content).toBe(
    `✅ Delivered: https://discord.com/channels/${world.guild.id}/${gallery.id}/${video.id}`,
  );
  expect(idsIn(world.channel)).toEqual([card.id]);
});

test('a video asked for in the gallery stays there', async () => {
  const { world, gallery } = await openGalleryWorld();
  const card = await world.order({}, { channel: gallery });
  const video = await untilDelivered(world, card);
  expect(idsIn(gallery)).toEqual([card.id, video.id]);
});

test('a video too large for a file reaches the gallery as a link', async () => {
  const { world, gallery } = await openGalleryWorld({ discord: { defaultUploadLimitBytes: 10_000 } });
  const video = await untilDelivered(world, await world.order());
  expect(idsIn(gallery)).toEqual([video.id]);
  expect(video.content).toContain('too large for this server');
});

const CLOSED: { name: string; close: (gallery: SandboxChannel) => void }[] = [
  { name: 'is deleted', close: (gallery) => gallery.delete() },
  { name: 'cannot be seen', close: (gallery) => deny(gallery, Can.ViewChannel) },
  { name: 'takes no posts', close: (gallery) => deny(gallery, Can.SendMessages) },
  { name: 'takes no files', close: (gallery) => deny(gallery, Can.AttachFiles) },
];

test.for(CLOSED)('where the gallery $name, the result goes to where it was asked for', async ({ close }) => {
  const { world, gallery } = await openGalleryWorld();
  close(gallery);
  const card = await world.order();
  const video = await untilDelivered(world, card);
  expect(idsIn(world.channel)).toEqual([card.id, video.id]);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
});

test.for(['forum', 'category'] as const)(
  'where the gallery is a %s, the result goes to where it was asked for',
  async (type) => {
    const world = await openWorld();
    const gallery = world.guild.addChannel({ type });
    await changeSettings(world, galleryAt(gallery));
    await world.startApp();
    const card = await world.order();
    const video = await untilDelivered(world, card);
    expect(idsIn(world.channel)).toEqual([card.id, video.id]);
  },
);

test('the place is the one that was set when the video was asked for', async () => {
  const { world, gallery } = await openGalleryWorld();
  const card = await world.order({ prompt: 'a boat [slow]' });
  await changeSettings(world, { results: { kind: 'same-channel' } });
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  expect((await untilDelivered(world, card)).channelId).toBe(gallery.id);
});

test('a result goes to a thread of its own under its card', async () => {
  const { world } = await openThreadedWorld();
  const card = await world.order({ prompt: `A *boat*\n${'at dusk '.repeat(20)}` });
  const video = await untilDelivered(world, card);
  const [thread] = world.channel.threads;
  expect(world.channel.threads).toHaveLength(1);
  expect(thread?.id).toBe(card.id);
  expect(thread?.name).toMatch(/^A \*boat\* at dusk .*…$/);
  expect(thread?.name.length).toBeLessThanOrEqual(100);
  expect(idsIn(thread)).toEqual([video.id]);
  expect(card.content).toContain(`/${thread?.id}/${video.id}`);
  expect(idsIn(world.channel)).toEqual([card.id]);
});

test('each video has its own thread', async () => {
  const { world } = await openThreadedWorld();
  await untilDelivered(world, await world.order({ prompt: 'first' }));
  await untilDelivered(world, await world.order({ prompt: 'second' }));
  expect(world.channel.threads.map(({ name }) => name)).toEqual(['first', 'second']);
});

test('a thread that was opened for a try that failed is used by the next', async () => {
  const { world } = await openThreadedWorld();
  const fault = world.discord.faults.add({
    method: 'POST',
    path: new RegExp(`/channels/(?!${world.channel.id})\\d+/messages$`),
    effect: { kind: 'status', status: 503 },
  });
  const card = await world.order();
  await world.until('some tries', () => fault.hits >= 5);
  fault.remove();
  const video = await untilDelivered(world, card);
  expect(world.channel.threads).toHaveLength(1);
  expect(idsIn(world.channel.threads[0])).toEqual([video.id]);
});

test('while Discord cannot open threads, the video waits for its own', async () => {
  const { world } = await openThreadedWorld();
  const fault = world.discord.faults.add({
    method: 'POST',
    path: /\/threads$/,
    effect: { kind: 'status', status: 503 },
  });
  const card = await world.order();
  await world.until('some tries', () => fault.hits >= 5);
  fault.remove();
  await untilDelivered(world, card);
  expect(world.channel.threads[0]?.messages).toHaveLength(1);
});

test('in a thread there are no threads: the result goes to where it was asked for', async () => {
  const { world } = await openThreadedWorld();
  const thread = world.guild.addChannel({ type: 'thread', parent: world.channel });
  const card = await world.order({}, { channel: thread });
  const video = await untilDelivered(world, card);
  expect(idsIn(thread)).toEqual([card.id, video.id]);
});

const NO_THREADS: { name: string; hinder: (world: World) => void }[] = [
  {
    name: 'threads may not be made',
    hinder: ({ channel }) => deny(channel, Can.CreatePublicThreads),
  },
  {
    name: 'threads may be made, but not posted in',
    hinder: ({ channel }) => deny(channel, Can.SendMessagesInThreads),
  },
];

test.for(NO_THREADS)('where $name, the result goes to where it was asked for', async ({ hinder }) => {
  const { world } = await openThreadedWorld();
  hinder(world);
  const card = await world.order();
  const video = await untilDelivered(world, card);
  expect(idsIn(world.channel)).toEqual([card.id, video.id]);
});

test('where the card was deleted by hand, the result goes to where it was asked for', async () => {
  const { world } = await openThreadedWorld();
  const card = await world.order({ prompt: 'a boat [slow]' });
  const response = await fetch(`${world.discord.apiUrl}/channels/${world.channel.id}/messages/${card.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bot ${world.discord.token}` },
  });
  expect(response.status).toBe(204);
  await world.until('the video', () => results(world.channel).length === 1);
  expect(world.channel.threads).toEqual([]);
});

const elsewhere = ({ channel }: World) => new RegExp(`/channels/(?!${channel.id})\\d+/messages$`);

/** The process is killed while one of these requests is on its way, or its answer is. */
const MOMENTS: { into: 'gallery' | 'thread'; what: string; path: (world: World) => RegExp }[] = [
  { into: 'gallery', what: 'post', path: elsewhere },
  { into: 'thread', what: 'post', path: elsewhere },
  { into: 'thread', what: 'thread', path: () => /\/threads$/ },
];

test.for(
  MOMENTS.flatMap((moment) => [
    { ...moment, kind: 'hold-request' as const, how: 'on its way' },
    { ...moment, kind: 'hold-answer' as const, how: 'there, unheard of' },
  ]),
)('killed while the $what is $how, into a $into: one video', async ({ into, path, kind }) => {
  const world = await openRealTimeWorld();
  const gallery = world.guild.addChannel({ name: 'gallery' });
  await changeSettings(world, into === 'gallery' ? galleryAt(gallery) : { results: { kind: 'thread' } });
  const first = await world.startProcess();
  const effect = { kind, until: never };
  const held = world.discord.faults.add({ method: 'POST', path: path(world), effect });
  const card = await world.order();
  await held.firstHit;
  await first.stop('SIGKILL');
  world.discord.faults.clear();
  await world.startProcess();
  const video = await untilDelivered(world, card);
  const [thread, ...others] = world.channel.threads;
  expect(others).toEqual([]);
  expect(idsIn(into === 'gallery' ? gallery : thread)).toEqual([video.id]);
  expect(video.attachments).toHaveLength(1);
  expect(idsIn(world.channel)).toEqual([card.id]);
});

test('killed long after the video was posted in the gallery unnoticed, it finds it there', async () => {
  let aheadMs = 0;
  const world = await openRealTimeWorld({ discord: { now: () => Date.now() + aheadMs, rateLimits: 'off' } });
  const gallery = world.guild.addChannel({ name: 'gallery' });
  await changeSettings(world, galleryAt(gallery));
  const first = await world.startProcess();
  const posted = world.discord.faults.add({
    method: 'POST',
    path: new RegExp(`/channels/${gallery.id}/messages$`),
    effect: { kind: 'hold-answer', until: never },
  });
  const card = await world.order();
  await posted.firstHit;
  await world.until('the video', () => gallery.messages.length === 1);
  await first.stop('SIGKILL');
  world.discord.faults.clear();
  // Discord forgets a nonce after some minutes.
  aheadMs = 30 * 60_000;
  await world.startProcess();
  const video = await untilDelivered(world, card);
  expect(idsIn(gallery)).toEqual([video.id]);
});

test('killed while posting in a gallery that is closed by the next start, it posts where it was asked for', async () => {
  const world = await openRealTimeWorld();
  const gallery = world.guild.addChannel({ name: 'gallery' });
  await changeSettings(world, galleryAt(gallery));
  const first = await world.startProcess();
  const posting = world.discord.faults.add({
    method: 'POST',
    path: new RegExp(`/channels/${gallery.id}/messages$`),
    effect: { kind: 'hold-request', until: never },
  });
  const card = await world.order();
  await posting.firstHit;
  await first.stop('SIGKILL');
  world.discord.faults.clear();
  deny(gallery, Can.ViewChannel);
  await world.startProcess();
  const video = await untilDelivered(world, card);
  expect(idsIn(world.channel)).toEqual([card.id, video.id]);
});

test('where the server wants it, its owner is told by direct message, and pinged nowhere', async () => {
  const world = await openWorldWith({ notify: 'dm' });
  const card = await world.order();
  const video = await untilDelivered(world, card);
  expect(video.content).toContain(`<@${world.ada.id}>`);
  expect(video.mentionedUserIds).toEqual([]);
  await world.until('the direct message', () => world.discord.dms(world.ada.id).length === 1);
  expect(world.discord.dms(world.ada.id)[0]?.content).toBe(
    `Your video #1 is ready: https://discord.com/channels/${world.guild.id}/${world.channel.id}/${video.id}`,
  );
});

test('where only age-restricted channels take orders, a thread counts as its channel does', async () => {
  const world = await openWorldWith({ ageRestrictedOnly: true });
  const grown = world.guild.addChannel({ nsfw: true });
  const inside = (parent: SandboxChannel) => world.guild.addChannel({ type: 'thread', parent });
  await untilDelivered(world, await world.order({}, { channel: inside(grown) }));
  expect(await world.refusal({}, { channel: inside(world.channel) })).toContain(
    'age-restricted channels only',
  );
});

test('closed direct messages do no harm', async () => {
  const world = await openWorldWith({ notify: 'dm' });
  world.ada.user.dmsOpen = false;
  await untilDelivered(world, await world.order({ prompt: 'first' }));
  await untilDelivered(world, await world.order({ prompt: 'second' }));
  expect(results(world.channel)).toHaveLength(2);
  expect(await quotaText(world)).toContain('3 of 5 videos left');
});

test('silent, its owner is named but not pinged', async () => {
  const world = await openWorldWith({ notify: 'silent' });
  const video = await untilDelivered(world, await world.order());
  expect(video.content).toContain(`<@${world.ada.id}>`);
  expect(video.mentionedUserIds).toEqual([]);
  expect(world.discord.dms(world.ada.id)).toEqual([]);
});

test('a failure is told on the card, whoever is told of videos in whichever way', async () => {
  const world = await openWorldWith({ notify: 'dm' });
  const card = await world.order({ prompt: '[fail] a boat' });
  await world.until('the end', () => textOf(card).includes('Failed'));
  expect(world.discord.dms(world.ada.id)).toEqual([]);
});

test.for([
  { spoilers: 'always', asked: false, hidden: true },
  { spoilers: 'never', asked: true, hidden: false },
  { spoilers: 'member', asked: true, hidden: true },
  { spoilers: 'member', asked: false, hidden: false },
] as const)(
  'spoilers: $spoilers, asked for: $asked → hidden: $hidden',
  async ({ spoilers, asked, hidden }) => {
    const world = await openWorldWith({ spoilers });
    const video = await untilDelivered(world, await world.order({ spoiler: asked }));
    expect(video.attachments[0]?.isSpoiler).toBe(hidden);
  },
);
