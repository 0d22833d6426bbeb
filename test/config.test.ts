import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, settingsSchema } from '../src/config.ts';

const REQUIRED = {
  DISCORD_TOKEN: 'discord-secret',
  SCENARIO_SDK_API_KEY: 'key-secret',
  SCENARIO_SDK_API_SECRET: 'scenario-secret',
};
const NAMES = Object.keys(settingsSchema.shape);

const folder = mkdtempSync(join(tmpdir(), 'clapper-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(content: string): string {
  const path = join(folder, `secret-${content.length}`);
  writeFileSync(path, content);
  return path;
}

/** Everything that is wrong with an environment. */
function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the smallest environment', () => {
  test('gives every other setting its default', () => {
    expect(loadConfig(REQUIRED)).toEqual({
      ...REQUIRED,
      DISCORD_API_URL: 'https://discord.com/api',
      DISCORD_CDN_HOSTS: ['cdn.discordapp.com', 'media.discordapp.net'],
      SCENARIO_API_URL: 'https://api.cloud.scenario.com/v1',
      SCENARIO_REQUESTS_PER_MINUTE: 100,
      DATABASE_URL: 'file:data/clapper.db',
      DATA_DIR: 'data',
      LIBRARY_MAX_GB: 20,
      DISK_RESERVE_MB: 500,
      QUOTA_VIDEOS_PER_DAY: 5,
      ALLOWED_GUILDS: [],
      MAX_RUNNING: 10,
      MAX_RUNNING_PER_GUILD: 3,
      MAX_RUNNING_PER_USER: 2,
      HTTP_PORT: 0,
      HTTP_HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
    });
  });

  test('may name what is empty, or blank: it counts as absent', () => {
    const empty = Object.fromEntries(NAMES.map((name) => [name, '']));
    expect(loadConfig({ ...empty, ...REQUIRED })).toEqual(loadConfig(REQUIRED));
    expect(loadConfig({ ...REQUIRED, HTTP_PORT: ' ', QUOTA_VIDEOS_PER_DAY: '  ', DATA_DIR: '\t' })).toEqual(
      loadConfig(REQUIRED),
    );
  });

  test('may hold what is none of the bot’s business', () => {
    expect(loadConfig({ ...REQUIRED, HOME: '/root', DISCORD_TOKENS: 'x' })).toEqual(loadConfig(REQUIRED));
  });

  test('gives settings that cannot be changed', () => {
    expect(Object.isFrozen(loadConfig(REQUIRED))).toBe(true);
  });
});

describe('taken:', () => {
  test.each<[string, string, unknown]>([
    ['DISCORD_TOKEN', '  abc ', 'abc'],
    ['DISCORD_API_URL', 'http://127.0.0.1:4000/api/', 'http://127.0.0.1:4000/api'],
    ['SCENARIO_API_URL', 'https://x.example/v1///', 'https://x.example/v1'],
    [
      'DISCORD_CDN_HOSTS',
      'CDN.example , 127.0.0.1:4000,[::1]:80',
      ['cdn.example', '127.0.0.1:4000', '[::1]:80'],
    ],
    ['QUOTA_VIDEOS_PER_DAY', '0', 0],
    ['QUOTA_VIDEOS_PER_DAY', '10000', 10_000],
    ['BUDGET_PER_DAY', '0.5', 0.5],
    ['BUDGET_PER_MONTH', '250000', 250_000],
    ['BUDGET_PER_SERVER_PER_DAY', '1', 1],
    ['BUDGET_PER_SERVER_PER_MONTH', '1e6', 1_000_000],
    ['ALLOWED_GUILDS', '100000000000000001', ['100000000000000001']],
    [
      'ALLOWED_GUILDS',
      ' 100000000000000001 ,100000000000000002',
      ['100000000000000001', '100000000000000002'],
    ],
    ['MAX_RUNNING', '1', 1],
    ['HTTP_PORT', '65535', 65_535],
    ['HTTP_PORT', ' 8080 ', 8_080],
    ['DATABASE_URL', 'file:/srv/clapper.db', 'file:/srv/clapper.db'],
    ['LOG_LEVEL', 'silent', 'silent'],
    ['SCENARIO_PROJECT_ID', 'proj_1', 'proj_1'],
  ])('%s=%j', (name, value, expected) => {
    expect(loadConfig({ ...REQUIRED, [name]: value })).toHaveProperty(name, expected);
  });
});

describe('refused, by name:', () => {
  test.each<[string, string]>([
    ['DISCORD_API_URL', 'discord.com/api'],
    ['DISCORD_API_URL', 'ftp://discord.com'],
    ['SCENARIO_API_URL', 'not an address'],
    ['SCENARIO_API_URL', 'https://x.example/v1?key=1'],
    ['DISCORD_API_URL', 'https://x.example/#'],
    ['SCENARIO_REQUESTS_PER_MINUTE', '9'],
    ['SCENARIO_REQUESTS_PER_MINUTE', '10001'],
    ['QUOTA_VIDEOS_PER_DAY', '-1'],
    ['QUOTA_VIDEOS_PER_DAY', '10001'],
    ['QUOTA_VIDEOS_PER_DAY', '2.5'],
    ['QUOTA_VIDEOS_PER_DAY', 'five'],
    ['QUOTA_VIDEOS_PER_DAY', 'Infinity'],
    ['BUDGET_PER_DAY', '0'],
    ['BUDGET_PER_MONTH', '-1'],
    ['BUDGET_PER_SERVER_PER_DAY', 'much'],
    ['BUDGET_PER_SERVER_PER_MONTH', 'Infinity'],
    ['ALLOWED_GUILDS', 'my server'],
    ['ALLOWED_GUILDS', '100000000000000001,,100000000000000002'],
    ['MAX_RUNNING', '0'],
    ['MAX_RUNNING_PER_GUILD', '0'],
    ['MAX_RUNNING_PER_USER', '1001'],
    ['HTTP_PORT', '65536'],
    ['HTTP_PORT', '80,81'],
    ['DATABASE_URL', 'clapper.db'],
    ['DATABASE_URL', 'file:'],
    ['DATABASE_URL', 'postgres://x/y'],
    ['DISCORD_CDN_HOSTS', 'https://cdn.example'],
    ['DISCORD_CDN_HOSTS', 'a.example,,b.example'],
    ['DISCORD_CDN_HOSTS', 'a.example/path, b example'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_LEVEL', 'INFO'],
  ])('%s=%j', (name, value) => {
    const problems = problemsOf({ ...REQUIRED, [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} .+`))]);
  });

  test.each([undefined, '0', ' '])('PUBLIC_URL, while nothing is served (HTTP_PORT=%j)', (HTTP_PORT) => {
    const environment = { ...REQUIRED, PUBLIC_URL: 'https://clapper.example', HTTP_PORT };
    expect(problemsOf(environment)).toEqual([expect.stringMatching(/^PUBLIC_URL needs HTTP_PORT/)]);
    expect(loadConfig({ ...environment, HTTP_PORT: '8080' }).PUBLIC_URL).toBe('https://clapper.example');
  });

  test.each([
    'https://clapper.example/?',
    'https://clapper.example/?a=b',
    'https://clapper.example/clips#top',
  ])('PUBLIC_URL=%j, behind which no path can be put', (PUBLIC_URL) => {
    const environment = { ...REQUIRED, PUBLIC_URL, HTTP_PORT: '8080' };
    expect(problemsOf(environment)).toEqual(['PUBLIC_URL must not have a ? or # in it']);
  });

  test.each(Object.keys(REQUIRED))('%s, when it is missing, empty or blank', (name) => {
    for (const value of [undefined, '', '   ']) {
      expect(problemsOf({ ...REQUIRED, [name]: value })).toEqual([`${name} is missing`]);
    }
  });
});

describe('problems', () => {
  test('are told all at once', () => {
    const error = {
      ...REQUIRED,
      DISCORD_TOKEN: '',
      HTTP_PORT: 'x',
      LOG_LEVEL: 'loud',
      SCENARIO_SDK_API_KEY_FILE: '/none',
    };
    expect(problemsOf(error)).toEqual([
      expect.stringMatching(/^SCENARIO_SDK_API_KEY_FILE and SCENARIO_SDK_API_KEY are both set/),
      'DISCORD_TOKEN is missing',
      expect.stringMatching(/^HTTP_PORT must be/),
      expect.stringMatching(/^LOG_LEVEL must be one of trace, /),
    ]);
  });

  test('are in the message, one a line, with where to read on', () => {
    const error = new ConfigError(['A is missing', 'B is odd']);
    expect(error.message).toBe(
      'The configuration has 2 problems:\n  - A is missing\n  - B is odd\nEvery setting is explained in .env.example.',
    );
    expect(new ConfigError(['A is missing']).message).toMatch(/^The configuration has a problem:\n/);
  });

  test('name every missing setting of an empty environment, and nothing else', () => {
    expect(problemsOf({})).toEqual(Object.keys(REQUIRED).map((name) => `${name} is missing`));
  });

  test('never show a secret', () => {
    const environment = { ...REQUIRED, DISCORD_TOKEN_FILE: '/none', HTTP_PORT: 'x' };
    expect(problemsOf(environment).join()).not.toMatch(/discord-secret|key-secret|scenario-secret/);
  });

  test('are all that comes of any environment that cannot be used', () => {
    const environment = fc.dictionary(fc.constantFrom(...NAMES, 'DISCORD_TOKEN_FILE'), fc.string());
    fc.assert(
      fc.property(environment, (given) => {
        const problems = problemsOf({ ...given, LOG_LEVEL: 'loud' });
        expect(problems.length).toBeGreaterThan(0);
        expect(problems.filter((problem) => !NAMES.some((name) => problem.startsWith(name)))).toEqual([]);
        expect(new Set(problems).size).toBe(problems.length);
      }),
    );
  });
});

describe('a secret in a file', () => {
  const { DISCORD_TOKEN: _, ...others } = REQUIRED;

  test.each(Object.keys(REQUIRED))('is read for %s, without the line break at its end', (name) => {
    const environment = { ...REQUIRED, [name]: undefined, [`${name}_FILE`]: fileOf('  from-a-file\n') };
    expect(loadConfig(environment)).toHaveProperty(name, 'from-a-file');
  });

  test('that cannot be read is one problem', () => {
    const problems = problemsOf({ ...others, DISCORD_TOKEN_FILE: join(folder, 'none') });
    expect(problems).toEqual([
      expect.stringMatching(/^DISCORD_TOKEN_FILE names a file that cannot be read \(ENOENT/),
    ]);
  });

  test('that is empty is a missing setting', () => {
    expect(problemsOf({ ...others, DISCORD_TOKEN_FILE: fileOf('\n') })).toEqual(['DISCORD_TOKEN is missing']);
  });

  test('beside the setting itself is refused: nobody knows which counts', () => {
    const problems = problemsOf({ ...REQUIRED, DISCORD_TOKEN_FILE: fileOf('other') });
    expect(problems).toEqual([expect.stringMatching(/^DISCORD_TOKEN_FILE and DISCORD_TOKEN are both set/)]);
  });

  test('is not looked for where the setting is no secret', () => {
    expect(loadConfig({ ...REQUIRED, HTTP_PORT_FILE: '/none', DATABASE_URL_FILE: '/none' })).toEqual(
      loadConfig(REQUIRED),
    );
  });

  test('may have no name: it counts as absent', () => {
    expect(loadConfig({ ...REQUIRED, DISCORD_TOKEN_FILE: '' })).toEqual(loadConfig(REQUIRED));
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const example = parseEnv(text);

  test('lists exactly the settings that there are, each once', () => {
    const listed = [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(NAMES.toSorted());
  });

  test('with the required ones filled in means the defaults', () => {
    expect(loadConfig({ ...example, ...REQUIRED })).toEqual(loadConfig(REQUIRED));
  });

  test('leaves empty just what has no default', () => {
    const defaults: Record<string, unknown> = loadConfig(REQUIRED);
    const empty = Object.keys(example).filter((name) => example[name] === '');
    const without = NAMES.filter((name) => name in REQUIRED || String(defaults[name] ?? '') === '');
    expect(empty.toSorted()).toEqual(without.toSorted());
    for (const name of NAMES.filter((one) => !empty.includes(one))) {
      expect(example[name]).toBe(String(defaults[name]));
    }
  });
});
