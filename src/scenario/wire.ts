import { z } from 'zod';

// Shapes of Scenario's answers, as its reference pages have them. Tolerant where pages and clients in the wild disagree;
// fields that the bot does not use are left out. Lists hold jobs of other models too, whose settings are of other kinds: what
// cannot be understood of them counts as absent.

const jobSchema = z.object({
  jobId: z.string().optional(),
  /** Some prose pages name the id so. */
  id: z.string().optional(),
  status: z.string(),
  createdAt: z.string().optional(),
  metadata: z
    .object({
      assetIds: z.array(z.string()).nullish(),
      /** A text; one client saw an object with a message. */
      error: z
        .union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)])
        .nullish()
        .catch(undefined),
      hint: z.string().nullish().catch(undefined),
      input: z
        .object({
          modelId: z.string().nullish().catch(undefined),
          /** Once archived, the id of a text asset stands here instead of the text. */
          prompt: z.string().nullish().catch(undefined),
          seed: z.coerce.number().nullish().catch(undefined),
        })
        .nullish()
        .catch(undefined),
    })
    .nullish(),
  billing: z.object({ cuCost: z.number().nullish(), disableRefund: z.boolean().nullish() }).nullish(),
});

export const jobAnswerSchema = z.object({ job: jobSchema }).transform(({ job }) => toRemoteJob(job));

/** One by one: a job that cannot be read is not to hide the others. `odd` says of each of those what is wrong with it. */
export const jobListSchema = z
  .object({ jobs: z.array(z.unknown()), nextPaginationToken: z.string().nullish() })
  .transform(({ jobs, nextPaginationToken }) => {
    const parsed = jobs.map((job) => jobSchema.safeParse(job));
    return {
      jobs: parsed.flatMap(({ data }) => (data ? [toRemoteJob(data)] : [])),
      odd: parsed.flatMap(({ error }) => (error ? [oddness(error)] : [])),
      nextPaginationToken,
    };
  });

/** Where it is odd and how; never a value of it. */
const oddness = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');

/** An answer that names no job cannot be gone on with: the job is looked for as one whose answer was lost. */
export const submitAnswerSchema = z.object({
  job: jobSchema.transform((job) => toRemoteJob(job)).refine(({ id }) => id !== ''),
  creativeUnitsCost: z.number().nullish(),
});

export const dryRunAnswerSchema = z.object({ creativeUnitsCost: z.number() });

export const assetAnswerSchema = z.object({
  asset: z.object({
    id: z.string(),
    url: z.string(),
    mimeType: z.string().nullish(),
    properties: z.object({ size: z.number().nullish() }).nullish(),
  }),
});

const absentIfOdd = <T>(schema: z.ZodType<T>) => schema.optional().catch(undefined);

/** Refusals: real ones carry `reason`; the API gateway's carry `message`; the prose pages name others. */
export const errorBodySchema = z.object({
  reason: absentIfOdd(z.string()),
  message: absentIfOdd(z.string()),
  error: absentIfOdd(z.string()),
  code: absentIfOdd(z.union([z.string(), z.number()])),
  remainingSeconds: absentIfOdd(z.number()),
  details: absentIfOdd(
    z.object({ actionLimit: absentIfOdd(z.number()), remainingSeconds: absentIfOdd(z.number()) }),
  ),
});

/** A job as Scenario sees it. */
export interface RemoteJob {
  id: string;
  /** A status that is not known counts as working: keep polling. */
  status: 'working' | 'success' | 'failure';
  assetIds: string[];
  /** Why it failed, in Scenario's or the provider's words. */
  error: string | undefined;
  /** Advice to the user. */
  hint: string | undefined;
  createdAt: number | undefined;
  input: { modelId?: string | undefined; prompt?: string | undefined; seed?: number | undefined };
  /** Creative units charged; whether they stay charged when the job fails. */
  billing: { units: number | undefined; keptOnFailure: boolean };
}

const STATUSES = new Map<string, RemoteJob['status']>([
  ['success', 'success'],
  ['succeeded', 'success'],
  ['failure', 'failure'],
  ['failed', 'failure'],
  ['canceled', 'failure'],
  ['cancelled', 'failure'],
]);

function toRemoteJob(job: z.infer<typeof jobSchema>): RemoteJob {
  const createdAt = Date.parse(job.createdAt ?? '');
  const input = job.metadata?.input;
  return {
    id: job.jobId ?? job.id ?? '',
    status: STATUSES.get(job.status) ?? 'working',
    assetIds: job.metadata?.assetIds ?? [],
    error: job.metadata?.error ?? undefined,
    hint: job.metadata?.hint ?? undefined,
    createdAt: Number.isNaN(createdAt) ? undefined : createdAt,
    input: {
      modelId: input?.modelId ?? undefined,
      prompt: input?.prompt ?? undefined,
      seed: input?.seed ?? undefined,
    },
    billing: {
      units: job.billing?.cuCost ?? undefined,
      keptOnFailure: job.billing?.disableRefund ?? false,
    },
  };
}
