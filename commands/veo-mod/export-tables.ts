import type { CsvColumn } from '../../src/charts/csv.ts';
import { resultLink } from '../../src/discord/card.ts';
import type { BookRow } from '../../src/jobs/export-store.ts';
import type { Job } from '../../src/jobs/job.ts';
import { isFinal } from '../../src/jobs/states.ts';
import type { ModerationCase } from '../../src/moderation/case.ts';
import { veoParameters } from '../../src/veo/parameters.ts';
import { settingValue } from '../../src/veo/settings.ts';

/** As mentions: spreadsheet programs take a bare id for a number and round it. */
const member = (id: string | undefined) => (id === undefined ? undefined : `<@${id}>`);
const time = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms));

const settingColumns = veoParameters().flatMap(([name, row]): CsvColumn<Job>[] =>
  row.kind === 'images' ? [] : [{ header: row.option, cell: ({ settings }) => settingValue(settings, name) }],
);

export const JOB_COLUMNS: readonly CsvColumn<Job>[] = [
  { header: 'video', cell: ({ id }) => id },
  { header: 'state', cell: ({ state }) => state },
  { header: 'member', cell: ({ userId }) => member(userId) },
  { header: 'channel', cell: ({ channelId }) => `<#${channelId}>` },
  { header: 'asked_at', cell: ({ createdAt }) => time(createdAt) },
  { header: 'ordered_at', cell: ({ submittedAt }) => time(submittedAt) },
  { header: 'ended_at', cell: ({ state, stateSince }) => (isFinal(state) ? time(stateSince) : undefined) },
  ...settingColumns,
  { header: 'pictures', cell: ({ images }) => images.length },
  { header: 'price_cu', cell: ({ priceUnits }) => priceUnits },
  { header: 'cost_cu', cell: ({ costUnits }) => costUnits },
  { header: 'failure', cell: ({ failure }) => failure?.code },
  { header: 'failure_detail', cell: ({ failure }) => failure?.detail },
  { header: 'hold_reason', cell: ({ holdReason }) => holdReason },
  { header: 'spoiler', cell: ({ spoiler }) => spoiler },
  {
    header: 'result',
    cell: (job) => (job.resultMessageId === undefined ? undefined : resultLink(job)),
  },
  { header: 'removed_at', cell: ({ removedAt }) => time(removedAt) },
  { header: 'text_deleted_at', cell: ({ purgedAt }) => time(purgedAt) },
];

export const LEDGER_COLUMNS: readonly CsvColumn<BookRow>[] = [
  { header: 'book', cell: ({ book }) => book },
  { header: 'row', cell: ({ id }) => id },
  { header: 'at', cell: ({ at }) => time(at) },
  { header: 'entry', cell: ({ entry }) => entry },
  { header: 'member', cell: ({ userId }) => member(userId) },
  { header: 'video', cell: ({ jobId }) => jobId },
  { header: 'videos', cell: ({ videos }) => videos },
  { header: 'seconds', cell: ({ seconds }) => seconds },
  { header: 'cu', cell: ({ units }) => units },
  { header: 'grant', cell: ({ grantId }) => grantId },
];

export const CASE_COLUMNS: readonly CsvColumn<ModerationCase>[] = [
  { header: 'case', cell: ({ number }) => number },
  { header: 'at', cell: ({ at }) => time(at) },
  { header: 'kind', cell: ({ kind }) => kind },
  { header: 'moderator', cell: ({ actorId }) => member(actorId) },
  { header: 'member', cell: ({ targetId }) => member(targetId) },
  { header: 'video', cell: ({ jobId }) => jobId },
  { header: 'reason', cell: ({ reason }) => reason },
  { header: 'until', cell: ({ until }) => time(until) },
  { header: 'detail', cell: ({ detail }) => detail },
];
