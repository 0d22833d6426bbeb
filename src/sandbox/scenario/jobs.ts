import type { AssetStore, SandboxAsset } from './assets.ts';
import type { Clip } from './clips.ts';
import { newId } from './ids.ts';
import {
  isTerminal,
  type JobStatus,
  type Life,
  type Moment,
  momentOf,
  type StageDurations,
} from './job-life.ts';
import { MODEL_ID } from './model.ts';
import { type JobOutcome, magicSlowness } from './outcome.ts';
import { priceOf } from './price.ts';
import type { VeoBody } from './validate.ts';

/** A paid job. `status`, `refunded` and `outcome` are as of now, whenever they are read. */
export interface SandboxJob {
  readonly id: string;
  /** With the defaults filled in; `requests` holds what was sent. */
  readonly body: VeoBody;
  /** In creative units. */
  readonly cost: number;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly status: JobStatus;
  readonly outcome: JobOutcome;
  /** True once the job failed and its cost was given back. */
  readonly refunded: boolean;
  /** The video; empty until there is one. */
  readonly assetIds: readonly string[];
}

export interface StoredJob extends SandboxJob {
  moment(): Moment;
  setOutcome(outcome: JobOutcome): void;
}

export interface JobStore {
  readonly all: readonly StoredJob[];
  find(id: string): StoredJob | undefined;
  /** Jobs that count against the limit on concurrent ones. */
  activeCount(): number;
  create(body: VeoBody, clip: Clip, outcome: JobOutcome): StoredJob;
}

export function createJobStore(assets: AssetStore, stages: StageDurations, now: () => number): JobStore {
  const all: StoredJob[] = [];
  const byId = new Map<string, StoredJob>();
  return {
    all,
    find: (id) => byId.get(id),
    activeCount: () => all.filter((job) => !isTerminal(job.status)).length,
    create(body, clip, outcome) {
      const inProgress = stages.inProgress * magicSlowness(body);
      const job = createJob(body, clip, { outcome, stages: { ...stages, inProgress } }, assets, now);
      all.push(job);
      byId.set(job.id, job);
      return job;
    },
  };
}

function createJob(
  body: VeoBody,
  clip: Clip,
  fate: Pick<Life, 'outcome' | 'stages'>,
  assets: AssetStore,
  now: () => number,
): StoredJob {
  const createdAt = now();
  const life: Life = { ...fate, createdAt, unstuckAt: createdAt };
  const moment = () => momentOf(life, now());
  const hasVideo = () => life.outcome.kind === 'success' && moment().status === 'success';
  const assetId = assets.add((id) =>
    hasVideo() ? videoAsset(id, job, clip, moment().changedAt) : undefined,
  );

  const job: StoredJob = {
    id: newId('job'),
    body,
    cost: priceOf(body),
    createdAt,
    moment,
    get status() {
      return moment().status;
    },
    get outcome() {
      return life.outcome;
    },
    get refunded() {
      return life.outcome.kind === 'failure' && !life.outcome.disableRefund && moment().status === 'failure';
    },
    get assetIds() {
      return hasVideo() ? [assetId] : [];
    },
    setOutcome(outcome) {
      if (isTerminal(moment().status)) throw new Error(`${job.id} has ended already`);
      if (life.outcome.kind === 'stuck') life.unstuckAt = now();
      life.outcome = outcome;
    },
  };
  return job;
}

function videoAsset(id: string, job: SandboxJob, clip: Clip, createdAt: number): SandboxAsset {
  const { bytes, width, height, durationSeconds, frameRate, sound } = clip;
  const { prompt, negativePrompt, image, referenceImages, aspectRatio, seed } = job.body;
  const images = { ...(image && { image }), ...(referenceImages && { referenceImages }) };
  return {
    id,
    kind: 'video',
    mimeType: 'video/mp4',
    bytes,
    createdAt,
    properties: {
      width,
      height,
      duration: durationSeconds,
      frameRate,
      nbFrames: frameRate * durationSeconds,
      bitrate: Math.round((bytes.length * 8) / durationSeconds),
      codecName: 'h264',
      format: 'mp4',
      ...sound,
    },
    metadata: {
      type: image || referenceImages ? 'img2video' : 'txt2video',
      ...(prompt && { prompt }),
      ...(negativePrompt && { negativePrompt }),
      ...images,
      modelId: MODEL_ID,
      modelType: 'custom',
      aspectRatio,
      seed: String(seed),
      parentJobId: job.id,
      outputIndex: 0,
      size: bytes.length,
      width,
      height,
    },
  };
}
