import { describe, expect, test } from 'vitest';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { admit, openStore, WAY_TO, walk } from './fixture.ts';
import { START } from './orders.ts';

const images = (['image', 'last_frame_image'] as const).map((slot) => ({
  slot,
  url: `https://cdn/${slot}.png`,
  fileName: `${slot}.png`,
}));

const toFetch = async (store: JobStore, at = START, limit = 100) =>
  (await store.withPicturesToFetch(at, limit)).map(({ id }) => id);

describe('pictures to fetch', () => {
  test('are those of jobs that have some, oldest first, each job once', async () => {
    const { store } = openStore();
    await admit(store, { images });
    await admit(store);
    await admit(store, { images });
    expect(await toFetch(store)).toEqual([1, 3]);
    expect(await toFetch(store, START, 1)).toEqual([1]);
  });

  test('are fewer with every one that is kept, and none at last', async () => {
    const { store } = openStore();
    await admit(store, { images });
    await store.pictureStored(1, 'image', 'a.png');
    const [job] = await store.withPicturesToFetch(START, 9);
    expect(job?.images).toEqual([
      { ...images[0], storedAs: 'a.png' },
      { ...images[1], storedAs: undefined },
    ]);
    await store.pictureStored(1, 'last_frame_image', 'b.png');
    expect(await toFetch(store)).toEqual([]);
  });

  test('are tried again at the moment they were put off to; those that are kept are not', async () => {
    const { store } = openStore();
    await admit(store, { images });
    await store.pictureStored(1, 'image', 'a.png');
    await store.postponePictures(1, START + 500);
    expect(await toFetch(store, START + 499)).toEqual([]);
    expect(await toFetch(store, START + 500)).toEqual([1]);
    await store.pictureStored(1, 'last_frame_image', 'b.png');
    await store.postponePictures(1, START + 600);
    expect(await toFetch(store, START + 600)).toEqual([]);
  });

  test.each(['cancelled', 'failed', 'blocked', 'delivered'] as const)(
    'are not fetched for a job that is %s',
    async (state) => {
      const { store } = openStore();
      await admit(store, { images });
      await walk(store, 1, WAY_TO[state]);
      expect(await toFetch(store)).toEqual([]);
    },
  );
});
