import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { SandboxUpload } from '../../src/sandbox/discord/message.ts';
import { openWorldWithVideo, refusedForm, type WorldWithVideo } from '../support/around.ts';
import { edit, edited, formOf, optionsOf, picture, type Values } from '../support/editing.ts';
import { idOf } from '../support/looking.ts';
import { changeSettings } from '../support/moderating.ts';
import { orders } from '../support/world.ts';

/** Pictures by their colours. */
async function pictured(colours: Readonly<Record<string, string>>): Promise<Record<string, SandboxUpload>> {
  const pairs = Object.entries(colours).map(async ([slot, colour]) => [slot, await picture(colour)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

/** What is filled in, with files made of their colours. */
async function withFiles({ files, ...values }: Values): Promise<Values> {
  if (!Array.isArray(files)) return values;
  return { ...values, files: await Promise.all(files.map((colour) => picture(String(colour)))) };
}

const [RED, GREEN, BLUE, WHITE] = ['255,0,0', '0,255,0', '0,0,255', '255,255,255'] as const;

/** What Scenario was sent, with pictures by their colours. */
async function looksOf(world: WorldWithVideo, body: Record<string, unknown>) {
  const { image, lastFrameImage, referenceImages, ...others } = body;
  const colourOf = async (id: unknown): Promise<string> => {
    const asset = world.scenario.assets.find((one) => one.id === id);
    return [...(await sharp(asset?.bytes).raw().toBuffer()).subarray(0, 3)].join();
  };
  return {
    ...others,
    ...(image === undefined ? {} : { image: await colourOf(image) }),
    ...(lastFrameImage === undefined ? {} : { last: await colourOf(lastFrameImage) }),
    ...(Array.isArray(referenceImages)
      ? { references: await Promise.all(referenceImages.map(colourOf)) }
      : {}),
  };
}

test('pictures stay where none are attached, without another upload', async () => {
  const world = await openWorldWithVideo({
    order: { image: await picture('#336699'), last_frame_image: await picture('#993366') },
  });
  const uploads = () => world.scenario.assets.filter(({ metadata }) => metadata.type === 'uploaded').length;
  const { before, after } = await edited(world, { prompt: 'with the same pictures' });
  expect(after).toEqual({ ...before, prompt: 'with the same pictures' });
  expect(before).toHaveProperty('lastFrameImage');
  expect(uploads()).toBe(2);
});

test('pictures that are attached to a video without any become first and last frame, in their order', async () => {
  const world = await openWorldWithVideo();
  const { before, after } = await edited(world, {
    files: [await picture('#00ff00'), await picture('#0000ff')],
  });
  expect(await looksOf(world, after)).toEqual({
    ...(await looksOf(world, before)),
    image: GREEN,
    last: BLUE,
  });
});

describe('of a video with a first and a last frame', () => {
  const FRAMES = { image: '#ff0000', last_frame_image: '#ffffff' };

  test.for<[string, Values, { image?: string; last?: string }]>([
    ['both are kept', {}, { image: RED, last: WHITE }],
    ['both can go', { keep: [] }, {}],
    ['the last can go', { keep: ['image'] }, { image: RED }],
    ['the last can be replaced', { keep: ['image'], files: ['#00ff00'] }, { image: RED, last: GREEN }],
    [
      'the first can be replaced',
      { keep: ['last_frame_image'], files: ['#00ff00'] },
      { image: GREEN, last: WHITE },
    ],
    ['both can be replaced', { keep: [], files: ['#00ff00', '#0000ff'] }, { image: GREEN, last: BLUE }],
    ['one can take the place of both', { keep: [], files: ['#0000ff'] }, { image: BLUE }],
  ])('%s', async ([, values, pictures]) => {
    const world = await openWorldWithVideo({ order: await pictured(FRAMES) });
    const form = await formOf(world);
    expect([...form.keys()]).toEqual([
      'Prompt',
      'Negative prompt',
      'Size, shape, length and sound',
      'Keep its pictures',
      'New pictures',
    ]);
    expect(optionsOf(form.get('Keep its pictures')).map(({ label }) => label)).toEqual([
      'First frame',
      'Last frame',
    ]);
    const { before, after } = await edited(
      world,
      await withFiles({ ...values, look: ['1080p 9:16 4 false'] }),
    );
    const { image: _image, last: _last, ...others } = await looksOf(world, before);
    expect(await looksOf(world, after)).toEqual({
      ...others,
      ...pictures,
      resolution: '1080p',
      aspectRatio: '9:16',
      duration: 4,
      generateAudio: false,
    });
  });

  test.for<[string, Values, string]>([
    [
      'the last cannot stay alone',
      { keep: ['last_frame_image'] },
      'A last frame needs a first frame: keep the one that there was, attach a new one, or untick the last frame as well.',
    ],
    [
      'new ones need room',
      { files: ['#00ff00'] },
      'There is no room for one of the new pictures: untick what is to make room, or attach fewer.',
    ],
  ])('%s, and what was typed comes back', async ([, values, says]) => {
    const world = await openWorldWithVideo({ order: await pictured(FRAMES) });
    const sent = await edit(world, await withFiles({ ...values, prompt: 'typed' }));
    const { givenBack, refusal } = await refusedForm(world, sent);
    expect([givenBack, refusal]).toEqual(['typed', says]);
    expect(orders(world.scenario)).toHaveLength(1);
  });
});

test('beside a first frame that stays a new picture is the last', async () => {
  const world = await openWorldWithVideo({ order: await pictured({ image: '#ff0000' }) });
  const { after } = await edited(world, { files: [await picture('#00ff00')] });
  expect(await looksOf(world, after)).toMatchObject({ image: RED, last: GREEN });
});

describe('of a video with reference pictures', () => {
  const REFERENCES = { reference_image_1: '#ff0000', reference_image_2: '#ffffff' };

  async function openWorldWithReferences() {
    const order = { ...(await pictured(REFERENCES)), reference_images_type: 'STYLE' };
    return openWorldWithVideo({ order });
  }

  test('what the form says of them, and of lengths that they rule out', async () => {
    const form = await formOf(await openWorldWithReferences());
    expect(optionsOf(form.get('Keep its pictures')).map(({ label }) => label)).toEqual([
      'Reference picture 1',
      'Reference picture 2',
    ]);
    expect(form.get('New pictures')).toMatchObject({ max_values: 3 });
    const looks = optionsOf(form.get('Size, shape, length and sound')).map(({ label }) => label);
    expect(looks).toHaveLength(24);
    expect(looks).toContain('720p, 16:9 (wide), 8 seconds, sound');
    expect(looks).toContain('720p, 16:9 (wide), 4 seconds, sound (only without its pictures)');
  });

  test.for<[string, Values, string[]]>([
    ['all are kept', {}, [RED, WHITE]],
    ['another one is added', { files: ['#00ff00'] }, [RED, WHITE, GREEN]],
    ['one goes', { keep: ['reference_image_2'] }, [WHITE]],
    ['one is replaced', { keep: ['reference_image_2'], files: ['#00ff00'] }, [GREEN, WHITE]],
    ['all are replaced', { keep: [], files: ['#00ff00', '#0000ff', '#ff0000'] }, [GREEN, BLUE, RED]],
  ])('%s', async ([, values, references]) => {
    const world = await openWorldWithReferences();
    const { before, after } = await edited(world, await withFiles(values));
    expect(await looksOf(world, after)).toEqual({ ...(await looksOf(world, before)), references });
    expect(after.referenceImagesType).toBe('STYLE');
  });

  test('without them every length is possible, and what they were for goes with them', async () => {
    const world = await openWorldWithReferences();
    const { after } = await edited(world, { keep: [], look: ['720p 16:9 4 true'] });
    expect(after).not.toHaveProperty('referenceImages');
    expect(after).not.toHaveProperty('referenceImagesType');
    expect(after.duration).toBe(4);
  });

  test('with them other lengths are refused', async () => {
    const world = await openWorldWithReferences();
    const sent = await edit(world, { look: ['720p 16:9 4 true'] });
    expect((await refusedForm(world, sent)).refusal).toContain('Reference pictures work only with 8 seconds');
  });
});

test('a form that was open when pictures were forbidden is refused, not made without those it kept', async () => {
  const world = await openWorldWithVideo({ order: await pictured({ image: '#ff0000' }) });
  const opened = await world.eve.press(world.video, idOf(world.video, 'edit'));
  await opened.response;
  await changeSettings(world, { picturesAllowed: false });
  const sent = await world.eve.submitModal(opened, { prompt: 'typed' });
  const { givenBack, refusal } = await refusedForm(world, sent);
  expect(givenBack).toBe('typed');
  expect(refusal).toContain('This server allows no pictures');
  expect(orders(world.scenario)).toHaveLength(1);
});
