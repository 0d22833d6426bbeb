import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queuePositions } from '../../src/jobs/queue-order.ts';
import { faultsIn } from './books.ts';
import { admit, claimNext, drain, withStore } from './fixture.ts';

const GUILDS = ['a', 'b', 'c'];
const USERS = ['u', 'v', 'w'];

type Step =
  | { kind: 'admit'; guildId: string; userId: string }
  | { kind: 'claim' }
  | { kind: 'cancel'; pick: number }
  | { kind: 'put-back'; pick: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('admit' as const),
        guildId: fc.constantFrom(...GUILDS),
        userId: fc.constantFrom(...USERS),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'claim' as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('put-back' as const), pick: fc.nat(20) }) },
  ),
  { minLength: 10, maxLength: 60 },
);

interface Waiting {
  id: number;
  guildId: string;
  userId: string;
}

/** The rules of the queue as people in two lines, one of guilds and one in each guild, with no numbers of turns. */
function createLines() {
  let guilds: string[] = [];
  const members = new Map<string, string[]>();
  const waiting: Waiting[] = [];
  const lineOf = (guildId: string) => members.get(guildId) ?? [];
  const waits = (guildId: string, userId?: string) =>
    waiting.some((job) => job.guildId === guildId && (userId === undefined || job.userId === userId));
  const without = (line: readonly string[], name: string) => line.filter((other) => other !== name);

  return {
    waiting,
    join(job: Waiting) {
      if (!waits(job.guildId, job.userId)) members.set(job.guildId, [...lineOf(job.guildId), job.userId]);
      if (!waits(job.guildId)) guilds.push(job.guildId);
      waiting.push(job);
    },
    putBack(job: Waiting) {
      members.set(job.guildId, [job.userId, ...without(lineOf(job.guildId), job.userId)]);
      guilds = [job.guildId, ...without(guilds, job.guildId)];
      waiting.push(job);
    },
    serve(): Waiting | undefined {
      const [guildId = ''] = guilds;
      const [userId = ''] = lineOf(guildId);
      const [job] = waiting
        .filter((other) => other.guildId === guildId && other.userId === userId)
        .sort((a, b) => a.id - b.id);
      if (!job) return undefined;
      waiting.splice(waiting.indexOf(job), 1);
      members.set(guildId, [
        ...without(lineOf(guildId), userId),
        ...(waits(guildId, userId) ? [userId] : []),
      ]);
      guilds = [...without(guilds, guildId), ...(waits(guildId) ? [guildId] : [])];
      return job;
    },
    leave(job: Waiting) {
      waiting.splice(waiting.indexOf(job), 1);
      if (!waits(job.guildId, job.userId)) members.set(job.guildId, without(lineOf(job.guildId), job.userId));
      if (!waits(job.guildId)) guilds = without(guilds, job.guildId);
    },
  };
}

test('the order of claims is that of people in lines, whatever happens, and members are told the truth', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      await withStore(async (store, db) => {
        const lines = createLines();
        const atWork: Waiting[] = [];
        for (const step of sequence) {
          switch (step.kind) {
            case 'admit': {
              const { id } = await admit(store, step);
              lines.join({ id, guildId: step.guildId, userId: step.userId });
              break;
            }
            case 'claim': {
              const expected = lines.serve();
              expect((await claimNext(store))?.id).toBe(expected?.id);
              if (expected) atWork.push(expected);
              break;
            }
            case 'cancel': {
              const job = lines.waiting[step.pick % Math.max(1, lines.waiting.length)];
              if (!job) break;
              lines.leave(job);
              await store.move(job.id, { from: 'queued', to: 'cancelled', at: 0 });
              break;
            }
            case 'put-back': {
              const [job] = atWork.splice(step.pick % Math.max(1, atWork.length), 1);
              if (!job) break;
              lines.putBack(job);
              await store.move(job.id, { from: 'preparing', to: 'queued', token: 'token', at: 0 });
              break;
            }
          }
        }
        expect(faultsIn(db)).toEqual([]);
        const shown = new Map<string, number[]>();
        for (const guildId of GUILDS)
          shown.set(guildId, [...queuePositions(await store.lanes(guildId)).keys()]);
        const guildOf = new Map(lines.waiting.map(({ id, guildId }) => [id, guildId]));
        const expected: number[] = [];
        for (let job = lines.serve(); job; job = lines.serve()) expected.push(job.id);
        const order = await drain(store);
        expect(order).toEqual(expected);
        for (const [guildId, positions] of shown) {
          expect(positions).toEqual(order.filter((id) => guildOf.get(id) === guildId));
        }
      });
    }),
    { numRuns: 150 },
  );
});
