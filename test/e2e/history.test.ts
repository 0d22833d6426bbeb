import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { OptionValues, SandboxChannel, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { jobs } from '../../src/store/schema.ts';
import { buttonRow, idOf, jobsOf, partsOf, postAsBot, untilDelivered } from '../support/looking.ts';
import { addOldVideos } from '../support/many-videos.ts';
import { changeSettings, databaseOf, moderated } from '../support/moderating.ts';
import { answerTo, openWorld, textOf, type World } from '../support/world.ts';

const history = async (
  { ada, channel }: Pick<World, 'ada' | 'channel'>,
  options: OptionValues = {},
  member: SandboxMember = ada,
): Promise<SandboxMessage> => answerTo(await member.slash(channel, 'veo-history', options));

const DAY_MS = 24 * 3_600_000;

/** The numbers of the videos on a page, in its order. */
const shownIds = (page: SandboxMessage): number[] =>
  [...textOf(page).matchAll(/^\*\*#(\d+)\*\*/gm)].map(([, id]) => Number(id));

const labelled = (page: SandboxMessage, label: string): string => {
  const button = partsOf(page).find((part) => part.label?.includes(label));
  if (!button?.custom_id) throw new Error(`no button ${label}`);
  return button.custom_id;
};

/** Picks a video of a page to be posted again, and gives what is said last. */
async function postAgain(
  world: World,
  page: SandboxMessage,
  jobId: number,
  by: SandboxMember = world.ada,
): Promise<string> {
  const picked = await by.select(page, idOf(page, 'history-post'), [String(jobId)]);
  await picked.response;
  const answer = await world.until('the answer', () =>
    [...picked.followups, picked.original()].find(
      (message) => message && !message.deleted && !message.loading && !message.content.startsWith('Posting'),
    ),
  );
  if (!answer.ephemeral) throw new Error('answered for all to see');
  return answer.content;
}

const copiesIn = ({ messages }: SandboxChannel): SandboxMessage[] =>
  messages.filter(({ content }) => content.includes('Posted again by'));

test('own videos are shown privately, newest first, each with a way to it; nothing of other servers or members', async () => {
  const world = await openWorld();
  await world.startApp();
  expect((await history(world)).content).toBe('You have asked for no video here yet. Make one with `/veo`.');
  const first = await untilDelivered(world, await world.order({ prompt: 'A *boat* <@1> at dusk' }));
  await untilDelivered(world, await world.order({ prompt: 'A fox' }));
  const bob = world.guild.addMember();
  await world.order({ prompt: 'of Bob' }, { member: bob });

  const page = await history(world);
  expect(page).toMatchObject({ ephemeral: true, mentionedUserIds: [] });
  expect(shownIds(page)).toEqual([2, 1]);
  expect(textOf(page)).toContain(`/${world.channel.id}/${first.id})`);
  expect(textOf(page)).toContain('> A \\*boat\\* \\<\\@1\\> at dusk');
  expect(textOf(page)).not.toContain('of Bob');
  expect(shownIds(await history(world, {}, bob))).toEqual([3]);

  const elsewhere = world.discord.addGuild();
  const there = elsewhere.addMember({ userId: world.ada.id });
  expect((await history({ ada: there, channel: elsewhere.addChannel() })).content).toContain('no video here');
});

test('a thousand videos are paged through, also after a restart, and pages clamp when the list has shrunk', async () => {
  const world = await openWorld();
  const app = await world.startApp();
  const db = databaseOf(world);
  const ids = addOldVideos(
    db,
    world,
    Array.from({ length: 1_000 }, (_, index) => `video ${index}`),
  ).reverse();
  const page = await history(world);
  expect(shownIds(page)).toEqual(ids.slice(0, 5));
  expect(page.content).toBe('**Your videos here: 1000 videos** · page 1 of 200');

  await world.ada.press(page, labelled(page, 'Older')).then(answerTo);
  expect(shownIds(page)).toEqual(ids.slice(5, 10));
  await app.stop();
  await world.startApp();
  await world.ada.press(page, labelled(page, 'Older')).then(answerTo);
  expect(shownIds(page)).toEqual(ids.slice(10, 15));
  await world.ada.press(page, labelled(page, 'Newer')).then(answerTo);
  expect(shownIds(page)).toEqual(ids.slice(5, 10));

  const far = `v1:history-page:${'9'.repeat(15)}::${world.ada.id}:`;
  const forged = await postAsBot(world, world.channel, { content: 'Forged', components: [buttonRow(far)] });
  const last = await answerTo(await world.ada.press(forged, far));
  expect(shownIds(last)).toEqual(ids.slice(-5));
  expect(last.content).toContain('page 200 of 200');

  db.delete(jobs).run();
  await world.ada.press(page, labelled(page, 'Older')).then(answerTo);
  expect(page.content).toBe('You have asked for no video here yet. Make one with `/veo`.');
  expect(partsOf(page)).toEqual([]);
});

test('text and outcome narrow it down, and the pages keep to them', async () => {
  const world = await openWorld();
  await world.startApp();
  const db = databaseOf(world);
  const text = 'ÄRGER: <@&1> 😀😀 «Медведь» :x:';
  const prompts = Array.from({ length: 12 }, (_, index) =>
    index % 2 ? `Kein ${text.toLowerCase()} ${index}` : 'other',
  );
  const wanted = addOldVideos(db, world, prompts)
    .filter((_, index) => index % 2)
    .reverse();
  addOldVideos(db, world, [text], { state: 'failed', failureCode: 'no-output' });

  const page = await history(world, { text, outcome: 'delivered' });
  expect(shownIds(page)).toEqual(wanted.slice(0, 5));
  expect(page.content).toContain(
    'Delivered · “ÄRGER\\: \\<\\@\\&1\\> 😀😀 «Медведь» \\:x\\:”: 6 videos** · page 1 of 2',
  );
  await world.ada.press(page, labelled(page, 'Older')).then(answerTo);
  expect(shownIds(page)).toEqual(wanted.slice(5));
  expect(shownIds(await history(world, { outcome: 'failed' }))).toHaveLength(1);
  expect((await history(world, { text: 'unicorn' })).content).toContain('No video of yours here fits that.');
});

test('the longest text still pages', async () => {
  const world = await openWorld();
  await world.startApp();
  const text = '0123456789'.repeat(4).slice(0, 34);
  addOldVideos(
    databaseOf(world),
    world,
    Array.from({ length: 6 }, () => text),
  );
  const page = await history(world, { text, outcome: 'delivered' });
  await world.ada.press(page, labelled(page, 'Older')).then(answerTo);
  expect(shownIds(page)).toHaveLength(1);
});

test('only moderators see the videos of others, and are asked again with every page', async () => {
  const world = await moderated(await openWorld());
  await world.startApp();
  const ids = addOldVideos(databaseOf(world), world, [
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
  ]).reverse();
  const bob = world.guild.addMember();
  const member = world.ada.id;
  const refusal = 'This is for moderators: members with Manage Server.';
  expect((await history(world, { member }, bob)).content).toBe(refusal);
  expect(shownIds(await history(world, { member }))).toHaveLength(5);

  const page = await history(world, { member }, world.mo);
  expect(shownIds(page)).toEqual(ids.slice(0, 5));
  expect(page.content).toContain(`**Videos of <@${member}> here: 6 videos**`);
  const { roles } = world.mo;
  world.mo.roles = [];
  expect((await answerTo(await world.mo.press(page, labelled(page, 'Older')))).content).toBe(refusal);
  world.mo.roles = roles;
  await world.mo.press(page, labelled(page, 'Older')).then(answerTo);
  expect(shownIds(page)).toEqual(ids.slice(5));
});

test('what a deleted video was is said, and it is not offered', async () => {
  const world = await openWorld();
  await world.startApp();
  const db = databaseOf(world);
  addOldVideos(db, world, ['[deleted]'], { purgedAt: world.clock.now() });
  const page = await history(world);
  expect(textOf(page)).toContain('Its prompt and its file were deleted.');
  expect(partsOf(page)).toEqual([]);
  expect((await history(world, { text: 'deleted' })).content).toContain('No video of yours here fits that.');
});

test('a video is posted again from the disk, after its message was deleted and Scenario forgot it, and once only', async () => {
  const world = await openWorld();
  const app = await world.startApp();
  const video = await untilDelivered(world, await world.order({ prompt: 'A boat', spoiler: true }));
  const original = await video.attachments[0]?.bytes();
  const page = await history(world);
  expect(await postAgain(world, page, 1)).toBe(
    `Video #1 is in this channel already: https://discord.com/channels/${world.guild.id}/${world.channel.id}/${video.id}`,
  );

  await deleteMessage(world, video);
  // Scenario's own link is dead by then.
  world.clock.jump(30 * DAY_MS);
  await app.stop();
  await world.startApp();
  const said = await postAgain(world, page, 1);
  const [copy] = copiesIn(world.channel);
  expect(said).toBe(
    `Posted again: https://discord.com/channels/${world.guild.id}/${world.channel.id}/${copy?.id}`,
  );
  expect(copy?.mentionedUserIds).toEqual([]);
  expect(copy?.attachments[0]).toMatchObject({ isSpoiler: true, description: 'A boat' });
  expect(await copy?.attachments[0]?.bytes()).toEqual(original);

  expect(await postAgain(world, page, 1)).toBe(
    `Video #1 is in this channel already: https://discord.com/channels/${world.guild.id}/${world.channel.id}/${copy?.id}`,
  );
  expect(copiesIn(world.channel)).toHaveLength(1);
  if (copy) await deleteMessage(world, copy);
  // The message that Discord remembers by its nonce is a moment's matter.
  world.clock.jump(10 * 60_000);
  expect(await postAgain(world, page, 1)).toContain('Posted again: ');
  expect(copiesIn(world.channel)).toHaveLength(1);
});

test('the list leads to whatever message of a video is still there', async () => {
  const world = await openWorld();
  await world.startApp();
  const video = await untilDelivered(world, await world.order());
  const linked = async () => /\[go to it\]\(\S+\/(\d+\/\d+)\)/.exec(textOf(await history(world)))?.[1];
  const linkTo = ({ channelId, id }: SandboxMessage) => `${channelId}/${id}`;
  const copies: SandboxMessage[] = [];
  for (const name of ['one', 'two']) {
    const channel = world.guild.addChannel({ name });
    await postAgain(world, await history({ ...world, channel }), 1);
    copies.push(...copiesIn(channel));
    world.clock.jump(60_000);
  }
  const [older, newer] = copies;
  if (!older || !newer) throw new Error('it was not posted again');
  expect(await linked()).toBe(linkTo(video));
  await deleteMessage(world, video);
  expect(await linked()).toBe(linkTo(newer));
  await deleteMessage(world, newer);
  expect(await linked()).toBe(linkTo(older));
  await deleteMessage(world, older);
  expect(await linked()).toBe(linkTo(video));
});

test('a list whose links Discord is slow to check comes in time', async () => {
  const world = await openWorld();
  await world.startApp();
  const video = await untilDelivered(world, await world.order());
  const channel = world.guild.addChannel({ name: 'other' });
  await postAgain(world, await history({ ...world, channel }), 1);
  const released = Promise.withResolvers<void>();
  const fault = world.discord.faults.add({
    method: 'GET',
    path: new RegExp(`/messages/${video.id}$`),
    effect: { kind: 'hold-request', until: released.promise },
  });
  const page = await history(world);
  expect(fault.hits).toBe(1);
  expect(textOf(page)).toContain(`/${video.id})`);
  released.resolve();
});

test('it is posted where the command is used, unless the server wants no videos there or the bot may not post', async () => {
  const world = await openWorld();
  await world.startApp();
  await untilDelivered(world, await world.order());
  const other = world.guild.addChannel({ name: 'other' });
  const there = { ...world, channel: other };
  const page = await history(there);
  const twice = await Promise.all([postAgain(world, page, 1), postAgain(world, page, 1)]);
  for (const said of twice) expect(said).toContain(`/${other.id}/`);
  expect(copiesIn(other)).toHaveLength(1);

  const closed = world.guild.addChannel({ name: 'closed' });
  const inClosed = await history({ ...world, channel: closed });
  await changeSettings(world, { channelIds: [world.channel.id] });
  expect(await postAgain(world, inClosed, 1)).toBe(
    `In this server videos may be asked for in <#${world.channel.id}>: go there.`,
  );
  await changeSettings(world, { channelIds: [], ageRestrictedOnly: true });
  expect(await postAgain(world, inClosed, 1)).toContain('age-restricted channels only');
  await changeSettings(world, { ageRestrictedOnly: false });
  closed.botPermissions &= ~Can.AttachFiles;
  expect(await postAgain(world, inClosed, 1)).toContain('I lack Attach Files');
  expect(copiesIn(closed)).toEqual([]);
});

test('what is not there to post, not one’s own, or of another server is refused', async () => {
  const world = await moderated(await openWorld());
  await world.startApp();
  const db = databaseOf(world);
  const now = world.clock.now();
  const [removed = 0] = addOldVideos(db, world, ['removed'], { removedAt: now, removedById: world.mo.id });
  const [own = 0] = addOldVideos(db, world, ['own'], { removedAt: now, removedById: world.ada.id });
  const [purged = 0] = addOldVideos(db, world, ['[deleted]'], { purgedAt: now });
  const [running = 0] = addOldVideos(db, world, ['running'], { state: 'failed' });
  const [abroad = 0] = addOldVideos(db, world, ['abroad'], { guildId: '1' });
  const video = await untilDelivered(world, await world.order());
  const page = await history(world);
  const menu = (ids: readonly number[]) => ({
    content: 'Forged',
    components: [
      {
        type: 1,
        components: [
          {
            type: 3,
            custom_id: 'v1:history-post:0',
            options: ids.map((id) => ({ label: String(id), value: String(id) })),
          },
        ],
      },
    ],
  });
  const ids = [removed, own, purged, running, abroad, 999, 6];
  const forged = await postAsBot(world, world.channel, menu(ids));
  const said = (id: number, by = world.ada) => postAgain(world, forged, id, by);
  expect(await said(removed)).toBe('A moderator took this video away: it is not posted again.');
  expect(await said(own)).toBe('Its author took this video away: it is not posted again.');
  expect(await said(purged)).toContain('deleted with its prompt');
  expect(await said(running)).toContain('There is no finished video to post');
  expect(await said(abroad)).toContain('I do not know this video any more');
  expect(await said(999)).toContain('I do not know this video any more');

  const other = world.guild.addChannel();
  const inOther = await postAsBot(world, other, menu(ids));
  const bob = world.guild.addMember();
  expect(await postAgain(world, inOther, 6, bob)).toBe('This is for moderators: members with Manage Server.');
  expect(copiesIn(other)).toEqual([]);
  expect(await postAgain(world, inOther, 6, world.mo)).toContain('Posted again: ');
  expect(copiesIn(other)[0]?.content).toContain(`<@${world.mo.id}>`);
  expect(video.deleted).toBe(false);
  expect(shownIds(page)).toContain(6);
});

test('whoever is blocked from making videos does not have the bot post any', async () => {
  const world = await moderated(await openWorld());
  await world.startApp();
  await untilDelivered(world, await world.order());
  const other = world.guild.addChannel();
  const page = await history({ ...world, channel: other });
  await world.mod('user block', { user: world.ada.id, reason: 'spam' });
  expect(await postAgain(world, page, 1)).toContain('A moderator has blocked you');
  expect(copiesIn(other)).toEqual([]);
});

test('a video that could not be posted is posted here, though its own channel stays closed', async () => {
  const world = await openWorld();
  await world.startApp();
  await world.order();
  world.channel.botPermissions = Can.ViewChannel;
  await world.until('the delivery to be given up', async () => {
    const job = await jobsOf(world).find(1);
    return job?.state === 'undeliverable';
  });
  const other = world.guild.addChannel();
  const page = await history({ ...world, channel: other });
  expect(textOf(page)).toContain('📭 made, but could not be posted');
  const said = await postAgain(world, page, 1);
  expect(said).toContain('Video #1 follows here.');
  await world.until('the video', () => other.messages.some(({ attachments }) => attachments.length === 1));
  await world.until('the end', async () => (await jobsOf(world).find(1))?.state === 'delivered');
  expect(world.channel.messages.flatMap(({ attachments }) => attachments)).toEqual([]);
  expect(await jobsOf(world).find(1)).toMatchObject({ resultChannelId: other.id });
});

/** As a member of the server's staff can, past the bot. */
async function deleteMessage({ discord }: World, message: SandboxMessage): Promise<void> {
  const response = await fetch(`${discord.apiUrl}/channels/${message.channelId}/messages/${message.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bot ${discord.token}` },
  });
  if (!response.ok) throw new Error(await response.text());
}
