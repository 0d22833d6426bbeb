import { ApplicationCommandOptionType, type ChatInputCommandInteraction } from 'discord.js';
import { MOVABLE_ENDS, type MovableEnd } from '../../src/challenges/movable-ends.ts';
import { AT_PUBLICATION, parseMoment } from '../../src/challenges/times.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { parseDuration } from '../../src/moderation/duration-text.ts';
import type { ChallengeSubcommand } from './part.ts';

const TIME_MAX_LENGTH = 40;
const REASON_MAX_LENGTH = 300;

export const END_NAMES: Record<MovableEnd, string> = {
  announced: 'Entries open',
  open: 'Entries close',
  review: 'Review ends',
  voting: 'Voting ends',
};

export const reasonOption = (description: string) => ({
  type: ApplicationCommandOptionType.String as const,
  name: 'reason',
  description,
  max_length: REASON_MAX_LENGTH,
});

export const EXTEND_OPTIONS: ChallengeSubcommand['data']['options'] = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'by',
    description: 'How much later, such as 1d or 12h; with a minus so much earlier',
    max_length: TIME_MAX_LENGTH,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'until',
    description: 'Or the new moment: in 3h, tomorrow 18:00, 2026-11-30 18:00',
    max_length: TIME_MAX_LENGTH,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'what',
    description: 'Which end (default: the present phase’s)',
    choices: MOVABLE_ENDS.map((value) => ({ value, name: END_NAMES[value] })),
  },
  reasonOption('Why; moderators read it in the case'),
];

/** From where an end is, to where it shall be. @throws ExpectedError unless exactly one of both ways is given */
export function movedBy(
  { options }: Pick<ChatInputCommandInteraction, 'options'>,
  timeZone: string,
  now: number,
): (present: number) => number {
  const [by, until] = [options.getString('by'), options.getString('until')];
  if (until !== null && by === null) {
    const at = parseMoment(until, now, timeZone);
    if (at !== AT_PUBLICATION) return () => at;
    throw new ExpectedError('too-near', 'To end a phase at once, use `/veo-challenge end`.');
  }
  if (by === null || until !== null) {
    throw new ExpectedError('times', 'Give either `by` (such as `1d` or `-12h`) or `until` (a new moment).');
  }
  const [, sign, length = ''] = /^([+−–-]?)\s*(.*)$/su.exec(by.trim()) ?? [];
  const ms = parseDuration(length);
  return (present) => (sign === '' || sign === '+' ? present + ms : present - ms);
}
