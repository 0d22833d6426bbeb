import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchText } from '../../src/lib/fetch-text.ts';

const MAX_BYTES = 1_000;

let server: FastifyInstance;
let origin: string;
const authorizations: (string | undefined)[] = [];

beforeAll(async () => {
  server = Fastify({ forceCloseConnections: true });
  server.addHook('onRequest', async ({ headers }) => void authorizations.push(headers.authorization));
  server.get('/text', async () => 'Grüße 👋\n');
  server.get('/marked', async () => '\uFEFFone');
  server.get('/just-right', async () => 'x'.repeat(MAX_BYTES));
  server.get('/too-large', async () => 'x'.repeat(MAX_BYTES + 1));
  server.get('/endless', async (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200);
    const more = () => reply.raw.write('x'.repeat(MAX_BYTES), (error) => !error && more());
    more();
  });
  server.get('/latin-1', async (_request, reply) => reply.send(Buffer.from('Grüße', 'latin1')));
  server.get('/utf-16', async (_request, reply) => reply.send(Buffer.from('\uFEFFone', 'utf16le')));
  server.get('/redirect', async (_request, reply) => reply.redirect('/text'));
  server.get('/gone', async (_request, reply) => reply.code(404).send('no'));
  server.get('/cut', async (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-length': '100' });
    reply.raw.write('half', () => reply.raw.destroy());
  });
  origin = await server.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(() => server.close());

test('a text is fetched as it is, without authorization, and without its byte order mark', async () => {
  expect(await fetchText(`${origin}/text`, MAX_BYTES)).toBe('Grüße 👋\n');
  expect(await fetchText(`${origin}/marked`, MAX_BYTES)).toBe('one');
  expect(authorizations).toEqual([undefined, undefined]);
});

test('a text may be exactly as large as it may be', async () => {
  expect(await fetchText(`${origin}/just-right`, MAX_BYTES)).toHaveLength(MAX_BYTES);
});

test.for([
  ['too-large', 'larger than 1000 bytes'],
  ['endless', 'larger than 1000 bytes'],
  ['latin-1', /encoded data was not valid/],
  ['utf-16', /encoded data was not valid/],
  ['redirect', 'status 302'],
  ['gone', 'status 404'],
  ['cut', /./],
] as const)('%s is not taken for a text', async ([path, says]) => {
  await expect(fetchText(`${origin}/${path}`, MAX_BYTES)).rejects.toThrow(says);
});

test('nor is what cannot be reached', async () => {
  await expect(fetchText('http://127.0.0.1:9/', MAX_BYTES)).rejects.toThrow();
});
