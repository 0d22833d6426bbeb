import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpectedError } from '../../src/lib/errors.ts';
import {
  DEFAULT_GUILD_SETTINGS,
  type GuildSettings,
  withChanges,
} from '../../src/moderation/guild-settings.ts';
import { applyHouseRules, checkPlace, spoilerFor } from '../../src/moderation/house-rules.ts';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { ImageSlot } from '../../src/veo/parameters.ts';
import { checkRules } from '../../src/veo/rules.ts';
import { completeSettings, type GivenSettings } from '../../src/veo/settings.ts';
import { givenSettings, someSlots } from '../veo/arbitrary.ts';
import { someSettings } from './settings-arbitrary.ts';

const house = (changes: SettingsChanges = {}): GuildSettings => withChanges(DEFAULT_GUILD_SETTINGS, changes);

/** What comes of an order; undefined when the server refuses it. */
function outcome(
  settings: GuildSettings,
  given: GivenSettings,
  slots: readonly ImageSlot[] = [],
): GivenSettings | undefined {
  try {
    return applyHouseRules(settings, given, slots);
  } catch (error) {
    if (error instanceof ExpectedError) return undefined;
    throw error;
  }
}

/** Orders that Veo itself would take. */
const someOrder = fc
  .record({ settings: givenSettings, slots: someSlots })
  .filter((order) => checkRules(order).refusals.length === 0);

describe('whatever a server has set', () => {
  test('an order that passes has allowed values only, and is one that Veo takes', () => {
    fc.assert(
      fc.property(someSettings, someOrder, (settings, { settings: given, slots }) => {
        const passed = outcome(settings, given, slots);
        if (!passed) return;
        const { resolution, duration, generateAudio } = completeSettings(passed, 0);
        if (settings.resolutions.length > 0) expect(settings.resolutions).toContain(resolution);
        if (settings.durations.length > 0) expect(settings.durations).toContain(duration);
        if (settings.audio !== 'free') expect(generateAudio).toBe(settings.audio === 'always');
        if (!settings.picturesAllowed) expect(slots).toEqual([]);
        expect(checkRules({ settings: passed, slots }).refusals).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('nothing that an author chose is changed', () => {
    fc.assert(
      fc.property(someSettings, someOrder, (settings, { settings: given, slots }) => {
        const passed = outcome(settings, given, slots);
        if (passed) expect(passed).toMatchObject(given);
      }),
    );
  });

  test('who chooses nothing but a prompt is not refused', () => {
    fc.assert(
      fc.property(someSettings, (settings) => {
        expect(outcome(settings, { prompt: 'A boat' })).toBeDefined();
      }),
    );
  });
});

test('a server that has set nothing refuses nothing and changes nothing', () => {
  fc.assert(
    fc.property(someOrder, ({ settings: given, slots }) => {
      const passed = applyHouseRules(DEFAULT_GUILD_SETTINGS, given, slots);
      expect(completeSettings(passed, 7)).toEqual(completeSettings(given, 7));
    }),
  );
});

describe('what is usual in a server', () => {
  test('holds where the author chose nothing, and gives way where they did', () => {
    const settings = house({ defaults: { resolution: '1080p', duration: 4 } });
    expect(outcome(settings, { prompt: 'A boat' })).toMatchObject({ resolution: '1080p', duration: 4 });
    expect(outcome(settings, { prompt: 'A boat', duration: 6 })).toMatchObject({
      resolution: '1080p',
      duration: 6,
    });
  });

  test('gives way one by one to what does not go with it: reference pictures need 8 seconds', () => {
    const settings = house({ defaults: { resolution: '1080p', duration: 4 }, resolutions: ['1080p'] });
    const passed = outcome(settings, { prompt: 'A boat' }, ['reference_image_1']);
    expect(passed).toMatchObject({ resolution: '1080p' });
    expect(completeSettings(passed ?? { prompt: '' }, 0).duration).toBe(8);
  });

  test('gives way to what is allowed', () => {
    const settings = house({ defaults: { duration: 8, resolution: '720p' }, durations: [4, 6] });
    expect(outcome(settings, { prompt: 'A boat' })).toMatchObject({ duration: 4, resolution: '720p' });
  });
});

describe('a refusal says what is allowed', () => {
  const refusal =
    (changes: SettingsChanges, given: Partial<GivenSettings>, slots: ImageSlot[] = []) =>
    () =>
      applyHouseRules(house(changes), { prompt: 'A boat', ...given }, slots);

  test.each<[SettingsChanges, Partial<GivenSettings>, string]>([
    [{ resolutions: ['720p'] }, { resolution: '1080p' }, '`resolution: 1080p`: choose 720p.'],
    [{ durations: [4, 6] }, { duration: 8 }, '`duration: 8`: choose 4 or 6.'],
    [{ audio: 'never' }, { generateAudio: true }, 'without sound only'],
    [{ audio: 'always' }, { generateAudio: false }, 'with sound only'],
  ])('%j refuses %j', (changes, given, text) => {
    expect(refusal(changes, given)).toThrow(text);
  });

  test('pictures', () => {
    expect(refusal({ picturesAllowed: false }, {}, ['image'])).toThrow('no pictures');
    expect(refusal({ picturesAllowed: false }, {})).not.toThrow();
  });
});

describe('places', () => {
  const here = { channelId: '10', parentId: undefined, ageRestricted: false };

  test('every channel will do where none is named', () => {
    expect(() => checkPlace(house(), here)).not.toThrow();
  });

  test('named channels and their threads will do, others are told which', () => {
    const settings = house({ channelIds: ['10', '11'] });
    expect(() => checkPlace(settings, here)).not.toThrow();
    expect(() => checkPlace(settings, { ...here, channelId: '99', parentId: '11' })).not.toThrow();
    expect(() => checkPlace(settings, { ...here, channelId: '12' })).toThrow('<#10>, <#11>');
    expect(() => checkPlace(settings, { ...here, channelId: '99', parentId: '12' })).toThrow('<#10>');
  });

  test('age-restricted channels only, where the server wants it so', () => {
    const settings = house({ ageRestrictedOnly: true });
    expect(() => checkPlace(settings, here)).toThrow('age-restricted channels only');
    expect(() => checkPlace(settings, { ...here, ageRestricted: true })).not.toThrow();
  });
});

test('spoilers are as the author likes, always or never', () => {
  expect([true, false].map((asked) => spoilerFor(house({ spoilers: 'member' }), asked))).toEqual([
    true,
    false,
  ]);
  expect([true, false].map((asked) => spoilerFor(house({ spoilers: 'always' }), asked))).toEqual([
    true,
    true,
  ]);
  expect([true, false].map((asked) => spoilerFor(house({ spoilers: 'never' }), asked))).toEqual([
    false,
    false,
  ]);
});
