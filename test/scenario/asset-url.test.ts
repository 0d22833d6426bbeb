import { describe, expect, test } from 'vitest';
import { assetUrlExpiry } from '../../src/scenario/asset-url.ts';
import { BODY, openSandboxLine, WHOLE_JOB_MS } from './bench.ts';

const encode = (policy: unknown): string =>
  Buffer.from(typeof policy === 'string' ? policy : JSON.stringify(policy))
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('=', '_')
    .replaceAll('/', '~');
const link = (policy: unknown): string => `https://cdn.example/a.mp4?Policy=${encode(policy)}&Signature=x`;
const until = (seconds: unknown) => ({ Condition: { DateLessThan: { 'AWS:EpochTime': seconds } } });

test('a link that Scenario made says when it dies', async () => {
  const { client, sandbox, clock } = await openSandboxLine();
  await client.submit(BODY);
  clock.jump(WHOLE_JOB_MS);
  const { url } = await client.asset(sandbox.jobs[0]?.assetIds[0] ?? '');
  // Made on the 22nd: valid until the 7th of the next month.
  const expiresAt = assetUrlExpiry(url) ?? 0;
  expect(expiresAt).toBe(Date.UTC(2026, 11, 7));

  clock.jump(expiresAt - clock.now() - 1);
  expect((await fetch(url)).status).toBe(200);
  clock.jump(1);
  expect((await fetch(url)).status).toBe(403);
});

test('every character that such links use instead of base64’s is understood', () => {
  const policy = { Statement: [until(1_800_000_000)], Id: '>>>???>>>???\u00fb' };
  const encoded = encode(policy);
  for (const character of ['-', '_', '~']) expect(encoded).toContain(character);
  expect(assetUrlExpiry(link(policy))).toBe(1_800_000_000_000);
});

test('of several ends the first counts', () => {
  expect(assetUrlExpiry(link({ Statement: [until(2_000), until(1_000), until(3_000)] }))).toBe(1_000_000);
});

describe('says nothing:', () => {
  test.each([
    ['a link without a policy', 'https://cdn.example/a.mp4?Expires=1800000000'],
    ['an empty policy', 'https://cdn.example/a.mp4?Policy='],
    ['a policy that is no JSON', link('nonsense')],
    ['a policy without statements', link({ Statement: [] })],
    ['a policy without an end', link({ Statement: [{ Condition: {} }] })],
    ['an end that is no number', link({ Statement: [until('soon')] })],
  ])('%s', (_what, url) => {
    expect(assetUrlExpiry(url)).toBeUndefined();
  });
});
