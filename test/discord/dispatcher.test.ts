import { ApplicationCommandType, ComponentType, MessageFlags, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/discord/command.ts';
import { createDispatcher } from '../../src/discord/dispatcher.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { Random } from '../../src/lib/random.ts';
import { noTelemetry } from '../../src/lib/telemetry.ts';
import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import { keepLog } from '../lib/log.ts';
import { openGuild, VEO } from '../sandbox/discord/bot.ts';

const RANDOM: Random = { fraction: () => 0, integer: (min) => min, token: () => 'ref-1' };
const PLACE = { inThread: false, parentId: undefined, ageRestricted: false };
const NO_PINGS = { allowedMentions: { parse: [] } };
const ROW = {
  type: ComponentType.ActionRow,
  components: [
    { type: ComponentType.Button, style: 1, label: 'Cancel', custom_id: 'v1:cancel:7' },
    { type: ComponentType.Button, style: 1, label: 'Other', custom_id: 'v9:what:7' },
    { type: ComponentType.Button, style: 1, label: 'No handler', custom_id: 'v1:prompt:7' },
  ],
} as const;

/** A bot with one command, whose handlers are the test's. */
async function openBot(command: Partial<Command>) {
  const { logger, lines } = keepLog();
  const refused: string[] = [];
  const dispatch = createDispatcher({
    commands: [
      { data: { ...VEO, type: ApplicationCommandType.ChatInput }, execute: async () => {}, ...command },
    ],
    logger,
    random: RANDOM,
    telemetry: { ...noTelemetry, refused: (code) => void refused.push(code) },
  });
  const done: Promise<void>[] = [];
  const bot = await openGuild((interaction) => void done.push(dispatch(interaction, PLACE)));
  const slash = (name = 'veo') =>
    bot.ada.slash(bot.channel, name, name === 'veo' ? { prompt: 'A boat' } : {});
  return { ...bot, slash, lines, refused, settled: () => Promise.all(done) };
}

/** The private text that answered an interaction. */
async function privateAnswer(interaction: SandboxInteraction): Promise<string> {
  const answer = await interaction.response;
  if (answer.kind !== 'message') throw new Error(`answered with ${answer.kind}`);
  expect(answer.message.ephemeral).toBe(true);
  expect(answer.message.allowedMentions?.parse).toEqual([]);
  return answer.message.content;
}

describe('a handler that refuses', () => {
  test('is answered for privately, with its words, and counted', async () => {
    const { slash, refused, lines } = await openBot({
      execute: async () => {
        throw new ExpectedError('quota', 'Come back tomorrow.');
      },
    });
    expect(await privateAnswer(await slash())).toBe('Come back tomorrow.');
    expect(refused).toEqual(['quota']);
    expect(lines).toEqual([]);
  });

  test('after it answered is answered for in a second message', async () => {
    const { slash, settled } = await openBot({
      execute: async (interaction) => {
        await interaction.reply({ content: 'At work', flags: MessageFlags.Ephemeral, ...NO_PINGS });
        throw new ExpectedError('late', 'No, after all.');
      },
    });
    const interaction = await slash();
    expect(await privateAnswer(interaction)).toBe('At work');
    await settled();
    expect(interaction.followups.map(({ content, ephemeral }) => [content, ephemeral])).toEqual([
      ['No, after all.', true],
    ]);
  });
});

test('a handler that breaks is logged whole under a reference, of which alone the member is told', async () => {
  const { slash, refused, lines } = await openBot({
    execute: async () => {
      throw new Error('the database is on fire');
    },
  });
  const text = await privateAnswer(await slash());
  expect(text).toContain('`ref-1`');
  expect(text).not.toContain('fire');
  expect(refused).toEqual([]);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, reference: 'ref-1', err: { message: 'the database is on fire' } },
  ]);
});

test('an answer that comes too late is noted, and nothing more is tried', async () => {
  const { slash, lines, settled, sandbox } = await openBot({
    execute: async (interaction) => {
      await interaction.reply('once');
      await interaction.client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
        body: { type: 4, data: { content: 'twice' } },
        auth: false,
      });
    },
  });
  const interaction = await slash();
  await interaction.response;
  await settled();
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 40, err: { code: 40_060 } }]);
  expect(sandbox.requests.filter(({ path }) => path.startsWith('/interactions/'))).toHaveLength(2);
  expect(interaction.followups).toEqual([]);
});

describe('a press', () => {
  const withButtons: Partial<Command> = {
    execute: async (interaction) => void (await interaction.reply({ content: 'card', components: [ROW] })),
  };

  /** Presses the button of a message that the bot sent. */
  async function press(customId: string, command: Partial<Command> = {}) {
    const bot = await openBot({ ...withButtons, ...command });
    const answer = await (await bot.slash()).response;
    if (answer.kind !== 'message') throw new Error(answer.kind);
    return { ...bot, pressed: await bot.ada.press(answer.message, customId) };
  }

  test('reaches the handler of its action, with the job', async () => {
    const { pressed } = await press('v1:cancel:7', {
      components: {
        cancel: async (interaction, jobId) =>
          void (await interaction.reply({
            content: `job ${jobId}`,
            flags: MessageFlags.Ephemeral,
            ...NO_PINGS,
          })),
      },
    });
    expect(await privateAnswer(pressed)).toBe('job 7');
  });

  test.each(['v9:what:7', 'v1:prompt:7'])('on %s, which nobody handles, is answered', async (customId) => {
    const { pressed, refused } = await press(customId);
    expect(await privateAnswer(pressed)).toContain('no longer does anything');
    expect(refused).toEqual(['unknown-button']);
  });
});

test('a command that the bot no longer has is answered', async () => {
  const { slash, client, refused } = await openBot({});
  await client.application.commands.set([{ name: 'veo-old', description: 'x' }]);
  expect(await privateAnswer(await slash('veo-old'))).toContain('reload Discord');
  expect(refused).toEqual(['unknown-command']);
});

test('nothing is thrown when even the refusal cannot be shown', async () => {
  const { slash, lines, sandbox, settled } = await openBot({
    execute: async () => {
      throw new ExpectedError('quota', 'Come back tomorrow.');
    },
  });
  const fault = sandbox.faults.add({
    path: /\/interactions\//,
    effect: { kind: 'status', status: 404, body: { code: 10_062, message: 'Unknown interaction' } },
  });
  void slash();
  await fault.firstHit;
  await settled();
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, msg: 'a refusal could not be shown', err: { code: 10_062 } },
  ]);
});

describe('suggestions', () => {
  const typing = async (autocomplete: NonNullable<Command['autocomplete']>) => {
    const option = {
      type: 3,
      name: 'prompt',
      description: 'Words',
      required: true,
      autocomplete: true,
    } as const;
    const data = { ...VEO, type: ApplicationCommandType.ChatInput as const, options: [option] };
    const bot = await openBot({ data, autocomplete });
    await bot.client.rest.put(Routes.applicationCommands(bot.client.application.id), { body: [data] });
    const interaction = await bot.ada.autocomplete(bot.channel, 'veo', 'prompt', 'A b');
    return { ...bot, answer: await interaction.response };
  };

  test('of a handler that refuses are none, and nothing is logged', async () => {
    const { answer, lines } = await typing(async () => {
      throw new ExpectedError('not-moderator', 'This is for moderators.');
    });
    expect(answer).toMatchObject({ kind: 'choices', choices: [] });
    expect(lines).toEqual([]);
  });

  test('of a handler that fails are none, and the failure is logged', async () => {
    const { answer, lines } = await typing(async () => {
      throw new Error('the database is gone');
    });
    expect(answer).toMatchObject({ kind: 'choices', choices: [] });
    expect(lines.join()).toContain('the database is gone');
  });
});
