import { expect, test } from 'vitest';
import { createLearntFacts } from '../../src/store/learnt-facts.ts';
import { openStore } from './fixture.ts';
import { START } from './orders.ts';

const setUp = () => createLearntFacts(openStore().db);

test('a price is known for as long as it is fresh enough for who asks', async () => {
  const facts = setUp();
  expect(await facts.price('720p/8', START)).toBeUndefined();
  await facts.learnPrice('720p/8', 60.25, START);
  expect(await facts.price('720p/8', START)).toBe(60.25);
  expect(await facts.price('720p/8', START + 1)).toBeUndefined();
  expect(await facts.price('1080p/8', START)).toBeUndefined();
});

test('a price that is learnt anew replaces the old one and is fresh again', async () => {
  const facts = setUp();
  await facts.learnPrice('key', 60, START);
  await facts.learnPrice('key', 70, START + 100);
  expect(await facts.price('key', START + 100)).toBe(70);
});

test('an uploaded picture is known by its content until it is too old or forgotten', async () => {
  const facts = setUp();
  await facts.learnUploadedAsset('aa.png', 'asset_1', START);
  await facts.learnUploadedAsset('bb.png', 'asset_2', START);
  expect(await facts.uploadedAsset('aa.png', START)).toBe('asset_1');
  expect(await facts.uploadedAsset('aa.png', START + 1)).toBeUndefined();
  await facts.learnUploadedAsset('aa.png', 'asset_3', START + 9);
  expect(await facts.uploadedAsset('aa.png', START + 1)).toBe('asset_3');
  await facts.forgetUploadedAsset('asset_3');
  expect(await facts.uploadedAsset('aa.png', 0)).toBeUndefined();
  expect(await facts.uploadedAsset('bb.png', 0)).toBe('asset_2');
});

test('what a guild refused, and promised then, is known for a while; the latest counts', async () => {
  const facts = setUp();
  const refused = { bytes: 9_000_000, promisedBytes: 20_000_000 };
  await facts.learnRefusedUpload('guild', { bytes: 20_000_000, promisedBytes: 50_000_000 }, START);
  await facts.learnRefusedUpload('guild', refused, START + 5);
  expect(await facts.refusedUpload('guild', START + 5)).toEqual(refused);
  expect(await facts.refusedUpload('guild', START + 6)).toBeUndefined();
  expect(await facts.refusedUpload('other', 0)).toBeUndefined();
});

test('what a guild promised may not have been noted', async () => {
  const facts = setUp();
  const refused = { bytes: 9_000_000, promisedBytes: undefined };
  await facts.learnRefusedUpload('guild', { ...refused, promisedBytes: 50_000_000 }, START);
  await facts.learnRefusedUpload('guild', refused, START);
  expect(await facts.refusedUpload('guild', START)).toEqual(refused);
});

test('the hash of the registered commands is kept', async () => {
  const facts = setUp();
  expect(await facts.commandsHash()).toBeUndefined();
  await facts.learnCommandsHash('one');
  await facts.learnCommandsHash('two');
  expect(await facts.commandsHash()).toBe('two');
});
