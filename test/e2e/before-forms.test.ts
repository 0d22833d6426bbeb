import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PermissionFlagsBits as Can } from 'discord.js';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { BOT_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { cardOf, fillIn, lastWord, openWorldWithVideo, type WorldWithVideo } from '../support/around.ts';
import { idOf } from '../support/looking.ts';
import { changeSettings } from '../support/moderating.ts';
import { textOf } from '../support/world.ts';

/** What each form is opened with, by Eve. */
const OPENERS = {
  Edit: ({ eve, video }: WorldWithVideo) => eve.press(video, idOf(video, 'edit')),
  Continue: ({ eve, video }: WorldWithVideo) => eve.press(video, idOf(video, 'continue')),
  'Animate with Veo': async ({ ada, eve, channel }: WorldWithVideo) => {
    const bytes = await sharp({ create: { width: 64, height: 36, channels: 3, background: '#336699' } })
      .png()
      .toBuffer();
    const picture = { name: 'a.png', contentType: 'image/png', bytes, width: 64, height: 36 };
    return eve.contextMenu(channel, 'Animate with Veo', await ada.show(channel, { files: [picture] }));
  },
} as const;

const CERTAIN: readonly [string, (world: WorldWithVideo) => Promise<unknown>, string][] = [
  [
    'who is blocked',
    ({ mod, eve }) => mod('user block', { user: eve.id, reason: 'spam' }),
    'A moderator has blocked you from making videos here',
  ],
  [
    'who may not make videos',
    ({ mod, eve }) => mod('quota set', { rule: 'deny', user: eve.id }),
    'You may not make videos in this server.',
  ],
  [
    'where no new videos are taken',
    ({ mod }) => mod('queue drain', { reason: 'Moving' }),
    'This server takes no new videos for now',
  ],
  [
    'where no videos are wanted',
    (world) => changeSettings(world, { channelIds: [world.guild.addChannel().id] }),
    'In this server videos may be asked for in',
  ],
  [
    'where the bot cannot post',
    async ({ channel }) => {
      channel.botPermissions = BOT_PERMISSIONS & ~Can.AttachFiles;
    },
    'I could not post the video here: I lack',
  ],
];

describe.each(Object.entries(OPENERS))('the form of %s', (_, open) => {
  test.each(CERTAIN)('does not open for nothing: %s is told at once', async (_who, arrange, says) => {
    const world = await openWorldWithVideo();
    await arrange(world);
    const opened = await open(world);
    expect(opened.modal).toBeUndefined();
    expect(await lastWord(world, opened)).toContain(says);
  });
});

describe('the form of Continue', () => {
  const press = async (world: WorldWithVideo) => {
    const opened = await OPENERS.Continue(world);
    await opened.response;
    return opened;
  };
  const withoutFile = async () => {
    const world = await openWorldWithVideo();
    await rm(join(world.dataDir, 'videos'), { recursive: true });
    return world;
  };
  /** Asking Scenario for the video. */
  const ASSET = { method: 'GET', path: /^\/v1\/assets\// } as const;

  test('does not open where there is no ffmpeg', async () => {
    const environment = { FFMPEG_PATH: '/nowhere/ffmpeg', PATH: '' };
    const world = await openWorldWithVideo({ environment });
    const opened = await press(world);
    expect(opened.modal).toBeUndefined();
    expect(await lastWord(world, opened)).toBe(
      'I cannot take a picture out of a video: this bot has no ffmpeg. Ask whoever runs it to install it.',
    );
  });

  test('does not open for a video that is gone, at Scenario too', async () => {
    const world = await withoutFile();
    world.scenario.faults.add({ ...ASSET, effect: { kind: 'status', status: 404 } });
    const opened = await press(world);
    expect(opened.modal).toBeUndefined();
    expect(await lastWord(world, opened)).toContain('The file of video #1 is gone, at Scenario too.');
  });

  test('opens in time though Scenario is slow to give the video out, which has it then', async () => {
    const world = await withoutFile();
    const released = Promise.withResolvers<void>();
    const fault = world.scenario.faults.add({
      ...ASSET,
      times: 1,
      effect: { kind: 'hold-request', until: released.promise },
    });
    const opened = await press(world);
    expect(fault.hits).toBe(1);
    expect(opened.modal?.title).toBe('Continue video #1');
    await world.eve.submitModal(opened, { prompt: 'then' });
    released.resolve();
    expect(textOf(await cardOf(world, 2))).toContain('> then');
  });
});

test('what is only certain once the form is filled in is said then: quota', async () => {
  const world = await openWorldWithVideo({ environment: { QUOTA_VIDEOS_PER_DAY: '1' } });
  const sent = await fillIn(world.video, 'edit', { prompt: 'one too many' }, world.ada);
  await world.until('the refusal', () =>
    sent.followups.some(({ content }) => content.includes('You have used up your limit')),
  );
});
