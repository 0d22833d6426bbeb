import { DiscordAPIError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { redactText } from '../../src/lib/logger.ts';
import { keepLog } from './log.ts';

const TOKEN = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4';
const PROMPT = 'a secret paper boat';
const CALLBACK = `https://discord.com/api/v10/interactions/123456789012345678/${TOKEN}/callback`;
const WEBHOOK = `https://discord.com/api/v10/webhooks/123456789012345678/${TOKEN}/messages/@original`;
const SIGNED = `https://cdn.cloud.scenario.com/assets/a.mp4?Policy=${TOKEN}&Signature=${TOKEN}~&Key-Pair-Id=${TOKEN}`;

/** Everything that is written for these fields. */
function written(fields: Record<string, unknown>): { line: string; json: Record<string, unknown> } {
  const { logger, lines } = keepLog();
  logger.error(fields, 'something failed');
  const line = lines.join('');
  return { line, json: JSON.parse(line) };
}

const discordError = (url: string): DiscordAPIError =>
  new DiscordAPIError({ code: 10_062, message: 'Unknown interaction' }, 10_062, 404, 'POST', url, {
    body: { data: { content: PROMPT } },
    files: undefined,
  });

describe('an error of the Discord library', () => {
  test.each([
    ['interaction', CALLBACK],
    ['webhook', WEBHOOK],
  ])('tells what happened, but neither the token in its %s URL nor what was sent', (_what, url) => {
    const { line, json } = written({ err: discordError(url) });
    expect(json).toMatchObject({
      err: { message: 'Unknown interaction', code: 10_062, status: 404, method: 'POST' },
    });
    expect(line).not.toContain(TOKEN);
    expect(line).not.toContain(PROMPT);
  });

  test('does so as the cause of another error too, however deep', () => {
    const middle = new Error(`POST ${WEBHOOK} failed`, { cause: discordError(CALLBACK) });
    const { line, json } = written({ err: new Error('the card', { cause: middle }) });
    expect(json).toMatchObject({ err: { cause: { cause: { code: 10_062 } } } });
    expect(line).not.toContain(TOKEN);
    expect(line).not.toContain(PROMPT);
  });
});

describe('not written:', () => {
  test('a token in the message or the stack of an error', () => {
    const error = new Error(`GET ${CALLBACK} failed`);
    const { line } = written({ err: error });
    expect(line).toContain('/interactions/123456789012345678/[redacted]/callback');
    expect(line).not.toContain(TOKEN);
  });

  test('a cause that is a text, or anything else that is no error', () => {
    expect(written({ err: new Error('x', { cause: `see ${WEBHOOK}` }) }).line).not.toContain(TOKEN);
    expect(written({ err: new Error('x', { cause: { prompt: PROMPT, url: CALLBACK } }) }).line).not.toMatch(
      new RegExp(`${TOKEN}|${PROMPT}`),
    );
  });

  test('a thrown text with a token', () => {
    expect(written({ err: `see ${WEBHOOK}` }).line).not.toContain(TOKEN);
  });

  test.each([
    { prompt: PROMPT },
    { settings: { prompt: PROMPT } },
    { negativePrompt: PROMPT },
    { settings: { negativePrompt: PROMPT } },
    { token: PROMPT },
    { interaction: { token: PROMPT } },
    { headers: { authorization: PROMPT } },
  ])('the secret in %j', (fields) => {
    expect(written(fields).line).not.toContain(PROMPT);
  });

  test('fields of an error that are not known to be harmless', () => {
    const error = Object.assign(new Error('x'), { requestBody: PROMPT, rawError: { errors: PROMPT } });
    expect(written({ err: error }).line).not.toContain(PROMPT);
  });
});

describe('in a text', () => {
  test('the signature of a temporary link goes, its address stays', () => {
    expect(redactText(`fetching ${SIGNED} failed`)).toBe(
      'fetching https://cdn.cloud.scenario.com/assets/a.mp4?Policy=[redacted]&Signature=[redacted]&Key-Pair-Id=[redacted] failed',
    );
    expect(redactText('https://cdn.discordapp.com/a.png?ex=1&is=2&hm=abc')).toBe(
      'https://cdn.discordapp.com/a.png?ex=1&is=2&hm=[redacted]',
    );
  });

  test('everything else stays as it is', () => {
    const text = 'GET /channels/123456789012345678/messages?limit=100: 503: Signature of nothing';
    expect(redactText(text)).toBe(text);
  });
});

test('a level that is too low is not written', () => {
  const { logger, lines } = keepLog('warn');
  logger.info('quiet');
  expect(lines).toEqual([]);
});
