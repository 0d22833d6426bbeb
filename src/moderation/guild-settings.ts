import { z } from 'zod';
import { ExpectedError } from '../lib/errors.ts';
import { isTimeZone } from '../quota/window.ts';
import { VEO_PARAMETERS } from '../veo/parameters.ts';
import { LANGUAGES } from './language.ts';
import type { SettingsChanges } from './settings-store.ts';

/** The least and the most that the numbers among the settings may be. */
export const SETTING_BOUNDS = {
  maxRunning: { min: 1, max: 100 },
  retentionDays: { min: 1, max: 3_650 },
  newMemberDays: { min: 1, max: 365 },
} as const;
export const SETTING_UNITS_MAX = 100_000_000;
/** As many as one of Discord's menus holds. */
export const SETTING_CHANNELS_MAX = 25;

const id = z.string().regex(/^\d{1,20}$/);
const units = z.number().positive().max(SETTING_UNITS_MAX);
const whole = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max);
const values = <const T extends readonly { value: unknown }[]>(choices: T) =>
  choices.map(({ value }) => value) as { [K in keyof T]: T[K]['value'] }; // sound: one value for each choice

export const RESOLUTIONS = values(VEO_PARAMETERS.resolution.choices);
export const DURATIONS = values(VEO_PARAMETERS.duration.choices);

/** Where results are posted: where the video was asked for, in one channel for all, or in a thread under each card. */
const resultPlaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('same-channel') }),
  z.object({ kind: z.literal('gallery'), channelId: id }),
  z.object({ kind: z.literal('thread') }),
]);

export const APPROVAL_MODES = ['off', 'new-members', 'all'] as const;
export const SPOILER_POLICIES = ['member', 'always', 'never'] as const;
export const AUDIO_POLICIES = ['free', 'always', 'never'] as const;
export const NOTIFY_MODES = ['ping', 'dm', 'silent'] as const;
export const REMIX_RULES = ['everyone', 'owner', 'moderators'] as const;

/** What a server has set. Every field has a sound default: a server works with none set. */
export const guildSettingsSchema = z.object({
  /** Channels (and their threads) where videos may be asked for; all of them when empty. */
  channelIds: z.array(id).max(SETTING_CHANNELS_MAX).default([]),
  results: resultPlaceSchema.default({ kind: 'same-channel' }),
  /** Where cases, budget warnings and reports are posted. */
  logChannelId: id.optional(),
  /** Where videos wait for approval. */
  moderatorsChannelId: id.optional(),
  /** Its members may use the moderators' commands, besides those with Manage Server. */
  moderatorRoleId: id.optional(),
  /** Its members run challenges; those with Manage Events when absent. */
  hostRoleId: id.optional(),
  /** What a video is made with where its author chose nothing. */
  defaults: z
    .object({
      resolution: z.enum(RESOLUTIONS).optional(),
      duration: z.literal(DURATIONS).optional(),
    })
    .default({}),
  /** What authors may choose; everything when empty. */
  resolutions: z.array(z.enum(RESOLUTIONS)).default([]),
  durations: z.array(z.literal(DURATIONS)).default([]),
  audio: z.enum(AUDIO_POLICIES).default('free'),
  picturesAllowed: z.boolean().default(true),
  /** Most videos of this server at Scenario at once, within the operator's limit. */
  maxRunning: whole(SETTING_BOUNDS.maxRunning).optional(),
  spoilers: z.enum(SPOILER_POLICIES).default('member'),
  /** Videos may be asked for in age-restricted channels only. */
  ageRestrictedOnly: z.boolean().default(false),
  /** Who may make a video again or edit it: its buttons. */
  remixBy: z.enum(REMIX_RULES).default('everyone'),
  notify: z.enum(NOTIFY_MODES).default('ping'),
  /** Of what members are shown in channels and direct messages. */
  language: z.enum(LANGUAGES).default('en'),
  /** Prompts and files of finished videos are deleted after so many days; never when absent. */
  retentionDays: whole(SETTING_BOUNDS.retentionDays).optional(),
  /** In which days, weeks and months of limits and budgets begin. */
  timeZone: z.string().refine(isTimeZone).default('UTC'),
  /** Moderators go without limits. */
  moderatorsExempt: z.boolean().default(false),
  approval: z.enum(APPROVAL_MODES).default('off'),
  /** For how long after joining a member counts as new. */
  newMemberDays: whole(SETTING_BOUNDS.newMemberDays).default(7),
  /** From this price on authors are asked before a video is ordered. */
  confirmFromUnits: units.optional(),
  /** The server's own budget in creative units. */
  budgetPerDayUnits: units.optional(),
  budgetPerMonthUnits: units.optional(),
});

export type GuildSettings = z.infer<typeof guildSettingsSchema>;

export const DEFAULT_GUILD_SETTINGS: GuildSettings = guildSettingsSchema.parse({});

/** Settings with some of them changed; an `undefined` value is the default. */
export const withChanges = (before: GuildSettings, changes: SettingsChanges): GuildSettings =>
  guildSettingsSchema.parse({ ...before, ...changes });

/**
 * Refuses settings that cannot work together.
 * @throws ExpectedError with the next step
 */
export function checkSettings({ approval, moderatorsChannelId, logChannelId }: GuildSettings): void {
  if (approval === 'off' || (moderatorsChannelId ?? logChannelId) !== undefined) return;
  throw new ExpectedError(
    'settings-conflict',
    'Approval needs a channel in which moderators see what waits: name a moderators’ channel or a log channel first, or switch approval off.',
  );
}
