import { ApplicationCommandOptionType, MessageFlags } from 'discord.js';
import type { BallotStore, CastBallot } from '../../src/challenges/ballot-store.ts';
import { type Challenge, TAKING_PART } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import type { Phase } from '../../src/challenges/phases.ts';
import { lookedUpVoters, suspicions } from '../../src/challenges/suspicion.ts';
import { type RoundHints, renderSuspicions } from '../../src/discord/challenges/suspicion-view.ts';
import type { Directory } from '../../src/discord/directory.ts';
import { requireModerator } from '../veo-mod.ts';
import { type JudgingOptions, judgesSubcommand } from './judging.ts';
import type { ChallengePart } from './part.ts';

export interface ReportOptions extends JudgingOptions {
  challenges: Pick<ChallengeStore, 'ofGuild' | 'entries'>;
  ballots: Pick<BallotStore, 'all'>;
  directory: Pick<Directory, 'member'>;
}

const VOTED_ON: readonly Phase[] = ['voting', 'tallying', 'closed', 'cancelled'];
/** Discord is asked about so many voters at the most, five at once: a few seconds. */
const LOOKUPS_MAX = 100;
const LOOKUPS_AT_ONCE = 5;

/** `/veo-challenge report`: what looks odd in a vote. For moderators alone, since it tells of single votes. */
export function createReport(options: ReportOptions): ChallengePart {
  const { challenges, ballots, directory } = options;

  const joinedAtOf = async (guildId: string, cast: readonly CastBallot[]): Promise<Map<string, number>> => {
    const left = lookedUpVoters(cast, LOOKUPS_MAX);
    const joinedAt = new Map<string, number>();
    const workers = Array.from({ length: LOOKUPS_AT_ONCE }, async () => {
      for (let voterId = left.pop(); voterId !== undefined; voterId = left.pop()) {
        const member = await directory.member(guildId, voterId);
        if (member?.joinedAt !== undefined) joinedAt.set(voterId, member.joinedAt);
      }
    });
    await Promise.all(workers);
    return joinedAt;
  };

  const hintsOf = async ({ id, guildId, settings, ...challenge }: Challenge): Promise<RoundHints[]> => {
    const entries = await challenges.entries(id, TAKING_PART);
    const rounds = Array.from({ length: challenge.round }, (_, index) => index + 1);
    return Promise.all(
      rounds.map(async (round) => {
        const cast = await ballots.all(id, round);
        const hints = suspicions({
          method: settings.method,
          publishedAt: challenge.publishedAt ?? challenge.createdAt,
          entries,
          ballots: cast,
          joinedAt: await joinedAtOf(guildId, cast),
        });
        return { round, ballots: cast.filter(({ marks }) => marks.length > 0).length, hints };
      }),
    );
  };

  return {
    subcommands: [
      judgesSubcommand(options, {
        about: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'report',
          description: 'For moderators: what looks odd in a vote',
        },
        phases: VOTED_ON,
        admit: requireModerator,
        execute: async (interaction, _judge, challenge) => {
          await interaction.deferReply({ flags: MessageFlags.Ephemeral });
          const hints = await hintsOf(challenge);
          const entries = await challenges.entries(challenge.id);
          await interaction.editReply({
            ...renderSuspicions(challenge, entries, hints),
            allowedMentions: { parse: [] },
          });
        },
      }),
    ],
  };
}
