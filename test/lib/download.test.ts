import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DownloadError, type Downloaded, type DownloadOptions, download } from '../../src/lib/download.ts';

const FILE = randomBytes(300_000);
const WHOLE = { bytes: FILE.length, hash: createHash('sha256').update(FILE).digest('hex') };

let server: FastifyInstance;
let origin: string;
let folder: string;
const authorizations: (string | undefined)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clapper-download-'));
  server = Fastify({ forceCloseConnections: true });
  server.addHook('onRequest', async ({ headers }) => void authorizations.push(headers.authorization));
  server.get('/file', async (_request, reply) => reply.type('video/mp4').send(FILE));
  server.get('/empty', async (_request, reply) => reply.type('video/mp4').send(Buffer.alloc(0)));
  server.get('/unsized', async (_request, reply) => reply.send(Readable.from([FILE])));
  server.get('/redirect', async (_request, reply) => reply.redirect('/file'));
  server.get('/redirect-twice', async (_request, reply) => reply.redirect('/redirect'));
  server.get<{ Params: { status: string } }>('/status/:status', async ({ params }, reply) =>
    reply.code(Number(params.status)).send('an answer that is no video'),
  );
  server.get('/cut', async (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-length': String(FILE.length) });
    reply.raw.write(FILE.subarray(0, 1_000), () => reply.raw.destroy());
  });
  server.get('/hang', async (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-length': String(FILE.length) });
    reply.raw.write(FILE.subarray(0, 1_000), () => hangs?.resolve());
  });
  server.get('/drip', async (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200);
    const drip = setInterval(() => reply.raw.write('x'), 20);
    reply.raw.on('close', () => clearInterval(drip));
  });
  origin = await server.listen({ host: '127.0.0.1', port: 0 });
});

let hangs: PromiseWithResolvers<void> | undefined;
let path: string;
let nth = 0;

beforeEach(() => {
  nth += 1;
  authorizations.length = 0;
  path = join(folder, `test-${nth}`, 'deeper', 'video.mp4');
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const fetchFile = (route: string, options: Partial<DownloadOptions> = {}): Promise<Downloaded> =>
  download({ url: origin + route, path, maxBytes: 1_000_000, withinMs: 30_000, ...options });

/** What lies in the folder of the file. */
const left = (): Promise<string[]> => readdir(join(path, '..'));

/** Why a download failed; fails itself when it did not, or when anything was left behind. */
async function failure(call: Promise<unknown>): Promise<DownloadError> {
  const error = await call.then(
    () => new Error('it went through'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DownloadError)) throw error;
  expect(await left()).toEqual([]);
  return error;
}

describe('a download', () => {
  test('lays the whole file down, in a folder that it makes, and nothing beside it', async () => {
    expect(await fetchFile('/file', { expectedBytes: FILE.length })).toEqual(WHOLE);
    expect(FILE.equals(await readFile(path))).toBe(true);
    expect(await left()).toEqual(['video.mp4']);
  });

  test('needs no announced size', async () => {
    expect(await fetchFile('/unsized')).toEqual(WHOLE);
  });

  test('carries no authorization', async () => {
    await fetchFile('/file');
    expect(authorizations).toEqual([undefined]);
  });

  test('replaces what lay there only when it is whole', async () => {
    await fetchFile('/file');
    await expect(fetchFile('/cut')).rejects.toThrow(DownloadError);
    expect(FILE.equals(await readFile(path))).toBe(true);
    await fetchFile('/empty');
    expect(await readFile(path)).toHaveLength(0);
  });

  test('may be as large as the limit', async () => {
    expect(await fetchFile('/file', { maxBytes: FILE.length })).toEqual(WHOLE);
  });

  test('of the same file twice at once leaves one whole file', async () => {
    await Promise.all([fetchFile('/file'), fetchFile('/file')]);
    expect(FILE.equals(await readFile(path))).toBe(true);
    expect(await left()).toEqual(['video.mp4']);
  });
});

describe('fails, leaving nothing,', () => {
  test('when another size was expected', async () => {
    const error = await failure(fetchFile('/file', { expectedBytes: FILE.length + 1 }));
    expect(error).toMatchObject({ permanent: false, message: expect.stringContaining(String(FILE.length)) });
  });

  test.each([400, 401, 403, 404, 410])('for good when the server answers %d', async (status) => {
    expect(await failure(fetchFile(`/status/${status}`))).toMatchObject({ permanent: true, status });
  });

  test.each([408, 429, 500, 502, 503])('for now when the server answers %d', async (status) => {
    expect(await failure(fetchFile(`/status/${status}`))).toMatchObject({ permanent: false, status });
  });

  test.each([201, 204, 206])('when the server answers %d, which is not the file', async (status) => {
    expect(await failure(fetchFile(`/status/${status}`))).toMatchObject({ status });
  });

  test.each(['/file', '/unsized'])('for good when %s is over the limit', async (route) => {
    expect(await failure(fetchFile(route, { maxBytes: FILE.length - 1 }))).toMatchObject({ permanent: true });
  });

  test('for now when the connection breaks in the middle', async () => {
    expect(await failure(fetchFile('/cut'))).toMatchObject({ permanent: false, status: undefined });
  });

  test('for now when nobody answers', async () => {
    const silent = Fastify();
    const address = await silent.listen({ host: '127.0.0.1', port: 0 });
    await silent.close();
    expect(await failure(fetchFile('', { url: `${address}/file` }))).toMatchObject({ permanent: false });
  });

  test('for now when it comes steadily, but takes too long', async () => {
    const error = await failure(fetchFile('/drip', { withinMs: 300 }));
    expect(error).toMatchObject({ permanent: false, message: 'it took longer than 0.3 s' });
  });

  test('when it is aborted in the middle', async () => {
    hangs = Promise.withResolvers<void>();
    const stop = new AbortController();
    const failed = failure(fetchFile('/hang', { signal: stop.signal }));
    await hangs.promise;
    stop.abort();
    expect((await failed).permanent).toBe(false);
  });
});

describe('a redirect', () => {
  test('is not followed unless that is allowed', async () => {
    expect(await failure(fetchFile('/redirect'))).toMatchObject({ status: 302 });
  });

  test('is followed as often as is allowed', async () => {
    expect(await fetchFile('/redirect', { maxRedirections: 1 })).toEqual(WHOLE);
    expect(await fetchFile('/redirect-twice', { maxRedirections: 2 })).toEqual(WHOLE);
  });

  test('is not followed more often', async () => {
    await failure(fetchFile('/redirect-twice', { maxRedirections: 1 }));
  });
});

test.each(['download', 'fetch-text'])(
  '%s works where Node’s own copy of undici rules the process',
  async (which) => {
    const program = `
    await fetch('${origin}/file');
    const { download } = await import('./src/lib/download.ts');
    const { fetchText } = await import('./src/lib/fetch-text.ts');
    if ('${which}' === 'download') {
      const options = { path: ${JSON.stringify(path)}, maxBytes: 1e6, withinMs: 30_000, maxRedirections: 1 };
      console.log((await download({ url: '${origin}/redirect', ...options })).bytes);
    } else console.log((await fetchText('${origin}/empty', 9)).length);
  `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    expect(stdout.trim()).toBe(which === 'download' ? String(FILE.length) : '0');
  },
);
