import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { resultCopies } from '../../src/store/schema.ts';
import { idOf, jobsOf, untilDelivered } from '../support/looking.ts';
import { databaseOf, openModeratedWorld } from '../support/moderating.ts';
import { pressed } from '../support/results.ts';
import { answerTo, type World } from '../support/world.ts';

/** A world in which Ada and Bob have had Ada's video sent to their direct messages. */
async function openWorldWithDirectCopies() {
  const world = await openModeratedWorld();
  world.mo.permissions |= Can.ManageMessages;
  await world.startApp();
  const video = await untilDelivered(world, await world.order());
  const bob = world.guild.addMember({ name: 'Bob' });
  const press = (message: SandboxMessage, action: string, by: SandboxMember) =>
    pressed(world, message, action, by);
  const toDms = async (by: SandboxMember) => press(await press(video, 'more', by), 'to-dms', by);
  await toDms(world.ada);
  await toDms(bob);
  const copies = [world.ada, bob].flatMap(({ id }) => [...world.discord.dms(id)]);
  expect(copies.map(({ attachments }) => attachments.length)).toEqual([1, 1]);
  return { world, video, bob, copies, press, toDms };
}

const noted = (world: World) => databaseOf(world).select().from(resultCopies).all().length;
const deletedOf = (messages: readonly SandboxMessage[]) => messages.map(({ deleted }) => deleted);
const hiddenOf = (messages: readonly SandboxMessage[]) =>
  messages.map(({ attachments }) => attachments[0]?.isSpoiler);

test('a video that its author deletes is gone from direct messages as well, also from those of others', async () => {
  const { world, video, copies, press } = await openWorldWithDirectCopies();
  const panel = await press(video, 'more', world.ada);
  expect((await press(panel, 'own-delete', world.ada)).content).toContain('also in direct messages');
  await press(panel, 'own-delete-sure', world.ada);
  expect(deletedOf([video, ...copies])).toEqual([true, true, true]);
  expect(noted(world)).toBe(0);
});

test('a moderator hides it there, shows it again and removes it', async () => {
  const { world, video, copies } = await openWorldWithDirectCopies();
  const panel = await answerTo(await world.mo.contextMenu(world.channel, 'Moderate video', video));
  const press = (action: string) => pressed(world, panel, action, world.mo);
  await press('mod-spoiler');
  expect(hiddenOf([video, ...copies])).toEqual([true, true, true]);
  await press('mod-unspoiler');
  expect(hiddenOf([video, ...copies])).toEqual([false, false, false]);
  await press('mod-remove');
  expect(deletedOf([video, ...copies])).toEqual([true, true, true]);
});

test('who has shut the bot out keeps nobody from removing it', async () => {
  const { world, video, bob, copies, press } = await openWorldWithDirectCopies();
  world.discord.faults.add({
    path: new RegExp(`/messages/${copies[1]?.id}$`),
    effect: {
      kind: 'status',
      status: 403,
      body: { message: 'Cannot send messages to this user', code: 50007 },
    },
  });
  bob.user.dmsOpen = false;
  const panel = await press(video, 'more', world.ada);
  expect((await press(panel, 'own-spoiler', world.ada)).content).toContain('Done: shown → spoiler.');
  await press(panel, 'own-delete', world.ada);
  expect((await press(panel, 'own-delete-sure', world.ada)).content).toBe('Your video is deleted.');
  expect(deletedOf([video, ...copies])).toEqual([true, true, false]);
});

test('a video that is removed while it is sent does not stay', async () => {
  const { world, video, bob, press } = await openWorldWithDirectCopies();
  world.clock.jump(120_000);
  const more = await press(video, 'more', bob);
  const released = Promise.withResolvers<void>();
  const fault = world.discord.faults.add({
    method: 'POST',
    path: /\/channels\/\d+\/messages$/,
    times: 1,
    effect: { kind: 'hold-request', until: released.promise },
  });
  const answer = press(more, 'to-dms', bob);
  await fault.firstHit;
  await jobsOf(world).removeOwn(1, world.clock.now());
  released.resolve();
  expect((await answer).content).toContain('was removed');
  expect(world.discord.dms(bob.id).filter(({ deleted }) => !deleted)).toHaveLength(1);
});

test('/veo-privacy delete takes direct messages with one’s videos away, and leaves those with others’', async () => {
  const { world, video, bob, copies, press } = await openWorldWithDirectCopies();
  const bobs = await untilDelivered(world, await world.order({ prompt: 'A kite' }, { member: bob }));
  await press(await press(bobs, 'more', world.ada), 'to-dms', world.ada);
  const offer = await answerTo(
    await world.ada.slash(world.channel, 'veo-privacy', {}, { subcommand: 'delete' }),
  );
  expect(offer.content).toContain('direct messages with your videos');
  const fault = world.discord.faults.add({
    method: 'DELETE',
    path: new RegExp(`/messages/${copies[1]?.id}$`),
    effect: { kind: 'status', status: 400, body: { message: 'No', code: 0 } },
  });
  const failed = await pressed(world, offer, 'privacy-delete', world.ada);
  expect(failed.content).toContain('Something went wrong on my side.');
  expect((await jobsOf(world).find(1))?.purgedAt).toBeUndefined();
  fault.remove();
  await world.ada.press(offer, idOf(offer, 'privacy-delete'));
  await world.until('the deletion', () => offer.content.startsWith('Deleted the prompts of 1 video.'));
  expect(deletedOf([video, ...copies])).toEqual([false, true, true]);
  expect(world.discord.dms(world.ada.id).filter(({ deleted }) => !deleted)).toHaveLength(1);
});
