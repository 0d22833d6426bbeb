import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
} from 'discord.js';
import type { AwardStore } from '../../src/challenges/award.ts';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { objectionsToEntrant } from '../../src/challenges/entry-rules.ts';
import { LIVE_PHASES, PHASES } from '../../src/challenges/phases.ts';
import { troubleLines } from '../../src/discord/challenges/award-notice.ts';
import { renderInfo } from '../../src/discord/challenges/info-view.ts';
import { cut } from '../../src/discord/text.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { BlockStore } from '../../src/moderation/block.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import { requireInSight, type SightOptions, unknownChallenge } from './in-sight.ts';
import { isJudge } from './judging.ts';
import { challengeOption, choicesInSight, meantInSight, seenBy } from './named-challenge.ts';
import type { ChallengePart } from './part.ts';
import { participantOf } from './participant.ts';
import { showPrivately } from './shown-privately.ts';

export interface InfoOptions extends SightOptions {
  awards: Pick<AwardStore, 'ofChallenge'>;
  settings: Pick<SettingsStore, 'of'>;
  challenges: Pick<ChallengeStore, 'ofGuild' | 'find' | 'entriesOf'>;
  blocks: Pick<BlockStore, 'active'>;
  clock: Clock;
}

type Asked = ChatInputCommandInteraction<'raw' | 'cached'> | MessageComponentInteraction<'raw' | 'cached'>;

/** Discord's limit for a message's text. */
const CONTENT_MAX_LENGTH = 2_000;

/** A draft is for its host. */
const PUBLISHED = PHASES.filter((phase) => phase !== 'draft');
const isLive = ({ phase }: Challenge): boolean => LIVE_PHASES.some((live) => live === phase);

/** `/veo-challenge info`, and the button under an announcement: theme, rules, times, what is allowed, own standing. */
export function createInfo(options: InfoOptions): ChallengePart {
  const { challenges, blocks, clock } = options;

  const show = async (asked: Asked, challenge: Challenge): Promise<void> => {
    const now = clock.now();
    const who = await participantOf(blocks, asked, now);
    const objections = objectionsToEntrant(challenge, who, now);
    const own = await challenges.entriesOf(challenge.id, who.userId);
    const view = renderInfo({ challenge, objections, own, now });
    const trouble = await troubleOf(asked, challenge, now);
    await showPrivately(asked, {
      ...view,
      content: cut([view.content, ...trouble].join('\n'), CONTENT_MAX_LENGTH),
    });
  };

  /** What hosts and moderators are told besides: prizes that the bot could not give, or take back. */
  const troubleOf = async (asked: Asked, challenge: Challenge, now: number): Promise<string[]> => {
    if (challenge.phase !== 'closed' || !isJudge(await options.settings.of(asked.guildId), asked)) return [];
    const awards = await options.awards.ofChallenge(challenge.id);
    const kinds = ['role-owed', 'role-kept'] as const;
    return kinds.flatMap((kind) => troubleLines(kind, challenge, awards, now));
  };

  /** The newest that goes on; the newest of all where none does. */
  const usual = async (asked: Asked): Promise<Challenge> => {
    const seen = await seenBy(options, asked, PUBLISHED);
    const newest = seen.find(isLive) ?? seen[0];
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
          const named = interaction.options.getString('challenge');
          const challenge =
            named === null
              ? await usual(interaction)
              : await meantInSight(options, interaction, PUBLISHED, named);
          await show(interaction, challenge);
        },
        autocomplete: async (interaction) => {
          const typed = interaction.options.getFocused();
          await interaction.respond(await choicesInSight(options, interaction, PUBLISHED, typed));
        },
      },
    ],
    components: {
      'challenge-how': async (interaction, challengeId) => {
        const challenge = await challenges.find(challengeId);
        if (challenge?.guildId !== interaction.guildId || challenge.phase === 'draft') {
          throw unknownChallenge();
        }
        await requireInSight(options, interaction, challenge);
        await show(interaction, challenge);
      },
    },
  };
}
