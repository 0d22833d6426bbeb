import { setImmediate as othersTurn } from 'node:timers/promises';
import { AttachmentBuilder, type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import { type CsvColumn, toCsv } from '../src/charts/csv.ts';
import { postProblem } from '../src/discord/post-error.ts';

const ROWS_MAX = 100_000;
/** What the rest of the request takes. */
const HEADROOM_BYTES = 64 * 1_024;
/** Discord takes requests of 25 MiB, whatever a member may upload. */
const FILE_MAX_BYTES = 24 * 1_024 * 1_024;
const FILE_MIN_BYTES = 256 * 1_024;

export interface CsvFile {
  bytes: Buffer;
  rows: number;
  /** False when only the first rows fit. */
  complete: boolean;
}

/** Answers privately with a file, written anew and smaller where Discord does not take it. */
export async function answerWithCsv(
  interaction: ChatInputCommandInteraction<'raw' | 'cached'>,
  name: string,
  fileOf: (maxBytes: number) => Promise<CsvFile>,
  summary: (file: CsvFile) => string,
): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  let maxBytes = Math.min(interaction.attachmentSizeLimit - HEADROOM_BYTES, FILE_MAX_BYTES);
  for (;;) {
    const file = await fileOf(maxBytes);
    const attachment = new AttachmentBuilder(file.bytes, { name });
    try {
      await interaction.editReply({ content: summary(file), files: [attachment] });
      return;
    } catch (error) {
      // What Discord says it takes is more than it takes at times.
      if (postProblem(error) !== 'too-large' || maxBytes < FILE_MIN_BYTES) throw error;
      maxBytes = Math.floor(maxBytes / 2);
    }
  }
}

/** Writes rows, a page at a time, until all are written, or the next would be one too many or too large. */
export async function csvFile<Row>(
  columns: readonly CsvColumn<Row>[],
  maxBytes: number,
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): Promise<CsvFile> {
  const head = toCsv(columns, []);
  const parts = [head];
  let bytes = head.length;
  let rows = 0;
  for await (const page of pages) {
    const written = fitting(columns, page.slice(0, ROWS_MAX - rows), maxBytes - bytes);
    parts.push(written.lines);
    bytes += written.lines.length;
    rows += written.rows;
    if (written.rows < page.length) return { bytes: Buffer.concat(parts), rows, complete: false };
    await othersTurn();
  }
  return { bytes: Buffer.concat(parts), rows, complete: true };
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
