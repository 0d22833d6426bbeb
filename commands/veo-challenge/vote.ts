import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { BallotSight } from '../../src/challenges/ballot-sight.ts';
import type { Challenge } from '../../src/challenges/challenge.ts';
import { isForAdults } from '../../src/discord/age-restricted.ts';
import {
  type BallotLook,
  firstLook,
  lookAtNumber,
  parseLook,
  positionOf,
} from '../../src/discord/challenges/ballot-look.ts';
import { type BallotMessage, renderEntryToVoter } from '../../src/discord/challenges/ballot-view.ts';
import {
  NUMBER_FIELD,
  numberForm,
  parseBallotPage,
  renderOwnBallot,
} from '../../src/discord/challenges/own-ballot-view.ts';
import type { PostedEntries } from '../../src/discord/challenges/posted-entries.ts';
import type { Place } from '../../src/discord/command.ts';
import type { Directory } from '../../src/discord/directory.ts';
import { deferPrivately } from '../../src/discord/private-answer.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import { isAgeRestricted } from '../around/derived-place.ts';
import { orderPlace } from '../ordering.ts';
import { challengeOption, choicesInSight, meantInSight } from './named-challenge.ts';
import type { ChallengePart } from './part.ts';
import {
  castVote,
  onlyVote,
  requireVoter,
  requireVoting,
  sightOf,
  VOTING,
  type VotingOptions,
} from './voting.ts';

export interface VotePartOptions extends VotingOptions {
  postedEntries: PostedEntries;
  settings: Pick<SettingsStore, 'of'>;
  directory: Pick<Directory, 'guild' | 'channel'>;
}

type Pressed = MessageComponentInteraction<'raw' | 'cached'>;
type Opening = ChatInputCommandInteraction<'raw' | 'cached'> | Pressed;
type Turning = Pressed | ModalSubmitInteraction<'raw' | 'cached'>;

/** `/veo-challenge vote`, the button **Vote**, and the private viewer behind them, which goes from entry to entry. */
export function createVotePart(options: VotePartOptions): ChallengePart {
  const { postedEntries, settings, directory } = options;

  const entryMessage = async (sight: BallotSight, look: BallotLook): Promise<BallotMessage> => {
    const position = positionOf(sight, look);
    const entry = sight.entries[position];
    return renderEntryToVoter(sight, position, entry && (await postedEntries.of(sight.challenge, entry.id)));
  };

  /** Clips of a server that wants videos among adults only are not shown elsewhere. */
  const requirePlace = async (
    interaction: Opening,
    place: Place,
    { channelId }: Challenge,
  ): Promise<void> => {
    const house = await settings.of(interaction.guildId);
    if (!house.ageRestrictedOnly) return;
    if (await isAgeRestricted(directory, house, orderPlace(interaction.channelId, place))) return;
    const isOpen = (await isForAdults(directory, channelId)) === false;
    const where = !isOpen
      ? `vote in <#${channelId}>.`
      : `use \`/veo-challenge vote\` in one of them. <#${channelId}> is none: whoever holds the challenge has to see to that.`;
    throw new ExpectedError(
      'age-restricted',
      `In this server videos are for age-restricted channels only: ${where}`,
    );
  };

  // Every press is put off before anything is looked up: many press in the minute in which a vote begins or ends, and Discord
  // waits three seconds for each.
  const open = async (interaction: Opening, place: Place, challengeId: number): Promise<void> => {
    await deferPrivately(interaction);
    const challenge = await requireVoting(options, interaction, challengeId);
    await requireVoter(options, interaction, challenge);
    await requirePlace(interaction, place, challenge);
    const sight = await sightOf(options, challenge, interaction.user.id);
    await show(interaction, await entryMessage(sight, firstLook(challenge)));
  };

  const turnTo = async (
    interaction: Turning,
    challengeId: number,
    lookFor: (sight: BallotSight) => BallotLook,
  ): Promise<void> => {
    await interaction.deferUpdate();
    const challenge = await requireVoting(options, interaction, challengeId);
    const sight = await sightOf(options, challenge, interaction.user.id);
    await show(interaction, await entryMessage(sight, lookFor(sight)));
  };

  const mark = async (interaction: Pressed, entryId: number, value: number | undefined): Promise<void> => {
    await interaction.deferUpdate();
    const challenge = await castVote(options, interaction, entryId, value);
    const sight = await sightOf(options, challenge, interaction.user.id);
    const position = sight.entries.findIndex(({ id }) => id === entryId);
    await show(interaction, await entryMessage(sight, { to: 'position', position }));
  };

  return {
    subcommands: [
      {
        data: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'vote',
          description: 'See the entries of a challenge one by one, privately, and vote',
          options: [challengeOption('Which challenge (needed only when several are voted on)')],
        },
        execute: async (interaction, place) => {
          const typed = interaction.options.getString('challenge');
          const { id } =
            typed === null
              ? await onlyVote(options, interaction)
              : await meantInSight(options, interaction, VOTING, typed);
          await open(interaction, place, id);
        },
        autocomplete: async (interaction) => {
          const typed = interaction.options.getFocused();
          await interaction.respond(await choicesInSight(options, interaction, VOTING, typed));
        },
      },
    ],

    components: {
      'challenge-vote': (interaction, challengeId, { place }) => open(interaction, place, challengeId),
      'challenge-look': (interaction, challengeId, { argument }) => {
        const look = known(parseLook(argument));
        return turnTo(interaction, challengeId, () => look);
      },
      'challenge-mark': (interaction, entryId, { argument }) =>
        mark(interaction, entryId, known(/^\d$/.test(argument ?? '') ? Number(argument) : undefined)),
      'challenge-unmark': (interaction, entryId) => mark(interaction, entryId, undefined),
      'challenge-jump': async (interaction, challengeId) => {
        if (interaction.isStringSelectMenu()) {
          const [number] = interaction.values;
          await turnTo(interaction, challengeId, (sight) => lookAtNumber(sight, number ?? ''));
        } else {
          await interaction.showModal(numberForm(await requireVoting(options, interaction, challengeId)));
        }
      },
      'challenge-ballot': async (interaction, challengeId, { argument }) => {
        const page = known(parseBallotPage(argument));
        const challenge = await requireVoting(options, interaction, challengeId);
        const sight = await sightOf(options, challenge, interaction.user.id);
        await interaction.update({
          ...renderOwnBallot(sight, page, await postedEntries.links(challenge)),
          allowedMentions: { parse: [] },
        });
      },
    },

    modals: {
      'challenge-jump': (interaction, challengeId) =>
        turnTo(interaction, challengeId, (sight) =>
          lookAtNumber(sight, interaction.fields.getTextInputValue(NUMBER_FIELD)),
        ),
    },
  };
}

const show = (interaction: Opening | Turning, message: BallotMessage): Promise<unknown> =>
  interaction.editReply({ ...message, allowedMentions: { parse: [] } });

/** @throws ExpectedError for an argument that no button of this bot carries */
function known<T>(parsed: T | undefined): T {
  if (parsed !== undefined) return parsed;
  throw new ExpectedError('unknown-button', 'This button no longer does anything: open the vote again.');
}
