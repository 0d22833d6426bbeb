import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import { cardOf, fillIn, openWorldWithVideo, type WorldWithVideo } from '../support/around.ts';
import { idOf, untilDelivered } from '../support/looking.ts';
import { answerTo } from '../support/world.ts';

async function picture(width: number, height: number) {
  const bytes = await sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .png()
    .toBuffer();
  return { name: 'a.png', contentType: 'image/png', bytes, width, height };
}

const wide = () => picture(640, 360);

/** What is said once the new video is made. */
async function notes(world: WorldWithVideo, pressed: SandboxInteraction): Promise<string[]> {
  await untilDelivered(world, await cardOf(world, 2));
  return pressed.followups.map(({ content }) => content);
}

test('a picture that stays is said to be cropped where the new video has another shape', async () => {
  const world = await openWorldWithVideo({
    order: { image: await wide(), last_frame_image: await wide() },
  });
  const sent = await fillIn(world.video, 'edit', { look: ['720p 9:16 8 true'] }, world.eve);
  const more = 'it is cropped around its middle to 9:16. More of it stays with `aspect_ratio` 16:9.';
  expect(await notes(world, sent)).toEqual([
    `\`image\` is 16:9: ${more}\n\`last_frame_image\` is 16:9: ${more}`,
  ]);
});

test('nothing is said of one that goes, nor where the shape is its own', async () => {
  const world = await openWorldWithVideo({ order: { image: await wide() } });
  const without = { keep: [], look: ['720p 9:16 8 true'] };
  expect(await notes(world, await fillIn(world.video, 'edit', without, world.eve))).toEqual([]);
  const same = await fillIn(world.video, 'edit', { prompt: 'Another' }, world.eve);
  await untilDelivered(world, await cardOf(world, 3));
  expect(same.followups).toEqual([]);
});

test('made again it looks as it did: that it is cropped is not said once more', async () => {
  const world = await openWorldWithVideo({ order: { image: await picture(400, 300) } });
  const pressed = await world.eve.press(world.video, idOf(world.video, 'again'));
  expect(await notes(world, pressed)).toEqual([]);
});

test('the last frame of a video has its shape', async () => {
  const world = await openWorldWithVideo({ order: { resolution: '1080p', aspect_ratio: '9:16' } });
  expect(await notes(world, await fillIn(world.video, 'continue', { prompt: 'then' }, world.eve))).toEqual(
    [],
  );
});

test('the picture of a message is said to be cropped', async () => {
  const world = await openWorldWithVideo();
  const message = await world.ada.show(world.channel, { files: [await picture(300, 300)] });
  const opened = await world.eve.contextMenu(world.channel, 'Animate with Veo', message);
  await opened.response;
  const sent = await world.eve.submitModal(opened, { prompt: 'It sails' });
  await untilDelivered(world, await cardOf(world, 2));
  const said = [...sent.followups, await answerTo(sent).catch(() => undefined), sent.original()];
  expect(said.map((note) => note?.content)).toContain(
    '`image` is 1:1: it is cropped around its middle to 16:9.',
  );
});
