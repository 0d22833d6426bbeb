import { expect, test } from 'vitest';
import type { Block } from '../../src/moderation/block.ts';
import { createBlockStore } from '../../src/store/block-store.ts';
import { openStore } from './fixture.ts';
import { deed } from './moderators.ts';
import { START } from './orders.ts';

function setUp() {
  const blocks = createBlockStore(openStore().db);
  const block = (changes: Partial<Block> = {}, at = START) => {
    const made = {
      guildId: 'guild',
      userId: 'ada',
      reason: 'Spam',
      byId: 'mod',
      since: at,
      until: undefined,
    };
    const whole = { ...made, ...changes };
    return blocks.block(whole, deed('block', { targetId: whole.userId, until: whole.until }), at);
  };
  return { blocks, block };
}

test('a block is in force until its end, and then by itself no more', async () => {
  const { blocks, block } = setUp();
  await block({ until: START + 1_000 });
  expect(await blocks.active('guild', 'ada', START + 999)).toEqual({
    guildId: 'guild',
    userId: 'ada',
    reason: 'Spam',
    byId: 'mod',
    since: START,
    until: START + 1_000,
  });
  expect(await blocks.active('guild', 'ada', START + 1_000)).toBeUndefined();
  expect(await blocks.list('guild', START + 1_000)).toEqual([]);
});

test('a block without an end goes on, in its server and for its member alone', async () => {
  const { blocks, block } = setUp();
  await block();
  expect(await blocks.active('guild', 'ada', START + 1e12)).toMatchObject({ until: undefined });
  expect(await blocks.active('other', 'ada', START)).toBeUndefined();
  expect(await blocks.active('guild', 'bob', START)).toBeUndefined();
});

test('a later block takes the place of an earlier one; each is a case', async () => {
  const { blocks, block } = setUp();
  expect(await block({ until: START + 1 })).toMatchObject({ number: 1, kind: 'block', until: START + 1 });
  expect(await block({ reason: undefined }, START + 5)).toMatchObject({ number: 2 });
  expect(await blocks.list('guild', START + 5)).toMatchObject([
    { reason: undefined, since: START + 5, until: undefined },
  ]);
});

test('a block can be lifted once, while it is in force', async () => {
  const { blocks, block } = setUp();
  const unblock = (at: number) => blocks.unblock('guild', 'ada', deed('unblock', { targetId: 'ada' }), at);
  expect(await unblock(START)).toBeUndefined();
  await block({ until: START + 10 });
  expect(await unblock(START + 10)).toBeUndefined();
  expect(await unblock(START + 9)).toMatchObject({ kind: 'unblock', number: 2 });
  expect(await unblock(START + 9)).toBeUndefined();
  expect(await blocks.active('guild', 'ada', START)).toBeUndefined();
});

test('blocks in force are listed, newest first', async () => {
  const { blocks, block } = setUp();
  await block({ userId: 'ada' }, START);
  await block({ userId: 'bob', until: START + 10 }, START + 1);
  await block({ userId: 'eve' }, START + 2);
  await block({ userId: 'ada', guildId: 'other' }, START + 3);
  const listed = async (at: number) => (await blocks.list('guild', at)).map(({ userId }) => userId);
  expect(await listed(START + 5)).toEqual(['eve', 'bob', 'ada']);
  expect(await listed(START + 10)).toEqual(['eve', 'ada']);
});
