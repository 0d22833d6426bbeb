import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FitTry, planFit } from '../../src/media/fit-plan.ts';

type Encode = Extract<FitTry, { kind: 'encode' }>;

const MIB = 1_024 * 1_024;
const VEO = {
  width: 1_920,
  height: 1_080,
  durationMs: 8_000,
  videoCodec: 'avc',
  audioCodec: 'aac',
  bytes: 30 * MIB,
};

const anySource = fc.record({
  width: fc.integer({ min: 64, max: 4_096 }),
  height: fc.integer({ min: 64, max: 4_096 }),
  durationMs: fc.integer({ min: 40, max: 200_000 }),
  videoCodec: fc.constantFrom('avc', 'hevc'),
  audioCodec: fc.constantFrom('aac', 'mp3', undefined),
  bytes: fc.integer({ min: 1_000, max: 500 * MIB }),
});
const anyLimit = fc.integer({ min: 1_000, max: 500 * MIB });

const encodesOf = (steps: FitTry[]): Encode[] => steps.filter((step) => step.kind === 'encode');
const bitrateOf = ({ videoBitrate, audioBitrate = 0 }: Encode): number => videoBitrate + audioBitrate;

describe('every plan', () => {
  test('stays below the limit, each step lower than the one before', () => {
    fc.assert(
      fc.property(anySource, anyLimit, (source, limit) => {
        let before = limit * 0.98;
        for (const step of encodesOf(planFit(source, limit))) {
          const bytes = (bitrateOf(step) * source.durationMs) / 8_000;
          expect(bytes).toBeLessThanOrEqual(before);
          before = bytes;
        }
      }),
    );
  });

  test('never has more bits or pixels than the original', () => {
    fc.assert(
      fc.property(anySource, anyLimit, (source, limit) => {
        for (const step of encodesOf(planFit(source, limit))) {
          expect(step.width).toBeLessThanOrEqual(source.width);
          expect(step.height).toBeLessThanOrEqual(source.height);
          expect(bitrateOf(step)).toBeLessThanOrEqual((source.bytes * 8_000) / source.durationMs);
        }
      }),
    );
  });

  test('has even sides of the same shape within a pixel', () => {
    fc.assert(
      fc.property(anySource, anyLimit, (source, limit) => {
        for (const { width, height } of encodesOf(planFit(source, limit))) {
          expect([width % 2, height % 2]).toEqual([0, 0]);
          // There is one scale that gives both sides.
          const least = Math.max((width - 1) / source.width, (height - 1) / source.height);
          const most = Math.min((width + 1) / source.width, (height + 1) / source.height);
          expect(least).toBeLessThan(most + 1e-9);
        }
      }),
    );
  });

  test('gives no less for a larger limit', () => {
    fc.assert(
      fc.property(anySource, anyLimit, anyLimit, (source, one, other) => {
        const [small] = encodesOf(planFit(source, Math.min(one, other)));
        const [large] = encodesOf(planFit(source, Math.max(one, other)));
        if (!small) return;
        expect(large).toBeDefined();
        if (!large) return;
        expect(bitrateOf(large)).toBeGreaterThanOrEqual(bitrateOf(small));
        expect(large.width * large.height).toBeGreaterThanOrEqual(small.width * small.height);
        expect(large.audioBitrate ?? 0).toBeGreaterThanOrEqual(small.audioBitrate ?? 0);
      }),
    );
  });

  test('has sound where the original has it, and only there', () => {
    fc.assert(
      fc.property(anySource, anyLimit, (source, limit) => {
        for (const step of encodesOf(planFit(source, limit))) {
          expect(step.audioBitrate === undefined).toBe(source.audioCodec === undefined);
        }
      }),
    );
  });
});

describe('8 seconds of 1080p', () => {
  test.each([
    [10 * MIB, '1920x1080', 128_000],
    [4 * MIB, '1920x1080', 128_000],
    [3 * MIB, '1280x720', 128_000],
    [1 * MIB, '960x540', 96_000],
    [768 * 1_024, '854x480', 96_000],
    [512 * 1_024, '640x360', 64_000],
  ])('%i bytes: %s', (limit, size, audioBitrate) => {
    const [step] = encodesOf(planFit(VEO, limit));
    expect(`${step?.width}x${step?.height}`).toBe(size);
    expect(step?.audioBitrate).toBe(audioBitrate);
  });

  test('nothing is left to try below the floor of the smallest picture', () => {
    expect(planFit(VEO, 300 * 1_024)).toEqual([]);
  });
});

test('pictures above 1080 lines are brought down to it', () => {
  const [step] = encodesOf(planFit({ ...VEO, width: 2_160, height: 3_840 }, 20 * MIB));
  expect(step).toMatchObject({ width: 1_080, height: 1_920 });
});

test('a file of no length is not planned for', () => {
  expect(planFit({ ...VEO, durationMs: 0 }, 10 * MIB)).toEqual([]);
});

describe('a plain copy comes first', () => {
  test('when little is too much', () => {
    expect(planFit({ ...VEO, bytes: 10.2 * MIB }, 10 * MIB)[0]).toEqual({ kind: 'copy' });
  });

  test.each([
    ['much is too much', { bytes: 11 * MIB }],
    ['the picture is not H.264', { bytes: 10.2 * MIB, videoCodec: 'hevc' }],
    ['the sound is not AAC', { bytes: 10.2 * MIB, audioCodec: 'mp3' }],
  ])('but not when %s', (_why, change) => {
    expect(planFit({ ...VEO, ...change }, 10 * MIB)[0]?.kind).toBe('encode');
  });
});
