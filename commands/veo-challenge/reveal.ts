import { ApplicationCommandOptionType } from 'discord.js';
import type { Challenge, Entry } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { challengeDetail } from '../../src/challenges/entry-cases.ts';
import { PHASES } from '../../src/challenges/phases.ts';
import { titleText } from '../../src/discord/challenges/objection-text.ts';
import { namesAreShown } from '../../src/discord/challenges/shown-texts.ts';
import { fittingLines } from '../../src/discord/fitting-lines.ts';
import { fitted } from '../../src/discord/moderation/words.ts';
import { answerPrivately } from '../../src/discord/private-answer.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { CaseStore } from '../../src/moderation/case.ts';
import type { Moderator } from '../veo-mod/group.ts';
import { type JudgingOptions, judgesSubcommand, requireJudge } from './judging.ts';
import type { ChallengePart } from './part.ts';

export interface RevealOptions extends JudgingOptions {
  challenges: Pick<ChallengeStore, 'ofGuild' | 'entries'>;
  cases: Pick<CaseStore, 'record'>;
  clock: Clock;
}

/** Drafts have no entries. */
export const PUBLISHED = PHASES.filter((phase) => phase !== 'draft');

const TITLE_MAX_LENGTH = 80;

/**
 * Notes that somebody looked at names that are hidden from everybody else: moderators see it in the log.
 * @param what "who is behind its entries"
 * @returns what an answer says of it; nothing where the names are not hidden
 */
export async function noteLook(
  { cases, clock }: Pick<RevealOptions, 'cases' | 'clock'>,
  { userId }: Pick<Moderator, 'userId'>,
  challenge: Challenge,
  what: string,
): Promise<string> {
  const draft = { kind: 'reveal', actorId: userId, detail: challengeDetail(challenge, what) } as const;
  const made = await cases.record(challenge.guildId, draft, clock.now());
  return `That you looked is noted as case ${made.number}.`;
}

/** `/veo-challenge reveal`: who is behind the entries, for one pair of eyes. */
export const createReveal = (options: RevealOptions): ChallengePart => ({
  subcommands: [
    judgesSubcommand(options, {
      about: {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'reveal',
        description:
          'For hosts and moderators: see whose entries they are; noted as a case while names are hidden',
      },
      phases: PUBLISHED,
      admit: requireJudge,
      execute: async (interaction, judge, challenge) => {
        const entries = await options.challenges.entries(challenge.id);
        if (entries.length === 0) {
          await answerPrivately(interaction, `${titleText(challenge)} has no entries: nothing was revealed.`);
          return;
        }
        const noted = namesAreShown(challenge)
          ? ''
          : ` ${await noteLook(options, judge, challenge, 'who is behind its entries')}`;
        const heading = `${titleText(challenge)}: ${entriesText(entries)}.${noted} Only you see this.`;
        const more = '`/veo-challenge export` has them all';
        await answerPrivately(interaction, fittingLines(heading, entries.map(entryLine), more));
      },
    }),
  ],
});

const entriesText = (entries: readonly Entry[]): string =>
  entries.length === 1 ? '1 entry' : `${entries.length} entries`;

const entryLine = ({ number, title, userId, jobId, state }: Entry): string =>
  `- **Entry ${number}**${title === undefined ? '' : ` “${fitted(title, TITLE_MAX_LENGTH)}”`}: <@${userId}>, video #${jobId}${state === 'accepted' ? '' : ` (${state})`}`;
