import { type APIApplicationCommandSubcommandOption, ApplicationCommandOptionType } from 'discord.js';
import { count } from '../../src/discord/text.ts';
import type { ExportStore, Stretch } from '../../src/jobs/export-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { answerWithCsv, type CsvFile, csvFile } from '../csv-answer.ts';
import { CASE_COLUMNS, JOB_COLUMNS, LEDGER_COLUMNS } from './export-tables.ts';
import type { ModeratorPart } from './group.ts';

export interface ExportPartOptions {
  exports: ExportStore;
  clock: Clock;
}

const DAY_MS = 24 * 3_600_000;
const USUAL_DAYS = 30;
const DAYS_MAX = 3_650;
const PAGE_ROWS = 1_000;

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

/** `/veo-mod export`: a server's records as a CSV file, newest rows first. */
export function createExportPart({ exports, clock }: ExportPartOptions): ModeratorPart {
  const fileOf = (what: (typeof WHAT)[number], guildId: string, since: number, maxBytes: number) => {
    switch (what) {
      case 'jobs':
        return csvFile(
          JOB_COLUMNS,
          maxBytes,
          pagesOf(since, (stretch) => exports.jobs(guildId, stretch)),
        );
      case 'ledger':
        return csvFile(
          LEDGER_COLUMNS,
          maxBytes,
          pagesOf(since, (stretch) => exports.ledger(guildId, stretch)),
        );
      case 'cases':
        return csvFile(
          CASE_COLUMNS,
          maxBytes,
          pagesOf(since, (stretch) => exports.cases(guildId, stretch)),
        );
    }
  };

  return {
    data,
    handler: async (interaction, { guildId }) => {
      const { options } = interaction;
      const what = WHAT.find((known) => known === options.getString('what', true)) ?? 'jobs';
      const days = options.getInteger('days') ?? USUAL_DAYS;
      const since = clock.now() - days * DAY_MS;
      await answerWithCsv(
        interaction,
        `${what}-${days}-days.csv`,
        (maxBytes) => fileOf(what, guildId, since, maxBytes),
        (file) => summary(file, what, days),
      );
    },
  };
}

function summary({ rows, complete }: CsvFile, what: string, days: number): string {
  const stretch = days === 1 ? 'the last day' : `the last ${days} days`;
  if (complete) return `The ${what} of ${stretch}: ${count(rows, 'row')}, newest first. Times are UTC.`;
  return `The ${what} of ${stretch}, cut: only the newest ${count(rows, 'row')} fit into one file. Times are UTC.`;
}

/** What is read, a page at a time; the last page may be empty. */
async function* pagesOf<Row>(
  since: number,
  read: (stretch: Stretch<Row>) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let after: Row | undefined;
  for (;;) {
    const page = await read({ since, after, limit: PAGE_ROWS });
    yield page;
    if (page.length < PAGE_ROWS) return;
    after = page.at(-1);
  }
}
