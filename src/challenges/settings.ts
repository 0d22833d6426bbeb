import { z } from 'zod';
import { DURATIONS, RESOLUTIONS } from '../moderation/guild-settings.ts';
import { VEO_PARAMETERS } from '../veo/parameters.ts';
import { TIE_RULES, VOTING_METHODS } from './tally.ts';

/** The least and the most that the numbers among the settings may be. */
export const CHALLENGE_BOUNDS = {
  entriesPerMember: { min: 1, max: 5 },
  minRatings: { min: 1, max: 100 },
  minDays: { min: 1, max: 365 },
  reviewHours: { min: 1, max: 168 },
  cooldownDays: { min: 1, max: 365 },
  prizePlaces: { min: 1, max: 3 },
  roleDays: { min: 1, max: 365 },
  bonusVideos: { min: 1, max: 100 },
  poolVideos: { min: 1, max: 20 },
} as const;
export const CHALLENGE_TEXT_MAX = {
  title: 80,
  theme: 500,
  rules: 1_500,
  word: 40,
  words: 10,
  entryTitle: 80,
} as const;

const id = z.string().regex(/^\d{1,20}$/);
const whole = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max);
const ASPECT_RATIOS = VEO_PARAMETERS.aspectRatio.choices.map(({ value }) => value);

export const prizeSchema = z.object({
  place: whole(CHALLENGE_BOUNDS.prizePlaces),
  roleId: id.optional(),
  /** The role is taken back after so many days; kept when absent. */
  roleDays: whole(CHALLENGE_BOUNDS.roleDays).optional(),
  /** Extra videos beside their quota. */
  bonusVideos: whole(CHALLENGE_BOUNDS.bonusVideos).optional(),
});
export type Prize = z.infer<typeof prizeSchema>;

/** What a host has set. Every field has a sound default. */
export const challengeSettingsSchema = z.object({
  entriesPerMember: whole(CHALLENGE_BOUNDS.entriesPerMember).default(1),
  /** Prompts must hold all of them, as whole words, whatever their case. */
  requiredWords: z
    .array(z.string().min(1).max(CHALLENGE_TEXT_MAX.word))
    .max(CHALLENGE_TEXT_MAX.words)
    .default([]),
  /** What entries may be made with; everything when empty. */
  durations: z.array(z.literal(DURATIONS)).default([]),
  aspectRatios: z.array(z.enum(ASPECT_RATIOS)).default([]),
  resolutions: z.array(z.enum(RESOLUTIONS)).default([]),
  picturesAllowed: z.boolean().default(true),
  /** Who may enter, and who may vote: members with one of these roles; everyone when empty. */
  entrantRoleIds: z.array(id).max(25).default([]),
  voterRoleIds: z.array(id).max(25).default([]),
  /** For entrants and voters alike. */
  minAccountDays: whole(CHALLENGE_BOUNDS.minDays).optional(),
  minMemberDays: whole(CHALLENGE_BOUNDS.minDays).optional(),
  method: z.enum(VOTING_METHODS).default('stars'),
  minRatings: whole(CHALLENGE_BOUNDS.minRatings).default(3),
  ties: z.enum(TIE_RULES).default('order'),
  /** Names of entrants are hidden until the end. */
  anonymous: z.boolean().default(true),
  /** Moderators look at every entry first, for so many hours after entries have closed at the most; no review when absent. */
  reviewHours: whole(CHALLENGE_BOUNDS.reviewHours).optional(),
  prizes: z.array(prizeSchema).max(CHALLENGE_BOUNDS.prizePlaces.max).default([]),
  /** Every entrant gets so many videos for this challenge beside their quota. */
  poolVideos: whole(CHALLENGE_BOUNDS.poolVideos).optional(),
  /** All of them together cost at most so many creative units; without, the server's budget is the only end. */
  poolUnits: z.number().positive().max(100_000_000).optional(),
  /** Winners of the last so many days may enter, but win nothing. */
  winnerCooldownDays: whole(CHALLENGE_BOUNDS.cooldownDays).optional(),
  pingRoleId: id.optional(),
  scheduledEvent: z.boolean().default(false),
  /** A thread under the announcement, for talk and for the entries. */
  thread: z.boolean().default(true),
});
export type ChallengeSettings = z.infer<typeof challengeSettingsSchema>;
export const DEFAULT_CHALLENGE_SETTINGS: ChallengeSettings = challengeSettingsSchema.parse({});
