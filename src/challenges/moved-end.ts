import { ExpectedError } from '../lib/errors.ts';
import type { Challenge } from './challenge.ts';
import { endsShifted, MOVABLE_ENDS, type MovableEnd, withEnd } from './movable-ends.ts';
import { PHASES, type Phase, phaseEnd, type Schedule } from './phases.ts';
import { AHEAD_MAX_MS, PHASE_LENGTH_MS } from './times.ts';

/** A close is never moved nearer than this. */
const NOTICE_MS = 3_600_000;

/** A running challenge whose times can be moved. */
type Running = Pick<Challenge, 'phase' | 'schedule'>;

/** The next end, which is the present phase's. @throws ExpectedError where there is none */
export function presentEnd({ phase }: Pick<Challenge, 'phase'>): MovableEnd {
  const end = MOVABLE_ENDS.find((one) => one === phase);
  if (end) return end;
  throw new ExpectedError('no-end', NO_END[phase] ?? 'This challenge is over: its times cannot be changed.');
}

const NO_END: Partial<Record<Phase, string>> = {
  draft: 'This challenge is a draft: change its times with `/veo-challenge edit`.',
  tallying: 'The votes are being counted: nothing can be moved any more.',
};

/**
 * The schedule with one end at another moment. When it moves back, what comes later moves with it, so that nobody's time is
 * cut; when it moves nearer, what comes later stays as it was published.
 * @throws ExpectedError when it is over, too near, or leaves a phase too short or too long
 */
export function withEndAt(challenge: Running, end: MovableEnd, at: number, now: number): Schedule {
  const { phase, schedule } = challenge;
  presentEnd(challenge);
  const present = phaseEnd(end, schedule);
  if (present === undefined) {
    throw new ExpectedError('no-end', 'This challenge has no review: there is no such end to move.');
  }
  if (PHASES.indexOf(end) < PHASES.indexOf(phase)) {
    throw new ExpectedError('no-end', 'That is over already: move an end that is still to come.');
  }
  if (at === present) throw new ExpectedError('no-change', 'That is when it ends already.');
  if (at <= now || (at < present && at < now + NOTICE_MS)) {
    throw new ExpectedError(
      'too-near',
      'At least one hour has to be left: choose a later time, or use `/veo-challenge end` to end the phase at once.',
    );
  }
  const moved = at > present ? endsShifted(end, schedule, at - present) : withEnd(schedule, end, at);
  checkRemaining(phase, moved, now);
  return moved;
}

/** The schedule when the present phase ends now. @throws ExpectedError where time does not end it */
export const endingNow = (challenge: Running, now: number): Schedule =>
  withEnd(challenge.schedule, presentEnd(challenge), now);

/** What is over may have been shorter: a host can end a phase at once. */
function checkRemaining(phase: Phase, schedule: Schedule, now: number): void {
  const { opensAt, entriesUntil, reviewUntil = entriesUntil, votesUntil } = schedule;
  const isAhead = (begun: Phase) => PHASES.indexOf(phase) < PHASES.indexOf(begun);
  const isTooShort =
    (isAhead('open') && entriesUntil - opensAt < PHASE_LENGTH_MS.min) ||
    (isAhead('review') && reviewUntil < entriesUntil) ||
    (isAhead('voting') && votesUntil - reviewUntil < PHASE_LENGTH_MS.min);
  if (isTooShort) {
    throw new ExpectedError(
      'times',
      'Each phase lasts 10 minutes at least, after the one ahead of it: choose a later time, or move another end first.',
    );
  }
  if (votesUntil > now + AHEAD_MAX_MS) {
    throw new ExpectedError('times', 'A challenge ends within a year from now: choose an earlier time.');
  }
}
