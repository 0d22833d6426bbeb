import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canMove, isFinal, JOB_STATES, type JobState } from '../../src/jobs/states.ts';
import { faultsIn } from './books.ts';
import { withStore } from './fixture.ts';
import { newJob, START } from './orders.ts';

const WINDOW_MS = 1_000;

/** A job as an observer would note it down: by hand, with no ledger. */
interface Noted {
  id: number;
  account: string;
  reservedAt: number;
  state: JobState;
  /** How it first ended. What comes later does not count any more. */
  firstEnd?: JobState;
}

type Step =
  | { kind: 'admit'; userId: string; guildId: string; interaction: number }
  | { kind: 'move'; job: number; choice: number }
  | { kind: 'time'; ms: number };

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('admit' as const),
        userId: fc.constantFrom('ada', 'bob'),
        guildId: fc.constantFrom('club', 'guild'),
        interaction: fc.nat(40),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('move' as const), job: fc.nat(30), choice: fc.nat(4) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 0, max: 700 }) }),
    },
  ),
  { minLength: 10, maxLength: 80 },
);

const counted = (noted: Iterable<Noted>, account: string, now: number): number =>
  [...noted].filter(
    (job) =>
      job.account === account &&
      job.reservedAt > now - WINDOW_MS &&
      (job.firstEnd === undefined || job.firstEnd === 'delivered'),
  ).length;

test('whatever happens in whatever order, accounts equal a count by hand and stay within the limit', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 0, max: 4 }), async (sequence: Step[], videos) => {
      await withStore(async (store, db) => {
        const limit = { videos, windowMs: WINDOW_MS };
        const byInteraction = new Map<string, Noted>();
        const all: Noted[] = [];
        let now = START;
        for (const step of sequence) {
          switch (step.kind) {
            case 'time':
              now += step.ms;
              break;
            case 'admit': {
              const { userId, guildId } = step;
              // One person sends an interaction from one place.
              const interactionId = `${guildId}/${userId}/${step.interaction}`;
              const account = `${guildId}/${userId}`;
              const known = byInteraction.get(interactionId);
              const room = counted(all, account, now) < videos;
              const result = await store.admit(newJob({ interactionId, guildId, userId }), limit, now);
              expect(result.kind).toBe(known || room ? 'admitted' : 'over-quota');
              if (result.kind !== 'admitted') break;
              if (known) {
                expect(result.job.id).toBe(known.id);
                break;
              }
              const noted: Noted = { id: result.job.id, account, reservedAt: now, state: 'queued' };
              byInteraction.set(interactionId, noted);
              all.push(noted);
              break;
            }
            case 'move': {
              const job = all[step.job % Math.max(1, all.length)];
              const open = job ? JOB_STATES.filter((to) => canMove(job.state, to)) : [];
              const to = open[step.choice % Math.max(1, open.length)];
              if (!job || !to) break;
              const moved = await store.move(job.id, { from: job.state, to, at: now });
              expect(moved?.state).toBe(to);
              job.state = to;
              if (isFinal(to)) job.firstEnd ??= to;
              break;
            }
          }
          for (const account of ['club/ada', 'club/bob', 'guild/ada', 'guild/bob']) {
            const [guildId = '', userId = ''] = account.split('/');
            const { used, left } = await store.standing(guildId, userId, limit, now);
            const expected = counted(all, account, now);
            expect({ used, left }).toEqual({ used: expected, left: videos - expected });
            expect(used).toBeLessThanOrEqual(videos);
          }
        }
        expect(faultsIn(db)).toEqual([]);
      });
    }),
    { numRuns: 120 },
  );
});
