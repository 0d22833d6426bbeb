import { MessageFlags } from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import { nextThemes, type SeriesStore, type Theme } from '../../src/challenges/series.ts';
import { renderThemes, themeSettledText } from '../../src/discord/challenges/theme-view.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { ChallengePart } from './part.ts';
import { requireVoter, requireVoting, type VotingOptions } from './voting.ts';

export interface ThemePartOptions extends VotingOptions {
  series: Pick<SeriesStore, 'find' | 'newest' | 'themes' | 'voteForTheme'>;
}

/** The button **Next theme…** of the viewer, in challenges of a series whose members choose its themes. */
export function createThemePart(options: ThemePartOptions): ChallengePart {
  const { series, clock } = options;

  /** Those that the vote is between. @throws ExpectedError when there is no such vote */
  const themesOf = async ({ id, seriesId }: Challenge): Promise<Theme[]> => {
    const own = seriesId === undefined ? undefined : await series.find(seriesId);
    const themes = own?.nextTheme === 'vote' ? nextThemes(await series.themes(own.id)) : [];
    const newest = own && themes.length > 0 ? await series.newest(own.id) : undefined;
    if (newest && newest.id !== id) throw new ExpectedError('theme-settled', themeSettledText(newest));
    if (themes.length > 0) return themes;
    throw new ExpectedError('no-theme-vote', 'There is no vote on the next theme here: its host chooses it.');
  };

  return {
    subcommands: [],
    components: {
      'challenge-theme': async (interaction, challengeId) => {
        const challenge = await requireVoting(options, interaction, challengeId);
        await requireVoter(options, interaction, challenge);
        const themes = await themesOf(challenge);
        if (!interaction.isStringSelectMenu()) {
          await interaction.reply({
            ...renderThemes(challenge, themes, undefined),
            flags: MessageFlags.Ephemeral,
            allowedMentions: { parse: [] },
          });
          return;
        }
        const chosen = themes.find(({ id }) => String(id) === interaction.values[0]);
        const vote = { challengeId, voterId: interaction.user.id, themeId: chosen?.id ?? 0 };
        if (!chosen || !(await series.voteForTheme(vote, clock.now()))) {
          throw new ExpectedError(
            'no-such-theme',
            'This theme is not among those to choose from any more: press **Next theme…** again.',
          );
        }
        await interaction.update({
          ...renderThemes(challenge, themes, chosen),
          allowedMentions: { parse: [] },
        });
      },
    },
  };
}
