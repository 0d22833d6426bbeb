import { expect, test } from 'vitest';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import {
  BLOCKABLE,
  blockQueue,
  idOf,
  jobsOf,
  sentBodies,
  shown,
  untilDelivered,
} from '../support/looking.ts';
import { caseIn, type ModeratedWorld, openModeratedWorld, settled } from '../support/moderating.ts';
import { answerTo, orders, results, textOf } from '../support/world.ts';

const ONE_PLACE = { MAX_RUNNING: '1' };

/** A bot whose only place is taken by another member's job. */
async function openBusyWorld() {
  const world = await openModeratedWorld(BLOCKABLE);
  const first = await world.startApp(ONE_PLACE);
  const other = world.guild.addMember({ name: 'Other' });
  const unblock = await blockQueue(world, other);
  return { ...world, other, first, unblock };
}

const prompts = (world: ModeratedWorld) => sentBodies(world).map(({ prompt }) => prompt);

const queueText = async ({ ada, channel }: ModeratedWorld) =>
  textOf(await answerTo(await ada.slash(channel, 'veo-queue')));

/** What is offered to a moderator who types into the option `video`. */
async function choices(world: ModeratedWorld, subcommand: string, typed: string) {
  const { mo, channel } = world;
  const extra = { subcommandGroup: 'queue', subcommand };
  const interaction = await mo.autocomplete(channel, 'veo-mod', 'video', typed, extra);
  const answer = await interaction.response;
  return answer.kind === 'choices' ? answer.choices : [];
}

test('a paused queue keeps its videos in order over a restart, says so, and goes on when it is resumed', async () => {
  const world = await openBusyWorld();
  const cards = [await world.order({ prompt: 'first' }), await world.order({ prompt: 'second' })];
  expect(await world.mod('queue pause', { reason: 'Dinner *time*' })).toMatch(
    /^The queue: open → paused: “Dinner \\\*time\\\*”\. Waiting videos keep their places; .* Case 2\.$/,
  );
  await world.until('the cards to say so', () =>
    cards.every((card) => shown(textOf(card)).includes("paused this server's queue: “Dinner *time*”")),
  );
  expect(shown(await queueText(world))).toContain("paused this server's queue: “Dinner *time*”");
  expect(await world.mod('queue pause')).toBe('The queue is paused already: nothing changed.');

  // What is at Scenario is finished, and new videos are taken; nothing is started.
  world.unblock();
  const jobs = jobsOf(world);
  await world.until(
    'the running video to be delivered',
    async () => (await jobs.find(1))?.state === 'delivered',
  );
  const third = await world.order({ prompt: 'third' }, { member: world.other });
  expect(textOf(third)).toContain('paused this server');
  await world.first.stop();
  await world.startApp(ONE_PLACE);
  world.clock.jump(24 * 3_600_000);
  await world.until('the third card to be looked at', () => textOf(third).includes('of 3'));
  expect(orders(world.scenario)).toHaveLength(1);
  expect(await world.mod('queue list')).toMatch(
    /^The queue is \*\*paused\*\*: “Dinner .*” · by <@\d+> <t:\d+:R>/,
  );

  const resumed = await world.mod('queue resume', { reason: 'Fed' });
  expect(resumed).toBe(
    `The queue: paused → open: “Fed”. Videos are taken and made again. Case ${caseIn(resumed)}.`,
  );
  for (const card of [...cards, third]) await untilDelivered(world, card);
  expect(prompts(world)).toEqual(['blocks the queue', 'first', 'third', 'second']);
  expect(await world.mod('queue resume')).toBe('The queue is open already: nothing changed.');
});

test("one server's pause does not hold up another", async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await world.mod('queue pause');
  const waiting = await world.order({ prompt: 'here' });
  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  await world.order({ prompt: 'there' }, { member: elsewhere.addMember(), channel });
  await world.until('the other video', () => results(channel).length === 1);
  expect(prompts(world)).toEqual(['there']);
  expect(textOf(waiting)).toContain('Queued');
});

test('a draining queue takes no new videos, makes those that wait, and opens again, over restarts', async () => {
  const world = await openBusyWorld();
  const card = await world.order({ prompt: 'waits' });
  expect(await world.mod('queue drain', { reason: 'Moving' })).toContain(
    'The queue: open → draining: “Moving”.',
  );
  expect(await world.refusal()).toBe(
    'This server takes no new videos for now: “Moving”. Those that wait are still made; try again later.',
  );
  expect(await queueText(world)).toContain('🚧 This server takes no new videos for now: “Moving”.');

  await world.first.stop();
  const second = await world.startApp(ONE_PLACE);
  expect(await world.refusal()).toContain('takes no new videos');
  world.unblock();
  await untilDelivered(world, card);
  await second.stop();
  await world.startApp(ONE_PLACE);
  expect(await world.refusal()).toContain('takes no new videos');

  // From draining to paused and back: whatever it was, it opens.
  expect(await world.mod('queue pause')).toContain('draining → paused');
  expect(await world.mod('queue drain')).toContain('paused → draining');
  expect(await world.mod('queue resume')).toContain('draining → open');
  await untilDelivered(world, await world.order({ prompt: 'new' }));
});

test('a video that is put to the front is the next one', async () => {
  const world = await openBusyWorld();
  const [first, last] = [await world.order({ prompt: 'first' }), await world.order({ prompt: 'last' })];
  const others = await world.order({ prompt: 'others' }, { member: world.other });
  const moved = await world.mod('queue front', { video: 3, reason: 'Contest' });
  expect(moved).toBe(
    `Video #3 by <@${world.ada.id}>: 3rd → 1st in this server's queue. Case ${caseIn(moved)}.`,
  );
  await world.until('the card to show its new place', () => textOf(last).includes('1st of 3'));
  expect(await world.mod('queue front', { video: 3 })).toBe('Video #3 is the next one here already.');
  expect(await world.mod('queue front', { video: 1 })).toContain('is at Scenario already');

  world.unblock();
  for (const card of [first, last, others]) await untilDelivered(world, card);
  expect(prompts(world)).toEqual(['blocks the queue', 'last', 'others', 'first']);
  expect(await world.mod('queue front', { video: 3 })).toContain('has already ended');
});

test('a moderator cancels a waiting video: its card says so and why, and the quota comes back', async () => {
  const world = await openBusyWorld();
  const card = await world.order({ prompt: 'A **loud** lamp' });
  const before = await jobsOf(world).find(2);
  expect(before?.state).toBe('queued');
  const answer = await world.mod('queue cancel', { video: 2, reason: 'No @everyone lamps' });
  expect(answer).toBe(
    `Video #2 by <@${world.ada.id}>: queued → cancelled: “No \\@everyone lamps”. Its quota is given back. Case 2.`,
  );
  await world.until('the card to say so', () => textOf(card).includes('Cancelled'));
  expect(shown(textOf(card))).toContain('A moderator cancelled it: “No @everyone lamps”.');
  expect(textOf(card)).toContain('Nothing was charged to your quota.');
  expect(card.mentionsEveryone).toBe(false);

  expect(await world.mod('queue cancel', { video: 2, reason: 'again' })).toContain('has already ended');
  expect(await world.mod('queue cancel', { video: 1, reason: 'late' })).toContain('is at Scenario already');
  expect(await world.mod('queue cancel', { video: 99, reason: 'none' })).toContain(
    'There is no such video here',
  );
  world.unblock();
  await untilDelivered(world, await world.order({ prompt: 'next' }));
  expect(prompts(world)).toEqual(['blocks the queue', 'next']);
});

test('cancelling goes by rank: not those as high, nor the owner, but oneself', async () => {
  const world = await openBusyWorld();
  const { guild, mo } = world;
  const [moderators] = mo.roles;
  if (!moderators) throw new Error('the moderator has no role');
  const chiefs = guild.addRole('Chiefs');
  const equal = guild.addMember({ roles: [moderators] });
  const chief = guild.addMember({ roles: [chiefs] });
  const orderOf = (member: SandboxMember) => world.order({}, { member });
  for (const member of [equal, chief, guild.owner, mo]) await orderOf(member);
  const cancel = (video: number, by = mo) => world.mod('queue cancel', { video, reason: 'because' }, by);

  expect(await cancel(2)).toContain('a role as high as your highest');
  expect(await cancel(3)).toContain('a role as high as your highest');
  expect(await cancel(4)).toContain('the owner');
  expect(await cancel(5)).toContain('queued → cancelled');
  const states = await Promise.all([2, 3, 4, 5].map(async (id) => (await jobsOf(world).find(id))?.state));
  expect(states).toEqual(['queued', 'queued', 'queued', 'cancelled']);
  expect(await cancel(3, guild.owner)).toContain('queued → cancelled');
});

test('the list shows every number; suggestions find videos by number, author and prompt, of this server only', async () => {
  const world = await openBusyWorld();
  await world.order({ prompt: 'A lamp' });
  await world.order({ prompt: 'A *boat*' }, { member: world.other });
  const list = await world.mod('queue list');
  expect(list).toMatch(/#1 <@\d+> blocks the queue · generating since/);
  expect(list).toMatch(/^1\. #2 <@\d+> A lamp · asked <t:\d+:R>$/m);
  expect(list).toMatch(/^2\. #3 <@\d+> A \\\*boat\\\* · asked <t:\d+:R>$/m);

  expect(await choices(world, 'cancel', '')).toEqual([
    { name: '#2 · @Ada · A lamp', value: 2 },
    { name: '#3 · @Other · A *boat*', value: 3 },
  ]);
  for (const typed of ['#3', 'other', 'BOAT']) {
    expect((await choices(world, 'front', typed)).map(({ value }) => value)).toEqual([3]);
  }
  const elsewhere = world.discord.addGuild();
  const mo = elsewhere.addMember({ userId: world.mo.id, permissions: world.guild.owner.permissions | 32n });
  const channel = elsewhere.addChannel();
  const sent = await mo.slash(
    channel,
    'veo-mod',
    { video: 2, reason: 'x' },
    { subcommandGroup: 'queue', subcommand: 'cancel' },
  );
  expect(textOf(await settled(world, sent))).toContain('There is no such video here');
  expect((await jobsOf(world).find(2))?.state).toBe('queued');
});

test('without names from Discord, suggestions still come', async () => {
  const world = await openBusyWorld();
  await world.order({ prompt: 'A lamp' });
  world.discord.faults.add({
    path: /\/members\/\d+$/,
    effect: { kind: 'hold-request', until: new Promise(() => {}) },
  });
  let answered = false;
  const asked = choices(world, 'cancel', 'lamp').finally(() => {
    answered = true;
  });
  await world.until('the wait for names to end', () => answered);
  expect(await asked).toEqual([{ name: '#2 · @somebody · A lamp', value: 2 }]);
});

test('videos that wait for approval are listed, and can be cancelled, but have no place to be moved', async () => {
  const world = await openModeratedWorld({}, { approval: 'all' });
  await world.startApp();
  const card = await world.order({ prompt: 'A lamp' });
  expect(textOf(card)).toContain('Waiting for approval');
  expect(await world.mod('queue list')).toMatch(
    /\*\*Waiting for approval: 1 video\*\*\n#1 <@\d+> A lamp · dropped <t:\d+:R>$/,
  );
  expect((await choices(world, 'cancel', '')).map(({ value }) => value)).toEqual([1]);
  expect(await choices(world, 'front', '')).toEqual([]);
  expect(await world.mod('queue front', { video: 1 })).toBe('Video #1 waits for approval: approve it first.');
  expect(await world.mod('queue cancel', { video: 1, reason: 'No lamps' })).toContain('held → cancelled');
  await world.until('the card to say so', () =>
    textOf(card).includes('A moderator cancelled it: “No lamps”'),
  );
});

test('members have none of it, and their own menu still cancels', async () => {
  const world = await openBusyWorld();
  await world.order();
  for (const path of ['queue list', 'queue pause', 'queue resume', 'queue drain']) {
    await expect(world.mod(path, {}, world.ada)).rejects.toThrow('has not the permissions');
  }
  await world.mod('queue pause');
  const list = await answerTo(await world.ada.slash(world.channel, 'veo-queue'));
  await (await world.ada.select(list, idOf(list, 'cancel-one'), ['2'])).response;
  expect(list.content).toContain('You have no waiting video here.');
  expect(list.content).toContain('paused this server');
});
