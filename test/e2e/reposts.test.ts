import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxChannel } from '../../src/sandbox/discord/model.ts';
import { createResultCopyStore } from '../../src/store/result-copies.ts';
import { bigVideo } from '../support/big-videos.ts';
import { idOf, jobsOf, partsOf, postAsBot, untilDelivered } from '../support/looking.ts';
import { databaseOf } from '../support/moderating.ts';
import { POST_MESSAGE, refuseSizes, uploadedVideo, WITHOUT_FFMPEG } from '../support/uploads.ts';
import { answerTo, openWorld, textOf, type World } from '../support/world.ts';

const MIB = 1_024 * 1_024;
const PROMPT = 'A boat at dusk';
const FFMPEG = join(import.meta.dirname, '../../node_modules/@ffmpeg-installer/linux-x64/ffmpeg');

let clip = '';
beforeAll(async () => {
  clip = await bigVideo({ mebibytes: 3, width: 640, height: 360, seconds: 4 });
}, 60_000);

interface Delivered {
  world: World;
  result: SandboxMessage;
  elsewhere: SandboxChannel;
}

async function openDelivered(settings?: Record<string, string>, values = {}): Promise<Delivered> {
  const world = await openWorld({ scenario: { clip: () => clip } });
  await world.startApp(settings);
  const result = await untilDelivered(world, await world.order({ prompt: PROMPT, ...values }));
  return { world, result, elsewhere: world.guild.addChannel({ name: 'elsewhere' }) };
}

const MENU = { type: 3, custom_id: 'v1:history-post:0', options: [{ label: 'It', value: '1' }] };

/** Where `/veo-history` lets the video be posted again, in another channel. */
const listIn = ({ world, elsewhere }: Delivered): Promise<SandboxMessage> =>
  postAsBot(world, elsewhere, { content: 'list', components: [{ type: 1, components: [MENU] }] });

/** Picks the video. @returns what is said in the end, once it is said */
async function pickIn(list: SandboxMessage, { world }: Delivered): Promise<() => Promise<string>> {
  const picked = await world.ada.select(list, MENU.custom_id, ['1']);
  return () =>
    world.until('the answer', () =>
      [...picked.followups, picked.original()]
        .map((message) => (message && !message.loading ? message.content : ''))
        .find((content) => content !== '' && content !== 'list' && !content.startsWith('Posting')),
    );
}

const postAgain = async (delivered: Delivered) => pickIn(await listIn(delivered), delivered);

/** An ffmpeg that makes copies only from when it is let, and counts them. */
async function gatedFfmpeg() {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-gate-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'ffmpeg');
  const script = `#!/bin/sh
case "$*" in *-i*) : > "${folder}/run-$$"; until [ -e "${folder}/open" ]; do sleep 0.1; done;; esac
exec "${FFMPEG}" "$@"
`;
  await writeFile(path, script, { mode: 0o755 });
  return {
    path,
    runs: () => readdirSync(folder).filter((name) => name.startsWith('run-')).length,
    open: () => writeFile(join(folder, 'open'), ''),
  };
}

const copiesIn = ({ messages }: SandboxChannel): SandboxMessage[] =>
  messages.filter(({ content }) => content.includes('Posted again by'));

const noted = ({ world }: Delivered) => createResultCopyStore(databaseOf(world)).ofJob(1);

describe('a video that is posted again', () => {
  test('is a message with the file, its description and buttons that pings nobody', async () => {
    const delivered = await openDelivered();
    const said = await (await postAgain(delivered))();
    const [copy, ...others] = copiesIn(delivered.elsewhere);
    if (!copy) throw new Error('nothing was posted');
    expect(others).toEqual([]);
    expect(said).toContain(copy.id);
    expect(await uploadedVideo(delivered.world, copy)).toMatchObject({
      alt: PROMPT,
      isSpoiler: false,
      audioCodec: 'aac',
    });
    expect(copy.mentionedUserIds).toEqual([]);
    expect(partsOf(copy).map(({ custom_id }) => custom_id)).toEqual(
      partsOf(delivered.result).map(({ custom_id }) => custom_id),
    );
    expect(await noted(delivered)).toEqual([
      expect.objectContaining({
        messageId: copy.id,
        channelId: delivered.elsewhere.id,
        byId: delivered.world.ada.id,
      }),
    ]);
  });

  test('is a smaller copy where it is too large, and stays a spoiler', async () => {
    const delivered = await openDelivered({}, { spoiler: true });
    const again = await postAgain(delivered);
    const fault = refuseSizes(delivered.world, 1);
    await again();
    expect(fault.hits).toBe(1);
    const [copy] = copiesIn(delivered.elsewhere);
    if (!copy) throw new Error('nothing was posted');
    const file = await uploadedVideo(delivered.world, copy);
    expect(file).toMatchObject({ isSpoiler: true, alt: PROMPT, audioCodec: 'aac' });
    expect(file.bytes).toBeLessThan(3 * MIB);
    expect(copy.content).toMatch(/Re-encoded to fit .*original: \[link\]\(</);
  });

  test('is a link where no copy can be made', async () => {
    const delivered = await openDelivered(WITHOUT_FFMPEG, { spoiler: true });
    const again = await postAgain(delivered);
    refuseSizes(delivered.world, 1);
    await again();
    const [copy] = copiesIn(delivered.elsewhere);
    expect(copy?.attachments).toEqual([]);
    expect(copy?.content).toMatch(/\|\| .*\]\(http\S+\).* \|\|$/);
  });

  test('is posted once, however often it is picked while its copy is made', async () => {
    const ffmpeg = await gatedFfmpeg();
    const delivered = await openDelivered({ FFMPEG_PATH: ffmpeg.path });
    const { world, elsewhere } = delivered;
    const list = await listIn(delivered);
    refuseSizes(world, 1);
    const first = await pickIn(list, delivered);
    await world.until('its copy to be begun', () => ffmpeg.runs() === 1);
    // Later than what Discord knows by its nonce.
    world.clock.jump(61_000);
    const second = await pickIn(list, delivered);
    await ffmpeg.open();
    const said = await Promise.all([first(), second()]);
    const [copy] = copiesIn(elsewhere);
    for (const one of said) expect(one).toContain(`/${elsewhere.id}/${copy?.id}`);
    expect(copiesIn(elsewhere)).toHaveLength(1);
    expect(ffmpeg.runs()).toBe(1);
    expect(await noted(delivered)).toHaveLength(1);
  });

  test('is taken away again when the video was removed meanwhile', async () => {
    const delivered = await openDelivered();
    const again = await postAgain(delivered);
    const released = Promise.withResolvers<void>();
    const fault = delivered.world.discord.faults.add({
      ...POST_MESSAGE,
      times: 1,
      effect: { kind: 'hold-request', until: released.promise },
    });
    await fault.firstHit;
    await jobsOf(delivered.world).removeOwn(1, delivered.world.clock.now());
    released.resolve();
    expect(await again()).toContain('was removed');
    expect(copiesIn(delivered.elsewhere)).toEqual([]);
    expect(await noted(delivered)).toEqual([]);
  });

  test('is refused in a channel that does not take it', async () => {
    const delivered = await openDelivered();
    const again = await postAgain(delivered);
    delivered.world.discord.faults.add({
      ...POST_MESSAGE,
      effect: { kind: 'status', status: 403, body: { message: 'Missing Permissions', code: 50013 } },
    });
    expect(await again()).toContain('ask a moderator to give me access');
  });
});

/** Presses **Send to my DMs**. @returns what is said in the end, once it is said */
async function pressSendDirect({ world, result }: Delivered): Promise<() => Promise<string>> {
  const more = await answerTo(await world.ada.press(result, idOf(result, 'more')));
  const pressed = await world.ada.press(more, idOf(more, 'to-dms'));
  return () =>
    world.until('the answer', () =>
      [...pressed.followups, pressed.original()]
        .filter((message) => message && !message.loading && message.id !== more.id)
        .map((message) => (message ? textOf(message) : ''))
        .find((text) => text !== ''),
    );
}

const sendDirect = async (delivered: Delivered): Promise<string> => (await pressSendDirect(delivered))();

describe('a video that is sent to somebody’s direct messages', () => {
  test('is the file with a link to where it was posted', async () => {
    const delivered = await openDelivered();
    await sendDirect(delivered);
    const { world, result } = delivered;
    const [message] = world.discord.dms(world.ada.id);
    if (!message) throw new Error('nothing was sent');
    expect(await uploadedVideo(world, message)).toMatchObject({ alt: PROMPT, audioCodec: 'aac' });
    expect(message.content).toContain(`/${world.channel.id}/${result.id})`);
    expect(message.components).toEqual([]);
  });

  test('is a smaller copy where the file is too large', async () => {
    const delivered = await openDelivered();
    refuseSizes(delivered.world, 1);
    await sendDirect(delivered);
    const [message] = delivered.world.discord.dms(delivered.world.ada.id);
    if (!message) throw new Error('nothing was sent');
    expect((await uploadedVideo(delivered.world, message)).bytes).toBeLessThan(3 * MIB);
    expect(message.content).toContain('Re-encoded to fit');
  });

  test('is refused to whoever takes none, with what to do', async () => {
    const delivered = await openDelivered();
    delivered.world.ada.user.dmsOpen = false;
    expect(await sendDirect(delivered)).toContain('allow direct messages');
  });

  test('is made smaller once, and sent once, however often the button is pressed meanwhile', async () => {
    const ffmpeg = await gatedFfmpeg();
    const delivered = await openDelivered({ FFMPEG_PATH: ffmpeg.path });
    const { world } = delivered;
    refuseSizes(world, 1);
    const answers = [await pressSendDirect(delivered)];
    await world.until('its copy to be begun', () => ffmpeg.runs() === 1);
    world.clock.jump(61_000);
    for (let presses = 1; presses < 4; presses += 1) answers.push(await pressSendDirect(delivered));
    await ffmpeg.open();
    for (const answer of answers) expect(await answer()).toContain('look into your direct messages');
    expect(world.discord.dms(world.ada.id)).toHaveLength(1);
    expect(ffmpeg.runs()).toBe(1);
  });
});
