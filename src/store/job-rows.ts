import { eq, sql } from 'drizzle-orm';
import type { Job, JobImage } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import { VEO_PARAMETERS } from '../veo/parameters.ts';
import { veoSettingsSchema } from '../veo/settings.ts';
import type { Database } from './open.ts';
import { jobImages, jobs } from './schema.ts';

export type JobRow = typeof jobs.$inferSelect;
type ImageRow = typeof jobImages.$inferSelect;

export interface JobReader {
  row(jobId: number): JobRow | undefined;
  job(jobId: number): Job | undefined;
  /** @throws Error when the row cannot be read */
  fromRow(row: JobRow): Job;
  /** The same, but a row that cannot be read is told of and undefined. */
  readable(row: JobRow): Job | undefined;
  /** The jobs of a list. A row that cannot be read is told of and left out: it is not to hold the others up. */
  fromRows(rows: readonly JobRow[]): Job[];
}

/** Told, once for each job, that its row cannot be read. */
export type OnUnreadable = (jobId: number, reason: string) => void;

/** Turns rows into jobs. */
export function createJobReader(db: Database, onUnreadable?: OnUnreadable): JobReader {
  const rowById = db
    .select()
    .from(jobs)
    .where(eq(jobs.id, sql.placeholder('id')))
    .prepare();
  const imagesByJob = db
    .select()
    .from(jobImages)
    .where(eq(jobImages.jobId, sql.placeholder('id')))
    .prepare();

  const fromRow = (row: JobRow): Job => toJob(row, imagesByJob.all({ id: row.id }));
  const told = new Set<number>();
  const readable = (row: JobRow): Job | undefined => {
    try {
      return fromRow(row);
    } catch (error) {
      if (!told.has(row.id)) onUnreadable?.(row.id, errorText(error));
      told.add(row.id);
      return undefined;
    }
  };
  const row = (id: number) => rowById.get({ id });
  return {
    row,
    fromRow,
    readable,
    fromRows: (rows) => rows.flatMap((one) => readable(one) ?? []),
    job: (id) => {
      const found = row(id);
      return found && fromRow(found);
    },
  };
}

function toJob(row: JobRow, images: readonly ImageRow[]): Job {
  return {
    id: row.id,
    guildId: row.guildId,
    channelId: row.channelId,
    userId: row.userId,
    state: row.state,
    settings: veoSettingsSchema.parse(row.settings),
    images: inSlotOrder(images),
    spoiler: row.spoiler,
    createdAt: row.createdAt,
    stateSince: row.stateSince,
    attempts: row.attempts,
    cardMessageId: row.cardMessageId ?? undefined,
    submittedAt: row.submittedAt ?? undefined,
    generatedAt: row.generatedAt ?? undefined,
    remoteId: row.remoteId ?? undefined,
    assetId: row.assetId ?? undefined,
    priceUnits: row.priceUnits ?? undefined,
    costUnits: row.costUnits ?? undefined,
    failure:
      row.failureCode === null
        ? undefined
        : { code: row.failureCode, detail: row.failureDetail ?? undefined },
    video:
      row.videoPath === null || row.videoBytes === null
        ? undefined
        : { path: row.videoPath, bytes: row.videoBytes },
    fitted:
      row.fittedPath === null || row.fittedBytes === null
        ? undefined
        : { path: row.fittedPath, bytes: row.fittedBytes },
    fits: row.fits,
    origin:
      row.parentId === null || row.derivation === null
        ? undefined
        : { parentId: row.parentId, derivation: row.derivation },
    challengeId: row.challengeId ?? undefined,
    postingSince: row.postingSince ?? undefined,
    resultMessageId: row.resultMessageId ?? undefined,
    hold: row.hold ?? undefined,
    holdReason: row.holdReason ?? undefined,
    holdUntil: row.state === 'held' ? row.runAt : undefined,
    notify: row.notify,
    resultChannelId: row.resultChannelId ?? undefined,
    removedAt: row.removedAt ?? undefined,
    removedById: row.removedById ?? undefined,
    purgedAt: row.purgedAt ?? undefined,
  };
}

const SLOTS = Object.values(VEO_PARAMETERS).flatMap((row) => (row.kind === 'images' ? row.options : []));

const inSlotOrder = (rows: readonly ImageRow[]): JobImage[] =>
  SLOTS.flatMap((slot) =>
    rows
      .filter((row) => row.slot === slot)
      .map(({ url, fileName, storedAs }) => ({ slot, url, fileName, storedAs: storedAs ?? undefined })),
  );
