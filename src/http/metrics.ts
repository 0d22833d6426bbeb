import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Telemetry } from '../lib/telemetry.ts';

export interface Metrics extends Telemetry {
  /** All metrics in Prometheus' text format. */
  text(): Promise<string>;
  contentType: string;
}

const SECONDS_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 120, 180, 300, 600, 1_800, 3_600];
const BYTES_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200].map((mebibytes) => mebibytes * 1_024 * 1_024);

/** @param jobsByState how many jobs are in each state that is not final, asked for at each scrape */
export function createMetrics(jobsByState: () => Promise<Record<string, number>>): Metrics {
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

  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    refused: (reason) => refusals.inc({ reason }),
    stageEnded: (state, durationMs) => stages.observe({ state }, durationMs / 1_000),
    scenarioAnswered: (method, path, status) => requests.inc({ method, route: routeOf(path), status }),
    delivered: (way, bytes) => deliveries.observe({ way }, bytes),
  };
}

/** Ids are taken out of paths: a label must have few values. */
const routeOf = (path: string): string => path.replace(/\/(jobs|assets)\/[^/]+/, '/$1/:id');
