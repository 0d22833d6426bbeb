import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { badRequest } from './api-error.ts';
import {
  ASPECT_RATIOS,
  DURATIONS_SECONDS,
  FIRST_FRAME_MISSING,
  REFERENCE_IMAGES_DURATION_SECONDS,
  REFERENCE_IMAGES_MAX,
  REFERENCE_IMAGES_TYPES,
  RESOLUTIONS,
} from './model.ts';

const SEED_LIMIT = 2 ** 32;

const text = z.string('must be a string');
const assetId = z.string('must be an asset id').startsWith('asset_', 'must be an asset id');
const oneOf = <const T extends string | number>(values: readonly T[]) =>
  z.literal(values, `must be one of: ${values.join(', ')}`);

const veoBodySchema = z
  .strictObject({
    prompt: text.optional(),
    image: assetId.optional(),
    lastFrameImage: assetId.optional(),
    // A bare value in place of an array is dropped without a word, as Scenario does.
    referenceImages: z.preprocess(
      (value) => (Array.isArray(value) ? value : undefined),
      z
        .array(assetId)
        .min(1, 'must have at least 1 item')
        .max(REFERENCE_IMAGES_MAX, `must have at most ${REFERENCE_IMAGES_MAX} items`)
        .optional(),
    ),
    referenceImagesType: oneOf(REFERENCE_IMAGES_TYPES).default('ASSET'),
    negativePrompt: text.default(''),
    resolution: oneOf(RESOLUTIONS).default('720p'),
    generateAudio: z.boolean({
      error: ({ input }) => (input === undefined ? 'is required' : 'must be a boolean'),
    }),
    aspectRatio: oneOf(ASPECT_RATIOS).default('16:9'),
    duration: oneOf(DURATIONS_SECONDS).default(8),
    seed: z.number('must be a number').default(() => randomInt(SEED_LIMIT)),
    // Has a meaning in the query only. In the body it is ignored and the job is paid for.
    dryRun: z.unknown().optional(),
  })
  .transform(({ dryRun: _ignored, ...body }) => body);

/** What a job is made from: the request's parameters, with the defaults and a random seed filled in. */
export type VeoBody = z.output<typeof veoBodySchema>;

/** @throws ApiError 400 with Scenario's reason; asset ids are checked for their form only. */
export function parseVeoBody(input: unknown): VeoBody {
  const parsed = veoBodySchema.safeParse(input);
  if (!parsed.success) throw badInput(parsed.error.issues[0]);
  const problem = problemBetween(parsed.data);
  if (problem) throw badRequest(problem);
  return parsed.data;
}

function badInput(issue: z.core.$ZodIssue | undefined) {
  if (issue?.code === 'unrecognized_keys') return badRequest(`Unknown input ${issue.keys.join(', ')}`);
  const field = issue?.path[0];
  if (!issue || field === undefined) return badRequest('Body must be a JSON object');
  return badRequest(`Input ${String(field)} ${issue.message}`, { input: String(field) });
}

function problemBetween(body: VeoBody): string | undefined {
  if (!body.prompt && !body.image) return 'Input prompt is required';
  if (body.lastFrameImage && !body.image) return FIRST_FRAME_MISSING;
  if (!body.referenceImages) return undefined;
  if (body.image) return 'Input image cannot be used together with referenceImages';
  if (body.duration !== REFERENCE_IMAGES_DURATION_SECONDS) {
    return `Input duration must be ${REFERENCE_IMAGES_DURATION_SECONDS} with referenceImages`;
  }
  return body.aspectRatio === '16:9' ? undefined : 'Input aspectRatio must be 16:9 with referenceImages';
}
