import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Metadata } from 'sharp';
import { expect, test } from 'vitest';
import type { SandboxUpload } from '../../src/sandbox/discord/message.ts';
import type { SandboxAsset } from '../../src/sandbox/scenario/server.ts';
import { heicFile } from '../media/heic-file.ts';
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
const DOWN = { kind: 'status', status: 503 } as const;

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

/** The colour in the middle of a picture, in steps that no encoder misses. */
async function colourOf(bytes: Uint8Array): Promise<string> {
  const middle = await sharp(bytes).resize(1, 1).removeAlpha().raw().toBuffer();
  return [...middle].map((value) => Math.round(value / 17)).join(' ');
}

/** What a picture of one colour became at Scenario, of which there must be one only. */
async function assetOf(world: World, { bytes }: SandboxUpload): Promise<string> {
  const colour = await colourOf(bytes);
  const found: SandboxAsset[] = [];
  for (const asset of uploadedPictures(world)) {
    if ((await colourOf(asset.bytes)) === colour) found.push(asset);
  }
  if (found.length !== 1) throw new Error(`uploaded ${found.length} times`);
  return found[0]?.id ?? '';
}

async function onlyUpload(
  world: World,
): Promise<SandboxAsset & Pick<Metadata, 'width' | 'height' | 'format'>> {
  const [asset, ...more] = uploadedPictures(world);
  if (!asset || more.length > 0) throw new Error(`${more.length + (asset ? 1 : 0)} uploads`);
  const { width, height, format } = await sharp(asset.bytes).metadata();
  return { ...asset, width, height, format };
}

test('a first frame is uploaded and named in the order', async () => {
  const world = await openWorld();
  await world.startApp();
  const image = await png('#336699');
  const card = await world.order({ image });
  expect(textOf(card)).toContain('first frame');
  await untilDelivered(world, card);

  const [body] = sentBodies(world);
  expect(body?.image).toBe(await assetOf(world, image));
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
    { image: await assetOf(world, image), lastFrameImage: await assetOf(world, last) },
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
      referenceImages: await Promise.all(pictures.map((picture) => assetOf(world, picture))),
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
  expect(sentBodies(world)).toMatchObject([{ referenceImages: [await assetOf(world, picture)] }]);
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

test('the same picture in the same shape is uploaded once, whoever sends it and whatever it is called', async () => {
  const world = await openWorld();
  await world.startApp();
  const image = await png('#778899');
  const bob = world.guild.addMember({ name: 'Bob' });
  await untilDelivered(world, await world.order({ image }));
  const again = { ...image, name: 'again.png' };
  await untilDelivered(world, await world.order({ image: again, last_frame_image: again }, { member: bob }));
  expect(sentBodies(world).map((body) => body.image)).toEqual(Array(2).fill(await assetOf(world, image)));
  expect(sentBodies(world)[1]?.lastFrameImage).toBe(sentBodies(world)[0]?.image);
  expect(await readdir(join(world.dataDir, 'inputs'))).toHaveLength(1);
});

test('a picture for a wide and for a tall video is kept once, whole, and uploaded in both shapes', async () => {
  const world = await openWorld();
  await world.startApp();
  const image = upload('square.png', 'image/png', await painted('#456789', 900, 900).png().toBuffer());
  await untilDelivered(world, await world.order({ image }));
  await untilDelivered(world, await world.order({ image, aspect_ratio: '9:16', resolution: '1080p' }));
  const sizes = await Promise.all(
    uploadedPictures(world).map(async ({ bytes }) => {
      const { width, height } = await sharp(bytes).metadata();
      return [width, height];
    }),
  );
  expect(sizes).toEqual([
    [1_280, 720],
    [1_080, 1_920],
  ]);
  const kept = await readdir(join(world.dataDir, 'inputs'));
  expect(kept).toHaveLength(1);
  const whole = await sharp(join(world.dataDir, 'inputs', kept[0] ?? '')).metadata();
  expect([whole.width, whole.height]).toEqual([900, 900]);
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
  const photo = upload('photo.jpg', 'image/jpeg', bytes);
  await untilDelivered(world, await world.order({ reference_image_1: photo }));

  const asset = await onlyUpload(world);
  const metadata = await sharp(asset.bytes).metadata();
  expect(metadata.exif).toBeUndefined();
  expect(metadata.orientation).toBeUndefined();
  expect([metadata.width, metadata.height]).toEqual([40, 80]);
  expect(asset.bytes.includes('Ada')).toBe(false);
  expect(sentBodies(world)[0]?.referenceImages).toEqual([asset.id]);
});

test('an oversized reference picture is shrunk in its shape', async () => {
  const world = await openWorld();
  await world.startApp();
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const bytes = await sharp({
    create: { width: 2_400, height: 1_600, channels: 3, background: '#000000', noise },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  expect(bytes.byteLength).toBeGreaterThan(10_000_000);
  const card = await world.order({ reference_image_2: upload('noise.png', 'image/png', bytes) });
  await untilDelivered(world, card);

  const asset = await onlyUpload(world);
  expect(asset.bytes.byteLength).toBeLessThan(4_000_001);
  expect(asset).toMatchObject({ format: 'jpeg', width: 1_920, height: 1_280 });
});

test('a picture of another shape is cropped to the video’s, and whoever sent it is told', async () => {
  const world = await openWorld();
  await world.startApp();
  const bytes = await painted('#224466', 400, 300).png().toBuffer();
  const image = { ...upload('old.png', 'image/png', bytes), width: 400, height: 300 };
  const interaction = await world.ada.slash(world.channel, 'veo', { prompt: 'A boat', image });
  const card = await answerTo(interaction);
  await world.until('the note', () => interaction.followups.length > 0);
  expect(interaction.followups).toMatchObject([
    { ephemeral: true, content: '`image` is 4:3: it is cropped around its middle to 16:9.' },
  ]);
  await untilDelivered(world, card);
  expect(await onlyUpload(world)).toMatchObject({ width: 1_280, height: 720 });
});

test.for([
  { kind: 'a GIF', name: 'a.gif', type: 'image/gif', make: () => painted('#13579b').gif() },
  { kind: 'an AVIF', name: 'a.avif', type: 'image/avif', make: () => painted('#13579b').avif({ effort: 0 }) },
  { kind: 'a TIFF', name: 'a.tiff', type: 'image/tiff', make: () => painted('#13579b').tiff() },
  {
    kind: 'a JPEG that is called a PNG',
    name: 'a.png',
    type: 'image/png',
    make: () => painted('#13579b').jpeg(),
  },
])('$kind is taken', async ({ name, type, make }) => {
  const world = await openWorld();
  await world.startApp();
  const image = upload(name, type, await make().toBuffer());
  await untilDelivered(world, await world.order({ image }));
  expect(sentBodies(world)[0]?.image).toBe(await assetOf(world, image));
});

test('a HEIC picture is passed on as it is, but does not say where it was taken', async () => {
  const world = await openWorld();
  await world.startApp();
  const exif = Buffer.from('MM\0*\0\0\0\x08\0\0\0\0\0\0 51.5 North', 'latin1');
  const original = heicFile({ exif });
  // Discord may not know the type.
  const image = upload('IMG_0001.HEIC', 'application/octet-stream', original);
  await untilDelivered(world, await world.order({ image }));
  const [asset] = uploadedPictures(world);
  expect(asset).toMatchObject({ mimeType: 'image/heic', id: sentBodies(world)[0]?.image });
  expect(asset?.bytes.length).toBe(original.length);
  expect(asset?.bytes.includes('North')).toBe(false);
});

test.for([
  {
    kind: 'a drawing',
    bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    says: 'image: it is an SVG drawing',
  },
  { kind: 'a document', bytes: Buffer.from('%PDF-1.7\n1 0 obj'), says: 'image: it is a PDF document' },
  {
    kind: 'a HEIC picture that is too large',
    bytes: heicFile({ padding: 4_000_000 }),
    says: 'image: it is a HEIC picture of more than 4 MB, which cannot be shrunk here',
  },
  {
    kind: 'a picture of billions of pixels',
    bytes: heicFile({ width: 50_000, height: 50_000 }),
    says: 'image: it has 50000 × 50000 pixels, and 50 million is the most I take',
  },
  {
    kind: 'half a picture',
    bytes: Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb0043', 'hex'),
    says: 'image: it',
  },
])(
  '$kind that claims to be a PNG fails the order by name, which costs nothing, and the next one is made',
  async ({ bytes, says }) => {
    const world = await openWorld();
    const { log } = await world.startApp();
    const card = await world.order({ image: upload('a.png', 'image/png', bytes) });
    await world.until('the failure', () => textOf(card).includes('Failed'));
    expect(shown(textOf(card))).toContain(says);
    expect(await quotaText(world)).toContain('5 of 5 videos left');
    expect(uploadedPictures(world)).toHaveLength(0);
    await untilDelivered(world, await world.order({ image: await png('#2468ac') }));
    expect(log.filter((line) => line.startsWith('fatal'))).toEqual([]);
  },
);

test('a picture that is kept no longer when its turn comes fails the order, without a word about the disk', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  await blockQueue(world);
  const card = await world.order({ prompt: 'waits long', image: await png('#557799') });
  const kept = join(world.dataDir, 'inputs');
  await world.until('the picture on the disk', async () =>
    (await readdir(kept).catch(() => [])).some((name) => name.endsWith('.png')),
  );
  await rm(kept, { recursive: true });
  world.clock.jump(25 * HOUR_MS);
  await world.until('the failure', () => textOf(card).includes('Failed'));
  expect(shown(textOf(card))).toContain('image: it is not kept any more');
  expect(textOf(card)).not.toContain(world.dataDir);
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
  expect(sentBodies(world)[1]?.image).toBe(await assetOf(world, image));
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
  expect(shown(textOf(card))).toContain('image: it is a web page');
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

test.for([
  {
    what: 'Discord’s pictures cannot be fetched',
    fail: ({ discord }: World) => discord.faults.add({ path: /\/ephemeral-attachments\//, effect: DOWN }),
  },
  {
    what: 'Scenario takes no pictures',
    fail: ({ scenario }: World) => scenario.faults.add({ method: 'POST', path: /\/assets$/, effect: DOWN }),
  },
])('while $what, others go on, the card says why one waits, and it goes on later', async ({ fail }) => {
  const world = await openWorld();
  await world.startApp({ MAX_RUNNING: '1' });
  const fault = fail(world);
  const waiting = await world.order({ image: await png('#998877') });
  const store = jobsOf(world);
  await world.until('a try in vain', async () => ((await store.find(1))?.attempts ?? 0) > 0);
  const asked = world.clock.now();
  await untilDelivered(world, await world.order({ prompt: 'A boat without a picture' }));
  // A job of the sandbox takes some 25 seconds: nothing was held up.
  expect(world.clock.now() - asked).toBeLessThan(60_000);
  await world.until('the card to say why', () => textOf(waiting).includes('A picture cannot be fetched'));
  const until = world.clock.now() + 5 * 60_000;
  await world.until('minutes to pass', () => world.clock.now() > until);
  expect(textOf(waiting)).toContain('Queued');
  fault.remove();
  await untilDelivered(world, waiting);
  expect(orders(world.scenario)).toHaveLength(2);
});

test('a picture that can never be sent fails its order in the end, which costs nothing', async () => {
  const world = await openWorld();
  await world.startApp();
  world.scenario.faults.add({ method: 'POST', path: /\/assets$/, effect: DOWN });
  const card = await world.order({ image: await png('#111122') });
  const asked = world.clock.now();
  await world.until('the end', () => {
    world.clock.jump(5_000);
    return textOf(card).includes('Failed');
  });
  expect(world.clock.now() - asked).toBeGreaterThan(15 * 60_000);
  expect(await quotaText(world)).toContain('5 of 5 videos left');
  expect(orders(world.scenario)).toHaveLength(0);
});
