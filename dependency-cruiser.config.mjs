/**
 * Who may import whom. ARCHITECTURE.md says why; this file makes it hold.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const ROOMS = {
  'src/lib': ['pino', 'undici'],
  'src/veo': ['zod'],
  'src/quota': ['temporal-polyfill'],
  'src/moderation': ['src/veo', 'src/quota', 'src/lib', 'zod', 'obscenity', 're2js'],
  'src/jobs': ['src/veo', 'src/quota', 'src/moderation', 'src/lib'],
  'src/challenges': ['src/veo', 'src/quota', 'src/moderation', 'src/jobs', 'src/lib', 'zod', 'croner'],
  'src/charts': ['src/lib', 'chart.js', '@napi-rs/canvas', 'csv-stringify'],
  'src/scenario': ['src/veo', 'src/lib', 'undici', 'zod'],
  'src/discord': [
    'src/veo',
    'src/quota',
    'src/moderation',
    'src/challenges',
    'src/jobs',
    'src/lib',
    'discord.js',
    'zod',
  ],
  'src/media': ['src/lib', 'sharp', 'mediabunny', 'file-type', 'p-queue'],
  'src/worker': [
    'src/veo',
    'src/quota',
    'src/moderation',
    'src/challenges',
    'src/jobs',
    'src/scenario',
    'src/discord',
    'src/media',
    'src/lib',
  ],
  'src/store': [
    'src/veo',
    'src/quota',
    'src/moderation',
    'src/challenges',
    'src/jobs',
    'src/charts',
    'src/lib',
    'drizzle-orm',
    'better-sqlite3',
  ],
  'src/http': ['src/jobs', 'src/lib', 'fastify', '@fastify/static', 'prom-client'],
  'src/sandbox': [
    'fastify',
    '@fastify/multipart',
    'ws',
    'zod',
    'mediabunny',
    'discord.js',
    'playwright-core',
    'sharp',
  ],
  commands: [
    'src/veo',
    'src/quota',
    'src/moderation',
    'src/challenges',
    'src/jobs',
    'src/charts',
    'src/discord',
    'src/lib',
    'discord.js',
  ],
};

/** Node's own modules, and pino's types for a logger that is passed in, are open to every room. */
const OPEN_TO_ALL = ['^node:', '^[a-z_/]+$', 'node_modules/pino/'];

const escapeName = (name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const asPath = (target) =>
  target.startsWith('src/') ? `^${escapeName(target)}/` : `node_modules/(@types/)?${escapeName(target)}/`;

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'sandbox-is-for-tests-and-demo',
      comment: 'The bot has no mode for the sandbox: nothing outside it may know it exists.',
      severity: 'error',
      from: { path: '^(src|commands)/', pathNot: '^src/sandbox/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    ...Object.entries(ROOMS).map(([room, allowed]) => ({
      name: `room ${room}`,
      comment: `${room} may import only: ${allowed.join(', ') || 'nothing'}`,
      severity: 'error',
      from: { path: `^${escapeName(room)}/` },
      to: { pathNot: [`^${escapeName(room)}/`, ...OPEN_TO_ALL, ...allowed.map(asPath)] },
    })),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
