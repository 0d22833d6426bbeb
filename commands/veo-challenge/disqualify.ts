import { ApplicationCommandOptionType } from 'discord.js';
import { type Challenge, type Entry, TAKING_PART } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { entryDetail } from '../../src/challenges/entry-cases.ts';
import type { Phase } from '../../src/challenges/phases.ts';
import { namesAreShown } from '../../src/discord/challenges/shown-texts.ts';
import type { Directory } from '../../src/discord/directory.ts';
import { entryName } from '../../src/discord/moderation/entry-review.ts';
import { answerPrivately, deferPrivately } from '../../src/discord/private-answer.ts';
import { cut, oneLine } from '../../src/discord/text.ts';
import { requireAllowedTexts } from '../../src/jobs/approval.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import type { Moderator } from '../veo-mod/group.ts';
import { requireRank } from '../veo-mod/rank.ts';
import { REASON_OPTION, reasonOf } from '../veo-mod/reason.ts';
import { type JudgingOptions, judgesSubcommand, requireJudge } from './judging.ts';
import { meantChallenge } from './named-challenge.ts';
import type { ChallengePart } from './part.ts';

export interface DisqualifyOptions extends JudgingOptions {
  challenges: Pick<ChallengeStore, 'ofGuild' | 'entries' | 'disqualify'>;
  directory: Pick<Directory, 'guild' | 'member'>;
  filters: PromptFilters;
  clock: Clock;
}

/** Those with entries, before the end. */
const JUDGED: readonly Phase[] = ['open', 'review', 'voting', 'tallying'];
const CHOICES_MAX = 25;
const CHOICE_NAME_MAX_LENGTH = 100;

/** `/veo-challenge disqualify`: takes an entry out, for everybody to see, as a case. */
export function createDisqualify(options: DisqualifyOptions): ChallengePart {
  const { challenges, directory, filters, clock } = options;
  return {
    subcommands: [
      judgesSubcommand(options, {
        about: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'disqualify',
          description: 'For hosts and moderators: take an entry out of a challenge',
          options: [
            {
              type: ApplicationCommandOptionType.Integer,
              name: 'entry',
              description: 'Its number',
              required: true,
              min_value: 1,
              autocomplete: true,
            },
            { ...REASON_OPTION, description: 'Why; its author is told', required: true },
          ],
        },
        phases: JUDGED,
        admit: requireJudge,
        execute: async (interaction, judge, challenge) => {
          const number = interaction.options.getInteger('entry', true);
          const reason = reasonOf(interaction);
          await deferPrivately(interaction);
          const entry = (await challenges.entries(challenge.id)).find((one) => one.number === number);
          if (!entry) throw noSuchEntry(number);
          if (!isTakingPart(entry)) throw out(entry);
          // Before the author is looked at: a reason that is never taken must not try out whose an entry is.
          await requireAllowedTexts(filters, challenge.guildId, [reason]);
          await requireRankOverAuthor(directory, judge, challenge, entry);
          const detail = entryDetail(challenge, entry);
          const draft = { kind: 'disqualify', actorId: judge.userId, reason, detail } as const;
          const made = await challenges.disqualify(entry.id, draft, clock.now());
          if (!made) throw tooLate();
          await answerPrivately(
            interaction,
            `${entryName({ challenge, entry })}: ${entry.state} → disqualified. Votes for it count for nothing; its author sees why in \`/veo-challenge mine\`. Case ${made.number}.`,
          );
        },
        autocomplete: async (interaction, { guildId }) => {
          const challenge = await meantChallenge(
            challenges,
            guildId,
            JUDGED,
            interaction.options.getString('challenge') ?? '',
          );
          const typed = interaction.options.getFocused();
          const entries = await challenges.entries(challenge.id, TAKING_PART);
          await interaction.respond(
            entries
              .filter(({ number }) => String(number).startsWith(typed))
              .slice(0, CHOICES_MAX)
              .map((entry) => ({ name: choiceName(entry), value: entry.number })),
          );
        },
      }),
    ],
  };
}

/**
 * Like `requireRank`, but what is refused while names are hidden does not say who made the entry.
 * @throws ExpectedError
 */
async function requireRankOverAuthor(
  directory: DisqualifyOptions['directory'],
  judge: Moderator,
  challenge: Challenge,
  { userId }: Entry,
): Promise<void> {
  try {
    await requireRank(directory, judge, userId);
  } catch (cause) {
    const isRank = cause instanceof ExpectedError && cause.code === 'rank';
    throw isRank && !namesAreShown(challenge) ? notYours(cause) : cause;
  }
}

const notYours = (cause: ExpectedError): ExpectedError =>
  new ExpectedError(
    'rank',
    'You cannot disqualify this entry: it is your own, or of somebody who stands as high as you, or higher. Which of these is not said while names are hidden: ask the owner of this server, or somebody who stands above you.',
    { cause },
  );

const isTakingPart = ({ state }: Entry): boolean => TAKING_PART.some((taking) => taking === state);

/** Without the author's name: it may be hidden. */
const choiceName = ({ number, title, jobId }: Entry): string =>
  cut(`Entry ${number} · ${oneLine(title ?? `video #${jobId}`)}`, CHOICE_NAME_MAX_LENGTH);

const noSuchEntry = (number: number): ExpectedError =>
  new ExpectedError(
    'no-such-entry',
    `This challenge has no entry ${number}: choose one of those that are offered while you type.`,
  );

const out = ({ number, state }: Entry): ExpectedError =>
  new ExpectedError(
    'takes-no-part',
    `Entry ${number} takes no part any more: it is ${state} already. Nothing was changed.`,
  );

const tooLate = (): ExpectedError =>
  new ExpectedError(
    'takes-no-part',
    'The challenge ended, or the entry left it, at this moment: nothing was changed. `/veo-challenge info` shows how it stands.',
  );
