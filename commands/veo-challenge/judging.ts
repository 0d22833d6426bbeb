import type { ChatInputCommandInteraction } from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import type { Phase } from '../../src/challenges/phases.ts';
import { orderingMember } from '../../src/discord/asking-member.ts';
import { isModerator } from '../../src/jobs/asking-member.ts';
import type { GuildSettings } from '../../src/moderation/guild-settings.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import type { Moderator } from '../veo-mod/group.ts';
import type { requireModerator } from '../veo-mod.ts';
import { isHost, requireHost } from './host.ts';
import { challengeChoices, challengeOption, meantChallenge } from './named-challenge.ts';
import type { ChallengeSubcommand } from './part.ts';

/** Who uses a command, button or form. */
export type Used = Parameters<typeof requireModerator>[1];
type Command = ChatInputCommandInteraction<'raw' | 'cached'>;
/** Lets some in. @throws ExpectedError for everybody else */
export type Admission = (settings: Pick<SettingsStore, 'of'>, used: Used) => Promise<Moderator>;

/**
 * Who judges entries: moderators, and hosts of challenges.
 * @throws ExpectedError for everybody else
 */
export const requireJudge: Admission = async (settings, used) => {
  const house = await settings.of(used.guildId);
  const member = orderingMember(used);
  if (!isModerator(member, house)) await requireHost(settings, used);
  const { userId, roleIds } = member;
  return { userId, guildId: used.guildId, roleIds, house };
};

/** The same, without a refusal. */
export const isJudge = (house: GuildSettings, used: Used): boolean =>
  isModerator(orderingMember(used), house) || isHost(house, used);

export interface JudgingOptions {
  challenges: Pick<ChallengeStore, 'ofGuild'>;
  settings: Pick<SettingsStore, 'of'>;
}

interface Judging {
  about: Pick<ChallengeSubcommand['data'], 'name' | 'description' | 'options' | 'type'>;
  /** Those whose challenges can be chosen. */
  phases: readonly Phase[];
  admit: Admission;
  execute: (interaction: Command, judge: Moderator, challenge: Challenge) => Promise<void>;
  /** What completes the subcommand's other options. */
  autocomplete?: (
    interaction: Parameters<NonNullable<ChallengeSubcommand['autocomplete']>>[0],
    judge: Moderator,
  ) => Promise<void>;
}

/** A judge's subcommand for one challenge: completes its name, checks who asks. */
export const judgesSubcommand = (
  { challenges, settings }: JudgingOptions,
  { about, phases, admit, execute, autocomplete }: Judging,
): ChallengeSubcommand => ({
  data: {
    ...about,
    options: [{ ...challengeOption('Which challenge'), required: true }, ...(about.options ?? [])],
  },
  execute: async (interaction) => {
    const judge = await admit(settings, interaction);
    const typed = interaction.options.getString('challenge', true);
    await execute(interaction, judge, await meantChallenge(challenges, judge.guildId, phases, typed));
  },
  autocomplete: async (interaction) => {
    const judge = await admit(settings, interaction);
    const { name, value } = interaction.options.getFocused(true);
    if (name !== 'challenge' && autocomplete) return autocomplete(interaction, judge);
    await interaction.respond(await challengeChoices(challenges, judge.guildId, phases, value));
  },
});
