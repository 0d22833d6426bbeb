import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import { BOT_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { resultCopies } from '../../src/store/schema.ts';
import { jobsOf, untilDelivered } from '../support/looking.ts';
import { databaseOf, openModeratedWorld } from '../support/moderating.ts';
import { postCopy, pressed } from '../support/results.ts';
import { answerTo, type World } from '../support/world.ts';

/** A world with a video and two more messages that show it. */
async function openWorldWithCopies() {
  const world = await openModeratedWorld();
  world.mo.permissions |= Can.ManageMessages;
  await world.startApp();
  const card = await world.order();
  const video = await untilDelivered(world, card);
  const places = [world.guild.addChannel({ name: 'one' }), world.guild.addChannel({ name: 'two' })] as const;
  const copies = [await postCopy(world, places[0]), await postCopy(world, places[1])] as const;
  const panel = await answerTo(await world.mo.contextMenu(places[0], 'Moderate video', copies[0]));
  const press = (action: string) => pressed(world, panel, action, world.mo);
  return { world, card, video, places, copies, panel, press };
}

const copiesOf = (world: World) => databaseOf(world).select().from(resultCopies).all().length;

test('**Moderate video** on a copy hides and removes the video wherever it is', async () => {
  const { world, card, video, copies, panel, press } = await openWorldWithCopies();
  expect(panel.content).toContain('**Video #1**');
  expect((await press('mod-spoiler')).content).toMatch(/Done: shown → spoiler\. Case \d+\.$/);
  const all = [video, ...copies];
  expect(all.map(({ attachments }) => attachments[0]?.isSpoiler)).toEqual([true, true, true]);
  expect((await press('mod-remove')).content).toMatch(/Done: posted → removed\. Case \d+\.$/);
  expect(all.map(({ deleted }) => deleted)).toEqual([true, true, true]);
  expect(copiesOf(world)).toBe(0);
  await world.until('the card to say so', () => card.content.includes('A moderator removed this video'));
});

test('copies that somebody has deleted, or whose channel is gone, are forgotten', async () => {
  const { world, video, places, copies } = await openWorldWithCopies();
  const response = await fetch(`${world.discord.apiUrl}/channels/${places[1].id}/messages/${copies[1].id}`, {
    method: 'DELETE',
    headers: { authorization: `Bot ${world.discord.token}` },
  });
  expect(response.status).toBe(204);
  places[0].delete();
  const panel = await answerTo(await world.mo.contextMenu(world.channel, 'Moderate video', video));
  const hidden = await pressed(world, panel, 'mod-spoiler', world.mo);
  expect(hidden.content).toContain('Done: shown → spoiler.');
  expect(copiesOf(world)).toBe(0);
});

test('while one copy is out of reach the others are removed, and the rest later', async () => {
  const { world, video, places, copies, press } = await openWorldWithCopies();
  places[1].botPermissions &= ~Can.ViewChannel;
  expect((await press('mod-remove')).content).toContain(`I may not change the message in <#${places[1].id}>`);
  expect([video.deleted, copies[0].deleted, copies[1].deleted]).toEqual([true, true, false]);
  expect((await jobsOf(world).find(1))?.removedAt).toBeUndefined();
  places[1].botPermissions = BOT_PERMISSIONS;
  expect((await press('mod-remove')).content).toContain('Done: posted → removed.');
  expect(copies[1].deleted).toBe(true);
});

test('a copy can be reported', async () => {
  const { world, places, copies } = await openWorldWithCopies();
  const rae = world.guild.addMember({ name: 'Rae' });
  const opened = await rae.contextMenu(places[1], 'Report video', copies[1]);
  await opened.response;
  expect(opened.modal?.title).toBe('Report video #1');
  const answer = await answerTo(await rae.submitModal(opened, { reason: ['spam'] }));
  expect(answer.content).toContain('the moderators have your report');
});

test('a video that its author has deleted cannot be reported any more', async () => {
  const { world, card, video } = await openWorldWithCopies();
  const own = await pressed(world, video, 'more', world.ada);
  await pressed(world, own, 'own-delete', world.ada);
  await pressed(world, own, 'own-delete-sure', world.ada);
  const rae = world.guild.addMember({ name: 'Rae' });
  const answer = await answerTo(await rae.contextMenu(world.channel, 'Report video', card));
  expect(answer.content).toBe('Its author has deleted this video already: there is nothing left to report.');
});
