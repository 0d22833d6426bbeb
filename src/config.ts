import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { LOG_LEVELS } from './lib/logger.ts';

const required = z.string('is missing');
const apiUrl = z
  .url({ protocol: /^https?$/, error: 'is not an http(s) address' })
  // Paths are put behind it.
  .refine((url) => !/[?#]/.test(url), 'must not have a ? or # in it')
  .transform((url) => url.replace(/\/+$/, ''));
const wholeNumber = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};
const creativeUnits = z.coerce
  .number({ error: 'must be a number of creative units' })
  .positive({ error: 'must be more than 0' })
  .optional();
const gigabytes = z.coerce
  .number({ error: 'must be a number of gigabytes' })
  .positive({ error: 'must be more than 0' });
const serverIds = z
  .string()
  .transform((list) => list.split(',').map((id) => id.trim()))
  .pipe(z.array(z.string().regex(/^\d{17,20}$/, 'must be server ids with commas between them')))
  .default([]);
const hosts = z
  .string()
  .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
  .pipe(z.array(z.string().regex(/^[a-z0-9.[\]:-]+$/, 'must be host names with commas between them')).min(1));

/** Every setting, by the name of its environment variable. `.env.example` explains each; a test keeps the two in step. */
export const settingsSchema = z.object({
  DISCORD_TOKEN: required,
  DISCORD_API_URL: apiUrl.default('https://discord.com/api'),
  DISCORD_CDN_HOSTS: hosts.default(['cdn.discordapp.com', 'media.discordapp.net']),
  SCENARIO_SDK_API_KEY: required,
  SCENARIO_SDK_API_SECRET: required,
  SCENARIO_PROJECT_ID: z.string().optional(),
  SCENARIO_API_URL: apiUrl.default('https://api.cloud.scenario.com/v1'),
  SCENARIO_REQUESTS_PER_MINUTE: wholeNumber(10, 10_000).default(100),
  DATABASE_URL: z
    .string()
    .regex(/^file:.+/, 'must be file: and a path')
    .default('file:data/clapper.db'),
  DATA_DIR: z.string().min(1).default('data'),
  LIBRARY_MAX_GB: gigabytes.default(20),
  LIBRARY_MAX_DAYS: wholeNumber(1, 36_500).optional(),
  DISK_RESERVE_MB: wholeNumber(0, 1_000_000_000).default(500),
  FFMPEG_PATH: z.string().min(1).optional(),
  QUOTA_VIDEOS_PER_DAY: wholeNumber(0, 10_000).default(5),
  BUDGET_PER_DAY: creativeUnits,
  BUDGET_PER_MONTH: creativeUnits,
  BUDGET_PER_SERVER_PER_DAY: creativeUnits,
  BUDGET_PER_SERVER_PER_MONTH: creativeUnits,
  ALLOWED_GUILDS: serverIds,
  MAX_RUNNING: wholeNumber(1, 1_000).default(10),
  MAX_RUNNING_PER_GUILD: wholeNumber(1, 1_000).default(3),
  MAX_RUNNING_PER_USER: wholeNumber(1, 1_000).default(2),
  HTTP_PORT: wholeNumber(0, 65_535).default(0),
  HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: apiUrl.optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});

export type Settings = Readonly<z.infer<typeof settingsSchema>>;

/** Settings that may be given as the path of a file (`…_FILE`), as container secrets are. */
const SECRET_NAME = /_(?:SECRET|TOKEN|KEY)$/;

/** The environment cannot be used. `problems` names every setting that is wrong, and how. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nEvery setting is explained in .env.example.`,
    );
    this.problems = problems;
  }
}

/**
 * Reads the settings from an environment. Empty and blank variables count as absent.
 * @throws ConfigError with all problems at once
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const given: Record<string, string> = {};
  for (const name of Object.keys(settingsSchema.shape)) {
    const value = givenValue(name, environment, problems)?.trim();
    if (value) given[name] = value;
  }
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const reported = new Set(problems.map((problem) => problem.split(/[ _]FILE/, 1)[0]));
    for (const { path, message } of parsed.error.issues) {
      const name = String(path[0]);
      if (!reported.has(name)) problems.push(`${name} ${message}`);
    }
  }
  if (given.PUBLIC_URL && Number(given.HTTP_PORT ?? 0) === 0) {
    problems.push('PUBLIC_URL needs HTTP_PORT, the port that is reached under it');
  }
  // A list with several wrong members says so once.
  if (!parsed.success || problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return Object.freeze(parsed.data);
}

function givenValue(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): string | undefined {
  const fileName = `${name}_FILE`;
  const file = SECRET_NAME.test(name) ? environment[fileName] : undefined;
  if (!file) return environment[name];
  if (environment[name]) {
    problems.push(`${fileName} and ${name} are both set: keep one`);
    return environment[name];
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(
      `${fileName} names a file that cannot be read (${error instanceof Error ? error.message : error})`,
    );
    return undefined;
  }
}
