import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type App, buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { systemRandom } from '../../src/lib/random.ts';
import { type BotProcess, sandboxSettings, startBotProcess } from '../../src/sandbox/bot-process.ts';
import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type {
  OptionValues,
  SandboxChannel,
  SandboxGuild,
  SandboxMember,
} from '../../src/sandbox/discord/model.ts';
import {
  type DiscordSandbox,
  type DiscordSandboxOptions,
  startDiscordSandbox,
} from '../../src/sandbox/discord/server.ts';
import {
  type ScenarioSandbox,
  type ScenarioSandboxOptions,
  startScenarioSandbox,
} from '../../src/sandbox/scenario/server.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

export interface WorldOptions {
  discord?: DiscordSandboxOptions;
  scenario?: ScenarioSandboxOptions;
}

/** Both outside systems, a guild with people in it, and a folder for the bot: everything but the bot itself. */
export interface World {
  clock: TestClock;
  discord: DiscordSandbox;
  scenario: ScenarioSandbox;
  guild: SandboxGuild;
  channel: SandboxChannel;
  ada: SandboxMember;
  dataDir: string;
  /** The environment of a bot in this world. */
  settings(overrides?: Record<string, string>): Record<string, string>;
  /** The bot inside the test's process, on the test's clock; stopped with the test. */
  startApp(overrides?: Record<string, string>): Promise<RunningApp>;
  /** The bot as a process of its own, on the real clock, as production runs it; killed with the test. */
  startProcess(overrides?: Record<string, string>, entry?: string): Promise<BotProcess>;
  /** Lets time run fast until something is so. */
  until<T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>): Promise<T>;
  /** Sends `/veo` and returns the public card. */
  order(
    options?: OptionValues,
    by?: { member?: SandboxMember; channel?: SandboxChannel },
  ): Promise<SandboxMessage>;
  /** Sends `/veo` and returns the private refusal's text. */
  refusal(options?: OptionValues, by?: { member?: SandboxMember; channel?: SandboxChannel }): Promise<string>;
}

export interface RunningApp {
  app: App;
  /** Its log, line by line. */
  log: string[];
  stop(): Promise<void>;
}

const FAST_STAGES = { pending: 1_000, queued: 1_000, inProgress: 20_000, finalizing: 1_000 };
const REAL_STAGES = { pending: 50, queued: 50, inProgress: 300, finalizing: 50 };
const JUMP_MS = 500;
const JUMP_EVERY_MS = 5;
const PATIENCE_MS = 40_000;
const LOG_LINES_SHOWN = 25;
const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', '..', 'drizzle');

/** A world on a clock that flows like the real one and can be moved ahead. */
export const openWorld = (options: WorldOptions = {}): Promise<World> => build(options, FAST_STAGES, true);

/** A world on the real clock, for a bot that is a process of its own: Scenario's jobs take half a second. */
export const openRealTimeWorld = (options: WorldOptions = {}): Promise<World> =>
  build(options, REAL_STAGES, false);

async function build(
  options: WorldOptions,
  stageDurationsMs: typeof FAST_STAGES,
  moving: boolean,
): Promise<World> {
  const clock = createTestClock({ flowing: true });
  const now = moving ? clock.now : Date.now;
  const discord = await startDiscordSandbox({ now, rateLimits: 'off', ...options.discord });
  const scenario = await startScenarioSandbox({
    now,
    stageDurationsMs,
    requestsPerMinute: 1_000_000,
    ...options.scenario,
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'clapper-test-'));
  onTestFinished(async () => {
    await Promise.all([discord.close(), scenario.close()]);
    await rm(dataDir, { recursive: true, force: true });
  });
  const guild = discord.addGuild({ name: 'Film club' });
  const channel = guild.addChannel({ name: 'films' });
  const ada = guild.addMember({ name: 'Ada' });

  let log: readonly string[] = [];
  const settings = (overrides: Record<string, string> = {}) => ({
    ...sandboxSettings(discord, scenario, dataDir),
    SCENARIO_REQUESTS_PER_MINUTE: '10000',
    LOG_LEVEL: 'debug',
    ...overrides,
  });

  const until: World['until'] = async (what, probe) => {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await probe();
      if (found !== undefined && found !== false) return found;
      if (Date.now() > deadline) {
        throw new Error(
          `waited in vain for ${what}; the end of the log:\n${log.slice(-LOG_LINES_SHOWN).join('\n')}`,
        );
      }
      await delay(JUMP_EVERY_MS);
      if (moving) clock.jump(JUMP_MS);
    }
  };

  const send = (values: OptionValues, by: { member?: SandboxMember; channel?: SandboxChannel } = {}) =>
    (by.member ?? ada).slash(by.channel ?? channel, 'veo', { prompt: 'A boat at dusk', ...values });

  return {
    clock,
    discord,
    scenario,
    guild,
    channel,
    ada,
    dataDir,
    settings,
    until,

    startApp: async (overrides) => {
      const lines: string[] = [];
      log = lines;
      const app = buildApp(loadConfig(settings(overrides)), {
        clock,
        random: systemRandom,
        logger: createLogger('debug', { write: (line) => void lines.push(line) }),
        migrationsFolder: MIGRATIONS_FOLDER,
        onFatal: (error) => lines.push(`fatal: ${error.message}`),
      });
      let stopped: Promise<void> | undefined;
      const stop = () => {
        stopped ??= app.stop();
        return stopped;
      };
      onTestFinished(stop);
      await app.start();
      return { app, log: lines, stop };
    },

    startProcess: async (overrides, entry = 'dist/main.mjs') => {
      const bot = startBotProcess({ settings: settings(overrides), entry });
      log = bot.log;
      onTestFinished(async () => void (await bot.stop('SIGKILL')));
      await Promise.race([
        discord.waitFor('bot-connected'),
        bot.exited.then((how) => {
          throw new Error(`the bot ended (${how}):\n${bot.log.join('\n')}`);
        }),
      ]);
      await until('the commands', () => discord.commands.length > 0);
      return bot;
    },

    order: async (values = {}, by) => {
      const interaction = await send(values, by);
      const message = await answerTo(interaction);
      if (message.ephemeral) throw new Error(`refused: ${message.content}`);
      return message;
    },

    refusal: async (values = {}, by) => {
      const message = await answerTo(await send(values, by));
      if (!message.ephemeral) throw new Error(`not refused: ${textOf(message)}`);
      return message.content;
    },
  };
}

/** The message that answered an interaction. */
export async function answerTo(interaction: SandboxInteraction): Promise<SandboxMessage> {
  const answer = await interaction.response;
  if (answer.kind === 'message' || answer.kind === 'update') return answer.message;
  throw new Error(`answered with ${answer.kind}`);
}

/** Everything that can be read in a message. */
export const textOf = ({ content, embeds }: Pick<SandboxMessage, 'content' | 'embeds'>): string =>
  [content, ...embeds.map(({ description }) => description ?? '')].join('\n').trim();

/** The bot's messages that carry or link a video. */
export const results = (channel: SandboxChannel): SandboxMessage[] =>
  channel.messages.filter(
    ({ author, content }) => author === 'bot' && content.includes('your video is ready'),
  );

const generateRequests = (scenario: ScenarioSandbox, dry: boolean) =>
  scenario.requests.filter(
    ({ method, path, query }) =>
      method === 'POST' && path.includes('/generate/') && JSON.stringify(query).includes('dryRun') === dry,
  );

/** The generate requests that were handled, dry runs left out. */
export const orders = (scenario: ScenarioSandbox) => generateRequests(scenario, false);

/** The questions what a video costs that were handled. */
export const dryRuns = (scenario: ScenarioSandbox) => generateRequests(scenario, true);
