import fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectionsToMaking } from '../../src/challenges/entry-rules.ts';
import { filledIn } from '../../src/challenges/filled-in.ts';
import { DURATIONS, guildSettingsSchema, RESOLUTIONS } from '../../src/moderation/guild-settings.ts';
import { applyHouseRules } from '../../src/moderation/house-rules.ts';
import { VEO_PARAMETERS } from '../../src/veo/parameters.ts';
import { checkRules } from '../../src/veo/rules.ts';
import { completeSettings } from '../../src/veo/settings.ts';
import { aChallenge } from './examples.ts';

const ASPECT_RATIOS = VEO_PARAMETERS.aspectRatio.choices.map(({ value }) => value);
const house = guildSettingsSchema.parse({});
const PROMPT = { prompt: 'A boat' };

test('what a member left out is filled in from what the challenge allows, what they chose stays', () => {
  const challenge = aChallenge({}, { durations: [4, 6], aspectRatios: ['9:16'], resolutions: ['1080p'] });
  const filled = filledIn(challenge, house, { ...PROMPT, duration: 6 }, []);
  expect(filled).toMatchObject({ duration: 6, aspectRatio: '9:16' });
});

test('the usual of the server goes first where the challenge allows it, and what the server allows before the rest', () => {
  const challenge = aChallenge({}, { durations: [4, 8] });
  const short = guildSettingsSchema.parse({ defaults: { duration: 4 } });
  expect(filledIn(challenge, short, PROMPT, []).duration).toBe(4);
  expect(filledIn(challenge, house, PROMPT, []).duration).toBe(8);
  const limited = guildSettingsSchema.parse({ durations: [6, 4], defaults: { duration: 6 } });
  expect(filledIn(challenge, limited, PROMPT, []).duration).toBe(4);
});

test('a challenge that allows everything fills in nothing', () => {
  expect(filledIn(aChallenge(), house, PROMPT, [])).toEqual(PROMPT);
});

test('whatever a challenge allows, an order without options meets it, unless Veo cannot make that at all', () => {
  const some = <T>(all: readonly T[]) => fc.subarray([...all]);
  fc.assert(
    fc.property(
      some(DURATIONS),
      some(ASPECT_RATIOS),
      some(RESOLUTIONS),
      (durations, aspectRatios, resolutions) => {
        const challenge = aChallenge({}, { durations, aspectRatios, resolutions });
        const any = <T>(allowed: readonly T[], all: readonly T[]) => (allowed.length === 0 ? all : allowed);
        const isPossible = any(durations, DURATIONS).some((duration) =>
          any(aspectRatios, ASPECT_RATIOS).some((aspectRatio) =>
            any(resolutions, RESOLUTIONS).some(
              (resolution) =>
                checkRules({ settings: { ...PROMPT, duration, aspectRatio, resolution }, slots: [] }).refusals
                  .length === 0,
            ),
          ),
        );
        const made = completeSettings(applyHouseRules(house, filledIn(challenge, house, PROMPT, []), []), 0);
        const objections = objectionsToMaking(challenge, { settings: made, images: [] });
        if (isPossible) expect(objections).toEqual([]);
      },
    ),
  );
});
