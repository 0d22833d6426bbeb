import fc from 'fast-check';
import {
  APPROVAL_MODES,
  AUDIO_POLICIES,
  DURATIONS,
  type GuildSettings,
  guildSettingsSchema,
  NOTIFY_MODES,
  REMIX_RULES,
  RESOLUTIONS,
  SPOILER_POLICIES,
} from '../../src/moderation/guild-settings.ts';
import { LANGUAGES } from '../../src/moderation/language.ts';

const id = fc.bigInt({ min: 100_000_000_000_000_000n, max: 999_999_999_999_999_999n }).map(String);
const units = fc.double({ min: 0.01, max: 100_000_000, noNaN: true });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Whatever a server can have set. */
export const someSettings: fc.Arbitrary<GuildSettings> = fc
  .record({
    channelIds: fc.uniqueArray(id, { maxLength: 25 }),
    results: fc.oneof(
      fc.constantFrom({ kind: 'same-channel' }, { kind: 'thread' }),
      id.map((channelId) => ({ kind: 'gallery', channelId })),
    ),
    logChannelId: optional(id),
    moderatorsChannelId: optional(id),
    moderatorRoleId: optional(id),
    defaults: fc.record({
      resolution: optional(fc.constantFrom(...RESOLUTIONS)),
      duration: optional(fc.constantFrom(...DURATIONS)),
    }),
    resolutions: fc.subarray([...RESOLUTIONS]),
    durations: fc.subarray([...DURATIONS]),
    audio: fc.constantFrom(...AUDIO_POLICIES),
    picturesAllowed: fc.boolean(),
    maxRunning: optional(fc.integer({ min: 1, max: 100 })),
    spoilers: fc.constantFrom(...SPOILER_POLICIES),
    ageRestrictedOnly: fc.boolean(),
    remixBy: fc.constantFrom(...REMIX_RULES),
    language: fc.constantFrom(...LANGUAGES),
    notify: fc.constantFrom(...NOTIFY_MODES),
    retentionDays: optional(fc.integer({ min: 1, max: 3_650 })),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Port_of_Spain'),
    moderatorsExempt: fc.boolean(),
    approval: fc.constantFrom(...APPROVAL_MODES),
    newMemberDays: fc.integer({ min: 1, max: 365 }),
    confirmFromUnits: optional(units),
    budgetPerDayUnits: optional(units),
    budgetPerMonthUnits: optional(units),
  })
  .map((settings) => guildSettingsSchema.parse(settings));
