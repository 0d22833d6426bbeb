import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Telemetry } from '../lib/telemetry.ts';

export interface Metrics extends Telemetry {
  /** All metrics in Prometheus' text format. */
  text(): Promise<string>;
  contentType: string;
  /** A request for a video's page, or a part of it, was answered. */
  linkAnswered(part: string, status: number): void;
}

const SECONDS_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 120, 180, 300, 600, 1_800, 3_600];
const BYTES_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200].map((mebibytes) => mebibytes * 1_024 * 1_024);

/** What is on the disk, and how much room is left there. */
export interface StorageFigures {
  freeBytes: number;
  /** Of all videos that are kept. */
  bytes: number;
  videos: number;
}

/**
 * Both are asked at each scrape.
 * @param jobsByState how many jobs are in each state that is not final
 */
export function createMetrics(
  jobsByState: () => Promise<Record<string, number>>,
  storage: () => Promise<StorageFigures>,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  new Gauge({
    name: 'clapper_jobs',
    help: 'Jobs that are waiting or at work, by state',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      for (const [state, jobs] of Object.entries(await jobsByState())) this.set({ state }, jobs);
    },
  });
  const storageGauge = (name: string, help: string, of: (figures: StorageFigures) => number) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(of(await storage()));
      },
    });
  storageGauge('clapper_disk_free_bytes', 'Free space on the disk of the files', (now) => now.freeBytes);
  storageGauge('clapper_library_bytes', 'Size of the kept videos', (now) => now.bytes);
  storageGauge('clapper_library_videos', 'How many videos are kept', (now) => now.videos);
  const refusals = new Counter({
    name: 'clapper_refusals_total',
    help: 'Requests of members that were refused, by reason',
    labelNames: ['reason'],
    registers,
  });
  const stages = new Histogram({
    name: 'clapper_stage_seconds',
    help: 'How long jobs stayed in a state',
    labelNames: ['state'],
    buckets: SECONDS_BUCKETS,
    registers,
  });
  const requests = new Counter({
    name: 'clapper_scenario_requests_total',
    help: 'Requests to Scenario by method, route and status (0: no answer)',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const deliveries = new Histogram({
    name: 'clapper_delivered_bytes',
    help: 'Sizes of posted videos, by way',
    labelNames: ['way'],
    buckets: BYTES_BUCKETS,
    registers,
  });

  const standstills = new Gauge({
    name: 'clapper_standstill',
    help: '1 while a step cannot be done for anybody, by step and reason',
    labelNames: ['step', 'reason'],
    registers,
  });

  const linkAnswers = new Counter({
    name: 'clapper_link_answers_total',
    help: 'Answers under the addresses of videos by part and status',
    labelNames: ['part', 'status'],
    registers,
  });

  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    linkAnswered: (part, status) => linkAnswers.inc({ part, status }),
    refused: (reason) => refusals.inc({ reason }),
    stageEnded: (state, durationMs) => stages.observe({ state }, durationMs / 1_000),
    scenarioAnswered: (method, path, status) => requests.inc({ method, route: routeOf(path), status }),
    standsStill: (step, reason, still) => standstills.set({ step, reason }, still ? 1 : 0),
    delivered: (way, bytes) => deliveries.observe({ way }, bytes),
  };
}

/** Ids are taken out of paths: a label must have few values. */
const routeOf = (path: string): string => path.replace(/\/(jobs|assets)\/[^/]+/, '/$1/:id');
