import { expect, test } from 'vitest';
import { PNG, startBench } from './harness.ts';

const IMAGE_LIMIT_BYTES = 6_000_000;
const starting = (bytes: string, length = 64) =>
  Buffer.concat([Buffer.from(bytes, 'latin1'), Buffer.alloc(Math.max(0, length - bytes.length))]);

test.each([
  ['base64', PNG.toString('base64')],
  ['a data URI', `data:image/png;base64,${PNG.toString('base64')}`],
])('an image comes as %s', async (_name, image) => {
  const { sandbox, call } = await startBench();
  const answer = await call('POST', '/assets', { name: 'dot.png', image });
  expect(answer).toMatchObject({
    status: 200,
    json: {
      asset: {
        id: expect.stringMatching(/^asset_\w+$/),
        kind: 'image',
        mimeType: 'image/png',
        properties: { size: PNG.length },
        metadata: { type: 'uploaded', name: 'dot.png' },
      },
    },
  });
  expect(sandbox.assets[0]?.bytes).toEqual(PNG);
});

test.each([
  ['image/jpeg', starting('\xff\xd8\xff\xe0')],
  ['image/png', PNG],
  ['image/gif', starting('GIF89a')],
  ['image/webp', starting('RIFF\x10\0\0\0WEBPVP8 ')],
  ['image/avif', starting('\0\0\0\x20ftypavif')],
  ['image/heic', starting('\0\0\0\x18ftypheic')],
  ['image/tiff', starting('II*\0')],
  ['image/svg+xml', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>')],
])('%s is told by its bytes', async (mimeType, bytes) => {
  const { call } = await startBench();
  const answer = await call('POST', '/assets', { name: 'file', image: bytes.toString('base64') });
  expect(answer.json).toMatchObject({ asset: { mimeType } });
});

test.each([
  ['text', Buffer.from('hello, I am an image')],
  ['a video', starting('\0\0\0\x20ftypisom')],
  ['a bitmap', starting('BM')],
])('%s is no image, whatever it is called', async (_name, bytes) => {
  const { sandbox, call } = await startBench();
  const image = `data:image/png;base64,${bytes.toString('base64')}`;
  expect(await call('POST', '/assets', { name: 'a.png', image })).toMatchObject({
    status: 400,
    json: { reason: 'Unhandled image format' },
  });
  expect(sandbox.assets).toHaveLength(0);
});

test('a name and an image are needed', async () => {
  const { call } = await startBench();
  expect((await call('POST', '/assets', { image: PNG.toString('base64') })).status).toBe(400);
  expect(await call('POST', '/assets', { name: 'a.png' })).toMatchObject({
    status: 400,
    json: { reason: "Either 'image' or 'canvas' must be provided" },
  });
});

test('an image must be below 6 MB', async () => {
  const { call } = await startBench();
  const image = (size: number) => starting('\xff\xd8\xff', size).toString('base64');
  const below = await call('POST', '/assets', { name: 'a.jpg', image: image(IMAGE_LIMIT_BYTES - 1) });
  expect(below.status).toBe(200);
  const at = await call('POST', '/assets', { name: 'a.jpg', image: image(IMAGE_LIMIT_BYTES) });
  expect(at).toMatchObject({ status: 413, json: { reason: expect.stringContaining('too large') } });
});

test('a body over the gateway’s limit is refused before it is read', async () => {
  const { call } = await startBench();
  const answer = await call('POST', '/assets', { name: 'a.jpg', image: 'A'.repeat(10_000_001) });
  expect(answer).toMatchObject({ status: 413, json: { message: 'Request Too Long' } });
});

test('several assets are read at once; unknown ones are left out', async () => {
  const { call, upload } = await startBench();
  const ids = [await upload(), await upload()];
  expect((await call('POST', '/assets/get-bulk', { assetIds: [...ids, 'asset_none'] })).json).toMatchObject({
    assets: ids.map((id) => ({ id })),
  });
  const tooMany = Array.from({ length: 201 }, () => 'asset_none');
  expect((await call('POST', '/assets/get-bulk', { assetIds: tooMany })).status).toBe(400);
  expect((await call('DELETE', '/assets', { assetIds: tooMany.slice(100) })).status).toBe(400);
});
