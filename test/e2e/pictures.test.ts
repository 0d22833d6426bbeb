import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SandboxUpload } from '../../src/sandbox/discord/message.ts';
import type { SandboxAsset } from '../../src/sandbox/scenario/server.ts';
import {
  BLOCKABLE,
  blockQueue,
  jobsOf,
  quotaText,
  sentBodies,
  shown,
  untilDelivered,
} from '../support/looking.ts';
import { answerTo, openWorld, orders, textOf, type World } from '../support/world.ts';

const HOUR_MS = 3_600_000;

/** A picture of one colour: another colour is another picture. */
const painted = (background: string, width = 64, height = 36) =>
  sharp({ create: { width, height, channels: 3, background } });

const upload = (name: string, contentType: string, bytes: Uint8Array): SandboxUpload => ({
  name,
  contentType,
  bytes,
});
const png = async (colour: string) =>
  upload('picture.png', 'image/png', await painted(colour).png().toBuffer());
const jpeg = async (colour: string) =>
  upload('picture.jpg', 'image/jpeg', await painted(colour).jpeg().toBuffer());
const webp = async (colour: string) =>
  upload('picture.webp', 'image/webp', await painted(colour).webp().toBuffer());

const uploadedPictures = ({ scenario }: World): SandboxAsset[] =>
  scenario.assets.filter(({ metadata }) => metadata.type === 'uploaded');

const assetOf = (world: World, { bytes }: SandboxUpload): string => {
  const found = uploadedPictures(world).filter((asset) => asset.bytes.equals(bytes));
  if (found.length !== 1) throw new Error(`uploaded ${found.length} times`);
  return found[0]?.id ?? '';
};

test('a first frame is uploaded and named in the order', async () => {
  const world = await openWorld();
  await world.startApp();
  const image = await png('#336699');
  const card = await world.order({ image });
  expect(textOf(card)).toContain('first frame');
  await untilDelivered(world, card);

  const [body] = sentBodies(world);
  expect(body?.image).toBe(assetOf(world, image));
  expect(Object.keys(body ?? {})).not.toContain('lastFrameImage');
  expect(Object.keys(body ?? {})).not.toContain('referenceImages');
});

test('a first and a last frame keep their places', async () => {
  const world = await openWorld();
  await world.startApp();
  const [image, last] = [await jpeg('#102030'), await webp('#f0e0d0')];
  // The client sends options in the order in which they were typed.
  await untilDelivered(world, await world.order({ last_frame_image: last, image }));
  expect(sentBodies(world)).toMatchObject([
    { image: assetOf(world, image), lastFrameImage: assetOf(world, last) },
  ]);
});

test.for([1, 2, 3])('%i reference pictures arrive as a list in their order', async (count) => {
  const world = await openWorld();
  await world.startApp();
  const pictures = (await Promise.all([png('#aa0000'), jpeg('#00aa00'), webp('#0000aa')])).slice(0, count);
  const options = pictures.map((picture, index) => [`reference_image_${index + 1}`, picture] as const);
  const card = await world.order({ ...Object.fromEntries(options), reference_images_type: 'STYLE' });
  expect(textOf(card)).toContain('style reference');
  await untilDelivered(world, card);
  expect(sentBodies(world)).toMatchObject([
    {
      referenceImages: pictures.map((picture) => assetOf(world, picture)),
      referenceImagesType: 'STYLE',
      duration: 8,
    },
  ]);
});

test('a reference picture of the third option alone is a list of one', async () => {
  const world = await openWorld();
  await world.startApp();
  const picture = await png('#abcdef');
  await untilDelivered(world, await world.order({ reference_image_3: picture }));
  expect(sentBodies(world)).toMatchObject([{ referenceImages: [assetOf(world, picture)] }]);
});

test('a tall video with references is taken with a note, and costs nothing when Scenario refuses it', async () => {
  const world = await openWorld();
  await world.startApp();
  const values = { prompt: 'A boat', aspect_ratio: '9:16', reference_image_1: await png('#445566') };
  const interaction = await world.ada.slash(world.channel, 'veo', values);
  const card = await answerTo(interaction);
  await world.until('the note', () => interaction.followups.length > 0);
  expect(interaction.followups).toMatchObject([
    { ephemeral: true, content: expect.stringMatching(/not possible in the past.*costs you nothing/) },
  ]);
  await world.until('the refusal', () => textOf(card).includes('Failed'));
  expect(textOf(card)).toContain('Scenario did not accept the request');
  expect(textOf(card)).toContain('Nothing was charged to your quota.');
  expect(world.scenario.jobs).toHaveLength(0);
  expect(await quotaText(world)).toContain('5 of 5 videos left');
});

test('the same picture in two orders is uploaded once', async () => {
  const world = await openWorld();
  await world.startApp();
  const image = await png('#778899');
  await untilDelivered(world, await world.order({ image }));
  await untilDelivered(world, await world.order({ reference_image_1: { ...image, name: 'again.png' } }));

  const [first, second] = sentBodies(world);
  expect(first?.image).toBe(assetOf(world, image));
  expect(second?.referenceImages).toEqual([first?.image]);
});

test('a photograph arrives at Scenario upright and without EXIF', async () => {
  const world = await openWorld();
  await world.startApp();
  const bytes = await painted('#998877', 80, 40)
    .withExif({ IFD0: { Copyright: 'Ada' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect(await sharp(bytes).metadata()).toMatchObject({ orientation: 6, exif: expect.anything() });
  await untilDelivered(world, await world.order({ image: upload('photo.jpg', 'image/jpeg', bytes) }));

  const [asset] = uploadedPictures(world);
  if (!asset) throw new Error('nothing was uploaded');
  const metadata = await sharp(asset.bytes).metadata();
  expect(metadata.exif).toBeUndefined();
  expect(metadata.orientation).toBeUndefined();
  expect([metadata.width, metadata.height]).toEqual([40, 80]);
  expect(asset.bytes.includes('Ada')).toBe(false);
  expect(sentBodies(world)[0]?.image).toBe(asset.id);
});

test('an oversized picture is shrunk in its shape', async () => {
  const world = await openWorld();
  await world.startApp();
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const bytes = await sharp({
    create: { width: 2_400, height: 1_600, channels: 3, background: '#000000', noise },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  expect(bytes.byteLength).toBeGreaterThan(10_000_000);
  const card = await world.order({ image: upload('noise.png', 'image/png', bytes) });
  await untilDelivered(world, card);

  const [asset] = uploadedPictures(world);
  if (!asset) throw new Error('nothing was uploaded');
  expect(asset.bytes.byteLength).toBeLessThan(4_000_001);
  expect(await sharp(asset.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1_920, height: 1_280 });
});

test('a picture whose link dies before its turn was kept in time', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  await blockQueue(world);
  const image = await png('#556677');
  const card = await world.order({ prompt: 'waits long', image });
  const kept = join(world.dataDir, 'inputs');
  await world.until('the picture on the disk', async () =>
    (await readdir(kept).catch(() => [])).some((name) => name.endsWith('.png')),
  );
  expect(textOf(card)).toContain('Queued');
  expect(uploadedPictures(world)).toHaveLength(0);

  // The first is given up after so long, which lets the second go.
  world.clock.jump(25 * HOUR_MS);
  const job = await jobsOf(world).find(2);
  expect((await fetch(job?.images[0]?.url ?? '')).status).toBe(404);
  await untilDelivered(world, card);
  expect(sentBodies(world)[1]?.image).toBe(assetOf(world, image));
});

test('a picture whose turn comes while it is being fetched is fetched once', async () => {
  const world = await openWorld();
  const { log } = await world.startApp();
  const release = Promise.withResolvers<void>();
  const held = world.discord.faults.add({
    path: /\/ephemeral-attachments\//,
    effect: { kind: 'hold-request', until: release.promise },
  });
  const card = await world.order({ image: await png('#112233') });
  const store = jobsOf(world);
  await world.until('the turn to come', async () => (await store.find(1))?.state === 'preparing');
  await held.firstHit;
  release.resolve();
  await untilDelivered(world, card);
  expect(held.hits).toBe(1);
  expect(log.filter((line) => line.includes('could not be'))).toEqual([]);
});

test('a file that only claims to be a picture fails the order, which costs nothing', async () => {
  const world = await openWorld();
  await world.startApp();
  const text = upload('picture.png', 'image/png', Buffer.from('<html>no picture</html>'));
  const card = await world.order({ image: text });
  await world.until('the failure', () => textOf(card).includes('Failed'));
  expect(shown(textOf(card))).toContain('image: it is not a picture that can be read');
  expect(textOf(card)).toContain('Send it again as a JPEG or PNG');
  expect(textOf(card)).toContain('Nothing was charged to your quota.');
  expect(uploadedPictures(world)).toHaveLength(0);
  expect(orders(world.scenario)).toHaveLength(0);
  expect(await quotaText(world)).toContain('5 of 5 videos left');
});

test.for([
  { name: 'a server error', effect: { kind: 'status', status: 503 } as const },
  { name: 'a broken connection', effect: { kind: 'cut' } as const },
  { name: 'a lost answer', effect: { kind: 'lose-answer' } as const },
])('an upload that meets $name is tried again', async ({ effect }) => {
  const world = await openWorld();
  await world.startApp();
  const fault = world.scenario.faults.add({ method: 'POST', path: /\/assets$/, times: 1, effect });
  await untilDelivered(world, await world.order({ image: await png('#665544') }));
  expect(fault.hits).toBe(1);
  expect(orders(world.scenario)).toHaveLength(1);
  expect(uploadedPictures(world).map(({ id }) => id)).toContain(sentBodies(world)[0]?.image);
});

test('uploads that fail for long do not lose the order', async () => {
  const world = await openWorld();
  await world.startApp();
  const fault = world.scenario.faults.add({
    method: 'POST',
    path: /\/assets$/,
    effect: { kind: 'status', status: 503 },
  });
  const card = await world.order({ image: await png('#443322') });
  // More than one request repeats by itself.
  await world.until('the failures', () => fault.hits > 5);
  fault.remove();
  await untilDelivered(world, card);
  expect(orders(world.scenario)).toHaveLength(1);
});
