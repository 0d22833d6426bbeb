import { z } from 'zod';
import { VEO_MODEL_ID } from '../veo/parameters.ts';
import type { VeoRequestBody } from '../veo/request-body.ts';
import { ScenarioError } from './errors.ts';
import type { Transport } from './transport.ts';
import {
  assetAnswerSchema,
  dryRunAnswerSchema,
  jobAnswerSchema,
  jobListSchema,
  type RemoteJob,
  submitAnswerSchema,
} from './wire.ts';

/** What became of a generate request. */
export type SubmitResult =
  | { kind: 'accepted'; remoteId: string; units: number | undefined }
  /** Nothing was made, and the same request would be refused again. */
  | { kind: 'refused'; status: number; reason: string }
  /** Nothing was made; later it may be. */
  | { kind: 'busy'; actionLimit: number | undefined; retryAfterMs: number | undefined }
  /** Nothing was made: the request did not arrive. */
  | { kind: 'unreachable'; reason: string }
  /** A job may have been made, or not. */
  | { kind: 'lost'; reason: string };

export interface RemoteAsset {
  /** Temporary and signed: use it at once, never store or alter it. */
  url: string;
  mimeType: string | undefined;
  bytes: number | undefined;
}

/** Scenario, as far as the bot uses it. Methods throw ScenarioError unless they say otherwise. */
export interface ScenarioClient {
  /** Sends the generate request, once. Never throws for what the other side or the network does. */
  submit(body: VeoRequestBody, signal?: AbortSignal): Promise<SubmitResult>;
  /** Asks what the request would cost, in creative units. Free, and makes no job. */
  price(body: VeoRequestBody, signal?: AbortSignal): Promise<number>;
  /** @returns undefined when Scenario does not know the job */
  job(remoteId: string, signal?: AbortSignal): Promise<RemoteJob | undefined>;
  /**
   * Lists jobs back to a moment. The order of the list is not documented, so whole pages are read until one holds nothing
   * newer than `since`, or `maxPages` were read.
   */
  jobsSince(since: number, maxPages: number, signal?: AbortSignal): Promise<RemoteJob[]>;
  asset(assetId: string): Promise<RemoteAsset>;
  /** Uploads a picture of at most 4 MB. @returns its asset id */
  uploadImage(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<string>;
  /** Checks the keys; costs nothing. */
  checkAccess(): Promise<void>;
}

const PAGE_SIZE = 200;
const ODDNESSES_REMEMBERED = 100;
const GENERATE_PATH = `/generate/custom/${VEO_MODEL_ID}`;

export interface ScenarioClientOptions {
  /** Told what is wrong with jobs in Scenario's list that cannot be read; of the same kind of oddness once. */
  onOddJob?: (oddness: string) => void;
}

export function createScenarioClient(
  transport: Transport,
  { onOddJob }: ScenarioClientOptions = {},
): ScenarioClient {
  const seen = new Set<string>();
  const note = (odd: readonly string[]) => {
    for (const oddness of odd) {
      if (seen.has(oddness) || seen.size >= ODDNESSES_REMEMBERED) continue;
      seen.add(oddness);
      onOddJob?.(oddness);
    }
  };

  return {
    submit: async (body, signal) => {
      try {
        const answer = await transport.send({
          method: 'POST',
          path: GENERATE_PATH,
          body,
          answer: submitAnswerSchema,
          priority: 'submit',
          repeatable: false,
          signal,
        });
        return { kind: 'accepted', remoteId: answer.job.id, units: answer.creativeUnitsCost ?? undefined };
      } catch (error) {
        if (error instanceof ScenarioError) return submitFailure(error);
        // Aborted while it waited for the budget: it never left.
        if (signal?.aborted) return { kind: 'unreachable', reason: 'stopped before it was sent' };
        throw error;
      }
    },

    price: async (body, signal) => {
      const answer = await transport.send({
        method: 'POST',
        path: GENERATE_PATH,
        // In the query: `dryRun` in the body is ignored and makes a paid job.
        query: { dryRun: 'true' },
        body,
        answer: dryRunAnswerSchema,
        priority: 'background',
        repeatable: false,
        signal,
      });
      return answer.creativeUnitsCost;
    },

    job: async (remoteId, signal) => {
      try {
        return await transport.send({
          method: 'GET',
          path: `/jobs/${encodeURIComponent(remoteId)}`,
          answer: jobAnswerSchema,
          priority: 'poll',
          repeatable: true,
          signal,
        });
      } catch (error) {
        if (error instanceof ScenarioError && error.status === 404) return undefined;
        throw error;
      }
    },

    jobsSince: async (since, maxPages, signal) => {
      const jobs: RemoteJob[] = [];
      let paginationToken: string | undefined;
      for (let page = 0; page < maxPages; page += 1) {
        const answer = await transport.send({
          method: 'GET',
          path: '/jobs',
          query: { types: 'custom', pageSize: String(PAGE_SIZE), paginationToken },
          answer: jobListSchema,
          priority: 'poll',
          repeatable: true,
          signal,
        });
        jobs.push(...answer.jobs);
        note(answer.odd);
        const saysNothing = answer.jobs.length === 0 && answer.odd.length > 0;
        const anyNewer = answer.jobs.some(({ createdAt }) => createdAt === undefined || createdAt >= since);
        paginationToken = answer.nextPaginationToken ?? undefined;
        if (!(anyNewer || saysNothing) || paginationToken === undefined) break;
      }
      return jobs;
    },

    asset: async (assetId) => {
      const { asset } = await transport.send({
        method: 'GET',
        path: `/assets/${encodeURIComponent(assetId)}`,
        query: { originalAssets: 'true' },
        answer: assetAnswerSchema,
        priority: 'transfer',
        repeatable: true,
      });
      return {
        url: asset.url,
        mimeType: asset.mimeType ?? undefined,
        bytes: asset.properties?.size ?? undefined,
      };
    },

    uploadImage: async (name, bytes, signal) => {
      const { asset } = await transport.send({
        method: 'POST',
        path: '/assets',
        body: { name, image: Buffer.from(bytes).toString('base64') },
        answer: assetAnswerSchema,
        priority: 'transfer',
        // Uploads are free; a second copy does no harm.
        repeatable: true,
        signal,
      });
      return asset.id;
    },

    checkAccess: async () => {
      await transport.send({
        method: 'GET',
        path: '/models',
        query: { pageSize: '1' },
        answer: z.unknown(),
        priority: 'background',
        repeatable: true,
      });
    },
  };
}

function submitFailure(error: ScenarioError): SubmitResult {
  switch (error.kind) {
    case 'refused':
      return { kind: 'refused', status: error.status ?? 0, reason: error.reason };
    case 'busy':
      return { kind: 'busy', actionLimit: error.actionLimit, retryAfterMs: error.retryAfterMs };
    case 'unreachable':
      return { kind: 'unreachable', reason: error.message };
    case 'lost':
    case 'server':
    case 'malformed':
      return { kind: 'lost', reason: error.message };
  }
}
