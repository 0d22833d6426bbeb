import { describe, expect, test } from 'vitest';
import { failureText } from '../../src/discord/failure-text.ts';
import { english } from '../../src/discord/words/english.ts';
import { FAILURE_CODES, type Failure } from '../../src/jobs/job.ts';

const textOf = (failure: Failure): string => failureText(failure, english);

const WITH_REASON = FAILURE_CODES.filter((code) => textOf({ code, detail: 'Xyz' }).includes('Xyz'));

test.each(FAILURE_CODES)('%s is told in whole sentences, with what to do', (code) => {
  const text = textOf({ code });
  expect(text).toMatch(/^[A-Z].*\.$/);
  expect(text).toMatch(/try again|tell whoever|ask a moderator|send it again|ask for it again/i);
  expect(text).not.toContain('undefined');
});

test('no two failures are told alike', () => {
  expect(new Set(FAILURE_CODES.map((code) => textOf({ code }))).size).toBe(FAILURE_CODES.length);
});

describe('the reason of the other side', () => {
  test('is shown wherever there is one to know', () => {
    expect(WITH_REASON).toEqual([
      'picture-unusable',
      'request-refused',
      'scenario-access',
      'generation-failed',
      'download-failed',
      'blocked',
      'not-approved',
      'cancelled-by-moderator',
    ]);
  });

  test.each(WITH_REASON)('is quoted as plain text with %s', (code) => {
    expect(textOf({ code, detail: 'See\n[this](https://x.y) @everyone' })).toContain(
      ': “See \\[this\\]\\(https\\://x\\.y\\) \\@everyone”',
    );
  });

  test.each(WITH_REASON)('is cut with %s', (code) => {
    const text = textOf({ code, detail: '*'.repeat(10_000) });
    expect(text.length).toBeLessThan(1_000);
    expect(text).toContain('…”');
  });

  test.each(WITH_REASON)('that is empty is left out with %s', (code) => {
    expect(textOf({ code, detail: '' })).toBe(textOf({ code }));
  });
});
