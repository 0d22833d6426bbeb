import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../src/sandbox/discord/model.ts';
import { BOT_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { idOf, partsOf, sentBodies, shown, untilDelivered } from '../support/looking.ts';
import { answerTo, openWorld, textOf } from '../support/world.ts';

const SHOWN_LENGTH = 300;
const CONTENT_MAX_LENGTH = 2_000;

/** What is left to be read as markup, once every escaped character is taken out. */
const activeMarkup = (text: string): string =>
  text.replace(/\\[^a-z0-9\s]/gi, '').replace(/[^\\*_~|`<>#[\]()@:]/g, '');

/** Has a message that everybody may be pinged by, if the bot lets it. */
async function openLoudWorld() {
  const world = await openWorld();
  await world.startApp();
  const role = world.guild.addRole('editors');
  const victim = world.guild.addMember({ name: 'Victim' });
  const channel = world.guild.addChannel({ botPermissions: BOT_PERMISSIONS | Can.MentionEveryone });
  return { ...world, role, victim, channel };
}

function expectNoPings(message: SandboxMessage, but: string[] = []): void {
  expect(message.mentionedUserIds).toEqual(but);
  expect(message.mentionedRoleIds).toEqual([]);
  expect(message.mentionsEveryone).toBe(false);
}

const readFirstFile = async (message: SandboxMessage): Promise<string> => {
  const bytes = await message.attachments[0]?.bytes();
  return bytes?.toString('utf8') ?? '';
};

async function fullPrompt(member: SandboxMember, message: SandboxMessage): Promise<string> {
  const answer = await answerTo(await member.press(message, idOf(message, 'prompt')));
  expect(answer.ephemeral).toBe(true);
  expectNoPings(answer);
  return readFirstFile(answer);
}

/** What **More** under a result gives to be copied: as text, or as a file where a message would not hold or show it. */
async function promptToCopy(member: SandboxMember, result: SandboxMessage): Promise<string> {
  const more = await answerTo(await member.press(result, idOf(result, 'more')));
  expectNoPings(more);
  const answer = await answerTo(await member.press(more, idOf(more, 'copy-prompt')));
  expect(answer.ephemeral).toBe(true);
  expectNoPings(answer);
  return answer.attachments.length > 0 ? readFirstFile(answer) : answer.content;
}

test('mentions in a prompt ping nobody, wherever it is shown', async () => {
  const world = await openLoudWorld();
  const prompt = `@everyone @here <@${world.victim.id}> <@!${world.victim.id}> <@&${world.role.id}> <#${world.channel.id}> hello`;
  const card = await world.order({ prompt, negative_prompt: '@everyone' }, { channel: world.channel });
  expectNoPings(card);
  const list = await answerTo(await world.ada.slash(world.channel, 'veo-queue'));
  expectNoPings(list);
  await fullPrompt(world.ada, card);

  const result = await untilDelivered(world, card);
  expectNoPings(result, [world.ada.id]);
  expectNoPings(card);
  expect(result.content.split('\n').filter((line) => activeMarkup(line).includes('@'))).toEqual([
    `<@${world.ada.id}> your video is ready.`,
  ]);
});

const PROMPTS: { name: string; prompt: string; shows?: string }[] = [
  {
    name: 'headings, lists and quotes',
    prompt: '# Big\n## less\n- one\n* two\n1. three\n> quote\n>>> all\n-# small',
    shows: '# Big ## less - one * two 1. three > quote >>> all -# small',
  },
  {
    name: 'links',
    prompt: '[free](https://evil.example) <https://evil.example> https://evil.example/_a_ evil@example.com',
  },
  { name: 'code', prompt: '```js\nrun()\n``` and `more` and ``', shows: '```js run() ``` and `more` and ``' },
  { name: 'styles and spoilers', prompt: '**b** *i* __u__ _i_ ~~s~~ ||hidden|| ***both***' },
  {
    name: 'what Discord renders',
    prompt: '<t:0:R> <:fire:123456789012345678> <a:b:1> :smile: </veo:1> <id:home>',
  },
  { name: 'backslashes', prompt: '\\*not\\* \\\\ \\# C:\\new\\', shows: '\\*not\\* \\\\ \\# C:\\new\\' },
  {
    name: 'characters that hide or turn text',
    prompt: 'a\u202eb\u200bc\u2066d\ufeffe\u0007f\u061cg\u2028h',
    shows: 'abcd efg h',
  },
  { name: 'many lines', prompt: 'one\r\n\r\n\ttwo\n\n\nthree', shows: 'one two three' },
];

test.for(PROMPTS)(
  'a prompt with $name is shown as typed, unformatted',
  async ({ prompt, shows = prompt }) => {
    const world = await openWorld();
    await world.startApp();
    const card = await world.order({ prompt });
    const list = await answerTo(await world.ada.slash(world.channel, 'veo-queue'));
    const cardLine = textOf(card).split('\n')[0] ?? '';
    const listLine = list.content.split('\n').find((line) => line.includes(`<@${world.ada.id}>`)) ?? '';
    const result = await untilDelivered(world, card);
    const resultLine = result.content.split('\n')[1] ?? '';

    for (const line of [cardLine, resultLine]) {
      expect(line.startsWith('> ')).toBe(true);
      expect(activeMarkup(line.slice(2))).toBe('');
      expect(shown(line.slice(2))).toBe(shows);
    }
    const [, title = ''] = /^(?:🎬|\d+\.) <@\d+> (.*) · (?:since|asked) <t:\d+:R>$/.exec(listLine) ?? [];
    expect(activeMarkup(title)).toBe('');
    expect(shows.startsWith(shown(title).replace(/…$/, ''))).toBe(true);
    expect(title).not.toBe('');

    expect(sentBodies(world)).toMatchObject([{ prompt }]);
    expect(result.attachments).toMatchObject([{ description: expect.stringContaining(shows.slice(0, 5)) }]);
    // Where the line shows less than was typed, the menu gives it all.
    expect(await promptToCopy(world.ada, result)).toContain(prompt);
  },
);

const LONG: { name: string; prompt: string }[] = [
  { name: 'plain words', prompt: 'a boat at dusk '.repeat(300).slice(0, 3_999).concat('!') },
  { name: 'nothing but markup', prompt: '*_~`|>#[]()'.repeat(400).slice(0, 4_000) },
  { name: 'emoji', prompt: '🎬'.repeat(2_000) },
  { name: 'lines and backticks', prompt: '```\n# `x` \\\n'.repeat(400).slice(0, 3_999).concat('.') },
];

test.for(LONG)(
  '4,000 characters of $name fit everywhere, and the button gives them all',
  async ({ prompt }) => {
    expect(prompt).toHaveLength(4_000);
    const world = await openWorld();
    await world.startApp();
    const card = await world.order({ prompt });
    expect(textOf(card)).toContain('…');
    expect([...shown(textOf(card).split('\n')[0] ?? '')].length).toBeLessThanOrEqual(SHOWN_LENGTH + 2);
    expect(await fullPrompt(world.ada, card)).toBe(prompt);

    const result = await untilDelivered(world, card);
    expect(result.content.length).toBeLessThanOrEqual(CONTENT_MAX_LENGTH);
    expect(result.attachments).toHaveLength(1);
    expect(await promptToCopy(world.ada, result)).toContain(`Prompt:\n${prompt}\n`);
    expect(sentBodies(world)).toMatchObject([{ prompt }]);
  },
);

test('the button also gives what should not be shown in the video', async () => {
  const world = await openWorld();
  await world.startApp();
  const card = await world.order({ prompt: 'A boat', negative_prompt: '**rain**\npeople' });
  expect(await fullPrompt(world.ada, card)).toBe('A boat\n\nNot to be shown:\n**rain**\npeople');
  const result = await untilDelivered(world, card);
  expect(await promptToCopy(world.ada, result)).toContain('Not to be shown:\n```\n**rain**\npeople\n```');
});

test('a short prompt that a card shows whole has no button of its own', async () => {
  const world = await openWorld();
  await world.startApp();
  const card = await world.order({ prompt: 'A boat' });
  expect(partsOf(card).map(({ label }) => label)).toEqual(['Cancel']);
  const { length } = partsOf(await untilDelivered(world, card));
  expect(length).toBe(4);
});

test('a video of a prompt without Latin letters still has a file name', async () => {
  const world = await openWorld();
  await world.startApp();
  const result = await untilDelivered(world, await world.order({ prompt: '夕暮れの船' }));
  expect(result.attachments).toMatchObject([{ filename: 'veo-1.mp4', description: '夕暮れの船' }]);
});

test.for([
  { name: 'markup', prompt: '*'.repeat(200) },
  { name: 'emoji', prompt: '🎬'.repeat(200) },
])('a long queue of prompts of $name fits in one message', async ({ prompt }) => {
  const world = await openWorld({ scenario: { outcome: () => ({ kind: 'stuck' }) } });
  const caps = { MAX_RUNNING: '10', MAX_RUNNING_PER_GUILD: '10', MAX_RUNNING_PER_USER: '10' };
  await world.startApp({ ...caps, QUOTA_VIDEOS_PER_DAY: '100' });
  for (let count = 0; count < 40; count += 1) await world.order({ prompt });
  await world.until('ten to be at work', () => world.scenario.jobs.length === 10);
  const list = await answerTo(await world.ada.slash(world.channel, 'veo-queue'));
  expect(list.content.length).toBeLessThanOrEqual(CONTENT_MAX_LENGTH);
  expect(list.content).toMatch(/^… and \d+ more$/m);
  expect(list.content).toContain('**In the making: 10 videos**');
  expect(list.content).toContain('**Waiting: 30 videos**');
  expect(list.content).toMatch(/^1\. <@/m);
  expect(partsOf(list)[0]?.options).toHaveLength(25);
});

test('reasons of Scenario are shown unformatted too', async () => {
  const world = await openWorld({
    scenario: {
      outcome: () => ({ kind: 'failure', error: '**@everyone** [see](https://evil.example)\n# Big' }),
    },
  });
  await world.startApp();
  const card = await world.order();
  await world.until('the failure', () => textOf(card).includes('Failed'));
  const [, reason = ''] = /“(.*)”/.exec(textOf(card)) ?? [];
  expect(activeMarkup(reason)).toBe('');
  expect(shown(reason)).toBe('**@everyone** [see](https://evil.example) # Big');
  expectNoPings(card);
});
