import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { cases, resultCopies } from '../../src/store/schema.ts';
import { buttonRow, jobsOf, partsOf, postAsBot, quotaText, untilDelivered } from '../support/looking.ts';
import { caseIn, changeSettings, databaseOf, openModeratedWorld } from '../support/moderating.ts';
import { postCopy, pressed } from '../support/results.ts';
import type { World, WorldOptions } from '../support/world.ts';

async function openWorldWithVideo(options: WorldOptions = {}) {
  const world = await openModeratedWorld(options);
  const app = await world.startApp();
  const card = await world.order();
  const video = await untilDelivered(world, card);
  const bob = world.guild.addMember({ name: 'Bob' });
  const press = (message: SandboxMessage, action: string, by: SandboxMember = world.ada) =>
    pressed(world, message, action, by);
  return { world, app, card, video, bob, press };
}

const ACTIONS = ['own-spoiler', 'own-unspoiler', 'own-delete', 'own-delete-sure'] as const;
const forge = (world: World, channel = world.channel) =>
  postAsBot(world, channel, {
    content: 'Forged',
    components: ACTIONS.map((action) => buttonRow(`v1:${action}:1`)),
  });
const caseKinds = (world: World) =>
  databaseOf(world)
    .select()
    .from(cases)
    .all()
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'setup');
const videoFiles = ({ dataDir }: World) => readdir(join(dataDir, 'videos'));

test('authors hide their video and show it again, copies too: no case', async () => {
  const { world, video, press } = await openWorldWithVideo();
  const copy = await postCopy(world, world.guild.addChannel());
  const panel = await press(video, 'more');
  const hidden = await press(panel, 'own-spoiler');
  expect(hidden.content).toMatch(/Done: shown → spoiler\.$/);
  expect(hidden.content).toContain('**Video #1** · spoiler');
  expect([video, copy].map(({ attachments }) => attachments[0]?.isSpoiler)).toEqual([true, true]);
  expect(partsOf(panel).map(({ label }) => label)).toContain('Show without spoiler');
  expect((await jobsOf(world).find(1))?.spoiler).toBe(true);
  expect((await press(panel, 'own-unspoiler')).content).toMatch(/Done: spoiler → shown\.$/);
  expect([video, copy].map(({ attachments }) => attachments[0]?.isSpoiler)).toEqual([false, false]);
  expect(caseKinds(world)).toEqual([]);
});

test.for([
  ['always', 'own-unspoiler', 'This server posts all videos as spoilers'],
  ['never', 'own-spoiler', 'This server posts no video as a spoiler'],
] as const)(
  'where spoilers are %s wanted, authors change nothing; moderators do',
  async ([spoilers, action, says]) => {
    const { world, video, press } = await openWorldWithVideo();
    const panel = await press(video, 'more');
    if (spoilers === 'always') await press(panel, 'own-spoiler');
    const modPanel = await press(video, 'more', world.mo);
    await changeSettings(world, { spoilers } satisfies SettingsChanges);
    const edits = video.edits.length;
    expect((await press(panel, action)).content).toContain(says);
    expect(video.edits).toHaveLength(edits);
    expect((await press(modPanel, action, world.mo)).content).toMatch(/Case \d+\.$/);
  },
);

test('a moderator hides it by the same button, as a case; its author cannot undo that', async () => {
  const { world, video, press } = await openWorldWithVideo();
  const panel = await press(video, 'more', world.mo);
  const hidden = await press(panel, 'own-spoiler', world.mo);
  expect(await world.mod('case show', { number: caseIn(hidden.content) })).toContain('Spoiler changed');
  const own = await press(video, 'more');
  expect((await press(own, 'own-unspoiler')).content).toBe(
    'A moderator has hidden this video: ask one to show it again.',
  );
  expect(video.attachments[0]?.isSpoiler).toBe(true);
  await press(panel, 'own-unspoiler', world.mo);
  expect(video.attachments[0]?.isSpoiler).toBe(false);
  await press(await press(video, 'more'), 'own-spoiler');
  expect((await press(await press(video, 'more'), 'own-unspoiler')).content).toContain('spoiler → shown');
});

test('a video that was posted as a link cannot be hidden; where only a copy is a link, that is said', async () => {
  const small = await openWorldWithVideo({ discord: { defaultUploadLimitBytes: 10_000 } });
  const answer = await small.press(await small.press(small.video, 'more'), 'own-spoiler');
  expect(answer.content).toBe('This video was posted as a link, which cannot be hidden: delete it instead.');

  const { world, video, press } = await openWorldWithVideo();
  await postCopy(world, world.guild.addChannel(), 'link');
  expect((await press(await press(video, 'more'), 'own-spoiler')).content).toMatch(
    /Done: shown → spoiler\. Where it was posted as a link it stays as it is\.$/,
  );
  expect(video.attachments[0]?.isSpoiler).toBe(true);
}, 90_000);

test('a deleted video is gone everywhere, with its file; the quota stays spent', async () => {
  const { world, card, video, press } = await openWorldWithVideo();
  const copies = [
    await postCopy(world, world.guild.addChannel()),
    await postCopy(world, world.guild.addChannel()),
  ];
  const panel = await press(video, 'more');
  const asked = await press(panel, 'own-delete');
  expect(asked.content).toContain('It still counts for your quota. This cannot be undone.');
  expect(video.deleted).toBe(false);
  expect((await press(panel, 'own-keep')).content).toContain('**Video #1**');
  expect(video.deleted).toBe(false);

  await press(panel, 'own-delete');
  expect((await press(panel, 'own-delete-sure')).content).toBe('Your video is deleted.');
  expect(partsOf(panel)).toEqual([]);
  expect([video, ...copies].map(({ deleted }) => deleted)).toEqual([true, true, true]);
  await world.until('the card to say so', () => card.content.includes('Its author deleted this video.'));
  expect(card.components).toEqual([]);
  expect(caseKinds(world)).toEqual([]);
  expect(databaseOf(world).select().from(resultCopies).all()).toEqual([]);
  expect(await quotaText(world)).toContain('4 of 5 videos left');
  expect((await jobsOf(world).find(1))?.settings.prompt).toBe('A boat at dusk');
  await world.until('the file to go', async () => (await videoFiles(world)).length === 0);
});

test('a file that another video has as well stays', async () => {
  const { world, video, press } = await openWorldWithVideo();
  const second = await untilDelivered(world, await world.order());
  const third = await untilDelivered(world, await world.order({ aspect_ratio: '9:16' }));
  const [shared, same, other] = await Promise.all([1, 2, 3].map((id) => jobsOf(world).find(id)));
  expect(same?.video).toEqual(shared?.video);
  expect(other?.video?.path).not.toBe(shared?.video?.path);
  for (const message of [video, third]) {
    await press(await press(await press(message, 'more'), 'own-delete'), 'own-delete-sure');
  }
  await world.until('the third’s file to go', async () => (await videoFiles(world)).length === 1);
  expect(shared?.video?.path).toContain((await videoFiles(world))[0]);
  expect((await press(await press(second, 'more'), 'details')).embeds[0]?.description).toContain('File: 8 s');
});

test('deleting twice is once, also with presses at the same moment and after a restart', async () => {
  const { world, app, video, press } = await openWorldWithVideo();
  const panels = [
    await press(video, 'more'),
    await press(video, 'more'),
    await press(video, 'more'),
  ] as const;
  for (const panel of panels) await press(panel, 'own-delete');
  const both = await Promise.all([press(panels[0], 'own-delete-sure'), press(panels[1], 'own-delete-sure')]);
  expect(both.map(({ content }) => content).sort()).toEqual([
    'It is deleted already: nothing changed.',
    'Your video is deleted.',
  ]);
  await app.stop();
  await world.startApp();
  expect((await press(panels[2], 'own-delete-sure')).content).toBe('It is deleted already: nothing changed.');
  expect(video.deleted).toBe(true);
});

test('a deletion that broke off is finished by pressing again', async () => {
  const { world, video, press } = await openWorldWithVideo();
  const copy = await postCopy(world, world.guild.addChannel());
  const panel = await press(video, 'more');
  await press(panel, 'own-delete');
  const fault = world.discord.faults.add({
    method: 'DELETE',
    path: new RegExp(`/messages/${video.id}$`),
    effect: { kind: 'status', status: 400, body: { message: 'No', code: 0 } },
  });
  expect((await press(panel, 'own-delete-sure')).content).toContain('Something went wrong on my side.');
  expect([copy.deleted, video.deleted]).toEqual([true, false]);
  expect((await jobsOf(world).find(1))?.removedAt).toBeUndefined();
  fault.remove();
  expect((await press(panel, 'own-delete-sure')).content).toBe('Your video is deleted.');
  expect(video.deleted).toBe(true);
});

test('a moderator deletes it by the same button, as a case; the file is kept', async () => {
  const { world, card, video, press } = await openWorldWithVideo();
  const panel = await press(video, 'more', world.mo);
  expect((await press(panel, 'own-delete', world.mo)).content).toContain('noted as a case');
  const done = await press(panel, 'own-delete-sure', world.mo);
  expect(await world.mod('case show', { number: caseIn(done.content) })).toContain('Video removed');
  await world.until('the card to say so', () => card.content.includes('A moderator removed this video'));
  expect((await jobsOf(world).find(1))?.video).toBeDefined();
  expect(await videoFiles(world)).toHaveLength(1);
});

test('strangers, moderators of other servers and those below the author change nothing, whatever they forge', async () => {
  const { world, video, bob, press } = await openWorldWithVideo();
  const forged = await forge(world);
  const elsewhere = world.discord.addGuild();
  const foreign = await forge(world, elsewhere.addChannel());
  for (const action of ACTIONS) {
    expect((await press(forged, action, bob)).content).toBe(
      `Only <@${world.ada.id}> or a moderator can change this video.`,
    );
    expect((await press(foreign, action, elsewhere.owner)).content).toBe(
      'I do not know this video any more.',
    );
  }
  world.ada.roles = world.mo.roles;
  for (const action of ACTIONS) {
    expect((await press(forged, action, world.mo)).content).toContain('has a role as high as your highest');
  }
  world.mo.roles = [];
  expect((await press(forged, 'own-delete-sure', world.mo)).content).toContain('or a moderator can change');
  expect([video.deleted, video.edits.length]).toEqual([false, 0]);
  expect(await jobsOf(world).find(1)).toMatchObject({ spoiler: false, removedAt: undefined });
});
