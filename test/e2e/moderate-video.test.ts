import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxChannel, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { BOT_PERMISSIONS, MEMBER_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { quotaLedger } from '../../src/store/schema.ts';
import {
  BLOCKABLE,
  blockQueue,
  idOf,
  jobsOf,
  offerToEverybody,
  partsOf,
  quotaText,
  untilDelivered,
} from '../support/looking.ts';
import {
  caseIn,
  changeSettings,
  databaseOf,
  type ModeratedWorld,
  openModeratedWorld as openWorldWithModerator,
} from '../support/moderating.ts';
import { answerTo, textOf, type World, type WorldOptions } from '../support/world.ts';

const HOUR_MS = 3_600_000;

/** What moderators commonly have, and Discord offers the command to. */
const MODERATOR_PERMISSIONS = MEMBER_PERMISSIONS | Can.ManageGuild | Can.ManageMessages;

async function openModeratedWorld(options: WorldOptions = {}): Promise<ModeratedWorld> {
  const world = await openWorldWithModerator(options);
  world.mo.permissions |= Can.ManageMessages;
  return world;
}

/** A world with a video that Ada has ordered. */
async function openWorldWithVideo(prompt = 'A boat at dusk', options: WorldOptions = {}) {
  const world = await openModeratedWorld(options);
  const app = await world.startApp();
  const card = await world.order({ prompt });
  const video = await untilDelivered(world, card);
  return { world, app, card, video };
}

const channelOf = ({ guild }: World, message: SandboxMessage): SandboxChannel => {
  const channel = guild.channels.find(({ id }) => id === message.channelId);
  if (!channel) throw new Error('the message is in no channel');
  return channel;
};

/** Opens **Moderate video** on a message. */
const moderate = async (world: ModeratedWorld, message: SandboxMessage, by = world.mo) =>
  answerTo(await by.contextMenu(channelOf(world, message), 'Moderate video', message));

/** Presses a button of the panel and returns what the moderator reads then, of the panel or beside it. */
async function press(
  world: ModeratedWorld,
  panel: SandboxMessage,
  action: string,
  by: SandboxMember = world.mo,
): Promise<string> {
  const edits = panel.edits.length;
  const pressed = await by.press(panel, idOf(panel, action));
  const answer = await pressed.response;
  if (answer.kind === 'message') return textOf(answer.message);
  return world.until('what became of it', () => {
    const [beside] = pressed.followups;
    if (beside) return textOf(beside);
    return panel.edits.length > edits && textOf(panel);
  });
}

const labels = (message: SandboxMessage) => partsOf(message).map(({ label }) => label);
const givenBack = (world: World) =>
  databaseOf(world)
    .select()
    .from(quotaLedger)
    .all()
    .filter(({ entry }) => entry === 'forgive' || entry === 'release');

test('on a video or its card, a private panel shows what can be done', async () => {
  const { world, card, video } = await openWorldWithVideo('A *boat* at dusk');
  for (const message of [video, card]) {
    const panel = await moderate(world, message);
    expect(panel.ephemeral).toBe(true);
    expect(panel.content.split('\n').slice(0, 2)).toEqual(['**Video #1**', '> A \\*boat\\* at dusk']);
    expect(panel.mentionedUserIds).toEqual([]);
    expect(labels(panel)).toEqual([
      'Hide as spoiler',
      'Remove',
      'Remove, give quota back',
      'Block author for 24 h',
      'Show prompt and author',
    ]);
  }
});

test('of a video that waits, the author can be blocked and the prompt shown', async () => {
  const world = await openModeratedWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  await blockQueue(world);
  const card = await world.order();
  const panel = await moderate(world, card);
  expect(labels(panel)).toEqual(['Block author for 24 h', 'Show prompt and author']);
  const shown = await press(world, panel, 'mod-show');
  expect(shown).toContain(`/${world.channel.id}/${card.id}`);
});

test('other messages have nothing to moderate, nor have videos of other servers', async () => {
  const { world } = await openWorldWithVideo();
  const words = world.ada.say(world.channel, 'Hello');
  const says = 'This is not a video of mine: use this on a video or its card.';
  expect((await moderate(world, words)).content).toBe(says);

  const panel = await moderate(world, words);
  expect(panel.components).toEqual([]);
  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  const response = await fetch(`${world.discord.apiUrl}/channels/${channel.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${world.discord.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      content: 'Forged',
      components: [
        {
          type: 1,
          components: ['mod-spoiler', 'mod-remove', 'mod-block', 'mod-show'].map((action) => ({
            type: 2,
            style: 2,
            label: action,
            custom_id: `v1:${action}:1`,
          })),
        },
      ],
    }),
  });
  expect(response.status).toBe(200);
  const [forged] = channel.messages;
  if (!forged) throw new Error('nothing was posted');
  for (const action of ['mod-spoiler', 'mod-remove', 'mod-block', 'mod-show']) {
    expect(await press(world, forged, action, elsewhere.owner)).toBe('I do not know this video any more.');
  }
  expect(await jobsOf(world).find(1)).toMatchObject({ spoiler: false, removedAt: undefined });
});

test('who is no moderator sees neither panel nor effect', async () => {
  const { world, video } = await openWorldWithVideo();
  await expect(moderate(world, video, world.ada)).rejects.toThrow('has not the permissions');
  // Discord offers it to those who manage messages: the bot asks for more.
  const helper = world.guild.addMember({ permissions: MEMBER_PERMISSIONS | Can.ManageMessages });
  expect((await moderate(world, video, helper)).content).toBe(
    'This is for moderators: members with Manage Server.',
  );
  await offerToEverybody(world, 'Moderate video');
  expect((await moderate(world, video, world.ada)).content).toContain('This is for moderators');

  const panel = await moderate(world, video);
  world.mo.roles = [];
  for (const action of ['mod-spoiler', 'mod-remove', 'mod-remove-refund', 'mod-block', 'mod-show']) {
    expect(await press(world, panel, action)).toContain('This is for moderators');
  }
  expect(video.deleted).toBe(false);
  expect(video.edits).toEqual([]);
});

test('a video is hidden as a spoiler and shown again: the same message, the same file, the same words', async () => {
  const { world, video } = await openWorldWithVideo();
  const before = video.attachments[0];
  const content = video.content;
  const panel = await moderate(world, video);
  const hidden = await press(world, panel, 'mod-spoiler');
  expect(hidden).toMatch(/Done: shown → spoiler\. Case \d+\.$/);
  expect(hidden).toContain('**Video #1** · spoiler');
  expect(video.attachments).toHaveLength(1);
  expect(video.attachments[0]).toMatchObject({
    id: before?.id,
    filename: before?.filename,
    description: before?.description,
    isSpoiler: true,
  });
  expect(video.content).toBe(content);
  expect(video.edits.at(-1)?.content).toBe(content);
  expect(await jobsOf(world).find(1)).toMatchObject({ spoiler: true });
  const shownCase = await world.mod('case show', { number: caseIn(hidden) });
  expect(shownCase).toContain('Spoiler changed');
  expect(shownCase).toContain('shown → spoiler');

  expect(labels(panel)[0]).toBe('Show without spoiler');
  expect(await press(world, panel, 'mod-unspoiler')).toMatch(/Done: spoiler → shown\. Case \d+\.$/);
  expect(video.attachments[0]?.isSpoiler).toBe(false);
  expect(await jobsOf(world).find(1)).toMatchObject({ spoiler: false });
});

test('a panel that is out of date does not undo what another moderator did', async () => {
  const { world, video } = await openWorldWithVideo();
  const max = world.guild.addMember({
    permissions: MODERATOR_PERMISSIONS,
    roles: world.mo.roles,
  });
  const mos = await moderate(world, video);
  const maxs = await moderate(world, video, max);
  await press(world, mos, 'mod-spoiler');
  expect(await press(world, maxs, 'mod-spoiler', max)).toContain('It is hidden already: nothing changed.');
  expect(video.attachments[0]?.isSpoiler).toBe(true);
  expect(labels(maxs)[0]).toBe('Show without spoiler');
});

test('a removed video is gone, its card says so, and its quota stays spent', async () => {
  const { world, card, video } = await openWorldWithVideo();
  const panel = await moderate(world, video);
  const answer = await press(world, panel, 'mod-remove');
  expect(answer).toMatch(/Done: posted → removed\. Case \d+\.$/);
  expect(video.deleted).toBe(true);
  await world.until('the card to say so', () => card.content.includes('A moderator removed this video'));
  expect(card.components).toEqual([]);
  expect(labels(panel)).toEqual(['Block author for 24 h', 'Show prompt and author']);
  expect(await world.mod('case show', { number: caseIn(answer) })).toContain('Video removed');
  expect(givenBack(world)).toEqual([]);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
});

test('removed with the quota given back, the author has it again, exactly once', async () => {
  const { world, video } = await openWorldWithVideo();
  const max = world.guild.addMember({ permissions: MODERATOR_PERMISSIONS, roles: [] });
  world.guild.setOwner(max);
  const panels = [await moderate(world, video), await moderate(world, video, max)] as const;
  const answers = await Promise.all([
    press(world, panels[0], 'mod-remove-refund'),
    press(world, panels[1], 'mod-remove-refund', max),
  ]);
  expect(answers.filter((text) => text.includes('Its author has their quota back.'))).toHaveLength(1);
  expect(answers.filter((text) => text.includes('This video is not posted (any more)'))).toHaveLength(1);
  expect(givenBack(world)).toHaveLength(1);
  expect(await quotaText(world)).toContain('5 of 5 videos left');
});

test('panels still work after a restart', async () => {
  const { world, app, video } = await openWorldWithVideo();
  const panel = await moderate(world, video);
  await app.stop();
  await world.startApp();
  expect(await press(world, panel, 'mod-spoiler')).toContain('Done: shown → spoiler.');
  expect(await press(world, panel, 'mod-remove')).toContain('Done: posted → removed.');
});

test('a blocked author is refused with reason and end for a day', async () => {
  const { world, video } = await openWorldWithVideo();
  const answer = await press(world, await moderate(world, video), 'mod-block');
  expect(answer).toMatch(
    new RegExp(`<@${world.ada.id}>: not blocked → blocked until <t:\\d+:f>\\. Case \\d+\\.$`),
  );
  expect(await world.refusal()).toMatch(
    /^A moderator has blocked you from making videos here, until <t:\d+:f> \(<t:\d+:R>\): “Video \\#1”\. If that is a mistake, ask a moderator\.$/,
  );
  expect(await world.mod('case show', { number: caseIn(answer) })).toContain('Member blocked');
  world.clock.jump(23 * HOUR_MS);
  expect(await world.refusal()).toContain('A moderator has blocked you');
  world.clock.jump(HOUR_MS + 1_000);
  await untilDelivered(world, await world.order());
});

test('a longer block is not shortened, a shorter one is made longer', async () => {
  const { world, video } = await openWorldWithVideo();
  const panel = await moderate(world, video);
  await world.mod('user block', { user: world.ada.id, reason: 'Spam' });
  expect(await press(world, panel, 'mod-block')).toBe(
    `<@${world.ada.id}> is blocked without an end already: nothing changed. \`/veo-mod user block\` sets another end.`,
  );
  await world.mod('user unblock', { user: world.ada.id });
  await world.mod('user block', { user: world.ada.id, reason: 'Spam', duration: '2h' });
  expect(await press(world, panel, 'mod-block')).toMatch(
    /: blocked until <t:\d+:f> → blocked until <t:\d+:f>\./,
  );
});

test('the whole prompt and the author are shown in private, however long', async () => {
  const prompt = `${'A very long tale. '.repeat(150)}The *end*.`;
  const { world, video } = await openWorldWithVideo(prompt);
  const panel = await moderate(world, video);
  const pressed = await world.mo.press(panel, idOf(panel, 'mod-show'));
  const answer = await answerTo(pressed);
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toMatch(
    new RegExp(`^By <@${world.ada.id}>, <t:\\d+:R> · https://discord\\.com/channels/.*/${video.id}\\n`),
  );
  expect(answer.mentionedUserIds).toEqual([]);
  const [file] = answer.attachments;
  expect((await file?.bytes())?.toString('utf8')).toBe(prompt.trim());
});

test('nobody acts on the videos of the owner, or of members whose role is as high; the owner does', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const { guild, mo } = world;
  const peer = guild.addMember({ name: 'Peer', roles: mo.roles });
  const owners = await untilDelivered(world, await world.order({ prompt: 'first' }, { member: guild.owner }));
  const peers = await untilDelivered(world, await world.order({ prompt: 'second' }, { member: peer }));
  for (const action of ['mod-spoiler', 'mod-remove', 'mod-remove-refund', 'mod-block']) {
    expect(await press(world, await moderate(world, owners), action)).toBe(
      'That is the owner of this server: nobody can act on them.',
    );
    expect(await press(world, await moderate(world, peers), action)).toBe(
      'That member has a role as high as your highest, or higher: ask somebody who stands above them.',
    );
  }
  expect([owners.deleted, peers.deleted, owners.edits.length, peers.edits.length]).toEqual([
    false,
    false,
    0,
    0,
  ]);
  const panel = await moderate(world, peers, guild.owner);
  expect(await press(world, panel, 'mod-remove', guild.owner)).toContain('Done: posted → removed.');
});

test('a moderator may hide and remove their own video, but not block themselves', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const video = await untilDelivered(world, await world.order({}, { member: world.mo }));
  const panel = await moderate(world, video);
  expect(await press(world, panel, 'mod-block')).toBe('That is you yourself: ask another moderator.');
  expect(await press(world, panel, 'mod-spoiler')).toContain('Done: shown → spoiler.');
  expect(await press(world, panel, 'mod-remove')).toContain('Done: posted → removed.');
});

test('the video of an author who has left can be acted on', async () => {
  const { world, video } = await openWorldWithVideo();
  world.guild.removeMember(world.ada);
  const panel = await moderate(world, video);
  expect(await press(world, panel, 'mod-spoiler')).toContain('Done: shown → spoiler.');
  expect(await press(world, panel, 'mod-block')).toContain('not blocked → blocked');
});

test('a video that was posted as a link cannot be hidden, but removed', async () => {
  const { world, video, card } = await openWorldWithVideo('A boat', {
    discord: { defaultUploadLimitBytes: 10_000 },
  });
  expect(video.attachments).toEqual([]);
  const panel = await moderate(world, video);
  expect(await press(world, panel, 'mod-spoiler')).toBe(
    'This video was posted as a link, which cannot be hidden: remove it instead.',
  );
  expect(await press(world, panel, 'mod-remove')).toContain('Done: posted → removed.');
  expect(video.deleted).toBe(true);
  await world.until('the card to say so', () => card.content.includes('A moderator removed this video'));
});

test('a message that somebody has deleted by hand cannot be hidden; removing notes that it is gone', async () => {
  const { world, video, card } = await openWorldWithVideo();
  const panel = await moderate(world, video);
  const response = await fetch(`${world.discord.apiUrl}/channels/${world.channel.id}/messages/${video.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bot ${world.discord.token}` },
  });
  expect(response.status).toBe(204);
  expect(await press(world, panel, 'mod-spoiler')).toBe(
    'Somebody has deleted that message already: press **Remove** to have it noted.',
  );
  expect(await press(world, panel, 'mod-remove-refund')).toContain('Its author has their quota back.');
  await world.until('the card to say so', () => card.content.includes('A moderator removed this video'));
});

test('without access to the channel nothing is noted, and the moderator is told what to mend', async () => {
  const { world, video, card } = await openWorldWithVideo();
  const gallery = world.guild.addChannel({ name: 'gallery' });
  await changeSettings(world, {
    results: { kind: 'gallery', channelId: gallery.id },
  } satisfies SettingsChanges);
  const shown = await untilDelivered(world, await world.order({ prompt: 'second' }));
  const panel = await moderate(world, shown);
  gallery.botPermissions &= ~Can.ViewChannel;
  const says =
    'I may not change that message: let me see its channel and its history, unlock its thread, and try again.';
  expect(await press(world, panel, 'mod-spoiler')).toBe(says);
  expect(await press(world, panel, 'mod-remove')).toBe(says);
  expect(await jobsOf(world).find(2)).toMatchObject({ spoiler: false, removedAt: undefined });
  gallery.botPermissions = BOT_PERMISSIONS;
  expect(await press(world, panel, 'mod-remove')).toContain('Done: posted → removed.');
  expect([shown.deleted, video.deleted, card.deleted]).toEqual([true, false, false]);
});

test('while Discord fails, nothing is noted', async () => {
  const { world, video } = await openWorldWithVideo();
  const panel = await moderate(world, video);
  const fault = world.discord.faults.add({
    method: 'PATCH',
    path: new RegExp(`/messages/${video.id}$`),
    effect: { kind: 'status', status: 400, body: { message: 'No', code: 0 } },
  });
  expect(await press(world, panel, 'mod-spoiler')).toContain('Something went wrong on my side.');
  expect(await jobsOf(world).find(1)).toMatchObject({ spoiler: false });
  fault.remove();
  expect(await press(world, panel, 'mod-spoiler')).toContain('Done: shown → spoiler.');
});

test('a video in a thread that has gone to sleep is hidden and removed all the same', async () => {
  const world = await openModeratedWorld();
  await changeSettings(world, { results: { kind: 'thread' } });
  world.channel.botPermissions |= Can.CreatePublicThreads;
  await world.startApp();
  const card = await world.order();
  const video = await untilDelivered(world, card);
  const [thread] = world.channel.threads;
  thread?.changeThread({ archived: true });
  const panel = await moderate(world, card);
  expect(await press(world, panel, 'mod-spoiler')).toContain('Done: shown → spoiler.');
  expect(video.attachments[0]?.isSpoiler).toBe(true);
  thread?.changeThread({ archived: true });
  expect(await press(world, panel, 'mod-remove')).toContain('Done: posted → removed.');
  expect(video.deleted).toBe(true);
});
