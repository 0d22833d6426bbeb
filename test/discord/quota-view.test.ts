import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderQuota } from '../../src/discord/quota-view.ts';
import { quotaStanding } from '../../src/quota/rolling-window.ts';
import { NOW } from './job.ts';

const DAY_MS = 24 * 3_600_000;
const used = (number: number) =>
  Array.from({ length: number }, (_, index) => ({ reservedAt: NOW - 1_000 * (index + 1), released: false }));
const text = (number: number, videos: number, active = 0): string =>
  renderQuota(quotaStanding(used(number), { videos, windowMs: DAY_MS }, NOW), active);

test('says what is left, by what rule, and when more comes back', () => {
  expect(text(2, 5, 1).split('\n')).toEqual([
    '▰▰▱▱▱ **3 of 5 videos left**',
    expect.stringContaining('5 videos in any 24 hours in this server; 2 used.'),
    `The next one comes back <t:${(NOW + DAY_MS - 2_000) / 1_000}:R>.`,
    '1 video of yours waiting or in the making: see `/veo-queue`.',
  ]);
});

describe('says', () => {
  test('that nothing is used', () => {
    expect(text(0, 5)).toContain('Nothing is used up.');
    expect(text(0, 5)).toContain('Nothing of yours is waiting');
  });

  test('one video in the singular', () => {
    expect(text(0, 1)).toContain('**1 of 1 video left**');
  });

  test('that videos are switched off', () => {
    expect(text(0, 0)).toContain('switched off');
    expect(text(3, 0)).toContain('switched off');
  });

  test('none left when a limit that was lowered is passed', () => {
    expect(text(5, 3)).toMatch(/^▰▰▰ \*\*0 of 3 videos left\*\*/);
  });
});

test('the bar is as long as the limit up to 20, full only when nothing is left, empty only when nothing is used', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: 1, max: 50 }), (number, videos) => {
      const bar = /^[▰▱]+/.exec(text(number, videos))?.[0] ?? '';
      expect(bar).toHaveLength(Math.min(videos, 20));
      expect(bar.includes('▰')).toBe(number > 0);
      if (number >= videos) expect(bar).not.toContain('▱');
    }),
  );
});

test('fits in a message, however large the numbers', () => {
  expect(text(10_000, 10_000, 10_000).length).toBeLessThanOrEqual(2_000);
});
