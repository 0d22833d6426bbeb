import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PHASES, type Phase, phaseEnd } from '../../../src/challenges/phases.ts';
import { VOTING_METHODS } from '../../../src/challenges/tally.ts';
import * as challengeSchema from '../../../src/store/challenge-schema.ts';
import { emptied } from '../fixture.ts';
import { DAY_MS, START } from '../orders.ts';
import { type ChallengeModel, createChallengeModel } from './challenge-model.ts';
import { ENTRIES_UNTIL, newChallenge, open, outcomeOf, REFUSAL, VOTES_UNTIL, vote } from './scene.ts';

type Stores = ReturnType<typeof open>;

const user = fc.constantFrom('ada', 'bob', 'cid');
const entryId = fc.integer({ min: 1, max: 7 });
const phase = fc.constantFrom(...PHASES);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('go' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), from: phase, to: phase }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('enter' as const),
      userId: user,
      jobId: fc.integer({ min: 1, max: 9 }),
      waits: fc.boolean(),
      replaces: fc.option(entryId, { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('withdraw' as const, 'refuse' as const, 'disqualify' as const),
      entryId,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('vote' as const),
      voterId: fc.oneof(user, fc.constantFrom('dan', 'eve')),
      entryId,
      value: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('ready' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('close' as const),
      placed: fc.array(entryId, { maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 2 * DAY_MS }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const NEXT: Partial<Record<Phase, Phase[]>> = {
  draft: ['announced'],
  announced: ['open'],
  open: ['review', 'voting', 'tallying'],
  review: ['voting', 'tallying'],
  voting: ['tallying'],
  tallying: ['voting'],
};

async function move({ challenges }: Stores, model: ChallengeModel, from: Phase, to: Phase, at: number) {
  const runOffEntryIds = model.entries.slice(0, 2).map(({ id }) => id);
  const expected = model.move(from, to, runOffEntryIds);
  const moved = challenges.move(1, { from, to, at, runOffEntryIds });
  if (expected === 'impossible') await expect(moved).rejects.toThrow();
  else expect((await moved) === undefined).toBe(expected === 'refused');
}

async function take(stores: Stores, model: ChallengeModel, act: Step, now: number): Promise<void> {
  const { challenges, ballots } = stores;
  const deed = { kind: 'remove', actorId: 'mod' } as const;
  switch (act.kind) {
    case 'time':
      return;
    case 'go': {
      const { phase: from } = model.state;
      for (const to of NEXT[from] ?? [])
        if (model.state.phase === from) await move(stores, model, from, to, now);
      return;
    }
    case 'move':
      return move(stores, model, act.from, act.to, now);
    case 'pause':
      return expect((await challenges.pause(1, undefined, now)) !== undefined).toBe(model.pause());
    case 'resume': {
      const resumed = await challenges.resume(1, (present) => present, now);
      return expect(resumed !== undefined).toBe(model.resume());
    }
    case 'ready':
      model.ready();
      return challenges.votingReady(1, (present) => present, now);
    case 'enter': {
      const { userId, jobId, waits, replaces } = act;
      const state = waits ? 'waiting' : 'accepted';
      const entry = { challengeId: 1, userId, jobId, title: undefined, state, replaces } as const;
      const { kind } = await challenges.enter(entry, now);
      return expect(kind).toBe(model.enter(userId, jobId, waits, replaces, now));
    }
    case 'withdraw':
      return expect((await challenges.withdraw(act.entryId, now)) !== undefined).toBe(
        model.leave(act.entryId, 'withdrawn', now),
      );
    case 'refuse': {
      const { jobId = 0 } = (await challenges.entry(act.entryId)) ?? {};
      const decided = await challenges.decide({ id: act.entryId, jobId }, 'refused', REFUSAL, now);
      return expect(decided !== undefined).toBe(model.leave(act.entryId, 'refused', now));
    }
    case 'disqualify':
      return expect((await challenges.disqualify(act.entryId, deed, now)) !== undefined).toBe(
        model.leave(act.entryId, 'disqualified', now),
      );
    case 'vote': {
      const { voterId, entryId, value } = act;
      const { kind } = await ballots.cast(vote({ id: 1 }, voterId, entryId, value), now);
      return expect(kind).toBe(model.vote(voterId, entryId, value, now));
    }
    case 'close': {
      const all = await challenges.entries(1);
      const placed = all.filter(({ id }) => act.placed.includes(id));
      const closed = await challenges.close(1, outcomeOf(placed), now);
      return expect(closed !== undefined).toBe(model.close(placed.map(({ id }) => id)));
    }
  }
}

/** What the stores tell is what was noted down. */
async function compare(
  { challenges, ballots, challengePosts }: Stores,
  model: ChallengeModel,
): Promise<void> {
  const { state, entries } = model;
  const challenge = await challenges.find(1);
  expect(challenge?.phase).toBe(state.phase);
  expect(challenge?.pausedAt !== undefined).toBe(state.paused);
  const kept = await challenges.entries(1);
  expect(
    kept.map(({ id, number, userId, jobId, state: is }) => ({ id, number, userId, jobId, state: is })),
  ).toEqual(entries);
  for (const round of [1, 2]) {
    const own = [...model.ballots].filter(([key, marks]) => key.startsWith(`${round}/`) && marks.length > 0);
    const cast = (await ballots.all(1, round)).filter(({ marks }) => marks.length > 0);
    expect(
      cast.map(({ voterId, marks }) => [voterId, marks.map(({ entryId: id, value }) => [id, value])]),
    ).toEqual(
      own
        .map(([key, marks]) => [key.slice(2), marks])
        .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
    expect(await ballots.turnout(1, round)).toBe(own.length);
  }
  const waits = state.paused || (state.phase === 'voting' && !state.standing);
  const due = challenge && !waits ? phaseEnd(challenge.phase, challenge.schedule) : undefined;
  expect(await challenges.nextDue()).toBe(due);
  const kinds = (await challengePosts.ofChallenge(1)).map(({ kind, subjectId }) => `${kind} ${subjectId}`);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds.includes('podium 0')).toBe(state.phase === 'closed');
  expect(kinds.includes('run-off 0')).toBe(state.runOff !== undefined);
}

test('whatever happens in whatever order, stores and pencil agree', { timeout: 60_000 }, async () => {
  const stores = open();
  const reached = new Set<Phase>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...VOTING_METHODS),
      fc.integer({ min: 1, max: 3 }),
      fc.array(step, { minLength: 20, maxLength: 60 }),
      async (method, entriesPerMember, steps) => {
        for (const table of Object.values(challengeSchema)) stores.db.delete(table).run();
        emptied(stores.db);
        stores.db.run(`delete from sqlite_sequence`);
        const rules = { entriesPerMember, method };
        const model = createChallengeModel({
          ...rules,
          entriesUntil: ENTRIES_UNTIL,
          votesUntil: VOTES_UNTIL,
        });
        await stores.challenges.create(newChallenge({ settings: rules }), START);
        let now = START;
        for (const act of steps) {
          if (act.kind === 'time') now += act.ms;
          // A mark that the method does not know is refused in words; that is tested elsewhere.
          const single = method === 'one-pick' || method === 'approval';
          const known = act.kind === 'vote' && act.value !== undefined && single ? { ...act, value: 1 } : act;
          await take(stores, model, known, now);
          reached.add(model.state.phase);
        }
        await compare(stores, model);
      },
    ),
    { numRuns: 150 },
  );
  expect(reached.size).toBe(PHASES.length);
});
