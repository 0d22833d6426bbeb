import { expect, test } from 'vitest';
import { BODY, GENERATE, startBench } from './harness.ts';

const ID = 'IMAGE';
const refused: [string, Record<string, unknown>, string][] = [
  ['no prompt and no image', { generateAudio: true }, 'Input prompt is required'],
  ['an empty prompt', { ...BODY, prompt: '' }, 'Input prompt is required'],
  ['a prompt that is no text', { ...BODY, prompt: 7 }, 'Input prompt must be a string'],
  ['no generateAudio', { prompt: 'x' }, 'Input generateAudio is required'],
  ['generateAudio as text', { ...BODY, generateAudio: 'true' }, 'Input generateAudio must be a boolean'],
  ['duration as text', { ...BODY, duration: '8' }, 'Input duration must be one of: 4, 6, 8'],
  ['another duration', { ...BODY, duration: 5 }, 'Input duration must be one of: 4, 6, 8'],
  ['another resolution', { ...BODY, resolution: '4k' }, 'Input resolution must be one of: 720p, 1080p'],
  ['another shape', { ...BODY, aspectRatio: '1:1' }, 'Input aspectRatio must be one of: 16:9, 9:16'],
  ['a seed as text', { ...BODY, seed: '1' }, 'Input seed must be a number'],
  ['a null', { ...BODY, seed: null }, 'Input seed must be a number'],
  [
    'another use of references',
    { ...BODY, referenceImagesType: 'X' },
    'Input referenceImagesType must be one of',
  ],
  ['an unknown name', { ...BODY, aspect_ratio: '16:9' }, 'Unknown input aspect_ratio'],
  ['a URL as an image', { ...BODY, image: 'https://example.com/a.png' }, 'Input image must be an asset id'],
  ['data as an image', { ...BODY, image: 'data:image/png;base64,AA==' }, 'Input image must be an asset id'],
  ['an unknown asset', { ...BODY, image: 'asset_nowhere' }, 'Asset asset_nowhere not found'],
  ['an unknown reference', { ...BODY, referenceImages: ['asset_nowhere'] }, 'Asset asset_nowhere not found'],
  ['a last frame alone', { ...BODY, lastFrameImage: ID }, 'A first frame must be provided'],
  [
    'image and references',
    { ...BODY, image: ID, referenceImages: [ID] },
    'Input image cannot be used together',
  ],
  ['no references', { ...BODY, referenceImages: [] }, 'Input referenceImages must have at least 1 item'],
  [
    '4 references',
    { ...BODY, referenceImages: [ID, ID, ID, ID] },
    'Input referenceImages must have at most 3',
  ],
  ['references at 6 s', { ...BODY, referenceImages: [ID], duration: 6 }, 'Input duration must be 8'],
  [
    'tall references',
    { ...BODY, referenceImages: [ID], aspectRatio: '9:16' },
    'Input aspectRatio must be 16:9',
  ],
];

test.each(refused)('%s is refused, and nothing is made', async (_name, body, reason) => {
  const { sandbox, call, upload } = await startBench();
  const answer = await call('POST', GENERATE, withId(body, await upload()));
  expect(answer).toMatchObject({
    status: 400,
    json: { reason: expect.stringContaining(reason), name: 'BadRequestError', trace_id: expect.any(String) },
  });
  expect(sandbox.jobs).toHaveLength(0);
});

const accepted: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ['the smallest body', BODY, { duration: 8, resolution: '720p', aspectRatio: '16:9', negativePrompt: '' }],
  ['an image in place of a prompt', { image: ID, generateAudio: false }, { image: ID }],
  ['two frames', { ...BODY, image: ID, lastFrameImage: ID }, { lastFrameImage: ID }],
  ['three references', { ...BODY, referenceImages: [ID, ID, ID], referenceImagesType: 'STYLE' }, {}],
  ['a seed', { ...BODY, seed: 42 }, { seed: 42 }],
  ['1080p at 4 s', { ...BODY, resolution: '1080p', duration: 4 }, { duration: 4 }],
];

test.each(accepted)('%s is accepted', async (_name, body, kept) => {
  const { sandbox, call, upload } = await startBench();
  const id = await upload();
  expect((await call('POST', GENERATE, withId(body, id))).status).toBe(200);
  expect(sandbox.jobs[0]?.body).toMatchObject(withId(kept, id));
});

test('a bare value for the list of references is dropped without a word', async () => {
  const { sandbox, submit, upload } = await startBench();
  await submit({ ...BODY, referenceImages: await upload(), duration: 4 });
  expect(sandbox.jobs[0]?.body).toMatchObject({ duration: 4, referenceImages: undefined });
});

test('a random seed is drawn when none is given', async () => {
  const { sandbox, submit } = await startBench();
  await submit();
  await submit();
  expect(sandbox.jobs[0]?.body.seed).not.toBe(sandbox.jobs[1]?.body.seed);
});

test('a video is not taken as an image', async () => {
  const { sandbox, clock, call, submit } = await startBench();
  await submit();
  clock.now += 60_000;
  const video = sandbox.jobs[0]?.assetIds[0];
  expect(await call('POST', GENERATE, { ...BODY, image: video })).toMatchObject({
    status: 400,
    json: { reason: `Asset ${video} is not an image` },
  });
});

/** The same body with a real asset id in place of the placeholder. */
function withId(body: Record<string, unknown>, id: string): Record<string, unknown> {
  const real = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(real) : value === ID ? id : value;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, real(value)]));
}
