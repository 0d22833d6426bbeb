import Fastify from 'fastify';
import { type FaultBoard, installFaults } from '../faults.ts';
import { installErrorAnswers } from './api-error.ts';
import { assetRoutes } from './asset-routes.ts';
import { cdnPath, createAssetStore, type SandboxAsset } from './assets.ts';
import { installAuth } from './auth.ts';
import { cdnRoutes } from './cdn.ts';
import { createClipShelf } from './clips.ts';
import { generateRoutes } from './generate-routes.ts';
import type { StageDurations } from './job-life.ts';
import { jobRoutes } from './job-routes.ts';
import { createJobStore, type SandboxJob } from './jobs.ts';
import { type JobOutcome, magicOutcome } from './outcome.ts';
import { installRateLimit } from './rate-limit.ts';
import { installRecorder, type RecordedRequest } from './record.ts';
import { createUrlSigner } from './signed-url.ts';
import type { VeoBody } from './validate.ts';

export type { JobOutcome, RecordedRequest, SandboxAsset, SandboxJob, VeoBody };

const HOST = '127.0.0.1';
/** The API gateway's; the limit on an uploaded image is lower. */
const BODY_MAX_BYTES = 10_000_000;
const REQUESTS_PER_MINUTE = 100;
const STAGE_DURATIONS_MS: StageDurations = { pending: 200, queued: 800, inProgress: 2_500, finalizing: 500 };

export const SANDBOX_API_KEY = 'sandbox-key';
export const SANDBOX_API_SECRET = 'sandbox-secret';

export interface ScenarioSandboxOptions {
  /** On 127.0.0.1; default 0, any free one. */
  port?: number;
  /** Milliseconds; default `Date.now`. Jobs, limits and URLs follow it. */
  now?: () => number;
  /** Default `sandbox-key`. */
  apiKey?: string;
  /** Default `sandbox-secret`. */
  apiSecret?: string;
  /** Owns everything. When set, a request that names another project is refused. */
  projectId?: string;
  /** A further job is refused with 429; default no limit. */
  maxConcurrentJobs?: number;
  /** In any 60 seconds, default 100; more are refused with 429. The CDN has no limit. */
  requestsPerMinute?: number;
  /** How long a job stays in each status; default 4 seconds in all. */
  stageDurationsMs?: StageDurations;
  /** The fate of a job, decided when it is made; default success, but for the magic prompts (`outcome.ts`). */
  outcome?: (body: VeoBody) => JobOutcome;
  /** The path of an MP4 file that stands for the video of a job; default one of the sandbox's own, by what was asked for. */
  clip?: (body: VeoBody) => string | undefined;
}

export interface ScenarioSandbox {
  /** `http://127.0.0.1:PORT/v1` */
  url: string;
  /** Every paid job, oldest first. */
  readonly jobs: readonly SandboxJob[];
  /** Every request that was answered, oldest first; also on the CDN. */
  readonly requests: readonly RecordedRequest[];
  /** Everything uploaded, and the videos of the jobs that are done. */
  readonly assets: readonly SandboxAsset[];
  readonly faults: FaultBoard;
  /**
   * Changes the fate of a job that has not ended. One that was stuck goes on from now.
   *
   * @throws Error when there is no such job or it has ended
   */
  setOutcome(jobId: string, outcome: JobOutcome): void;
  close(): Promise<void>;
}

/** Starts a local Scenario that has one model, Veo 3.1, and costs nothing. It keeps everything in memory. */
export async function startScenarioSandbox(options: ScenarioSandboxOptions = {}): Promise<ScenarioSandbox> {
  const now = options.now ?? Date.now;
  const ownerId = options.projectId ?? 'proj_sandbox';
  const credentials = {
    apiKey: options.apiKey ?? SANDBOX_API_KEY,
    apiSecret: options.apiSecret ?? SANDBOX_API_SECRET,
    ...(options.projectId !== undefined && { projectId: options.projectId }),
  };

  const server = Fastify({ bodyLimit: BODY_MAX_BYTES, forceCloseConnections: true });
  const requests = installRecorder(server, now);
  const faults = installFaults(server);
  installErrorAnswers(server);

  const assets = createAssetStore();
  const jobs = createJobStore(assets, options.stageDurationsMs ?? STAGE_DURATIONS_MS, now);
  const clips = createClipShelf();
  const signer = createUrlSigner(now);
  const origin = () => server.listeningOrigin;

  cdnRoutes(server, assets, signer, origin);
  server.register(
    (v1, _options, done) => {
      installAuth(v1, credentials);
      installRateLimit(v1, options.requestsPerMinute ?? REQUESTS_PER_MINUTE, now);
      const { maxConcurrentJobs = Number.POSITIVE_INFINITY, outcome = magicOutcome } = options;
      generateRoutes(
        v1,
        { jobs, assets, clipOf: (body) => clips(body, options.clip?.(body)) },
        { maxConcurrentJobs, outcome, ownerId },
      );
      jobRoutes(v1, jobs, ownerId);
      assetRoutes(v1, assets, { ownerId, now, urlOf: (asset) => signer.sign(origin() + cdnPath(asset)) });
      done();
    },
    { prefix: '/v1' },
  );
  await server.listen({ host: HOST, port: options.port ?? 0 });

  return {
    url: `${origin()}/v1`,
    jobs: jobs.all,
    requests,
    get assets() {
      return assets.list();
    },
    faults,
    setOutcome(jobId, outcome) {
      const job = jobs.find(jobId);
      if (!job) throw new Error(`there is no job ${jobId}`);
      job.setOutcome(outcome);
    },
    close: () => server.close(),
  };
}
