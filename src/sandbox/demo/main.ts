import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { sandboxSettings, startBotProcess } from '../bot-process.ts';
import type { SandboxMessage } from '../discord/message.ts';
import { startDiscordSandbox } from '../discord/server.ts';
import { startScenarioSandbox } from '../scenario/server.ts';
import { createTranscript } from './transcript.ts';
import { videoFacts } from './video-facts.ts';

const PROMPT =
  'A paper boat sails down a rain-filled gutter at dusk, neon signs rippling in the water, slow tracking shot';
const OUTPUT_FOLDER = 'demo-output';
const RESULT_TIMEOUT_MS = 30_000;
const STAGES_MS = { pending: 500, queued: 500, inProgress: 2_500, finalizing: 500 };

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Runs the main job on the sandbox: the real bot, a member who types /veo, the video in the channel. */
async function demo(keep: boolean): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clapper-demo-'));
  const discord = await startDiscordSandbox();
  const scenario = await startScenarioSandbox({ stageDurationsMs: STAGES_MS });
  const guild = discord.addGuild({ name: 'Film club' });
  const channel = guild.addChannel({ name: 'films' });
  const ada = guild.addMember({ name: 'Ada' });

  print('A sandbox Discord and a sandbox Scenario run on this machine; the bot is the real one.\n');
  discord.on(createTranscript(print));
  const bot = startBotProcess({
    settings: {
      ...sandboxSettings(discord, scenario, dataDir),
      QUOTA_VIDEOS_PER_DAY: '100',
    },
    onLog: (line) => {
      if (/"level":[456]0/.test(line)) print(`      bot log: ${line}`);
    },
  });

  try {
    await Promise.race([discord.waitFor('commands-registered'), failIfGone(bot.exited)]);
    const finished = discord.waitFor(
      'message-edited',
      ({ message }) => message.content.startsWith('✅'),
      RESULT_TIMEOUT_MS,
    );
    const posted = discord.waitFor('message-created', isVideo, RESULT_TIMEOUT_MS);
    await ada.slash(channel, 'veo', { prompt: PROMPT, duration: 4 });
    const { message } = await Promise.race([posted, failIfGone(bot.exited)]);
    await finished;
    const path = await save(message);
    print(`\nThe video: ${relative(process.cwd(), path)} (${await videoFacts(path)})`);
    if (keep) await takeOrders((prompt) => ada.slash(channel, 'veo', { prompt }));
    const exitCode = await bot.stop();
    print(`The bot stopped with exit code ${exitCode}.`);
    return exitCode === 0 ? 0 : 1;
  } catch (error) {
    print(
      `\nThe demo failed: ${error instanceof Error ? error.message : error}\n${bot.log.slice(-20).join('\n')}`,
    );
    await bot.stop('SIGKILL');
    return 1;
  } finally {
    await Promise.all([discord.close(), scenario.close()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

const isVideo = ({ message }: { message: SandboxMessage }): boolean =>
  message.attachments.some(({ filename }) => filename.endsWith('.mp4'));

async function failIfGone(exited: Promise<number | string>): Promise<never> {
  throw new Error(`the bot ended early (${await exited})`);
}

async function save(message: SandboxMessage): Promise<string> {
  const [file] = message.attachments;
  if (!file) throw new Error('the message has no file');
  await mkdir(OUTPUT_FOLDER, { recursive: true });
  const path = join(process.cwd(), OUTPUT_FOLDER, file.filename);
  const answer = await fetch(file.url);
  if (!answer.ok) throw new Error(`the attachment could not be read back: ${answer.status}`);
  await writeFile(path, Buffer.from(await answer.arrayBuffer()));
  return path;
}

/** Every line that is typed is a prompt of Ada's, until the input ends. */
async function takeOrders(order: (prompt: string) => Promise<unknown>): Promise<void> {
  print('\nThe demo goes on: type a prompt and press Enter to have Ada send /veo; Ctrl+C or Ctrl+D ends it.');
  print('[fail], [blocked] or [slow] in a prompt shows how the bot takes that.\n');
  const lines = createInterface({ input: process.stdin });
  process.once('SIGINT', () => lines.close());
  for await (const line of lines) {
    if (line.trim() === '') continue;
    await order(line.trim()).catch((error: unknown) => print(String(error)));
  }
}

const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });
process.exit(await demo(values.keep));
