import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotProcess, sandboxSettings, startBotProcess } from '../bot-process.ts';
import type { SandboxInteraction } from '../discord/interaction.ts';
import type { SandboxMessage } from '../discord/message.ts';
import type { OptionValues, SandboxChannel, SandboxMember } from '../discord/model.ts';
import { startDiscordSandbox } from '../discord/server.ts';
import { type JobOutcome, startScenarioSandbox, type VeoBody } from '../scenario/server.ts';
import { type Cast, castOf } from './cast.ts';
import { createSharedClock } from './clock.ts';
import type { UsedCommand } from './drawing/message.ts';
import { largeClip } from './large-clip.ts';
import { until } from './until.ts';

/** A server with people in it, and the real bot, between the two sandboxes. Its clock can be moved. */
export interface Stage extends Cast {
  now(): number;
  /** Lets so much time pass at once. */
  pass(ms: number): Promise<void>;
  /** Types a command: '/veo-mod quota show'. */
  type(
    member: SandboxMember,
    channel: SandboxChannel,
    command: string,
    options?: OptionValues,
  ): Promise<SandboxInteraction>;
  /** The message that an interaction is answered with, or changes, once that is done. */
  answer(interaction: SandboxInteraction): Promise<SandboxMessage>;
  /** The command that a message answers, as it was typed. */
  usedFor(message: SandboxMessage): UsedCommand | undefined;
  /** Has a member order a video in #films, and gives its message once it is there. */
  video(member: SandboxMember, prompt: string, options?: OptionValues): Promise<SandboxMessage>;
  /** Resolves once Scenario has what these cards stand for. */
  ordered(cards: readonly SandboxMessage[]): Promise<void>;
  /** Lets Scenario finish what it has, until every one of these cards tells how it ended. */
  finished(cards: readonly SandboxMessage[]): Promise<void>;
  /** The video that the card of a delivered one links to. */
  resultOf(card: SandboxMessage): SandboxMessage;
  /** What the bot and a member wrote to each other, oldest first. */
  directMessages(member: SandboxMember): readonly SandboxMessage[];
  /** What the bot has logged as wrong. */
  faults(): string[];
  close(): Promise<void>;
}

/** What differs from the usual of the world around the bot. */
export interface StageOptions {
  /** Environment of the bot. */
  settings?: Record<string, string>;
  /** How Scenario's jobs end; well when absent. */
  outcome?: (body: VeoBody) => JobOutcome;
  /** How large Scenario's videos are; a few hundred kilobytes when absent. */
  videoBytes?: number;
}

/** A Monday afternoon, so that the pictures are the same whenever they are made. */
const STARTS_AT = Date.parse('2026-10-05T14:00:00Z');
const STAGES_MS = { pending: 1_000, queued: 6_000, inProgress: 58_000, finalizing: 4_000 };
const VIDEO_TAKES_MS = 75_000;
/** What a card says once Scenario has the order, and when it ended. */
const ORDERED = /Generating/;
const ENDED = /^✅|Failed|Blocked|Could not be posted/;
/** A line of the bot's log from error upwards. */
const FAULT = /"level":[56]0/;

export async function openStage({ settings, outcome, videoBytes }: StageOptions = {}): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clapper-pictures-'));
  const clock = await createSharedClock(STARTS_AT, dataDir);
  const { now } = clock;
  const discord = await startDiscordSandbox({ now, rateLimits: 'off' });
  const clip = videoBytes === undefined ? undefined : await largeClip(videoBytes, dataDir);
  const scenario = await startScenarioSandbox({
    now,
    ...(outcome && { outcome }),
    clip: () => clip,
    stageDurationsMs: STAGES_MS,
    requestsPerMinute: 1_000_000,
  });
  const cast = castOf(discord.addGuild({ name: 'Film club' }), now());
  const bot = startBotProcess({
    settings: { ...sandboxSettings(discord, scenario, dataDir), ...clock.settings, ...settings },
  });
  const commands = new Map<string, UsedCommand>();
  const close = async () => {
    await bot.stop('SIGKILL');
    await Promise.all([discord.close(), scenario.close()]);
    await rm(dataDir, { recursive: true, force: true });
  };
  const started = Promise.race([discord.waitFor('commands-registered'), failIfGone(bot)]);
  await started.catch(async (error: unknown) => {
    await close();
    throw error;
  });

  const type: Stage['type'] = async (member, channel, command, options = {}) => {
    const [name = '', ...subcommands] = command.slice(1).split(' ');
    const subcommand = subcommands.pop();
    const subcommandGroup = subcommands.pop();
    const interaction = await member.slash(channel, name, options, {
      ...(subcommand === undefined ? {} : { subcommand }),
      ...(subcommandGroup === undefined ? {} : { subcommandGroup }),
    });
    commands.set(interaction.id, { by: member.name, command });
    return interaction;
  };
  const answer: Stage['answer'] = async (interaction) => {
    const { kind } = await interaction.response;
    return until(`the answer to ${interaction.label}`, () => {
      const message = interaction.original();
      const isOld =
        kind === 'deferred-update' && (message?.edits.at(-1)?.at ?? 0) < (interaction.answeredAt ?? 0);
      return message && !message.loading && !isOld ? message : undefined;
    });
  };
  const ordered = async (cards: readonly SandboxMessage[]) => {
    const refused = cards.find(({ ephemeral }) => ephemeral);
    if (refused) throw new Error(`a video was not ordered: ${textOf(refused)}`);
    await until('Scenario to have the orders', () => cards.every((card) => ORDERED.test(textOf(card))));
  };
  const finished = async (cards: readonly SandboxMessage[]) => {
    await ordered(cards);
    await clock.pass(VIDEO_TAKES_MS, bot);
    await until('the videos to end', () => cards.every((card) => ENDED.test(textOf(card))));
  };
  const resultOf = (card: SandboxMessage): SandboxMessage => {
    const id = /^✅ .*\/(\d+)$/.exec(card.content)?.[1];
    const messages = cast.guild.channels.flatMap((channel) => channel.messages);
    const result = messages.find((message) => message.id === id);
    if (!result) throw new Error(`the card links to no video: ${textOf(card)}`);
    return result;
  };

  return {
    ...cast,
    now,
    pass: (ms) => clock.pass(ms, bot),
    type,
    answer,
    usedFor: ({ viaInteraction }) =>
      viaInteraction === undefined ? undefined : commands.get(viaInteraction),
    video: async (member, prompt, options = {}) => {
      const card = await answer(await type(member, cast.channels.films, '/veo', { prompt, ...options }));
      await finished([card]);
      return resultOf(card);
    },
    ordered,
    finished,
    resultOf,
    directMessages: ({ id }) => discord.dms(id),
    faults: () => bot.log.filter((line) => FAULT.test(line)),
    close,
  };
}

const textOf = ({ content, embeds }: SandboxMessage): string =>
  [content, ...embeds.map(({ description }) => description ?? '')].join('\n').trim();

async function failIfGone(bot: BotProcess): Promise<never> {
  throw new Error(`the bot ended early (${await bot.exited}):\n${bot.log.join('\n')}`);
}
