import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  beginPhase,
  canMovePhase,
  nextPhase,
  PHASES,
  phaseEnd,
  resume,
  type Schedule,
} from '../../src/challenges/phases.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const PLAN: Schedule = {
  opensAt: DAY_MS,
  entriesUntil: 3 * DAY_MS,
  reviewUntil: 4 * DAY_MS,
  votesUntil: 6 * DAY_MS,
};

const schedules = fc
  .tuple(
    fc.nat(1e9),
    fc.integer({ min: HOUR_MS, max: 1e9 }),
    fc.nat(1e9),
    fc.integer({ min: HOUR_MS, max: 1e9 }),
  )
  .map(([opensAt, entries, review, votes]) => ({
    opensAt,
    entriesUntil: opensAt + entries,
    reviewUntil: opensAt + entries + review,
    votesUntil: opensAt + entries + review + votes,
  }));

test('a challenge goes through its phases to an end, and out of it nowhere', () => {
  expect(PHASES.filter((to) => canMovePhase('closed', to))).toEqual([]);
  expect(PHASES.filter((to) => canMovePhase('cancelled', to))).toEqual([]);
  for (const phase of PHASES) {
    for (const waiting of [0, 3]) {
      for (const accepted of [0, 1, 2]) {
        const next = nextPhase(phase, { waiting, accepted });
        if (next) expect(canMovePhase(phase, next), `${phase} to ${next}`).toBe(true);
      }
    }
  }
});

test('entries that wait for a moderator lead to a review, the others straight to the vote', () => {
  expect(nextPhase('open', { waiting: 1, accepted: 4 })).toBe('review');
  expect(nextPhase('open', { waiting: 0, accepted: 4 })).toBe('voting');
  expect(nextPhase('review', { waiting: 1, accepted: 1 })).toBe('voting');
});

test('between fewer than two entries there is no vote', () => {
  expect(nextPhase('open', { waiting: 0, accepted: 0 })).toBe('tallying');
  expect(nextPhase('open', { waiting: 0, accepted: 1 })).toBe('tallying');
  expect(nextPhase('review', { waiting: 0, accepted: 1 })).toBe('tallying');
});

test('a phase that begins in time ends as it was published', () => {
  expect(beginPhase('open', PLAN, PLAN.opensAt, PLAN.opensAt + 60_000)).toEqual(PLAN);
});

test('after a downtime nobody’s time is cut: what comes later moves by as much', () => {
  expect(beginPhase('open', PLAN, PLAN.opensAt, PLAN.opensAt + DAY_MS)).toEqual({
    opensAt: DAY_MS,
    entriesUntil: 4 * DAY_MS,
    reviewUntil: 5 * DAY_MS,
    votesUntil: 7 * DAY_MS,
  });
  expect(beginPhase('voting', PLAN, 4 * DAY_MS, 9 * DAY_MS)).toEqual({ ...PLAN, votesUntil: 11 * DAY_MS });
});

test('however late phases begin, each lasts at least as long as it was published', () => {
  const lateness = fc.tuple(fc.nat(1e9), fc.nat(1e9), fc.nat(1e9));
  fc.assert(
    fc.property(schedules, lateness, (plan, [openLate, reviewLate, votingLate]) => {
      const opened = plan.opensAt + openLate;
      const open = beginPhase('open', plan, plan.opensAt, opened);
      const reviewed = open.entriesUntil + reviewLate;
      const review = beginPhase('review', open, open.entriesUntil, reviewed);
      const voted = (review.reviewUntil ?? 0) + votingLate;
      const voting = beginPhase('voting', review, review.reviewUntil ?? 0, voted);
      const slackMs = 5 * 60_000;
      expect(open.entriesUntil - opened + slackMs).toBeGreaterThan(plan.entriesUntil - plan.opensAt);
      expect((review.reviewUntil ?? 0) - reviewed + slackMs).toBeGreaterThan(
        plan.reviewUntil - plan.entriesUntil,
      );
      expect(voting.votesUntil - voted + slackMs).toBeGreaterThan(plan.votesUntil - plan.reviewUntil);
    }),
  );
});

test('a pause moves what is still to come, and nothing that is over', () => {
  expect(resume('announced', PLAN, HOUR_MS)).toEqual({
    opensAt: DAY_MS + HOUR_MS,
    entriesUntil: 3 * DAY_MS + HOUR_MS,
    reviewUntil: 4 * DAY_MS + HOUR_MS,
    votesUntil: 6 * DAY_MS + HOUR_MS,
  });
  expect(resume('voting', PLAN, HOUR_MS)).toEqual({ ...PLAN, votesUntil: 6 * DAY_MS + HOUR_MS });
});

test('time ends the phases that have an end', () => {
  expect(PHASES.map((phase) => phaseEnd(phase, PLAN))).toEqual([
    undefined,
    PLAN.opensAt,
    PLAN.entriesUntil,
    PLAN.reviewUntil,
    PLAN.votesUntil,
    0,
    undefined,
    undefined,
  ]);
});
