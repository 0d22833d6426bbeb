import { PermissionFlagsBits } from 'discord.js';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { MEMBER_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { jobImages, jobs, quotaLedger, spendLedger } from '../../src/store/schema.ts';
import { buttonRow, idOf, partsOf, postAsBot, quotaText, untilDelivered } from '../support/looking.ts';
import {
  caseIn,
  changeSettings,
  databaseOf,
  type ModeratedWorld,
  openModeratedWorld,
  settled,
} from '../support/moderating.ts';
import { answerTo, orders, results, textOf, type World } from '../support/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function openHoldingWorld(
  changes: SettingsChanges = { approval: 'all' },
  environment: Record<string, string> = {},
) {
  const world = await openModeratedWorld();
  await changeSettings(world, changes);
  return { world, app: await world.startApp(environment) };
}

/** The message in the moderators' channel about a held video, once it is there. */
const heldMessage = ({ staff, until }: ModeratedWorld, jobId = 1): Promise<SandboxMessage> =>
  until(`the moderators to be asked about video ${jobId}`, () =>
    staff.messages.find((message) => textOf(message).includes(`**Video #${jobId}**`)),
  );

const approve = async (world: ModeratedWorld, message: SandboxMessage, by: SandboxMember = world.mo) =>
  textOf(await settled(world, await by.press(message, idOf(message, 'approve'))));

async function deny(
  world: ModeratedWorld,
  message: SandboxMessage,
  reason = '',
  by: SandboxMember = world.mo,
): Promise<string> {
  const pressed = await by.press(message, idOf(message, 'deny'));
  const answer = await pressed.response;
  if (answer.kind !== 'modal') return textOf(await answerTo(pressed));
  return textOf(await settled(world, await by.submitModal(pressed, { reason })));
}

function expectNothingTaken(world: World): void {
  const db = databaseOf(world);
  expect(db.select().from(quotaLedger).all()).toEqual([]);
  expect(db.select().from(spendLedger).all()).toEqual([]);
  expect(orders(world.scenario)).toEqual([]);
}

test('a video waits for approval with nothing taken for it; approved, it is queued and arrives', async () => {
  const { world } = await openHoldingWorld();
  const card = await world.order({ prompt: 'A *boat* at dusk' });
  expect(textOf(card)).toMatch(
    /✋ \*\*Waiting for approval\*\* by a moderator · asked <t:\d+:R>( · 400 CU)?\nNothing is charged before that\./,
  );
  // What a moderator has to see first is not for all to read; its author may look at it, and so may moderators.
  expect(textOf(card)).toContain('The prompt is shown here once a moderator has approved it');
  expect(world.channel.messages.map(textOf).join()).not.toContain('dusk');
  const look = async (by: SandboxMember) =>
    (await answerTo(await by.press(card, idOf(card, 'prompt')))).content;
  expect(await look(world.guild.addMember({ name: 'Eve' }))).toContain('This is for moderators');
  expect(await look(world.ada)).toContain('The whole prompt of video #1');
  expect(await look(world.mo)).toContain('The whole prompt of video #1');
  const message = await heldMessage(world);
  expect(textOf(message)).toContain('A \\*boat\\* at dusk');
  expect(textOf(message)).toContain('Every video is approved by a moderator here');
  expectNothingTaken(world);
  expect(await quotaText(world)).toContain('5 of 5 videos left');

  const answer = await approve(world, message);
  expect(answer).toMatch(
    new RegExp(`^Video #1 by <@${world.ada.id}>: waiting for approval → in the queue\\. Case \\d+\\.$`),
  );
  expect(await world.mod('case show', { number: caseIn(answer) })).toContain('Video approved');
  expect(await quotaText(world)).toContain('4 of 5 videos left');
  await untilDelivered(world, card);
  await world.until('the moderators’ message to say so', () => textOf(message).includes('Approved'));
  expect(message.components).toEqual([]);
});

test('a held video is approved after a restart', async () => {
  const { world, app } = await openHoldingWorld();
  const card = await world.order();
  const message = await heldMessage(world);
  await app.stop();
  await world.startApp();
  expect(await approve(world, message)).toContain('in the queue');
  await untilDelivered(world, card);
});

test('denied with a reason, the card says so, and nothing was ever taken', async () => {
  const { world } = await openHoldingWorld();
  const card = await world.order();
  const message = await heldMessage(world);
  const answer = await deny(world, message, 'Not *here*, please.');
  expect(answer).toMatch(
    new RegExp(
      `^Video #1 by <@${world.ada.id}>: waiting for approval → denied\\. Nothing was charged\\. Case \\d+\\.$`,
    ),
  );
  await world.until('the card to say so', () => textOf(card).includes('Not made'));
  expect(textOf(card)).toContain('A moderator did not approve it: “Not \\*here\\*, please”.');
  expect(textOf(card)).toContain('Nothing was charged to your quota.');
  expect(textOf(card)).not.toContain('A boat at dusk');
  expect(partsOf(card).map(({ label }) => label)).toEqual(['Full prompt']);
  expect(await world.mod('case show', { number: caseIn(answer) })).toContain('“Not \\*here\\*, please\\.”');
  expectNothingTaken(world);
});

test('denied without a reason, the card says whom to ask', async () => {
  const { world } = await openHoldingWorld();
  const card = await world.order();
  await deny(world, await heldMessage(world));
  await world.until('the card to say so', () => textOf(card).includes('Not made'));
  expect(textOf(card)).toContain('A moderator did not approve it. Ask a moderator');
});

test('an approval is checked against the quota anew: without any left the video goes on waiting', async () => {
  const { world } = await openHoldingWorld({ approval: 'all' }, { QUOTA_VIDEOS_PER_DAY: '1' });
  const first = await world.order({ prompt: 'first' });
  const second = await world.order({ prompt: 'second' });
  expect(await approve(world, await heldMessage(world, 1))).toContain('in the queue');
  const message = await heldMessage(world, 2);
  const refused = await approve(world, message);
  expect(refused).toMatch(
    /^It cannot be made now, and goes on waiting: approve it later, or deny it\. Its author would be told: “You have used up your limit of 1 video/,
  );
  await untilDelivered(world, first);
  expect(textOf(second)).toContain('Waiting for approval');

  world.clock.jump(DAY_MS);
  expect(await approve(world, message)).toContain('in the queue');
  await untilDelivered(world, second);
});

test('the author cancels their own held video, and nobody else can', async () => {
  const { world } = await openHoldingWorld();
  const bob = world.guild.addMember({ name: 'Bob' });
  const card = await world.order();
  const message = await heldMessage(world);
  const refused = await answerTo(await bob.press(card, idOf(card, 'cancel')));
  expect(refused.content).toContain(`Only <@${world.ada.id}>`);
  const approveId = idOf(message, 'approve');
  await (await world.ada.press(card, idOf(card, 'cancel'))).response;
  expect(textOf(card)).toContain('Cancelled');
  await world.until('the moderators’ message to say so', () => textOf(message).includes('Cancelled'));
  const old = await postAsBot(world, world.staff, { content: 'Old', components: [buttonRow(approveId)] });
  expect((await answerTo(await world.mo.press(old, approveId))).content).toBe(
    'This video was decided on already: there is nothing left to do.',
  );
  expectNothingTaken(world);
});

test('a video that nobody decides on is dropped after three days', async () => {
  const { world } = await openHoldingWorld();
  const card = await world.order();
  const message = await heldMessage(world);
  const approveId = idOf(message, 'approve');
  world.clock.jump(71 * HOUR_MS);
  await world.order({ prompt: 'later' });
  await heldMessage(world, 2);
  expect(textOf(card)).toContain('Waiting for approval');
  world.clock.jump(HOUR_MS + 1_000);
  await world.until('the card to say so', () => textOf(card).includes('Not made'));
  expect(textOf(card)).toContain('Nobody decided on it in time. Ask for it again with `/veo`.');
  await world.until('the moderators’ message to say so', () => textOf(message).includes('Dropped'));
  const old = await postAsBot(world, world.staff, { content: 'Old', components: [buttonRow(approveId)] });
  expect((await answerTo(await world.mo.press(old, approveId))).content).toContain(
    'has waited too long and was dropped; nothing was charged',
  );
  expectNothingTaken(world);
});

test('pictures are fetched while the video waits: after days, when Discord’s links are dead, it is still made', async () => {
  const { world } = await openHoldingWorld();
  const bytes = await sharp({ create: { width: 64, height: 36, channels: 3, background: '#336699' } })
    .png()
    .toBuffer();
  const card = await world.order({ image: { name: 'frame.png', contentType: 'image/png', bytes } });
  const message = await heldMessage(world);
  await world.until(
    'the picture to be kept',
    async () => databaseOf(world).select().from(jobImages).all()[0]?.storedAs !== null,
  );
  expectNothingTaken(world);
  world.clock.jump(60 * HOUR_MS);
  expect(await approve(world, message)).toContain('in the queue');
  await untilDelivered(world, card);
});

test('a picture that cannot be used ends a held video, and says so to its author and the moderators', async () => {
  const { world } = await openHoldingWorld();
  const broken = { name: 'frame.png', contentType: 'image/png', bytes: Buffer.from('no picture at all') };
  const card = await world.order({ image: broken });
  const message = await heldMessage(world);
  await world.until('the card to say so', () => textOf(card).includes('A picture could not be used'));
  await world.until('the moderators to be told', () =>
    textOf(message).includes('**Dropped**: a picture of it cannot be used'),
  );
  expect(message.components).toEqual([]);
  expectNothingTaken(world);
});

test('pressed between its end and the loop that drops it, it is not approved', async () => {
  const { world } = await openHoldingWorld();
  const card = await world.order();
  const message = await heldMessage(world);
  // The loop comes by now, and half a minute later again.
  world.clock.jump(72 * HOUR_MS - 15_000);
  await world.order({ prompt: 'another' });
  await heldMessage(world, 2);
  expect(textOf(card)).toContain('Waiting for approval');
  world.clock.set(databaseOf(world).select().from(jobs).where(eq(jobs.id, 1)).all()[0]?.runAt ?? 0);
  const answer = await answerTo(await world.mo.press(message, `v1:approve:1`));
  expect(answer.content).toContain('has waited too long and was dropped');
  await world.until('the card to say so', () => textOf(card).includes('Not made'));
});

test('two moderators at once: one decides, the other is told', async () => {
  const { world } = await openHoldingWorld();
  const card = await world.order();
  const message = await heldMessage(world);
  const max = world.guild.addMember({
    name: 'Max',
    permissions: MEMBER_PERMISSIONS | PermissionFlagsBits.ManageGuild,
  });
  const denying = await max.press(message, idOf(message, 'deny'));
  await denying.response;
  const answers = await Promise.all([
    approve(world, message),
    approve(world, message, max),
    max.submitModal(denying, { reason: 'No' }).then(async (sent) => textOf(await settled(world, sent))),
  ]);
  expect(answers.filter((text) => text.includes('→'))).toHaveLength(1);
  expect(answers.filter((text) => text.startsWith('This video was decided on already'))).toHaveLength(2);
  const db = databaseOf(world);
  const ended = await world.until('the end', () => /Delivered|Not made/.test(textOf(card)));
  expect(ended).toBe(true);
  expect(db.select().from(quotaLedger).where(eq(quotaLedger.entry, 'reserve')).all().length).toBe(
    answers[2]?.includes('→') ? 0 : 1,
  );
});

test('pressed again, an approved or denied video stays as it is', async () => {
  const { world } = await openHoldingWorld();
  await world.order({ prompt: 'first' });
  await world.order({ prompt: 'second' });
  for (const [jobId, decide] of [
    [1, () => heldMessage(world, 1).then((message) => approve(world, message))],
    [2, () => heldMessage(world, 2).then((message) => deny(world, message))],
  ] as const) {
    await decide();
    for (const action of ['approve', 'deny']) {
      const id = `v1:${action}:${jobId}`;
      const old = await postAsBot(world, world.staff, { content: 'Old', components: [buttonRow(id)] });
      expect((await answerTo(await world.mo.press(old, id))).content).toBe(
        'This video was decided on already: there is nothing left to do.',
      );
    }
  }
});

test('who is no moderator can neither approve nor deny; a named role can', async () => {
  const { world } = await openHoldingWorld();
  const card = await world.order();
  const message = await heldMessage(world);
  for (const action of ['approve', 'deny']) {
    const answer = await answerTo(await world.ada.press(message, idOf(message, action)));
    expect(answer).toMatchObject({ ephemeral: true });
    expect(answer.content).toBe('This is for moderators: members with Manage Server.');
  }
  expectNothingTaken(world);
  const role = world.guild.addRole('Wardens');
  await changeSettings(world, { moderatorRoleId: role.id });
  const warden = world.guild.addMember({ name: 'Wanda', roles: [role] });
  expect(await approve(world, message, warden)).toContain('in the queue');
  await untilDelivered(world, card);
});

test('a moderator who was one when the form was opened, and is one no more, does not deny', async () => {
  const { world } = await openHoldingWorld();
  await world.order();
  const message = await heldMessage(world);
  const pressed = await world.mo.press(message, idOf(message, 'deny'));
  await pressed.response;
  world.mo.roles = [];
  const answer = await settled(world, await world.mo.submitModal(pressed, { reason: 'No' }));
  expect(answer.content).toContain('This is for moderators');
});

test('the video of an author who has left the server is not approved, but can be denied', async () => {
  const { world } = await openHoldingWorld();
  await world.order();
  const message = await heldMessage(world);
  world.guild.removeMember(world.ada);
  expect(await approve(world, message)).toBe('Its author has left the server: deny it instead.');
  expectNothingTaken(world);
  expect(await deny(world, message)).toContain('→ denied');
});

test('buttons for a video of another server decide nothing', async () => {
  const { world } = await openHoldingWorld();
  const card = await world.order();
  await heldMessage(world);
  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  const boss = elsewhere.owner;
  for (const action of ['approve', 'deny']) {
    const id = `v1:${action}:1`;
    const forged = await postAsBot(world, channel, { content: 'Forged', components: [buttonRow(id)] });
    expect((await answerTo(await boss.press(forged, id))).content).toBe('I do not know this video any more.');
  }
  expect(textOf(card)).toContain('Waiting for approval');
});

test('a blocked author’s video is not approved while the block lasts', async () => {
  const { world } = await openHoldingWorld();
  const card = await world.order();
  const message = await heldMessage(world);
  await world.mod('user block', { user: world.ada.id, reason: 'Spam', cancel_waiting: false });
  expect(await approve(world, message)).toMatch(
    /goes on waiting: approve it later, or deny it\. Its author would be told: “A moderator has blocked you .*Spam/,
  );
  expectNothingTaken(world);
  await world.mod('user unblock', { user: world.ada.id });
  expect(await approve(world, message)).toContain('in the queue');
  await untilDelivered(world, card);
});

test('off, nothing is held', async () => {
  const { world } = await openHoldingWorld({ approval: 'off' });
  await untilDelivered(world, await world.order());
  expect(world.staff.messages).toEqual([]);
});

test('for new members, only their videos are held, each with its reason', async () => {
  const { world } = await openHoldingWorld({ approval: 'new-members', newMemberDays: 3 });
  const newcomer = world.guild.addMember({ name: 'New', joinedAt: world.clock.now() - 2 * DAY_MS });
  const regular = world.guild.addMember({ name: 'Old', joinedAt: world.clock.now() - 4 * DAY_MS });
  await untilDelivered(world, await world.order({}, { member: regular }));
  const card = await world.order({}, { member: newcomer });
  expect(textOf(card)).toContain('Waiting for approval');
  expect(textOf(await heldMessage(world, 2))).toContain('joined less than 3 days ago');
  world.clock.jump(DAY_MS);
  await untilDelivered(world, await world.order({ prompt: 'a day later' }, { member: newcomer }));
});

test('moderators’ videos are not held by the mode, but by the filter they are', async () => {
  const { world } = await openHoldingWorld({ approval: 'all' });
  await untilDelivered(world, await world.order({}, { member: world.mo }));
  await world.mod('filter add', { kind: 'word', text: 'volcano', action: 'hold' });
  const card = await world.order({ prompt: 'A v0lcano' }, { member: world.mo });
  expect(textOf(card)).toContain('Waiting for approval');
  expect(textOf(await heldMessage(world, 2))).toContain('The prompt filter found “v0lcano”');
});

test('a moderator who is exempt from limits is so too when their held video is approved', async () => {
  const { world } = await openHoldingWorld({ moderatorsExempt: true }, { QUOTA_VIDEOS_PER_DAY: '1' });
  await world.mod('filter add', { kind: 'word', text: 'volcano', action: 'hold' });
  await untilDelivered(world, await world.order({}, { member: world.mo }));
  const card = await world.order({ prompt: 'A volcano' }, { member: world.mo });
  expect(await approve(world, await heldMessage(world, 2))).toContain('in the queue');
  await untilDelivered(world, card);
  expect(results(world.channel)).toHaveLength(2);
});
