import { ApplicationCommandOptionType as Option } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { readVeoOptions, veoCommandOptions } from '../../src/discord/command-options.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { OptionValues } from '../../src/sandbox/discord/model.ts';
import { inbox, openGuild } from '../sandbox/discord/bot.ts';

const COMMAND = { name: 'veo', description: 'Makes a video', options: veoCommandOptions() };
/** As a client knows it that still has a list of choices which the bot no longer takes. */
const OLDER = {
  ...COMMAND,
  options: [
    { type: Option.String, name: 'prompt', description: 'x', required: true },
    { type: Option.String, name: 'resolution', description: 'x' },
    { type: Option.Integer, name: 'duration', description: 'x' },
    { type: Option.Integer, name: 'seed', description: 'x' },
  ],
};

/** What the bot makes of options that a member really sent. */
async function read(values: OptionValues, command: object = COMMAND) {
  const box = inbox();
  const { ada, channel, rest, sandbox } = await openGuild(box.receive);
  await rest.put(`/applications/${sandbox.applicationId}/commands`, { body: [command] });
  void ada.slash(channel, 'veo', values);
  return readVeoOptions((await box.nextCommand()).options);
}

const png = (name: string) => ({ name, contentType: 'image/png', bytes: new Uint8Array([1, 2, 3]) });

describe('read:', () => {
  test('a prompt alone, and nothing that was not given', async () => {
    expect(await read({ prompt: 'A boat' })).toEqual({ settings: { prompt: 'A boat' }, pictures: [] });
  });

  test('every setting under its parameter’s name, as its kind of value', async () => {
    const { settings } = await read({
      prompt: '  A boat ',
      negative_prompt: 'rain',
      reference_images_type: 'STYLE',
      resolution: '1080p',
      aspect_ratio: '9:16',
      duration: 4,
      generate_audio: false,
      seed: 0,
    });
    expect(settings).toEqual({
      prompt: 'A boat',
      negativePrompt: 'rain',
      referenceImagesType: 'STYLE',
      resolution: '1080p',
      aspectRatio: '9:16',
      duration: 4,
      generateAudio: false,
      seed: 0,
    });
  });

  test('pictures with what Discord says of them, in the order of the options', async () => {
    const { pictures } = await read({
      prompt: 'A boat',
      reference_image_3: png('c.png'),
      image: png('first.png'),
      last_frame_image: png('last.png'),
    });
    expect(pictures).toEqual([
      {
        slot: 'image',
        url: expect.stringContaining('http'),
        fileName: 'first.png',
        contentType: 'image/png',
        bytes: 3,
      },
      expect.objectContaining({ slot: 'last_frame_image', fileName: 'last.png' }),
      expect.objectContaining({ slot: 'reference_image_3', fileName: 'c.png' }),
    ]);
  });
});

describe('refused by the name of its option, though Discord let it through:', () => {
  test.each<[OptionValues, RegExp]>([
    [{ prompt: ' ' }, /`prompt`/],
    [{ prompt: 'x'.repeat(4_001) }, /`prompt`/],
    [{ prompt: 'A boat', resolution: '4k' }, /`resolution`/],
    [{ prompt: 'A boat', duration: 5 }, /`duration`/],
    [{ prompt: 'A boat', seed: -1 }, /`seed`/],
    [{ prompt: 'A boat', resolution: '4k', duration: 5 }, /`resolution`, `duration`/],
  ])('%j', async (values, named) => {
    const error = await read(values, OLDER).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ExpectedError);
    expect(error).toMatchObject({ code: 'settings', message: expect.stringMatching(named) });
  });
});

describe('the options', () => {
  test('take pictures by the endings that can be used', () => {
    const pictures = veoCommandOptions().filter(({ type }) => type === Option.Attachment);
    expect(pictures).toHaveLength(5);
    for (const option of pictures)
      expect(option).toMatchObject({ file_types: expect.arrayContaining(['.png']) });
  });

  test('say in their text what holds when they are left out', () => {
    const texts = new Map(veoCommandOptions().map(({ name, description }) => [name, description]));
    for (const name of [
      'resolution',
      'aspect_ratio',
      'duration',
      'generate_audio',
      'reference_images_type',
    ]) {
      expect(texts.get(name)).toMatch(/\(default: /);
    }
  });
});
