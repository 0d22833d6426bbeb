import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { jobs } from '../../src/store/schema.ts';
import { buttonRow, idOf, partsOf, postAsBot, untilDelivered } from '../support/looking.ts';
import { databaseOf, openModeratedWorld } from '../support/moderating.ts';
import { pressed } from '../support/results.ts';
import { textOf, type WorldOptions } from '../support/world.ts';

const HOSTILE = '**bold** <@300000000000000001> `tick` # [x](https://evil.example) || @everyone';

async function openWorldWithVideo(prompt = 'A boat at dusk', options: WorldOptions = {}) {
  const world = await openModeratedWorld(options);
  const app = await world.startApp({ QUOTA_VIDEOS_PER_DAY: '100' });
  const card = await world.order({ prompt });
  const video = await untilDelivered(world, card);
  const bob = world.guild.addMember({ name: 'Bob' });
  const press = (message: SandboxMessage, action: string, by: SandboxMember = world.ada) =>
    pressed(world, message, action, by);
  return { world, app, card, video, bob, press };
}

const labels = (message: SandboxMessage) => partsOf(message).map(({ label }) => label);
const LOOKING = ['Copy prompt', 'Details', 'Send to my DMs'];
const CHANGING = ['Hide as spoiler', 'Delete'];

test('More tells whoever presses, in private, what the video is; only its author and moderators may change it', async () => {
  const { world, card, video, bob, press } = await openWorldWithVideo(HOSTILE);
  for (const [member, buttons] of [
    [world.ada, [...LOOKING, ...CHANGING]],
    [world.mo, [...LOOKING, ...CHANGING]],
    [bob, LOOKING],
  ] as const) {
    const panel = await press(video, 'more', member);
    expect(panel.ephemeral).toBe(true);
    expect([panel.mentionedUserIds, panel.mentionsEveryone]).toEqual([[], false]);
    expect(panel.content).toContain(`**Video #1** · by <@${world.ada.id}>, <t:`);
    expect(panel.content).toContain('> \\*\\*bold\\*\\* \\<\\@300000000000000001\\>');
    expect(panel.content).toMatch(/720p .*seed \d+ · [\d.]+ CU/);
    expect(panel.content).toContain(`[The video](https://discord.com/channels/${world.guild.id}/`);
    expect(panel.content).toContain(`/${video.id})`);
    expect(panel.content).toContain(`/${card.id})`);
    expect(labels(panel)).toEqual(buttons);
  }
});

test('More works on a video that was made before a restart', async () => {
  const { world, app, video, bob, press } = await openWorldWithVideo();
  const before = await press(video, 'more', bob);
  await app.stop();
  await world.startApp();
  expect((await press(video, 'more', bob)).content).toContain('**Video #1**');
  expect((await press(before, 'copy-prompt', bob)).content).toContain('A boat at dusk');
});

test('the prompt can be copied as it was typed, with the seed', async () => {
  const { world, video, bob, press } = await openWorldWithVideo(HOSTILE);
  const copied = await press(await press(video, 'more', bob), 'copy-prompt', bob);
  expect(copied.ephemeral).toBe(true);
  expect([copied.mentionedUserIds, copied.mentionsEveryone]).toEqual([[], false]);
  expect(copied.content).toContain(`Prompt:\n\`\`\`\n${HOSTILE}\n\`\`\``);
  const [row] = databaseOf(world).select().from(jobs).all();
  expect(copied.content).toContain(`Seed:\n\`\`\`\n${Object(row?.settings).seed}\n\`\`\``);
});

test.for([
  ['is long', `${'x'.repeat(3_990)} the end`],
  ['would end the block', 'A ```boat``` at dusk'],
])('a prompt that %s is copied as a file', async ([, prompt]) => {
  const { video, press } = await openWorldWithVideo(prompt);
  const copied = await press(await press(video, 'more'), 'copy-prompt');
  expect(copied.content).toBe('The prompt and the seed of video #1, whole:');
  const text = (await copied.attachments[0]?.bytes())?.toString('utf8');
  expect(text?.startsWith(`Prompt:\n${prompt}\n\n`)).toBe(true);
  expect(text).toMatch(/Seed:\n\d+$/);
});

test('details tell of the file; what Scenario calls it is for its author and moderators', async () => {
  const { world, video, bob, press } = await openWorldWithVideo();
  const [remoteId = '-'] = world.scenario.jobs.map(({ id }) => id);
  for (const [member, showsIds] of [
    [world.ada, true],
    [world.mo, true],
    [bob, false],
  ] as const) {
    const details = await press(await press(video, 'more', member), 'details', member);
    expect(details.ephemeral).toBe(true);
    const text = textOf(details);
    expect(text).toMatch(/File: 8 s · 1280 × 720 pixels · [\d.]+ MiB · avc · aac/);
    expect(text.includes(remoteId)).toBe(showsIds);
  }
});

test('details lead back over the videos that one came from, as far as they are shown', async () => {
  const { world, video, press } = await openWorldWithVideo();
  for (let count = 2; count <= 13; count += 1) {
    const made = await untilDelivered(
      world,
      await world.order({ prompt: `number ${count}` }, { member: world.guild.owner }),
    );
    databaseOf(world)
      .update(jobs)
      .set({ parentId: count - 1, derivation: count === 2 ? 'continue' : 'again' })
      .where(eq(jobs.id, count))
      .run();
    if (count === 2 || count === 13) {
      const text = textOf(await press(await press(made, 'more'), 'details'));
      if (count === 2) {
        expect(text).toContain(`#2 by <@${world.guild.ownerId}>\n← continued from [#1](https://`);
        expect(text).toContain(`/${video.id}) by <@${world.ada.id}>`);
      } else {
        expect(text.match(/^← the same again as /gm)).toHaveLength(10);
        expect(text).toContain('\n← …');
        expect(text).not.toContain('#2]');
      }
    }
  }
  expect(textOf(await press(await press(video, 'more'), 'details'))).toContain('1 video came from it.');
  const removed = await press(await press(video, 'more'), 'own-delete');
  await press(removed, 'own-delete-sure');
  const orphan = world.channel.messages.find(({ content }) => content.includes('video #2'));
  if (!orphan) throw new Error('no second video');
  expect(textOf(await press(await press(orphan, 'more'), 'details'))).toContain(
    `← continued from #1 by <@${world.ada.id}>`,
  );
}, 120_000);

test('whoever sees a video can have it sent to their direct messages', async () => {
  const { world, video, bob, press } = await openWorldWithVideo();
  const answer = await press(await press(video, 'more', bob), 'to-dms', bob);
  expect(answer.content).toBe('Sent: look into your direct messages.');
  expect(answer.ephemeral).toBe(true);
  const [sent] = world.discord.dms(bob.id);
  expect(sent?.attachments[0]?.filename).toMatch(/\.mp4$/);
  expect(world.discord.dms(world.ada.id)).toEqual([]);
});

test('who takes no direct messages is told so', async () => {
  const { world, video, bob, press } = await openWorldWithVideo();
  bob.user.dmsOpen = false;
  const answer = await press(await press(video, 'more', bob), 'to-dms', bob);
  expect(answer.content).toContain('allow direct messages');
  expect(world.discord.dms(bob.id)).toEqual([]);
});

const ACTIONS = ['more', 'copy-prompt', 'details', 'to-dms'] as const;

test('of a video that was removed nothing is told any more, whoever asks', async () => {
  const { world, video, bob, press } = await openWorldWithVideo();
  const old = await postAsBot(world, world.channel, {
    content: 'Old',
    components: ACTIONS.map((action) => buttonRow(`v1:${action}:1`)),
  });
  await press(await press(await press(video, 'more'), 'own-delete'), 'own-delete-sure');
  for (const action of ACTIONS) {
    for (const member of [world.ada, world.mo, bob]) {
      expect((await press(old, action, member)).content).toBe(
        'Its author has deleted this video: there is nothing left to do with it.',
      );
    }
  }
  expect(world.discord.dms(bob.id)).toEqual([]);
});

test('of a video whose texts were deleted only the rest is told', async () => {
  const { world, video, bob, press } = await openWorldWithVideo();
  const before = await press(video, 'more', bob);
  databaseOf(world).update(jobs).set({ purgedAt: world.clock.now() }).run();
  const panel = await press(video, 'more', bob);
  expect(panel.content).toContain('Its prompt and its file were deleted');
  expect(panel.content).not.toContain('A boat at dusk');
  expect(labels(panel)).toEqual(['Details']);
  for (const action of ['copy-prompt', 'to-dms']) {
    expect((await press(before, action, bob)).content).toContain('Its prompt and its file were deleted');
  }
});

test('forged buttons of unknown, unfinished, unapproved and foreign videos are refused', async () => {
  const { world, video, bob, press } = await openWorldWithVideo();
  const db = databaseOf(world);
  const forgeIn = (channel = world.channel, jobId = 1) =>
    postAsBot(world, channel, {
      content: 'Forged',
      components: ACTIONS.map((action) => buttonRow(`v1:${action}:${jobId}`)),
    });
  const unknown = 'I do not know this video any more.';
  const elsewhere = world.discord.addGuild();
  const foreign = await forgeIn(elsewhere.addChannel());
  const missing = await forgeIn(world.channel, 99);
  const own = await forgeIn();
  for (const action of ACTIONS) {
    expect((await press(foreign, action, elsewhere.owner)).content).toBe(unknown);
    expect((await press(missing, action, bob)).content).toBe(unknown);
  }
  db.update(jobs).set({ state: 'held', hold: 'approval' }).run();
  for (const action of ACTIONS) {
    expect((await press(own, action, bob)).content).toBe(
      'This video waits for a moderator: only its author and moderators may look at it.',
    );
    expect((await press(own, action)).content).toBe('This video is not posted: its card says how it stands.');
  }
  expect(video.deleted).toBe(false);
  expect(idOf(own, 'more')).toBe('v1:more:1');
});
