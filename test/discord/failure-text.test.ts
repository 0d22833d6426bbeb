import { describe, expect, test } from 'vitest';
import { failureText } from '../../src/discord/failure-text.ts';
import { FAILURE_CODES } from '../../src/jobs/job.ts';

const WITH_REASON = FAILURE_CODES.filter((code) => failureText({ code, detail: 'Xyz' }).includes('Xyz'));

test.each(FAILURE_CODES)('%s is told in whole sentences, with what to do', (code) => {
  const text = failureText({ code });
  expect(text).toMatch(/^[A-Z].*\.$/);
  expect(text).toMatch(/try again|tell whoever|ask a moderator|send it again/i);
  expect(text).not.toContain('undefined');
});

test('no two failures are told alike', () => {
  expect(new Set(FAILURE_CODES.map((code) => failureText({ code }))).size).toBe(FAILURE_CODES.length);
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
    ]);
  });

  test.each(WITH_REASON)('is quoted as plain text with %s', (code) => {
    expect(failureText({ code, detail: 'See\n[this](https://x.y) @everyone' })).toContain(
      ': “See \\[this\\]\\(https\\://x\\.y\\) \\@everyone”',
    );
  });

  test.each(WITH_REASON)('is cut with %s', (code) => {
    const text = failureText({ code, detail: '*'.repeat(10_000) });
    expect(text.length).toBeLessThan(1_000);
    expect(text).toContain('…”');
  });

  test.each(WITH_REASON)('that is empty is left out with %s', (code) => {
    expect(failureText({ code, detail: '' })).toBe(failureText({ code }));
  });
});
