import fc from 'fast-check';
import type { Asker } from './account-model.ts';
import { DAY_MS } from './orders.ts';

/** Of one server; its members have it both. */
export const ROLE = 'artists';
export const ASKERS: readonly [Asker, ...Asker[]] = [
  { guildId: 'club', userId: 'ada', roleIds: [ROLE] },
  { guildId: 'club', userId: 'bob', roleIds: [ROLE] },
  { guildId: 'guild', userId: 'ada', roleIds: [] },
];
const asker = fc.constantFrom(...ASKERS);
const job = fc.nat(11);
/** What Scenario charges, as a share of what was expected; undefined where it does not say. */
const charged = fc.option(fc.constantFrom(0, 0.5, 1), { nil: undefined });
/** What may happen to accounts, in any order. Jobs are named by numbers, of those that there are. */
export const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      asker,
      seconds: fc.constantFrom(4, 6, 8),
      units: fc.constantFrom(0, 10, 25, 40),
      hold: fc.constantFrom(undefined, undefined, undefined, 'confirmation' as const, 'approval' as const),
      again: fc.nat(9),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('let-go' as const), job, wait: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('move' as const), job, choice: fc.nat(4), charged }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      job,
      end: fc.constantFrom(
        'delivered' as const,
        'delivered' as const,
        'failed' as const,
        'blocked' as const,
        'cancelled' as const,
        'undeliverable' as const,
      ),
      charged,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), job, giveBack: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('grant' as const),
      asker,
      toRole: fc.boolean(),
      unit: fc.constantFrom('videos' as const, 'units' as const),
      amount: fc.constantFrom(1, 2, 40),
      days: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), grant: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset' as const), asker }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('block' as const), asker, days: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      ms: fc.oneof(
        fc.integer({ min: 0, max: DAY_MS }),
        fc.integer({ min: 0, max: 20 }).map((days) => days * DAY_MS),
      ),
    }),
  },
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What a server allows: several limits together, and perhaps a most active. */
export const rules = fc
  .record({
    videos: fc.option(fc.nat(4), { nil: undefined }),
    seconds: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
    units: fc.nat(120),
    maxActive: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  })
  .map(({ videos, seconds, units, maxActive }) => ({
    limits: [
      ...(videos === undefined ? [] : [{ unit: 'videos', window: 'rolling-day', amount: videos } as const]),
      ...(seconds === undefined
        ? []
        : [{ unit: 'seconds', window: 'rolling-week', amount: seconds } as const]),
      { unit: 'units', window: 'calendar-month', amount: units } as const,
    ],
    maxActive,
  }));
