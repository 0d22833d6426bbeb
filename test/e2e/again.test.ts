import { PermissionFlagsBits as Can } from 'discord.js';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { MEMBER_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { jobs } from '../../src/store/schema.ts';
import {
  cardOf,
  lastWord,
  openWorldWithVideo,
  pressForged,
  reservedFor,
  type WorldWithVideo,
} from '../support/around.ts';
import { idOf, partsOf, sentBodies, untilDelivered } from '../support/looking.ts';
import { changeSettings, databaseOf } from '../support/moderating.ts';
import { orders, textOf } from '../support/world.ts';

const again = (world: WorldWithVideo, by = world.eve) => by.press(world.video, idOf(world.video, 'again'));

test('a stranger makes a video again: the same but for the seed, at their own cost, and both are named', async () => {
  const world = await openWorldWithVideo({
    order: { negative_prompt: 'people', resolution: '1080p', aspect_ratio: '9:16', generate_audio: false },
  });
  const pressed = await again(world);
  expect((await pressed.response).kind).toBe('deferred-update');
  const card = await cardOf(world, 2);
  const line = `🎲 <@${world.eve.id}> made [#1](https://discord.com/channels/${world.guild.id}/${world.channel.id}/${world.video.id}) again`;
  expect(textOf(card)).toContain(line);
  expect(textOf(card)).toContain(`for <@${world.eve.id}>`);
  const video = await untilDelivered(world, card);
  expect(textOf(video)).toContain(`<@${world.eve.id}> your video is ready`);
  expect(textOf(video)).toContain(line);

  const [first, second] = sentBodies(world);
  expect({ ...second, seed: 0 }).toEqual({ ...first, seed: 0 });
  expect(second?.seed).not.toBe(first?.seed);
  expect(reservedFor(world)).toEqual([world.ada.id, world.eve.id]);
  expect(pressed.followups).toEqual([]);
});

test('after a restart the button works, and so does that of the video that came of it', async () => {
  const world = await openWorldWithVideo();
  await world.app.stop();
  await world.startApp();
  await again(world);
  const second = await untilDelivered(world, await cardOf(world, 2));
  await world.ada.press(second, idOf(second, 'again'));
  expect(textOf(await cardOf(world, 3))).toContain(`<@${world.ada.id}> made [#2](`);
});

test('a double press makes one video', async () => {
  const world = await openWorldWithVideo();
  const presses = await Promise.all([again(world), again(world)]);
  await untilDelivered(world, await cardOf(world, 2));
  const told = await world.until('one of them to be told', () =>
    presses.flatMap(({ followups }) => followups.map(({ content }) => content)).at(0),
  );
  expect(told).toBe('You have just asked for this: it is #2. For another one press again in a few seconds.');
  expect(orders(world.scenario)).toHaveLength(2);
  expect(reservedFor(world)).toEqual([world.ada.id, world.eve.id]);
});

test('its pictures are kept, and not uploaded again', async () => {
  const picture = { name: 'a.png', contentType: 'image/png', bytes: await painted('#336699') };
  const last = { name: 'b.png', contentType: 'image/png', bytes: await painted('#993366') };
  const world = await openWorldWithVideo({ order: { image: picture, last_frame_image: last } });
  const uploads = () => world.scenario.assets.filter(({ metadata }) => metadata.type === 'uploaded').length;
  expect(uploads()).toBe(2);
  await again(world);
  const card = await cardOf(world, 2);
  expect(textOf(card)).toContain('first frame · last frame');
  await untilDelivered(world, card);
  const [first, second] = sentBodies(world);
  expect(second?.image).toEqual(first?.image);
  expect({ ...second, seed: 0 }).toEqual({ ...first, seed: 0 });
  expect(uploads()).toBe(2);
});

test.for([
  { rule: 'everyone', eve: true, ada: true },
  { rule: 'owner', eve: false, ada: true },
  { rule: 'moderators', eve: false, ada: false },
] as const)(
  'where it is for $rule, others are told so, and moderators never are',
  async ({ rule, eve, ada }) => {
    const world = await openWorldWithVideo();
    await changeSettings(world, { remixBy: rule });
    let jobId = 1;
    for (const [member, may] of [
      [world.eve, eve],
      [world.ada, ada],
      [world.mo, true],
    ] as const) {
      const pressed = await again(world, member);
      if (may) {
        jobId += 1;
        expect(textOf(await cardOf(world, jobId))).toContain(`<@${member.id}> made`);
      } else {
        expect(await lastWord(world, pressed)).toMatch(
          /^In this server only .*moderators make another video from one: ask for your own with `\/veo`\.$/,
        );
      }
    }
    expect(reservedFor(world)).toHaveLength(jobId);
  },
);

test.for(['again', 'edit', 'continue', 'retry'])(
  '%s: removed, purged and unapproved videos, and those of other servers, are refused',
  async (action) => {
    const world = await openWorldWithVideo();
    const db = databaseOf(world);
    const refused = async (by = world.eve, channel = world.channel) =>
      lastWord(world, await pressForged(world, action, 1, by, channel));
    const change = (changes: Partial<typeof jobs.$inferInsert>) =>
      db.update(jobs).set(changes).where(eq(jobs.id, 1)).run();

    change({ removedAt: 1 });
    expect(await refused()).toBe('This video was removed: ask for another one with `/veo`.');
    change({ removedAt: null, purgedAt: 1 });
    expect(await refused()).toContain('The prompt of this video was deleted');
    change({ purgedAt: null, hold: 'approval' });
    expect(await refused()).toContain('This video was never let into the queue');
    change({ hold: null });
    const elsewhere = world.discord.addGuild();
    expect(await refused(elsewhere.owner, elsewhere.addChannel())).toBe(
      'I do not know this video any more: ask for a new one with `/veo`.',
    );
    expect(await lastWord(world, await pressForged(world, action, 99, world.eve))).toContain('I do not know');
    expect(reservedFor(world)).toHaveLength(1);
  },
);

test('a presser without quota is refused, whoever the video belongs to', async () => {
  const world = await openWorldWithVideo({ environment: { QUOTA_VIDEOS_PER_DAY: '1' } });
  expect(await lastWord(world, await again(world, world.ada))).toContain('You have used up your limit');
  await again(world, world.eve);
  await untilDelivered(world, await cardOf(world, 2));
  expect(reservedFor(world)).toEqual([world.ada.id, world.eve.id]);
});

test('a prompt that the filter has learnt to refuse since is refused', async () => {
  const world = await openWorldWithVideo();
  await world.mod('filter add', { kind: 'word', text: 'dusk', action: 'refuse' });
  expect(await lastWord(world, await again(world))).toContain('dusk');
  expect(reservedFor(world)).toHaveLength(1);
});

test('where moderators approve, it waits for them', async () => {
  const world = await openWorldWithVideo();
  await changeSettings(world, { approval: 'all' });
  await again(world);
  expect(textOf(await cardOf(world, 2))).toContain('Waiting for approval');
  expect(reservedFor(world)).toHaveLength(1);
});

test('where prices are confirmed, the presser is asked first, in private', async () => {
  const world = await openWorldWithVideo();
  await changeSettings(world, { confirmFromUnits: 1 });
  const pressed = await again(world);
  const question = await world.until('the question', () => pressed.followups.at(0));
  expect(question.ephemeral).toBe(true);
  expect(reservedFor(world)).toHaveLength(1);
  await world.eve.press(question, idOf(question, 'confirm'));
  await untilDelivered(world, await cardOf(world, 2));
  expect(reservedFor(world)).toEqual([world.ada.id, world.eve.id]);
});

test('what the server has forbidden since is refused, with the way out', async () => {
  const world = await openWorldWithVideo({ order: { resolution: '1080p' } });
  await changeSettings(world, { resolutions: ['720p'] });
  expect(await lastWord(world, await again(world))).toBe(
    'This server does not allow `resolution: 1080p`: choose 720p. ✏️ Edit makes it with other settings.',
  );
});

test('a spoiler stays one', async () => {
  const world = await openWorldWithVideo({ order: { spoiler: true } });
  await again(world);
  const video = await untilDelivered(world, await cardOf(world, 2));
  expect(video.attachments[0]?.isSpoiler).toBe(true);
});

async function openGallery(forGallery: { orders: boolean }) {
  const world = await openWorldWithVideo();
  const gallery = world.guild.addChannel({ name: 'gallery' });
  await changeSettings(world, {
    results: { kind: 'gallery', channelId: gallery.id },
    channelIds: forGallery.orders ? [] : [world.channel.id],
  });
  const card = await world.order({ prompt: 'in the gallery' });
  const video = await untilDelivered(world, card);
  expect(gallery.messages).toContain(video);
  return { world: { ...world, video }, gallery };
}

test('from the gallery a video is asked for in the channel of the first one, and the presser told where', async () => {
  const { world, gallery } = await openGallery({ orders: true });
  const pressed = await again(world);
  const card = await cardOf(world, 3);
  expect(await lastWord(world, pressed)).toBe(
    `Ordered: https://discord.com/channels/${world.guild.id}/${world.channel.id}/${card.id}`,
  );
  const video = await untilDelivered(world, card);
  expect(gallery.messages).toContain(video);
});

test.for([
  { who: 'the presser may not see', takeAway: 'member' },
  { who: 'the bot may not post in', takeAway: 'bot' },
] as const)('from the gallery nothing is ordered in a channel that $who', async ({ takeAway }) => {
  for (const orders of [true, false]) {
    const { world, gallery } = await openGallery({ orders });
    if (takeAway === 'bot') world.channel.botPermissions &= ~Can.SendMessages;
    else for (const role of world.guild.roles) role.permissions &= ~Can.UseApplicationCommands;
    const pressed = await again(world);
    if (orders) expect(await cardOf(world, 3, gallery)).toBeDefined();
    else expect(await lastWord(world, pressed)).toContain(`may be asked for in <#${world.channel.id}>`);
    expect(world.channel.messages.filter((one) => textOf(one).includes('#3 · for'))).toEqual([]);
  }
});

test('who may use no commands in a channel gets no video there by a button either', async () => {
  const world = await openWorldWithVideo();
  const muted = world.guild.addMember({
    name: 'Muted',
    permissions: MEMBER_PERMISSIONS & ~Can.UseApplicationCommands,
  });
  const says = 'You may not use commands in this channel, so you cannot ask for a video here';
  for (const action of ['again', 'edit', 'continue']) {
    const pressed = await muted.press(world.video, idOf(world.video, action));
    expect(await lastWord(world, pressed)).toContain(says);
    expect(pressed.modal).toBeUndefined();
  }
  expect(reservedFor(world)).toEqual([world.ada.id]);
});

test('in the thread of a video it stays in the thread', async () => {
  const world = await openWorldWithVideo();
  await changeSettings(world, { results: { kind: 'thread' }, channelIds: [world.channel.id] });
  const video = await untilDelivered(world, await world.order({ prompt: 'in a thread' }));
  const [thread] = world.channel.threads;
  if (!thread) throw new Error('there is no thread');
  await world.eve.press(video, idOf(video, 'again'));
  const card = await cardOf(world, 3, thread);
  const result = await untilDelivered(world, card);
  expect(thread.messages).toContain(result);
});

test('where no video may be asked for it goes to the channel of the first one', async () => {
  const world = await openWorldWithVideo();
  const other = world.guild.addChannel({ name: 'other' });
  await changeSettings(world, { channelIds: [world.channel.id] });
  await pressForged(world, 'again', 1, world.eve, other);
  expect(await cardOf(world, 2)).toBeDefined();
  expect(other.messages).toHaveLength(1);
});

test('age-restricted channels count for the place of the new video as well', async () => {
  const world = await openWorldWithVideo();
  const other = world.guild.addChannel({ name: 'other' });
  await changeSettings(world, { ageRestrictedOnly: true });
  const refused = await lastWord(world, await pressForged(world, 'again', 1, world.eve, other));
  expect(refused).toContain('age-restricted channels only');
  world.channel.nsfw = true;
  world.clock.jump(2 * 60_000);
  await pressForged(world, 'again', 1, world.eve, other);
  expect(await cardOf(world, 2)).toBeDefined();
});

test('every result has the row of buttons', async () => {
  const world = await openWorldWithVideo();
  expect(partsOf(world.video).map(({ custom_id }) => custom_id)).toEqual([
    'v1:again:1',
    'v1:edit:1',
    'v1:continue:1',
    'v1:more:1',
  ]);
});

const painted = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 36, channels: 3, background } })
    .png()
    .toBuffer();
