import { type Phase, phaseEnd, type Schedule } from './phases.ts';

/** The phases that time ends, by what ends with them. */
export const MOVABLE_ENDS = ['announced', 'open', 'review', 'voting'] as const satisfies readonly Phase[];
export type MovableEnd = (typeof MOVABLE_ENDS)[number];

export function withEnd(schedule: Schedule, end: MovableEnd, at: number): Schedule {
  switch (end) {
    case 'announced':
      return { ...schedule, opensAt: at };
    case 'open':
      return { ...schedule, entriesUntil: at };
    case 'review':
      return { ...schedule, reviewUntil: at };
    case 'voting':
      return { ...schedule, votesUntil: at };
  }
}

/** Every end from this one on. */
export function endsShifted(from: MovableEnd, schedule: Schedule, byMs: number): Schedule {
  return MOVABLE_ENDS.slice(MOVABLE_ENDS.indexOf(from)).reduce((moved, end) => {
    const at = phaseEnd(end, moved);
    return at === undefined ? moved : withEnd(moved, end, at + byMs);
  }, schedule);
}
