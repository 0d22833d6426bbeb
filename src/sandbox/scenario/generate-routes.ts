import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError, badRequest, notFound } from './api-error.ts';
import type { AssetStore } from './assets.ts';
import type { Clip } from './clips.ts';
import { jobView } from './job-routes.ts';
import type { JobStore } from './jobs.ts';
import { MODEL_ID, VEO_MODEL } from './model.ts';
import type { JobOutcome } from './outcome.ts';
import { parsed } from './parsed.ts';
import { priceOf } from './price.ts';
import { parseVeoBody, type VeoBody } from './validate.ts';

/** Not an error and not quite a success: what Scenario answers a dry run with. */
const DRY_RUN_STATUS = 269;
const ACTION_NAME = 'custom-generation';

const generateQuery = z.object({ dryRun: z.string().optional() });
const modelsQuery = z.object({
  pageSize: z.coerce.number().int().min(1).optional(),
  privacy: z.string().optional(),
});

export interface GenerateOptions {
  maxConcurrentJobs: number;
  outcome: (body: VeoBody) => JobOutcome;
  ownerId: string;
}

/** The model's record and the making of jobs. */
export function generateRoutes(
  scope: FastifyInstance,
  { jobs, assets, clipOf }: { jobs: JobStore; assets: AssetStore; clipOf: (body: VeoBody) => Promise<Clip> },
  options: GenerateOptions,
): void {
  scope.get('/models', async (request) => {
    const { privacy } = parsed(modelsQuery, request.query);
    // A plain list holds a project's own models; the platform's are public ones.
    return { models: privacy === 'public' ? [VEO_MODEL] : [] };
  });

  scope.get<{ Params: { id: string } }>('/models/:id', async (request) => {
    requireModel(request.params.id);
    return { model: VEO_MODEL };
  });

  scope.post<{ Params: { id: string } }>('/generate/custom/:id', async (request, reply) => {
    requireModel(request.params.id);
    const { dryRun } = parsed(generateQuery, request.query);
    const body = parseVeoBody(request.body);
    requireImages(body, assets);
    const price = { creativeUnitsCost: priceOf(body), creativeUnitsDiscount: 0 };
    if (dryRun === 'true' || dryRun === 'api') {
      const costDetails = { [ACTION_NAME]: price.creativeUnitsCost };
      return reply.code(DRY_RUN_STATUS).send({ ...price, costDetails, job: {} });
    }
    const clip = await clipOf(body);
    // After the last await: two requests at once must not both take the last place.
    requirePlace(jobs, options.maxConcurrentJobs);
    const job = jobs.create(body, clip, options.outcome(body));
    return { job: jobView(job, options.ownerId), ...price };
  });
}

function requireModel(id: string): void {
  if (id !== MODEL_ID) throw notFound(`Model ${id} not found`);
}

function requireImages({ image, lastFrameImage, referenceImages = [] }: VeoBody, assets: AssetStore): void {
  for (const id of [image, lastFrameImage, ...referenceImages]) {
    if (id === undefined) continue;
    const asset = assets.find(id);
    if (!asset) throw badRequest(`Asset ${id} not found`, { assetId: id });
    if (asset.kind !== 'image') throw badRequest(`Asset ${id} is not an image`, { assetId: id });
  }
}

function requirePlace(jobs: JobStore, limit: number): void {
  if (jobs.activeCount() < limit) return;
  throw new ApiError({
    status: 429,
    reason: 'You have reached your limit of concurrent generations',
    name: 'TooManyRequestsError',
    details: { actionName: ACTION_NAME, actionLimit: limit },
  });
}
