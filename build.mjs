// Bundles the bot into one file, dist/main.mjs. `--if-stale` builds only when a source is newer than the bundle.
// Plain JavaScript without dependencies at the top: it must run, and say what to do, on any Node version.
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = import.meta.dirname ?? '.';
const OUTPUT = join(ROOT, 'dist', 'main.mjs');
const MIN_NODE = [22, 19];
const EXIT_BAD_CONFIGURATION = 78;

requireNode();
if (!process.argv.includes('--if-stale') || isStale()) await build();

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  console.error(
    `Clapper needs Node ${MIN_NODE.join('.')} or newer; this is Node ${process.versions.node}.\n` +
      'Install Node 24 (https://nodejs.org) and run the command again.',
  );
  process.exit(EXIT_BAD_CONFIGURATION);
}

/** @returns {boolean} whether a file that goes into the bundle is newer than the bundle */
function isStale() {
  const built = statSync(OUTPUT, { throwIfNoEntry: false });
  if (!built) return true;
  const sources = ['commands', 'src'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return [...sources, join(ROOT, 'package-lock.json'), join(ROOT, 'build.mjs')].some(
    (file) => statSync(file).mtimeMs > built.mtimeMs,
  );
}

async function build() {
  const esbuild = await import('esbuild').catch((cause) => {
    console.error('esbuild is not installed: run `npm ci` (with development dependencies) and try again.');
    throw cause;
  });
  // Written beside the bundle and renamed, so that several starts at once never see half a file.
  const temporary = `${OUTPUT}.${process.pid}.tmp`;
  try {
    await esbuild.build({
      entryPoints: [join(ROOT, 'src', 'main.ts')],
      outfile: temporary,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node22',
      external: ['better-sqlite3', 'sharp', '@napi-rs/canvas', 'zlib-sync', 'bufferutil', 'utf-8-validate'],
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
      legalComments: 'none',
      logLevel: 'warning',
    });
    renameSync(temporary, OUTPUT);
  } finally {
    rmSync(temporary, { force: true });
  }
}
