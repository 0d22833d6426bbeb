import { ApplicationCommandOptionType } from 'discord.js';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { LIVE_PHASES } from '../../src/challenges/phases.ts';
import { renderList } from '../../src/discord/challenges/panel-list.ts';
import type { ChallengePanel } from '../../src/discord/challenges/panel-parts.ts';
import { requireHost } from './host.ts';
import { type HostingOptions, privatePanel } from './hosting.ts';
import type { ChallengePart } from './part.ts';

/** As many as one of Discord's menus holds. */
const LISTED_MAX = 25;

/** A server's challenges: drafts, those that go on, then the newest of those that are over. */
export async function listOf(
  challenges: Pick<ChallengeStore, 'ofGuild'>,
  guildId: string,
): Promise<ChallengePanel> {
  const groups = await Promise.all(
    [['draft'] as const, LIVE_PHASES, ['closed', 'cancelled'] as const].map((phases) =>
      challenges.ofGuild(guildId, phases, LISTED_MAX),
    ),
  );
  return renderList(groups.flat().slice(0, LISTED_MAX));
}

/** `/veo-challenge list`: every challenge of the server, each leading to its panel. */
export const createList = ({
  challenges,
  settings,
}: Pick<HostingOptions, 'challenges' | 'settings'>): ChallengePart => ({
  subcommands: [
    {
      data: {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'list',
        description: 'For hosts: drafts, challenges that go on, and those that are over',
      },
      execute: async (interaction) => {
        const { guildId } = await requireHost(settings, interaction);
        await interaction.reply(privatePanel(await listOf(challenges, guildId)));
      },
    },
  ],
});
