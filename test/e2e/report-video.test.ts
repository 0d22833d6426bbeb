import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { reports } from '../../src/store/schema.ts';
import { buttonRow, idOf, partsOf, postAsBot, untilDelivered } from '../support/looking.ts';
import { caseIn, databaseOf, type ModeratedWorld, openModeratedWorld } from '../support/moderating.ts';
import { answerTo, textOf } from '../support/world.ts';

const THANKS = 'Thank you: the moderators have your report. They are not told who it came from.';

/** A world with Ada's video and Rae, who does not like it. */
async function openWorldWithVideo(settings?: SettingsChanges) {
  const world = await openModeratedWorld({}, settings);
  world.mo.permissions |= Can.ManageMessages;
  const app = await world.startApp();
  const card = await world.order({ prompt: 'A *boat* at dusk' });
  const video = await untilDelivered(world, card);
  return { world, app, card, video, rae: world.guild.addMember({ name: 'Rae' }) };
}

const open = (world: ModeratedWorld, member: SandboxMember, message: SandboxMessage) =>
  member.contextMenu(world.channel, 'Report video', message);

/** Fills the form in and returns what the member reads. */
async function report(
  world: ModeratedWorld,
  member: SandboxMember,
  message: SandboxMessage,
  values: { reason?: string; text?: string } = {},
): Promise<string> {
  const opened = await open(world, member, message);
  await opened.response;
  const { reason = 'unsafe', text = '' } = values;
  const answer = await answerTo(await member.submitModal(opened, { reason: [reason], text }));
  expect(answer.ephemeral).toBe(true);
  return answer.content;
}

const noticeOf = ({ log, until }: ModeratedWorld, reportId = 1): Promise<SandboxMessage> =>
  until(`report ${reportId} to reach the log`, () =>
    log.messages.find((message) => textOf(message).includes(`**Report ${reportId}:`)),
  );

const press = async (message: SandboxMessage, action: string, by: SandboxMember) =>
  textOf(await answerTo(await by.press(message, idOf(message, action))));

test('anybody can report a video; the log gets the report, and never the reporter', async () => {
  const { world, video, card, rae } = await openWorldWithVideo();
  const opened = await open(world, rae, video);
  const answer = await opened.response;
  expect(answer.kind).toBe('modal');
  expect(opened.modal?.title).toBe('Report video #1');
  const said = await report(world, rae, video, { reason: 'person', text: 'That is *me*, <@1>' });
  expect(said).toBe(THANKS);

  const notice = await noticeOf(world);
  expect(textOf(notice)).toContain('shows a real person');
  expect(textOf(notice)).toContain('“That is \\*me\\*, \\<\\@1\\>”');
  expect(textOf(notice)).toContain('A \\*boat\\* at dusk');
  expect(partsOf(notice).map(({ label }) => label)).toContain('Act on it');
  expect(await report(world, world.guild.addMember(), card)).toBe(THANKS);
  await noticeOf(world, 2);

  const everything = JSON.stringify([
    world.guild.channels.flatMap(({ messages }) => messages.map(textOf)),
    world.discord.requests.map(({ body }) => body),
  ]);
  expect(everything).not.toContain(rae.id);
});

test.for(['unsafe', 'person', 'copyright', 'spam', 'other'])('a report may say: %s', async (reason) => {
  const { world, video, rae } = await openWorldWithVideo();
  expect(await report(world, rae, video, { reason })).toBe(THANKS);
  expect(databaseOf(world).select().from(reports).all()).toMatchObject([
    { reason, text: null, state: 'open' },
  ]);
});

test('the same member reports a video once', async () => {
  const { world, video, card, rae } = await openWorldWithVideo();
  await report(world, rae, video);
  expect(await report(world, rae, card)).toBe(
    'You have reported this video already, and once is enough. If it is urgent, tell a moderator yourself.',
  );
  expect(databaseOf(world).select().from(reports).all()).toHaveLength(1);
});

test('other messages, videos of other servers and removed videos cannot be reported', async () => {
  const { world, video, card, rae } = await openWorldWithVideo();
  const words = rae.say(world.channel, 'Hello');
  expect((await answerTo(await open(world, rae, words))).content).toBe(
    'This is not a video of mine. For other messages use Discord’s own **Report Message**.',
  );
  const opened = await open(world, rae, video);
  await opened.response;
  const panel = await answerTo(await world.mo.contextMenu(world.channel, 'Moderate video', video));
  await world.mo.press(panel, idOf(panel, 'mod-remove'));
  await world.until('the removal', () => video.deleted);
  const gone = 'A moderator has removed this video already: there is nothing left to report.';
  expect((await answerTo(await open(world, rae, card))).content).toBe(gone);
  const late = await answerTo(await rae.submitModal(opened, { reason: ['spam'] }));
  expect(late.content).toBe(gone);
  expect(databaseOf(world).select().from(reports).all()).toEqual([]);
});

test('without a channel for reports the member is told to speak to a moderator', async () => {
  const { world, video, rae } = await openWorldWithVideo({});
  expect(await report(world, rae, video)).toBe(
    'Thank you: your report is kept. The moderators of this server have named no channel for reports yet, so please tell one of them as well.',
  );
});

test('a dismissed report leaves the video, is a case, and is decided once', async () => {
  const { world, video, rae } = await openWorldWithVideo();
  await report(world, rae, video);
  const notice = await noticeOf(world);
  const dismissId = idOf(notice, 'report-dismiss');
  const answer = await press(notice, 'report-dismiss', world.mo);
  expect(answer).toMatch(/^Report 1: open → dismissed\. The video stays\. Case \d+\.$/);
  const shown = await world.mod('case show', { number: caseIn(answer) });
  expect(shown).toContain('Report dismissed');
  expect(shown).not.toContain(rae.id);
  await world.until('the report to say so', () => textOf(notice).includes('Dismissed'));
  expect(video.deleted).toBe(false);
  const old = await postAsBot(world, world.log, { content: 'Old', components: [buttonRow(dismissId)] });
  expect(await press(old, 'report-dismiss', world.mo)).toBe(
    'This report was decided on already: nothing changed.',
  );
});

test.for([
  ['mod-spoiler', 'Done: shown → spoiler'],
  ['mod-remove', 'Done: posted → removed'],
  ['mod-block', 'not blocked → blocked'],
] as const)('acting on a report with %s settles all reports of the video', async ([action, done]) => {
  const { world, video, rae } = await openWorldWithVideo();
  await report(world, rae, video);
  await report(world, world.guild.addMember(), video);
  const notices = [await noticeOf(world, 1), await noticeOf(world, 2)] as const;
  const panel = await answerTo(await world.mo.press(notices[0], idOf(notices[0], 'report-open')));
  expect(panel.ephemeral).toBe(true);
  expect(panel.content).toContain('**Video #1**');
  await world.mo.press(panel, idOf(panel, action));
  await world.until('it to be done', () => panel.content.includes(done));
  for (const notice of notices) {
    await world.until('the report to say so', () =>
      textOf(notice).includes(`Acted on** by <@${world.mo.id}>`),
    );
  }
  const states = databaseOf(world).select().from(reports).all();
  expect(states.map(({ state }) => state)).toEqual(['acted-on', 'acted-on']);
});

test('showing a hidden video again settles nothing', async () => {
  const { world, video, rae } = await openWorldWithVideo();
  const panel = await answerTo(await world.mo.contextMenu(world.channel, 'Moderate video', video));
  await world.mo.press(panel, idOf(panel, 'mod-spoiler'));
  await world.until('it to be hidden', () => panel.content.includes('shown → spoiler'));
  await report(world, rae, video);
  await world.mo.press(panel, idOf(panel, 'mod-unspoiler'));
  await world.until('it to be shown', () => panel.content.includes('spoiler → shown'));
  expect(databaseOf(world).select().from(reports).all()).toMatchObject([{ state: 'open' }]);
});

test('a muted reporter is not heard, is told so, and is heard again later; also after a restart', async () => {
  const { world, app, video, rae } = await openWorldWithVideo();
  await report(world, rae, video);
  const notice = await noticeOf(world);
  const muted = await press(notice, 'report-mute', world.mo);
  expect(muted).toMatch(/^The reporter of report 1: heard → muted\. Press again to undo it\. Case \d+\.$/);
  const shown = await world.mod('case show', { number: caseIn(muted) });
  expect(shown).toContain('Reporter muted');
  expect(shown).not.toContain(rae.id);

  await app.stop();
  await world.startApp();
  const second = await untilDelivered(world, await world.order({ prompt: 'second' }));
  expect(await report(world, rae, second)).toBe(
    'The moderators have asked me not to pass on more reports of yours. Talk to one of them if this video is unsafe.',
  );
  expect(databaseOf(world).select().from(reports).all()).toHaveLength(1);

  const heard = await press(notice, 'report-mute', world.mo);
  expect(heard).toMatch(/^The reporter of report 1: muted → heard again\. Case \d+\.$/);
  expect(await report(world, rae, second)).toBe(THANKS);
});

test('the mute of one server is nothing to another', async () => {
  const { world, video, rae } = await openWorldWithVideo();
  await report(world, rae, video);
  await press(await noticeOf(world), 'report-mute', world.mo);
  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  const there = elsewhere.addMember({ userId: rae.id });
  const other = await untilDelivered(
    { ...world, guild: elsewhere },
    await world.order({}, { member: there, channel }),
  );
  const opened = await there.contextMenu(channel, 'Report video', other);
  await opened.response;
  const answer = await answerTo(await there.submitModal(opened, { reason: ['spam'] }));
  expect(answer.content).toContain('your report is kept');
});

test('only moderators of the server decide on its reports', async () => {
  const { world, video, rae } = await openWorldWithVideo();
  await report(world, rae, video);
  const notice = await noticeOf(world);
  const elsewhere = world.discord.addGuild();
  const channel = elsewhere.addChannel();
  for (const action of ['report-open', 'report-dismiss', 'report-mute']) {
    expect(await press(notice, action, world.ada)).toBe(
      'This is for moderators: members with Manage Server.',
    );
    const id = idOf(notice, action);
    const forged = await postAsBot(world, channel, { content: 'Forged', components: [buttonRow(id)] });
    expect(await press(forged, action, elsewhere.owner)).toBe('I do not know this report any more.');
  }
  expect(databaseOf(world).select().from(reports).all()).toMatchObject([{ state: 'open' }]);
});
