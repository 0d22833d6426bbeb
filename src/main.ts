import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, loadConfig, type Settings } from './config.ts';
import { systemClock } from './lib/clock.ts';
import { createLogger, type Logger } from './lib/logger.ts';
import { systemRandom } from './lib/random.ts';
import { UnusableDatabase } from './lib/unusable-database.ts';

const MIN_NODE = { major: 22, minor: 19 };
const EXIT_CLEAN = 0;
const EXIT_FAULT = 1;
const EXIT_BAD_CONFIGURATION = 78;
/** Whoever stops the bot waits 10 seconds before it kills it. */
const STOP_DEADLINE_MS = 9_000;

/** Works from the bundle (`dist/main.mjs`) and from the source (`src/main.ts`) alike: both lie one folder down. */
const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', 'drizzle');

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE.major || (major === MIN_NODE.major && minor >= MIN_NODE.minor)) return;
  refuse(
    `Clapper needs Node ${MIN_NODE.major}.${MIN_NODE.minor} or newer; this is Node ${process.versions.node}. Install Node 24 and start again.`,
  );
}

function readSettings(): Settings {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) return refuse(error.message);
    throw error;
  }
}

function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(EXIT_BAD_CONFIGURATION);
}

/** Opens what the bot cannot be without; where that fails, says so and ends the process. */
function built<T>(build: () => T, logger: Logger): T {
  try {
    return build();
  } catch (err) {
    logger.fatal({ err }, 'the start failed');
    process.exit(err instanceof UnusableDatabase ? EXIT_BAD_CONFIGURATION : EXIT_FAULT);
  }
}

async function main(): Promise<void> {
  checkNode();
  const settings = readSettings();
  const logger = createLogger(settings.LOG_LEVEL);
  // Only now: the database's native part crashes on a Node that is too old.
  const { buildApp } = await import('./app.ts');

  let stopping = false;
  const stop = async (exitCode: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const stopped = app.stop().then(
      () => 'stopped' as const,
      (err: unknown) => {
        logger.error({ err }, 'the stop failed');
        return 'failed' as const;
      },
    );
    const how = await Promise.race([stopped, delay(STOP_DEADLINE_MS, 'too slow' as const)]);
    logger.info({ how }, 'bye');
    process.exit(how === 'failed' ? EXIT_FAULT : exitCode);
  };
  const fail = (err: unknown, text: string): void => {
    logger.fatal({ err }, text);
    void stop(EXIT_FAULT);
  };

  const options = {
    clock: systemClock,
    random: systemRandom,
    logger,
    migrationsFolder: MIGRATIONS_FOLDER,
    onFatal: (err: Error) => fail(err, 'the bot cannot go on'),
  };
  const app = built(() => buildApp(settings, options), logger);
  process.on('SIGTERM', () => void stop(EXIT_CLEAN));
  process.on('SIGINT', () => void stop(EXIT_CLEAN));
  process.on('uncaughtException', (err) => fail(err, 'an error reached nobody'));
  process.on('unhandledRejection', (err) => fail(err, 'a rejection reached nobody'));
  await app.start().catch((err: unknown) => fail(err, 'the start failed'));
}

await main();
