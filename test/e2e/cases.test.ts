import { expect, test } from 'vitest';
import { buttonRow, idOf, partsOf, postAsBot, shown } from '../support/looking.ts';
import {
  changeSettings,
  MODERATOR_PERMISSIONS,
  type ModeratedWorld,
  openModeratedWorld,
} from '../support/moderating.ts';
import { answerTo, textOf } from '../support/world.ts';

const block = (world: ModeratedWorld, user: string, reason: string) =>
  world.mod('user block', { user, reason });

/** The numbers of the cases on a page, from top to bottom. */
const numbers = (text: string): number[] =>
  [...text.matchAll(/^\*\*(\d+)\*\* · /gm)].map(([, number]) => Number(number));

test('every deed is a case, numbered in its server, that can be looked up again after a restart', async () => {
  const world = await openModeratedWorld();
  const first = await world.startApp();
  await block(world, world.ada.id, 'Too *loud*');
  await world.mod('queue pause', { reason: 'Dinner' });
  await world.mod('user unblock', { user: world.ada.id });
  await first.stop();
  await world.startApp();

  const list = await world.mod('case list');
  expect(list.split('\n')[0]).toBe('**Cases**');
  expect(numbers(list)).toEqual([4, 3, 2, 1]);
  expect(list).toMatch(/^\*\*3\*\* · <t:\d+:R> · Queue paused · by <@\d+>: “Dinner”$/m);

  const shownCase = await world.mod('case show', { number: 2 });
  expect(shownCase.split('\n')).toEqual([
    '**Case 2 · Member blocked**',
    expect.stringMatching(new RegExp(`^By <@${world.mo.id}> · <t:\\d+:f> \\(<t:\\d+:R>\\)$`)),
    `Whom: <@${world.ada.id}>`,
    'not blocked → blocked',
    'Why: “Too \\*loud\\*”',
  ]);
  expect(await world.mod('case show', { number: 5 })).toBe(
    'There is no case 5 here. `/veo-mod case list` shows them.',
  );
});

test('a case about a video links its card', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await world.mod('queue pause');
  const card = await world.order();
  await world.mod('queue cancel', { video: 1, reason: 'No' });
  const text = await world.mod('case show', { number: 3 });
  expect(text).toContain(
    `Video: #1 · [card](https://discord.com/channels/${world.guild.id}/${world.channel.id}/${card.id})`,
  );
});

test('the list is turned over page by page, also after a restart, and keeps to the member it is about', async () => {
  const world = await openModeratedWorld();
  const first = await world.startApp();
  const ben = world.guild.addMember({ name: 'Ben' });
  for (let round = 0; round < 13; round += 1) {
    await block(world, world.ada.id, `a${round}`);
    await block(world, ben.id, `b${round}`);
  }
  // Case 1 set the server up; Ada has the even numbers.
  const all = await world.modAnswer('case list');
  const adas = await world.modAnswer('case list', { user: world.ada.id });
  expect(numbers(textOf(all))).toEqual([27, 26, 25, 24, 23, 22, 21, 20, 19, 18]);
  expect(numbers(textOf(adas))).toEqual([26, 24, 22, 20, 18, 16, 14, 12, 10, 8]);
  expect(partsOf(adas).map(({ label }) => label)).toEqual(['Older']);

  await first.stop();
  await world.startApp();
  // A case that comes in between does not shift the pages.
  await block(world, world.ada.id, 'new');
  await (await world.mo.press(adas, idOf(adas, 'case-page'))).response;
  expect(adas.content).toBe(`**Cases about** <@${world.ada.id}>`);
  expect(numbers(textOf(adas))).toEqual([6, 4, 2]);
  expect(partsOf(adas).map(({ label }) => label)).toEqual(['Newest']);
  await (await world.mo.press(adas, idOf(adas, 'case-page'))).response;
  expect(numbers(textOf(adas))[0]).toBe(28);
  expect(numbers(textOf(adas))).not.toContain(27);

  await (await world.mo.press(all, 'v1:case-page:18')).response;
  expect(numbers(textOf(all))).toEqual([17, 16, 15, 14, 13, 12, 11, 10, 9, 8]);
  expect(partsOf(all).map(({ label }) => label)).toEqual(['Newest', 'Older']);
  expect(all.mentionedUserIds).toEqual([]);
});

test('cases are for moderators of their own server only, whoever presses', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await block(world, world.ada.id, 'spam');
  await expect(world.mod('case list', {}, world.ada)).rejects.toThrow('has not the permissions');
  const row = { content: '**Cases**', components: [buttonRow('v1:case-page:0')] };
  const copy = await postAsBot(world, world.channel, row);
  const refused = await answerTo(await world.ada.press(copy, 'v1:case-page:0'));
  expect(refused).toMatchObject({
    ephemeral: true,
    content: 'This is for moderators: members with Manage Server.',
  });

  // Members of the role that the server named are moderators too.
  const role = world.guild.addRole('Helpers');
  const helper = world.guild.addMember({ roles: [role] });
  await changeSettings(world, { moderatorRoleId: role.id });
  const page = await answerTo(await helper.press(copy, 'v1:case-page:0'));
  expect(numbers(textOf(page))).toEqual([3, 2, 1]);

  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  const mo = elsewhere.addMember({ userId: world.mo.id, permissions: MODERATOR_PERMISSIONS });
  const there = await postAsBot(world, channel, row);
  expect(textOf(await answerTo(await mo.press(there, 'v1:case-page:0')))).toContain('No cases.');
});

test('what people wrote is shown as they wrote it, and pings nobody', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const reason = `@everyone <@${world.ada.id}> **b** [see](https://evil.example) # Big`;
  const answer = await world.modAnswer('user block', { user: world.ada.id, reason });
  const list = await world.modAnswer('case list');
  const one = await world.modAnswer('case show', { number: 2 });
  for (const message of [answer, list, one]) {
    expect(shown(textOf(message))).toContain(`“${reason}”`);
    expect(textOf(message)).not.toContain(`“${reason}”`);
    expect([message.mentionedUserIds, message.mentionsEveryone]).toEqual([[], false]);
  }
});
