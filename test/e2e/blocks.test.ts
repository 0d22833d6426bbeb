import { expect, test } from 'vitest';
import { BLOCKABLE, blockQueue, jobsOf, shown } from '../support/looking.ts';
import { caseIn, MODERATOR_PERMISSIONS, openModeratedWorld } from '../support/moderating.ts';
import { textOf } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;

/** A bot whose only place is taken by another member's job. */
async function openBusyWorld() {
  const world = await openModeratedWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  const other = world.guild.addMember({ name: 'Other' });
  await blockQueue(world, other);
  return { ...world, other };
}

test('a blocked member is told reason and end, and may order again when the block has run out', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const answer = await world.mod('user block', { user: world.ada.id, reason: 'Too *much*', duration: '1d' });
  expect(answer).toMatch(
    /^<@\d+>: not blocked → blocked until <t:\d+:f> \(<t:\d+:R>\): “Too \\\*much\\\*”\. Case 2\.$/,
  );

  const refusal = await world.refusal();
  expect(refusal).toMatch(/^A moderator has blocked you from making videos here, until <t:\d+:f>/);
  expect(shown(refusal)).toContain('“Too *much*”');
  expect(/<t:(\d+):f>/.exec(refusal)?.[1]).toBe(/<t:(\d+):f>/.exec(answer)?.[1]);

  world.clock.jump(DAY_MS - 60_000);
  expect(await world.refusal()).toContain('blocked you');
  world.clock.jump(60_000);
  await world.order();
  expect(await world.mod('user list')).toBe('Nobody is blocked here.');
});

test('a block without an end holds over a restart until it is lifted', async () => {
  const world = await openModeratedWorld();
  const first = await world.startApp();
  await world.mod('user block', { user: world.ada.id, reason: 'spam' });
  await first.stop();
  await world.startApp();
  world.clock.jump(365 * DAY_MS);
  expect(await world.refusal()).toContain('until a moderator lifts it: “spam”');
  expect(await world.mod('user list')).toMatch(
    /^\*\*1 member blocked\*\*\n<@\d+> blocked until a moderator lifts it: “spam” · by <@\d+> <t:\d+:R>$/,
  );

  const lifted = await world.mod('user unblock', { user: world.ada.id, reason: 'enough' });
  expect(lifted).toBe(
    `<@${world.ada.id}>: blocked until a moderator lifts it → not blocked. Case ${caseIn(lifted)}.`,
  );
  await world.order();
  expect(await world.mod('user unblock', { user: world.ada.id })).toContain('is not blocked here');
});

test('a second block takes the place of the first', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await world.mod('user block', { user: world.ada.id, reason: 'spam', duration: 'Permanent' });
  const again = await world.mod('user block', { user: world.ada.id, reason: 'less', duration: '2h' });
  expect(again).toContain('blocked until a moderator lifts it → blocked until <t:');
  expect(await world.mod('user list')).toContain('**1 member blocked**');
  world.clock.jump(2 * 3_600_000);
  await world.order();
});

test('waiting videos of a blocked member are cancelled, and their quota is given back', async () => {
  const world = await openBusyWorld();
  const cards = [await world.order(), await world.order()];
  const kept = await world.order({}, { member: world.other });
  const answer = await world.mod('user block', { user: world.ada.id, reason: 'No **lamps**' });
  expect(answer).toContain('2 waiting videos cancelled. Case 2.');
  await world.until('the cards to say so', () =>
    cards.every((card) => shown(textOf(card)).includes('A moderator cancelled it: “No **lamps**”')),
  );
  for (const card of cards) expect(textOf(card)).toContain('Nothing was charged to your quota.');
  expect(textOf(kept)).toContain('Queued');
  const states = (await jobsOf(world).activeInGuild(world.guild.id)).map(({ userId }) => userId);
  expect(states).toEqual([world.other.id, world.other.id]);
  await world.mod('user unblock', { user: world.ada.id });
  for (let number = 0; number < 5; number += 1) await world.order();
  expect(await world.refusal()).toContain('used up your limit of 5 videos');
});

test('they can be left waiting', async () => {
  const world = await openBusyWorld();
  const card = await world.order();
  const answer = await world.mod('user block', {
    user: world.ada.id,
    reason: 'spam',
    cancel_waiting: false,
  });
  expect(answer).not.toContain('cancelled');
  expect(textOf(card)).toContain('Queued');
  expect((await jobsOf(world).find(2))?.state).toBe('queued');
});

test('a time that makes no sense is refused, and nothing changes', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const answer = await world.mod('user block', { user: world.ada.id, reason: 'spam', duration: 'soon' });
  expect(answer).toContain('`7d`');
  expect(await world.mod('user list')).toBe('Nobody is blocked here.');
  await world.order();
});

test('a moderator acts on nobody as high as themselves, nor on the owner, nor on themselves', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const { guild, mo } = world;
  const [moderators] = mo.roles;
  if (!moderators) throw new Error('the moderator has no role');
  const chiefs = guild.addRole('Chiefs');
  const low = guild.addRole('Low', { position: 0 });
  const equal = guild.addMember({ name: 'Equal', roles: [moderators] });
  const chief = guild.addMember({ name: 'Chief', roles: [low, chiefs] });
  const below = guild.addMember({ name: 'Below', roles: [low] });
  const block = (user: string, member = mo) => world.mod('user block', { user, reason: 'because' }, member);

  expect(await block(equal.id)).toContain('a role as high as your highest');
  expect(await block(chief.id)).toContain('a role as high as your highest');
  expect(await block(guild.ownerId)).toContain('the owner');
  expect(await block(mo.id)).toContain('you yourself');
  expect(await block(world.discord.botUserId)).toContain('a bot');
  expect(await world.mod('user list')).toBe('Nobody is blocked here.');

  expect(await block(below.id)).toContain('Case 2.');
  // One who has left can be kept from coming back to it.
  const left = guild.addMember({ name: 'Left', roles: [chiefs] });
  guild.removeMember(left);
  expect(await block(left.id)).toContain('Case 3.');
  expect(await block(equal.id, guild.owner)).toContain('Case 4.');
  // Whom the owner has blocked an equal does not set free.
  expect(await world.mod('user unblock', { user: equal.id })).toContain('a role as high');
  expect(await world.mod('user unblock', { user: mo.id })).toContain('you yourself');
});

test('members have no such command; blocks of one server do not hold in another', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await expect(world.mod('user list', {}, world.ada)).rejects.toThrow('has not the permissions');

  await world.mod('user block', { user: world.ada.id, reason: 'spam' });
  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  const sameAda = elsewhere.addMember({ userId: world.ada.id, permissions: MODERATOR_PERMISSIONS });
  await world.order({}, { member: sameAda, channel });
});
