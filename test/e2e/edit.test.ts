import { PermissionFlagsBits } from 'discord.js';
import { expect, test } from 'vitest';
import { cardOf, fillIn, lastWord, openWorldWithVideo, refusedForm, reservedFor } from '../support/around.ts';
import { edit, edited, formOf, optionsOf, picture } from '../support/editing.ts';
import { idOf, untilDelivered } from '../support/looking.ts';
import { changeSettings } from '../support/moderating.ts';
import { orders, textOf } from '../support/world.ts';

const presetOf = (part: object | undefined) => optionsOf(part).find((option) => option.default)?.value;

test('the form shows what the video was made with', async () => {
  const world = await openWorldWithVideo({
    order: {
      prompt: 'A *boat* at dusk',
      negative_prompt: 'people',
      resolution: '1080p',
      aspect_ratio: '9:16',
      duration: 6,
      generate_audio: false,
    },
  });
  const form = await formOf(world);
  expect([...form.keys()]).toEqual(['Prompt', 'Negative prompt', 'Picture', 'Length and sound', 'Pictures']);
  expect(form.get('Prompt')).toMatchObject({ value: 'A *boat* at dusk', max_length: 4000 });
  expect(form.get('Negative prompt')).toMatchObject({ value: 'people', max_length: 1000, required: false });
  expect(optionsOf(form.get('Picture')).map(({ label }) => label)).toEqual([
    '720p, 16:9 (wide)',
    '720p, 9:16 (tall)',
    '1080p, 16:9 (wide)',
    '1080p, 9:16 (tall)',
  ]);
  expect(presetOf(form.get('Picture'))).toBe('1080p 9:16');
  expect(optionsOf(form.get('Length and sound'))).toHaveLength(6);
  expect(presetOf(form.get('Length and sound'))).toBe('6 false');
  expect(form.get('Pictures')).toMatchObject({ required: false, max_values: 2 });
});

test('sent off as it is, the form makes the same video with another seed, charged to the presser', async () => {
  const world = await openWorldWithVideo({ order: { negative_prompt: 'people', duration: 4 } });
  const { before, after } = await edited(world, {});
  expect(after).toEqual(before);
  expect(reservedFor(world)).toEqual([world.ada.id, world.eve.id]);
  expect(textOf(await world.until('the result', () => world.channel.messages.at(-1)))).toContain(
    `✏️ <@${world.eve.id}> edited [#1](`,
  );
});

test.for([
  { what: 'the prompt', values: { prompt: 'A boat at dawn' }, changed: { prompt: 'A boat at dawn' } },
  {
    what: 'the negative prompt',
    values: { 'negative-prompt': 'birds' },
    changed: { negativePrompt: 'birds' },
  },
  {
    what: 'size and shape',
    values: { picture: ['1080p 9:16'] },
    changed: { resolution: '1080p', aspectRatio: '9:16' },
  },
  {
    what: 'length and sound',
    values: { length: '6 false' },
    changed: { duration: 6, generateAudio: false },
  },
])('changing $what changes nothing else', async ({ values, changed }) => {
  const world = await openWorldWithVideo({ order: { negative_prompt: 'people' } });
  const { before, after } = await edited(world, values);
  expect(after).toEqual({ ...before, ...changed });
});

test('an emptied negative prompt is none', async () => {
  const world = await openWorldWithVideo({ order: { negative_prompt: 'people' } });
  const { before, after } = await edited(world, { 'negative-prompt': '' });
  expect(before).toHaveProperty('negativePrompt');
  expect(after).not.toHaveProperty('negativePrompt');
});

test('after a restart the button works, and a form that was open before it as well', async () => {
  const world = await openWorldWithVideo();
  const opened = await world.eve.press(world.video, idOf(world.video, 'edit'));
  await opened.response;
  await world.app.stop();
  await world.startApp();
  await world.eve.submitModal(opened, { prompt: 'from the old form' });
  expect(textOf(await cardOf(world, 2))).toContain('from the old form');
  await edit(world, { prompt: 'from a new one' });
  expect(textOf(await cardOf(world, 3))).toContain('from a new one');
});

test('what the server does not allow is not offered', async () => {
  const world = await openWorldWithVideo({ order: { resolution: '1080p', image: await picture('#336699') } });
  await changeSettings(world, {
    resolutions: ['720p'],
    durations: [4],
    audio: 'never',
    picturesAllowed: false,
  });
  const form = await formOf(world);
  // With one length and no sound there is nothing to choose from.
  expect([...form.keys()]).toEqual(['Prompt', 'Negative prompt', 'Picture']);
  expect(optionsOf(form.get('Picture')).map(({ value }) => value)).toEqual(['720p 16:9', '720p 9:16']);
  const { before, after } = await edited(world, { picture: ['720p 9:16'] });
  const { image: _image, ...othersBefore } = before;
  expect(after).toEqual({
    ...othersBefore,
    resolution: '720p',
    aspectRatio: '9:16',
    duration: 4,
    generateAudio: false,
  });
});

test('where no pictures are allowed any more, reference pictures go with what they were for', async () => {
  const world = await openWorldWithVideo({
    order: { reference_image_1: await picture('#336699'), reference_images_type: 'STYLE' },
  });
  await changeSettings(world, { picturesAllowed: false });
  const { after } = await edited(world, { length: '4 true' });
  expect(after).not.toHaveProperty('referenceImages');
  expect(after).not.toHaveProperty('referenceImagesType');
});

test('a choice that is forbidden while the form is open is refused, and the text given back', async () => {
  const world = await openWorldWithVideo();
  const opened = await world.eve.press(world.video, idOf(world.video, 'edit'));
  await opened.response;
  await changeSettings(world, { durations: [4, 6] });
  const sent = await world.eve.submitModal(opened, { prompt: 'typed in vain', length: '8 true' });
  const { givenBack, refusal } = await refusedForm(world, sent);
  expect(givenBack).toBe('typed in vain');
  expect(refusal).toBe('This server no longer allows what you chose: press the button again for a new form.');
});

test('a prompt that the filter refuses is not made; what was typed comes back, and the form opens again', async () => {
  const world = await openWorldWithVideo();
  await world.mod('filter add', { kind: 'word', text: 'volcano', action: 'refuse' });
  const typed = 'A v0lcano\n**at** dawn';
  const sent = await edit(world, { prompt: typed, 'negative-prompt': 'people' });
  const { givenBack, refusal } = await refusedForm(world, sent);
  expect(givenBack).toBe(`${typed}\n\nNot to be shown:\npeople`);
  expect(refusal).toContain('v0lcano');
  expect(reservedFor(world)).toHaveLength(1);

  const [back] = sent.followups;
  if (!back) throw new Error('nothing came back');
  await fillIn(back, 'edit', { prompt: 'A hill at dawn' }, world.eve);
  expect(textOf(await cardOf(world, 2))).toContain('A hill at dawn');
});

test('without quota the text comes back as well', async () => {
  const world = await openWorldWithVideo({ environment: { QUOTA_VIDEOS_PER_DAY: '1' } });
  const sent = await edit(world, { prompt: 'one too many' }, world.ada);
  const { givenBack, refusal } = await refusedForm(world, sent);
  expect(givenBack).toBe('one too many');
  expect(refusal).toContain('You have used up your limit');
});

test('a prompt of nothing but spaces is refused', async () => {
  const world = await openWorldWithVideo();
  const { refusal } = await refusedForm(world, await edit(world, { prompt: '   ' }));
  expect(refusal).toContain('I cannot use the value of `prompt`');
});

test('a file that is no picture is refused, and the text given back', async () => {
  const world = await openWorldWithVideo();
  const file = { name: 'picture.png', contentType: 'text/html', bytes: Buffer.from('<html>') };
  const { givenBack, refusal } = await refusedForm(
    world,
    await edit(world, { prompt: 'typed', files: [file] }),
  );
  expect(givenBack).toBe('typed');
  expect(refusal).toContain('`image`');
});

test('where it is for moderators, a stranger gets no form, nor does an open one work', async () => {
  const world = await openWorldWithVideo();
  const opened = await world.eve.press(world.video, idOf(world.video, 'edit'));
  await opened.response;
  await changeSettings(world, { remixBy: 'owner' });
  const pressed = await world.eve.press(world.video, idOf(world.video, 'edit'));
  expect(await lastWord(world, pressed)).toContain('only its author and moderators');
  const sent = await world.eve.submitModal(opened, { prompt: 'typed' });
  expect((await refusedForm(world, sent)).refusal).toContain('only its author and moderators');
  await edit(world, { prompt: 'by its author' }, world.ada);
  expect(textOf(await cardOf(world, 2))).toContain('by its author');
});

test('a video that is removed while the form is open is not edited', async () => {
  const world = await openWorldWithVideo();
  const opened = await world.eve.press(world.video, idOf(world.video, 'edit'));
  await opened.response;
  world.mo.permissions |= PermissionFlagsBits.ManageMessages;
  const panel = await (await world.mo.contextMenu(world.channel, 'Moderate video', world.video)).response;
  if (panel.kind !== 'message') throw new Error('no panel');
  await world.mo.press(panel.message, idOf(panel.message, 'mod-remove'));
  await world.until('the removal', () => world.video.deleted);
  const sent = await world.eve.submitModal(opened, { prompt: 'too late' });
  const { givenBack, refusal } = await refusedForm(world, sent);
  expect(givenBack).toBe('too late');
  expect(refusal).toContain('was removed');
  expect(orders(world.scenario)).toHaveLength(1);
});

test('edited prompts wait for approval where moderators approve, and are asked for where prices are confirmed', async () => {
  const world = await openWorldWithVideo();
  await changeSettings(world, { approval: 'all' });
  await edit(world, { prompt: 'A secret boat' });
  const held = await cardOf(world, 2);
  expect(textOf(held)).toContain('Waiting for approval');
  expect(textOf(held)).not.toContain('secret');
  await changeSettings(world, { approval: 'off', confirmFromUnits: 1 });
  const sent = await edit(world, { prompt: 'A dear boat' });
  const question = await world.until('the question', () => sent.followups.at(0));
  expect(question.ephemeral).toBe(true);
  await world.eve.press(question, idOf(question, 'confirm'));
  await untilDelivered(world, await cardOf(world, 3));
});
