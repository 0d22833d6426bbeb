import { DiscordAPIError, HTTPError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { type PostProblem, postProblem } from '../../src/discord/post-error.ts';

const BODY = { body: undefined, files: undefined };
const apiError = (code: number | string, status: number): DiscordAPIError =>
  new DiscordAPIError(
    { code: Number(code), message: 'x' },
    code,
    status,
    'POST',
    '/channels/1/messages',
    BODY,
  );

describe('Discord refuses with', () => {
  test.each<[number, number, string, PostProblem]>([
    [40_005, 413, 'request entity too large', 'too-large'],
    [50_045, 400, 'file exceeds the maximum size', 'too-large'],
    [400_001, 400, 'uploads limited in this server', 'no-uploads'],
    [0, 413, 'a 413 of the gateway in front', 'too-large'],
    [10_008, 404, 'unknown message', 'message-gone'],
    [10_003, 404, 'unknown channel', 'no-access'],
    [10_004, 404, 'unknown guild', 'no-access'],
    [50_001, 403, 'missing access', 'no-access'],
    [50_013, 403, 'missing permissions', 'no-access'],
    [50_007, 403, 'cannot write to this user', 'no-access'],
    [50_033, 400, 'an account that takes no direct channel', 'no-access'],
    [10_013, 404, 'unknown user', 'no-access'],
    [50_083, 400, 'thread is archived', 'no-access'],
    [50_008, 400, 'a channel that takes no messages', 'no-access'],
    [50_024, 400, 'an action that is not for this kind of channel', 'no-access'],
    [40_058, 400, 'a forum, which takes posts only', 'no-access'],
    [160_005, 400, 'thread is locked', 'no-access'],
    [0, 401, 'a token that is not valid', 'unauthorized'],
    [50_014, 401, 'an invalid token', 'unauthorized'],
    [50_035, 400, 'an invalid form', 'passing'],
    [20_028, 429, 'a rate limit', 'passing'],
    [130_000, 503, 'an overload', 'passing'],
    [0, 500, 'an internal error', 'passing'],
  ])('%d (HTTP %d, %s): %s', (code, status, _what, problem) => {
    expect(postProblem(apiError(code, status))).toBe(problem);
  });
});

test.each<[number, PostProblem]>([
  [413, 'too-large'],
  [401, 'unauthorized'],
  [500, 'passing'],
  [502, 'passing'],
])('HTTP %d without a code: %s', (status, problem) => {
  expect(postProblem(new HTTPError(status, 'x', 'POST', '/channels/1/messages', BODY))).toBe(problem);
});

test.each([
  new Error('socket hang up'),
  Object.assign(new Error('x'), { code: 50_001 }),
  new DOMException('aborted', 'AbortError'),
  apiError('unknown', 400),
  'a text',
  undefined,
])('anything else may pass: %s', (error) => {
  expect(postProblem(error)).toBe('passing');
});
