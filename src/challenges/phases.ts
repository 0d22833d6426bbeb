/**
 * The life of a challenge. Moves are made by hosts or by time; each is one transaction.
 *
 * ```
 * draft → announced → open → [review →] voting → tallying → closed
 * ```
 *
 * - `draft`: its host is still at it; nobody else sees it.
 * - `announced`: published; entries are taken from `opensAt` on.
 * - `open`: entries are taken. `review`: moderators look at those that wait.
 * - `voting`: entries are shown, ballots taken. Again when a run-off has to decide.
 * - `tallying`: no ballot is taken any more; who may win is looked up.
 */
export const PHASES = [
  'draft',
  'announced',
  'open',
  'review',
  'voting',
  'tallying',
  'closed',
  'cancelled',
] as const;
export type Phase = (typeof PHASES)[number];

const MOVES: Record<Phase, readonly Phase[]> = {
  draft: ['announced', 'cancelled'],
  announced: ['open', 'cancelled'],
  open: ['review', 'voting', 'tallying', 'cancelled'],
  review: ['voting', 'tallying', 'cancelled'],
  voting: ['tallying', 'cancelled'],
  tallying: ['voting', 'closed', 'cancelled'],
  closed: [],
  cancelled: [],
};

export const canMovePhase = (from: Phase, to: Phase): boolean => MOVES[from].includes(to);

/** Phases in which members can still do something. */
export const LIVE_PHASES = [
  'announced',
  'open',
  'review',
  'voting',
  'tallying',
] as const satisfies readonly Phase[];

/** Nothing of it can change any more. */
export const isOver = (phase: Phase): boolean => phase === 'closed' || phase === 'cancelled';

/** When a challenge's phases end, in milliseconds. */
export interface Schedule {
  /** In a draft perhaps 0: with its publication. The ends count from then. */
  opensAt: number;
  entriesUntil: number;
  /** Undefined without a review. */
  reviewUntil: number | undefined;
  votesUntil: number;
}

/** When time moves a challenge on from a phase; undefined where only people do. */
export function phaseEnd(phase: Phase, schedule: Schedule): number | undefined {
  switch (phase) {
    case 'announced':
      return schedule.opensAt;
    case 'open':
      return schedule.entriesUntil;
    case 'review':
      return schedule.reviewUntil;
    case 'voting':
      return schedule.votesUntil;
    case 'tallying':
      return 0;
    case 'draft':
    case 'closed':
    case 'cancelled':
      return undefined;
  }
}

/** A phase that begins late by less than this ends as it was published. */
const LATE_MS = 5 * 60_000;

/**
 * The schedule when a phase begins now. After a downtime nobody's time is cut: what comes later moves by as much as this phase
 * is late.
 */
export function beginPhase(phase: Phase, schedule: Schedule, planned: number, now: number): Schedule {
  const late = now - planned;
  return late < LATE_MS ? schedule : shiftAfter(phase, schedule, late);
}

/** The schedule after a pause of so long in a phase. */
export const resume = (phase: Phase, schedule: Schedule, pausedMs: number): Schedule => {
  const shifted = shiftAfter(phase, schedule, pausedMs);
  return phase === 'announced' ? { ...shifted, opensAt: schedule.opensAt + pausedMs } : shifted;
};

/** Moves every end that lies in this phase or later. */
function shiftAfter(phase: Phase, schedule: Schedule, byMs: number): Schedule {
  const later = (until: Phase, at: number) =>
    PHASES.indexOf(phase) <= PHASES.indexOf(until) ? at + byMs : at;
  const { reviewUntil } = schedule;
  return {
    opensAt: schedule.opensAt,
    entriesUntil: later('open', schedule.entriesUntil),
    reviewUntil: reviewUntil === undefined ? undefined : later('review', reviewUntil),
    votesUntil: later('voting', schedule.votesUntil),
  };
}

/** Where a challenge goes when a phase has come to its end. */
export function nextPhase(phase: Phase, facts: { waiting: number; accepted: number }): Phase | undefined {
  switch (phase) {
    case 'announced':
      return 'open';
    case 'open':
      return facts.waiting > 0 ? 'review' : afterEntries(facts.accepted);
    case 'review':
      return afterEntries(facts.accepted + facts.waiting);
    case 'voting':
      return 'tallying';
    case 'tallying':
      return 'closed';
    case 'draft':
    case 'closed':
    case 'cancelled':
      return undefined;
  }
}

/** Between fewer than two there is nothing to vote on. */
const afterEntries = (entries: number): Phase => (entries < 2 ? 'tallying' : 'voting');
