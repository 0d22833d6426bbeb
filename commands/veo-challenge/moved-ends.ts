import type { Challenge } from '../../src/challenges/challenge.ts';
import { MOVABLE_ENDS } from '../../src/challenges/movable-ends.ts';
import { phaseEnd, type Schedule } from '../../src/challenges/phases.ts';
import { PHASE_NAMES } from '../../src/discord/challenges/panel-words.ts';
import { momentText, plainMoment } from '../../src/discord/moderation/words.ts';
import { END_NAMES } from './extend-options.ts';

/** What moderators read in the case of times that a host has moved. Not escaped. */
export function endsNote(
  subcommand: string,
  { phase, schedule: before }: Challenge,
  { schedule: after }: Challenge,
): string {
  const ends = movedEnds(before, after).map(
    ({ name, old, now }) => `${name} ${plainMoment(old)} → ${plainMoment(now)}`,
  );
  return [...(subcommand === 'end' ? [`${PHASE_NAMES[phase]} ended at once`] : []), ...ends].join(', ');
}

const movedEnds = (before: Schedule, after: Schedule) =>
  MOVABLE_ENDS.flatMap((end) => {
    const [old, now] = [phaseEnd(end, before), phaseEnd(end, after)];
    return old === undefined || now === undefined || old === now ? [] : [{ name: END_NAMES[end], old, now }];
  });

/** The same for the host, in the reader's zone. */
export const changedEnds = (before: Schedule, after: Schedule): string[] =>
  movedEnds(before, after).map(
    ({ name, old, now }) => `${name}: ${momentText(old)} → **${momentText(now)}**`,
  );
