import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
} from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { objectionsToEntrant } from '../../src/challenges/entry-rules.ts';
import { LIVE_PHASES, PHASES } from '../../src/challenges/phases.ts';
import { renderInfo } from '../../src/discord/challenges/info-view.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { BlockStore } from '../../src/moderation/block.ts';
import { challengeChoices, challengeOption, meantChallenge } from './named-challenge.ts';
import type { ChallengePart } from './part.ts';
import { participantOf } from './participant.ts';
import { showPrivately } from './shown-privately.ts';

export interface InfoOptions {
  challenges: Pick<ChallengeStore, 'ofGuild' | 'find' | 'entriesOf'>;
  blocks: Pick<BlockStore, 'active'>;
  clock: Clock;
}

type Asked = ChatInputCommandInteraction<'raw' | 'cached'> | MessageComponentInteraction<'raw' | 'cached'>;

/** A draft is for its host. */
const PUBLISHED = PHASES.filter((phase) => phase !== 'draft');

/** `/veo-challenge info`, and the button under an announcement: theme, rules, times, what is allowed, own standing. */
export function createInfo({ challenges, blocks, clock }: InfoOptions): ChallengePart {
  const show = async (asked: Asked, challenge: Challenge): Promise<void> => {
    const now = clock.now();
    const who = await participantOf(blocks, asked, now);
    const objections = objectionsToEntrant(challenge, who, now);
    const own = await challenges.entriesOf(challenge.id, who.userId);
    await showPrivately(asked, renderInfo({ challenge, objections, own, now }));
  };

  /** The newest that goes on; the newest of all where none does. */
  const usual = async (guildId: string): Promise<Challenge> => {
    const [live] = await challenges.ofGuild(guildId, LIVE_PHASES, 1);
    const [newest] = live ? [live] : await challenges.ofGuild(guildId, PUBLISHED, 1);
    if (newest) return newest;
    throw new ExpectedError(
      'no-challenges',
      'There has been no challenge here yet. Hosts begin one with `/veo-challenge create`.',
    );
  };

  return {
    subcommands: [
      {
        data: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'info',
          description: 'Theme, rules and times of a challenge, and how you stand in it',
          options: [challengeOption('Which challenge (default: the newest that goes on)')],
        },
        execute: async (interaction) => {
          const { guildId } = interaction;
          const named = interaction.options.getString('challenge');
          const challenge =
            named === null
              ? await usual(guildId)
              : await meantChallenge(challenges, guildId, PUBLISHED, named);
          await show(interaction, challenge);
        },
        autocomplete: async (interaction) => {
          const typed = interaction.options.getFocused();
          await interaction.respond(
            await challengeChoices(challenges, interaction.guildId, PUBLISHED, typed),
          );
        },
      },
    ],
    components: {
      'challenge-how': async (interaction, challengeId) => {
        const challenge = await challenges.find(challengeId);
        if (challenge?.guildId !== interaction.guildId || challenge.phase === 'draft') {
          throw new ExpectedError(
            'no-such-challenge',
            'I do not know this challenge any more: `/veo-challenge info` shows those there are.',
          );
        }
        await show(interaction, challenge);
      },
    },
  };
}
