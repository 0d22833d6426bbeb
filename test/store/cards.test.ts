import { describe, expect, test } from 'vitest';
import { CARD_EDIT_INTERVAL_MS } from '../../src/jobs/card-store.ts';
import { FINAL_STATES } from '../../src/jobs/states.ts';
import { createCardStore } from '../../src/store/card-store.ts';
import { admit, admitInto, claimNext, openStore, WAY_TO, walk } from './fixture.ts';
import { START } from './orders.ts';

const FAR = START + 1e9;

function setUp() {
  const { db, store } = openStore();
  const cards = createCardStore(db);
  /** The moment from which the card is to be looked at, found by asking, as the loop does. */
  const dueFrom = async (jobId: number): Promise<number | undefined> => {
    const isDue = async (at: number) => (await cards.due(at, 100)).some(({ job }) => job.id === jobId);
    if (!(await isDue(FAR))) return undefined;
    let [early, late] = [-1, FAR];
    while (late - early > 1) {
      const middle = Math.floor((early + late) / 2);
      if (await isDue(middle)) late = middle;
      else early = middle;
    }
    return late;
  };
  return { store, cards, dueFrom };
}

describe('cards that are due', () => {
  test('come in the order in which they became due, no more than asked for', async () => {
    const { store, cards } = setUp();
    for (const at of [START + 30, START + 10, START + 20, START + 40]) await admit(store, {}, at);
    const ids = async (at: number, limit: number) => (await cards.due(at, limit)).map(({ job }) => job.id);
    expect(await ids(START + 30, 100)).toEqual([2, 3, 1]);
    expect(await ids(START + 30, 2)).toEqual([2, 3]);
    expect(await ids(START + 9, 100)).toEqual([]);
  });

  test('bring their job and what they last said', async () => {
    const { store, cards } = setUp();
    const job = await admit(store);
    expect(await cards.due(START, 9)).toEqual([{ job, hash: undefined }]);
    await cards.posted(1, { messageId: 'message', hash: 'first' }, START + 5);
    expect(await cards.due(START + 4, 9)).toEqual([]);
    expect(await cards.due(START + 5, 9)).toEqual([
      { job: { ...job, cardMessageId: 'message' }, hash: 'first' },
    ]);
  });
});

describe('after a look', () => {
  test('the card rests until the moment that was named', async () => {
    const { store, cards, dueFrom } = setUp();
    const job = await admit(store);
    await cards.looked(job, { hash: 'same' }, START + 7_000);
    expect(await dueFrom(1)).toBe(START + 7_000);
    expect((await cards.due(FAR, 9))[0]?.hash).toBe('same');
  });

  test('a card that shows how its job ended is done with', async () => {
    const { store, cards, dueFrom } = setUp();
    await admit(store);
    const ended = await walk(store, 1, WAY_TO.delivered, START + 1);
    await cards.looked(ended, { hash: 'end', editedAt: START + 2 }, undefined);
    expect(await dueFrom(1)).toBeUndefined();
  });

  test.each(FINAL_STATES)(
    'a job that became %s during the look is looked at again at once',
    async (state) => {
      const { store, cards, dueFrom } = setUp();
      const seen = await admitInto(store, state === 'denied' ? 'held' : 'queued');
      await walk(store, 1, state === 'denied' ? ['denied'] : WAY_TO[state], START + 1_000);
      await cards.looked(seen, { hash: 'old', editedAt: START + 1_500 }, START + 60_000);
      expect(await dueFrom(1)).toBe(START + 1_000);
    },
  );

  test('a job that went on during the look is looked at as soon as its card may be edited again', async () => {
    const { store, cards, dueFrom } = setUp();
    const seen = await admit(store);
    await walk(store, 1, WAY_TO.generating, START + 1_000);
    await cards.looked(seen, { hash: 'old', editedAt: START + 2_000 }, START + 60_000);
    expect(await dueFrom(1)).toBe(START + 2_000 + CARD_EDIT_INTERVAL_MS);
  });

  test('a job that is claimed during the look is not overlooked either', async () => {
    const { store, cards, dueFrom } = setUp();
    const seen = await admit(store);
    await claimNext(store);
    await cards.looked(seen, { hash: 'old', editedAt: START + 2_000 }, FAR - 1);
    expect(await dueFrom(1)).toBe(START + 2_000 + CARD_EDIT_INTERVAL_MS);
  });

  test('at a card of a job that is gone, nothing happens', async () => {
    const { cards } = setUp();
    await cards.looked({ id: 99, state: 'queued' }, { hash: 'x' }, START);
    expect(await cards.due(FAR, 9)).toEqual([]);
  });
});

describe('when a job moves', () => {
  test('its card is due at once if it was not edited lately', async () => {
    const { store, cards, dueFrom } = setUp();
    const job = await admit(store);
    await cards.looked(job, { hash: 'x', editedAt: START }, FAR - 1);
    const at = START + CARD_EDIT_INTERVAL_MS + 5;
    await walk(store, 1, WAY_TO.generating, at);
    expect(await dueFrom(1)).toBe(at);
  });

  test('its card waits until 15 seconds after the last edit', async () => {
    const { store, cards, dueFrom } = setUp();
    const job = await admit(store);
    await cards.looked(job, { hash: 'x', editedAt: START }, FAR - 1);
    await walk(store, 1, WAY_TO.generating, START + 1_000);
    expect(await dueFrom(1)).toBe(START + 15_000);
  });

  test('its end is shown at once, however fresh the last edit', async () => {
    const { store, cards, dueFrom } = setUp();
    const job = await admit(store);
    await cards.looked(job, { hash: 'x', editedAt: START }, FAR - 1);
    await walk(store, 1, ['cancelled'], START + 1);
    expect(await dueFrom(1)).toBe(START + 1);
  });

  test('a look without an edit does not put the next edit off', async () => {
    const { store, cards, dueFrom } = setUp();
    const job = await admit(store);
    await cards.looked(job, { hash: 'x', editedAt: START }, START + 15_000);
    await cards.looked(job, { hash: 'x' }, START + 30_000);
    await walk(store, 1, WAY_TO.generating, START + 16_000);
    expect(await dueFrom(1)).toBe(START + 16_000);
  });

  test('a look without an edit does not forget when the last edit was', async () => {
    const { store, cards, dueFrom } = setUp();
    const job = await admit(store);
    await cards.looked(job, { hash: 'x', editedAt: START }, FAR - 1);
    await cards.looked(job, { hash: 'x' }, FAR - 1);
    await walk(store, 1, WAY_TO.generating, START + 1_000);
    expect(await dueFrom(1)).toBe(START + 15_000);
  });

  test('a finished card is taken up again when its job is adopted', async () => {
    const { store, cards, dueFrom } = setUp();
    await admit(store);
    const failed = await walk(store, 1, [...WAY_TO.unknown, 'failed'], START);
    await cards.looked(failed, { hash: 'end', editedAt: START }, undefined);
    await walk(store, 1, ['generating'], START + 60_000);
    expect(await dueFrom(1)).toBe(START + 60_000);
  });
});
