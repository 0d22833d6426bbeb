import type { CastBallot } from '../../src/challenges/ballot-store.ts';
import type { Entry, Placement } from '../../src/challenges/challenge.ts';
import type { CsvColumn } from '../../src/charts/csv.ts';

/** As mentions: spreadsheet programs take a bare id for a number and round it. Voters may have had their names deleted. */
const member = (id: string) => (/^\d+$/.test(id) ? `<@${id}>` : 'deleted');
const time = (ms: number | undefined) => (ms === undefined || ms === 0 ? undefined : new Date(ms));

export const ENTRY_COLUMNS: readonly CsvColumn<Entry>[] = [
  { header: 'entry', cell: ({ number }) => number },
  { header: 'state', cell: ({ state }) => state },
  { header: 'member', cell: ({ userId }) => member(userId) },
  { header: 'video', cell: ({ jobId }) => jobId },
  { header: 'title', cell: ({ title }) => title },
  { header: 'reason', cell: ({ reason }) => reason },
  { header: 'entered_at', cell: ({ enteredAt }) => time(enteredAt) },
  { header: 'swapped_at', cell: ({ swappedAt }) => time(swappedAt) },
];

/** One mark on a ballot. */
export interface MarkRow {
  ballot: CastBallot;
  round: number;
  entryNumber: number | undefined;
  value: number;
  /** Undefined until the voter was looked at, after voting closed. */
  counts: boolean | undefined;
}

export const BALLOT_COLUMNS: readonly CsvColumn<MarkRow>[] = [
  { header: 'round', cell: ({ round }) => round },
  { header: 'voter', cell: ({ ballot }) => member(ballot.voterId) },
  { header: 'account_made_at', cell: ({ ballot }) => time(ballot.accountCreatedAt) },
  { header: 'first_mark_at', cell: ({ ballot }) => time(ballot.castAt) },
  { header: 'last_mark_at', cell: ({ ballot }) => time(ballot.changedAt) },
  { header: 'entry', cell: ({ entryNumber }) => entryNumber },
  { header: 'mark', cell: ({ value }) => value },
  { header: 'counts', cell: ({ counts }) => counts },
];

/** An entry with how it did. */
export type ResultRow = Placement & { entry: Entry | undefined };

export const RESULT_COLUMNS: readonly CsvColumn<ResultRow>[] = [
  { header: 'place', cell: ({ place }) => place },
  { header: 'entry', cell: ({ entry }) => entry?.number },
  { header: 'member', cell: ({ entry }) => entry && member(entry.userId) },
  { header: 'video', cell: ({ entry }) => entry?.jobId },
  { header: 'title', cell: ({ entry }) => entry?.title },
  { header: 'points', cell: ({ points }) => points },
  { header: 'highest_marks', cell: ({ firsts }) => firsts },
  { header: 'raters', cell: ({ raters }) => raters },
  { header: 'counted', cell: ({ counted }) => counted },
  { header: 'passed_over', cell: ({ passedOver }) => passedOver },
];
