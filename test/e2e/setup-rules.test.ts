import { expect, test } from 'vitest';
import { MODERATOR_PERMISSIONS } from '../support/moderating.ts';
import { openSection, pick } from '../support/panel.ts';
import { answerTo, openWorld, textOf } from '../support/world.ts';

const PICTURE = { name: 'boat.png', contentType: 'image/png', bytes: new Uint8Array(1_000) };

/** A server with somebody who sets it up. */
async function openManagedWorld() {
  const world = await openWorld();
  await world.startApp();
  const mia = world.guild.addMember({ name: 'Mia', permissions: MODERATOR_PERMISSIONS });
  const set = async (section: string, title: string, values: readonly string[]) => {
    await answerTo(await pick(await openSection(world, mia, section), title, values));
  };
  return { ...world, set };
}

test('/veo is taken in the named channels and their threads only', async () => {
  const world = await openManagedWorld();
  const elsewhere = world.guild.addChannel({ name: 'lounge' });
  const inside = world.guild.addChannel({ type: 'thread', parent: world.channel });
  const outside = world.guild.addChannel({ type: 'thread', parent: elsewhere });
  await world.set('Channels', 'Where `/veo` may be used', [world.channel.id]);

  await world.order();
  await world.order({}, { channel: inside });
  for (const channel of [elsewhere, outside]) {
    expect(await world.refusal({}, { channel })).toContain(`may be asked for in <#${world.channel.id}>`);
  }
  await world.set('Channels', 'Where `/veo` may be used', []);
  await world.order({}, { channel: outside });
});

test('/veo is taken in age-restricted channels only, whose threads are so as well', async () => {
  const world = await openManagedWorld();
  const adult = world.guild.addChannel({ name: 'adults', nsfw: true });
  const inAdult = world.guild.addChannel({ type: 'thread', parent: adult });
  const inOpen = world.guild.addChannel({ type: 'thread', parent: world.channel });
  await world.set('Moderation', 'Age-restricted channels', ['true']);

  for (const channel of [world.channel, inOpen]) {
    expect(await world.refusal({}, { channel })).toContain('age-restricted channels only');
  }
  for (const channel of [adult, inAdult]) await world.order({}, { channel });
});

test('what is usual holds for those who choose nothing, what is allowed for all', async () => {
  const world = await openManagedWorld();
  await world.set('Limits of a video', 'Usual length', ['6']);
  await world.set('Limits of a video', 'Allowed sizes', ['1080p']);

  const card = textOf(await world.order());
  expect(card).toContain('6 s');
  expect(card).toContain('1080p');
  expect(textOf(await world.order({ duration: 4 }))).toContain('4 s');
  expect(await world.refusal({ resolution: '720p' })).toContain('choose 1080p');
});

test('sound and pictures are as the server wants them', async () => {
  const world = await openManagedWorld();
  await world.set('Limits of a video', 'Sound', ['never']);
  await world.set('Limits of a video', 'Pictures', ['false']);

  expect(textOf(await world.order())).toContain('no sound');
  expect(await world.refusal({ generate_audio: true })).toContain('without sound only');
  expect(await world.refusal({ image: PICTURE })).toContain('no pictures');
});

test('finished videos are posted in the gallery, as spoilers where the server wants it so', async () => {
  const world = await openManagedWorld();
  const gallery = world.guild.addChannel({ name: 'gallery' });
  await world.set('Results', 'Gallery', [gallery.id]);
  await world.set('Moderation', 'Spoilers', ['always']);
  await world.order({ spoiler: false });
  const result = await world.until('the video in the gallery', () => gallery.messages[0]);
  expect(result.attachments.map(({ isSpoiler }) => isSpoiler)).toEqual([true]);
});
