import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { badRequest, notFound } from './api-error.ts';
import type { JobStore, StoredJob } from './jobs.ts';
import { MODEL_ID } from './model.ts';
import { parsed } from './parsed.ts';

const PAGE_SIZE_DEFAULT = 10;
const PAGE_SIZE_MAX = 200;

const STATUSES = [
  'pending',
  'queued',
  'warming-up',
  'in-progress',
  'finalizing',
  'success',
  'failure',
  'canceled',
] as const;

const listQuery = z.object({
  pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(PAGE_SIZE_DEFAULT),
  paginationToken: z.string().optional(),
  status: z.enum(STATUSES).optional(),
  type: z.string().optional(),
  /** Comma separated; wins over `type`. */
  types: z.string().optional(),
});
const actionBody = z.object({ action: z.literal('cancel') });

/** `GET /jobs`, newest first, `GET /jobs/{id}`, and the refusal to cancel. */
export function jobRoutes(scope: FastifyInstance, jobs: JobStore, ownerId: string): void {
  const found = (id: string): StoredJob => {
    const job = jobs.find(id);
    if (!job) throw notFound(`Job ${id} not found`);
    return job;
  };

  scope.get<{ Params: { id: string } }>('/jobs/:id', async (request) => ({
    job: jobView(found(request.params.id), ownerId),
  }));

  scope.post<{ Params: { id: string } }>('/jobs/:id/action', async (request) => {
    found(request.params.id);
    parsed(actionBody, request.body);
    throw badRequest('Cannot cancel this type of job. Action not permitted.');
  });

  scope.get('/jobs', async (request) => {
    const query = parsed(listQuery, request.query);
    const types = query.types?.split(',') ?? (query.type ? [query.type] : ['custom']);
    const newestFirst = types.includes('custom') ? jobs.all.toReversed() : [];
    const rest = newestFirst.slice(placeAfter(newestFirst, query.paginationToken));
    const matching = rest.filter((job) => !query.status || job.status === query.status);
    const page = matching.slice(0, query.pageSize);
    const last = page.at(-1);
    return {
      jobs: page.map((job) => jobView(job, ownerId)),
      ...(last && matching.length > page.length && { nextPaginationToken: tokenAfter(last) }),
    };
  });
}

const tokenAfter = (job: StoredJob): string => Buffer.from(job.id).toString('base64url');

function placeAfter(jobs: readonly StoredJob[], token: string | undefined): number {
  if (token === undefined) return 0;
  const place = jobs.findIndex((job) => tokenAfter(job) === token);
  if (place < 0) throw badRequest('Invalid paginationToken');
  return place + 1;
}

/** The job as the API shows it. */
export function jobView(job: StoredJob, ownerId: string) {
  const { status, progress, history, changedAt } = job.moment();
  const failure = job.outcome.kind === 'failure' ? job.outcome : undefined;
  return {
    jobId: job.id,
    jobType: 'custom',
    status,
    progress,
    statusHistory: history.map((mark) => ({ status: mark.status, date: isoDate(mark.at) })),
    metadata: {
      input: { modelId: MODEL_ID, ...job.body },
      assetIds: job.assetIds,
      ...(failure &&
        status === 'failure' && { error: failure.error, ...(failure.hint && { hint: failure.hint }) }),
    },
    // A refund does not show here: the charge stays what it was.
    billing: { cuCost: job.cost, cuDiscount: 0, ...(failure?.disableRefund && { disableRefund: true }) },
    createdAt: isoDate(job.createdAt),
    updatedAt: isoDate(changedAt),
    authorId: ownerId,
    ownerId,
  };
}

const isoDate = (at: number): string => new Date(at).toISOString();
