import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../jobs/job.ts';
import type { WorkerContext } from './context.ts';

const FOLDER = 'fitted';

/** Where a smaller copy of a video lies for as long as it takes to post it, relative to the data directory. */
export const fittedPath = (name: string): string => join(FOLDER, `${name}.mp4`);

/** The smaller copy of a job's video, if it is there still. */
export async function fittedFileOf(
  { dataDir }: Pick<WorkerContext, 'dataDir'>,
  { fitted }: Pick<Job, 'fitted'>,
): Promise<{ path: string; bytes: number } | undefined> {
  if (!fitted) return undefined;
  const path = join(dataDir, fitted.path);
  try {
    await access(path);
    return { path, bytes: fitted.bytes };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export async function removeFittedFile(
  { dataDir }: Pick<WorkerContext, 'dataDir'>,
  { fitted }: Pick<Job, 'fitted'>,
): Promise<void> {
  if (fitted) await rm(join(dataDir, fitted.path), { force: true });
}

/** Removes what a process left that died while copies were made or posted. For the start, before any is made. */
export async function sweepFittedFiles({
  dataDir,
  store,
}: Pick<WorkerContext, 'dataDir' | 'store'>): Promise<void> {
  const jobs = [...(await store.inState('fitting')), ...(await store.inState('delivering'))];
  const kept = new Set(jobs.flatMap(({ fitted }) => (fitted ? [fitted.path] : [])));
  const names = await readdir(join(dataDir, FOLDER)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const path of names.map((name) => join(FOLDER, name))) {
    if (!kept.has(path)) await rm(join(dataDir, path), { force: true });
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';
