import { setImmediate as othersTurn } from 'node:timers/promises';
import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  AttachmentBuilder,
  MessageFlags,
} from 'discord.js';
import { type CsvColumn, toCsv } from '../../src/charts/csv.ts';
import { postProblem } from '../../src/discord/post-error.ts';
import { count } from '../../src/discord/text.ts';
import type { ExportStore, Stretch } from '../../src/jobs/export-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { CASE_COLUMNS, JOB_COLUMNS, LEDGER_COLUMNS } from './export-tables.ts';
import type { ModeratorPart } from './group.ts';

export interface ExportPartOptions {
  exports: ExportStore;
  clock: Clock;
}

const DAY_MS = 24 * 3_600_000;
const USUAL_DAYS = 30;
const DAYS_MAX = 3_650;
const ROWS_MAX = 100_000;
const PAGE_ROWS = 1_000;
/** What the rest of the request takes. */
const HEADROOM_BYTES = 64 * 1_024;
/** Discord takes requests of 25 MiB, whatever a member may upload. */
const FILE_MAX_BYTES = 24 * 1_024 * 1_024;
const FILE_MIN_BYTES = 256 * 1_024;

const WHAT = ['jobs', 'ledger', 'cases'] as const;

const data: APIApplicationCommandSubcommandOption = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'export',
  description: 'Get videos, books or cases as a CSV file, privately',
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'what',
      description: 'What the file holds',
      required: true,
      choices: [
        { name: 'Videos: who, when, prompts, settings, outcome, price', value: 'jobs' },
        { name: 'Books: quota taken and given back, CU charged', value: 'ledger' },
        { name: 'Cases: what moderators did', value: 'cases' },
      ],
    },
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'days',
      description: `How far back (default: ${USUAL_DAYS} days)`,
      min_value: 1,
      max_value: DAYS_MAX,
    },
  ],
};

interface CsvFile {
  bytes: Buffer;
  rows: number;
  complete: boolean;
}

/** `/veo-mod export`: a server's records as a CSV file, newest rows first. */
export function createExportPart({ exports, clock }: ExportPartOptions): ModeratorPart {
  const fileOf = (what: (typeof WHAT)[number], guildId: string, since: number, maxBytes: number) => {
    switch (what) {
      case 'jobs':
        return csvFile(JOB_COLUMNS, since, maxBytes, (stretch) => exports.jobs(guildId, stretch));
      case 'ledger':
        return csvFile(LEDGER_COLUMNS, since, maxBytes, (stretch) => exports.ledger(guildId, stretch));
      case 'cases':
        return csvFile(CASE_COLUMNS, since, maxBytes, (stretch) => exports.cases(guildId, stretch));
    }
  };

  return {
    data,
    handler: async (interaction, { guildId }) => {
      const { options, attachmentSizeLimit } = interaction;
      const what = WHAT.find((known) => known === options.getString('what', true)) ?? 'jobs';
      const days = options.getInteger('days') ?? USUAL_DAYS;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const since = clock.now() - days * DAY_MS;
      let maxBytes = Math.min(attachmentSizeLimit - HEADROOM_BYTES, FILE_MAX_BYTES);
      for (;;) {
        const file = await fileOf(what, guildId, since, maxBytes);
        const attachment = new AttachmentBuilder(file.bytes, { name: `${what}-${days}-days.csv` });
        try {
          await interaction.editReply({ content: summary(file, what, days), files: [attachment] });
          return;
        } catch (error) {
          // What Discord says it takes is more than it takes at times.
          if (postProblem(error) !== 'too-large' || maxBytes < FILE_MIN_BYTES) throw error;
          maxBytes = Math.floor(maxBytes / 2);
        }
      }
    },
  };
}

function summary({ rows, complete }: CsvFile, what: string, days: number): string {
  const stretch = days === 1 ? 'the last day' : `the last ${days} days`;
  if (complete) return `The ${what} of ${stretch}: ${count(rows, 'row')}, newest first. Times are UTC.`;
  return `The ${what} of ${stretch}, cut: only the newest ${count(rows, 'row')} fit into one file. Times are UTC.`;
}

/** Writes rows, a page at a time, until all are written, or the next would be one too many or too large. */
async function csvFile<Row>(
  columns: readonly CsvColumn<Row>[],
  since: number,
  maxBytes: number,
  read: (stretch: Stretch<Row>) => Promise<Row[]>,
): Promise<CsvFile> {
  const head = toCsv(columns, []);
  const parts = [head];
  let bytes = head.length;
  let rows = 0;
  let after: Row | undefined;
  for (;;) {
    const page = await read({ since, after, limit: PAGE_ROWS });
    const written = fitting(columns, page.slice(0, ROWS_MAX - rows), maxBytes - bytes);
    parts.push(written.lines);
    bytes += written.lines.length;
    rows += written.rows;
    const complete = written.rows === page.length;
    if (!complete || page.length < PAGE_ROWS) return { bytes: Buffer.concat(parts), rows, complete };
    after = page.at(-1);
    await othersTurn();
  }
}

/** The lines of as many of these rows, from the first, as fit. */
function fitting<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: readonly Row[],
  maxBytes: number,
): { lines: Buffer; rows: number } {
  const lines = toCsv(columns, rows).subarray(toCsv(columns, []).length);
  if (rows.length === 0 || lines.length <= maxBytes) return { lines, rows: rows.length };
  const fewer = Math.floor((rows.length * Math.max(0, maxBytes)) / lines.length);
  return fitting(columns, rows.slice(0, fewer), maxBytes);
}
