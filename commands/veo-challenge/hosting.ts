import { type ChatInputCommandInteraction, type InteractionReplyOptions, MessageFlags } from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { PHASES, type Phase } from '../../src/challenges/phases.ts';
import type { ChallengePanel } from '../../src/discord/challenges/panel-parts.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import { type Host, requireHost } from './host.ts';
import { challengeChoices, challengeOption, meantChallenge } from './named-challenge.ts';
import type { ChallengeSubcommand } from './part.ts';

/** What everything needs that hosts do to a challenge. */
export interface HostingOptions {
  challenges: Pick<ChallengeStore, 'find' | 'ofGuild'>;
  settings: Pick<SettingsStore, 'of'>;
  clock: Clock;
}

type Command = ChatInputCommandInteraction<'raw' | 'cached'>;

/** Phases in which a host can do something. */
export const UNFINISHED: readonly Phase[] = PHASES.filter(
  (phase) => phase !== 'closed' && phase !== 'cancelled',
);

/**
 * A host's subcommand for one challenge: completes its name, checks who asks.
 * @param phases those that can be chosen
 */
export function hostsSubcommand(
  { challenges, settings }: Pick<HostingOptions, 'challenges' | 'settings'>,
  about: Pick<ChallengeSubcommand['data'], 'name' | 'description' | 'options' | 'type'>,
  phases: readonly Phase[],
  execute: (interaction: Command, chosen: { host: Host; challenge: Challenge }) => Promise<void>,
): ChallengeSubcommand {
  return {
    data: {
      ...about,
      options: [{ ...challengeOption('Which challenge'), required: true }, ...(about.options ?? [])],
    },
    execute: async (interaction) => {
      const host = await requireHost(settings, interaction);
      const typed = interaction.options.getString('challenge', true);
      const challenge = await meantChallenge(challenges, host.guildId, phases, typed);
      await execute(interaction, { host, challenge });
    },
    autocomplete: async (interaction) => {
      const { guildId } = await requireHost(settings, interaction);
      const typed = interaction.options.getFocused();
      await interaction.respond(await challengeChoices(challenges, guildId, phases, typed));
    },
  };
}

/** A challenge of the server. @throws ExpectedError where it has no such one */
export async function ownChallenge(
  challenges: Pick<ChallengeStore, 'find'>,
  { guildId }: Pick<Host, 'guildId'>,
  id: number,
): Promise<Challenge> {
  const challenge = await challenges.find(id);
  if (challenge?.guildId === guildId) return challenge;
  throw noSuchChallenge();
}

const noSuchChallenge = (): ExpectedError =>
  new ExpectedError(
    'no-such-challenge',
    'There is no such challenge in this server any more: see `/veo-challenge list`.',
  );

/** For a challenge that has gone on meanwhile. */
export const goneOn = (): ExpectedError =>
  new ExpectedError(
    'gone-on',
    'This challenge has gone on meanwhile, so nothing was changed: look at it again with `/veo-challenge edit`.',
  );

/** A panel as a message for one pair of eyes. */
export const panelMessage = (components: ChallengePanel) => ({
  components,
  flags: MessageFlags.IsComponentsV2 as const,
  allowedMentions: { parse: [] },
});

export const privatePanel = (components: ChallengePanel): InteractionReplyOptions => ({
  ...panelMessage(components),
  flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral,
});
