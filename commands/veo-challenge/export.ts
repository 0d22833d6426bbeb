import { ApplicationCommandOptionType } from 'discord.js';
import type { BallotStore } from '../../src/challenges/ballot-store.ts';
import type { Challenge, Entry } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import type { Phase } from '../../src/challenges/phases.ts';
import { titleText } from '../../src/discord/challenges/objection-text.ts';
import { namesAreShown } from '../../src/discord/challenges/shown-texts.ts';
import { count } from '../../src/discord/text.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { answerWithCsv, type CsvFile, csvFile } from '../csv-answer.ts';
import type { Moderator } from '../veo-mod/group.ts';
import {
  BALLOT_COLUMNS,
  ENTRY_COLUMNS,
  type MarkRow,
  RESULT_COLUMNS,
  type ResultRow,
} from './export-tables.ts';
import { judgesSubcommand, requireJudge } from './judging.ts';
import type { ChallengePart } from './part.ts';
import { noteLook, PUBLISHED, type RevealOptions } from './reveal.ts';

export interface ChallengeExportOptions extends RevealOptions {
  challenges: Pick<ChallengeStore, 'ofGuild' | 'entries' | 'outcome'>;
  ballots: Pick<BallotStore, 'all' | 'valid'>;
}

const WHAT = ['entries', 'ballots', 'result'] as const;
type What = (typeof WHAT)[number];

const PAGE_BALLOTS = 500;
/** Not while votes are counted: a run-off may follow, in which nobody is to know how the vote before it went. */
const VOTE_IS_OVER: readonly Phase[] = ['closed', 'cancelled'];

/**
 * `/veo-challenge export`: entries, ballots or the result as a CSV file. Who has voted how is told to nobody before the vote
 * is over, and afterwards never unseen.
 */
export function createChallengeExport(options: ChallengeExportOptions): ChallengePart {
  const { challenges, ballots } = options;

  async function* markPages(
    { id, round: rounds }: Challenge,
    numberOf: ReadonlyMap<number, number>,
  ): AsyncGenerator<MarkRow[]> {
    for (let round = 1; round <= rounds; round += 1) {
      const all = await ballots.all(id, round);
      const { ballots: valid, invalid } = await ballots.valid(id, round);
      const isValid = new Set(valid.map(({ voterId }) => voterId));
      const isChecked = isValid.size + invalid > 0;
      for (let first = 0; first < all.length; first += PAGE_BALLOTS) {
        yield all.slice(first, first + PAGE_BALLOTS).flatMap((ballot) =>
          ballot.marks.map(({ entryId, value }) => ({
            ballot,
            round,
            entryNumber: numberOf.get(entryId),
            value,
            counts: isChecked ? isValid.has(ballot.voterId) : undefined,
          })),
        );
      }
    }
  }

  const resultRows = async ({ id }: Challenge, entries: readonly Entry[]): Promise<ResultRow[]> => {
    const outcome = await challenges.outcome(id);
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    return (outcome?.placements ?? []).map((placement) => ({
      ...placement,
      entry: byId.get(placement.entryId),
    }));
  };

  const fileOf = async (what: What, challenge: Challenge, maxBytes: number): Promise<CsvFile> => {
    const entries = await challenges.entries(challenge.id);
    switch (what) {
      case 'entries':
        return csvFile(ENTRY_COLUMNS, maxBytes, [entries]);
      case 'ballots': {
        const numberOf = new Map(entries.map(({ id, number }) => [id, number]));
        return csvFile(BALLOT_COLUMNS, maxBytes, markPages(challenge, numberOf));
      }
      case 'result':
        return csvFile(RESULT_COLUMNS, maxBytes, [await resultRows(challenge, entries)]);
    }
  };

  /** @returns what the answer says of its being noted; undefined where nothing hidden is told */
  const noted = async (
    what: What,
    judge: Pick<Moderator, 'userId'>,
    challenge: Challenge,
  ): Promise<string | undefined> => {
    switch (what) {
      case 'entries':
        if (namesAreShown(challenge)) return undefined;
        return noteLook(options, judge, challenge, 'who is behind its entries, as a file');
      case 'ballots':
        return noteLook(options, judge, challenge, 'who voted how, as a file');
      case 'result':
        return undefined;
    }
  };

  return {
    subcommands: [
      judgesSubcommand(options, {
        about: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'export',
          description: 'For hosts and moderators: entries, ballots or the result as a CSV file, privately',
          options: [
            {
              type: ApplicationCommandOptionType.String,
              name: 'what',
              description: 'What the file holds',
              required: true,
              choices: [
                { name: 'Entries: whose, which video, how they stand', value: 'entries' },
                { name: 'Ballots: who voted how (once voting is over)', value: 'ballots' },
                { name: 'Result: places and points (once it is closed)', value: 'result' },
              ],
            },
          ],
        },
        phases: PUBLISHED,
        admit: requireJudge,
        execute: async (interaction, judge, challenge) => {
          const chosen = interaction.options.getString('what', true);
          const what = WHAT.find((known) => known === chosen) ?? 'entries';
          requireOver(what, challenge);
          const note = await noted(what, judge, challenge);
          await answerWithCsv(
            interaction,
            `challenge-${challenge.id}-${what}.csv`,
            (maxBytes) => fileOf(what, challenge, maxBytes),
            (file) => summary(file, what, challenge, note),
          );
        },
      }),
    ],
  };
}

/** @throws ExpectedError for what is nobody's business yet */
function requireOver(what: What, challenge: Challenge): void {
  const { phase } = challenge;
  if (what === 'ballots' && !VOTE_IS_OVER.includes(phase)) {
    throw new ExpectedError(
      'votes-secret',
      `Nobody sees the votes of ${titleText(challenge)} before voting is over: export them then. \`/veo-challenge report\` shows moderators what looks odd meanwhile.`,
    );
  }
  if (what === 'result' && phase !== 'closed') {
    throw new ExpectedError(
      'no-result',
      `${titleText(challenge)} has no result yet: export it once the challenge is closed.`,
    );
  }
}

function summary(
  { rows, complete }: CsvFile,
  what: What,
  challenge: Challenge,
  note: string | undefined,
): string {
  const held = complete ? count(rows, 'row') : `cut: only the first ${count(rows, 'row')} fit into one file`;
  const secret = note === undefined ? '' : ` It is for your eyes: keep it to yourself. ${note}`;
  return `The ${what} of ${titleText(challenge)}: ${held}. Times are UTC.${secret}`;
}
