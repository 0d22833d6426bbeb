import { type BallotSight, markOf } from '../../challenges/ballot-sight.ts';
import { STARS_MAX, type VotingMethod } from '../../challenges/tally.ts';

const MEDALS = ['🥇', '🥈', '🥉'] as const;
const RANKS = ['First', 'Second', 'Third'] as const;

const medal = (place: number): string => MEDALS[place - 1] ?? '';
const stars = (value: number): string => '★'.repeat(value) + '☆'.repeat(STARS_MAX - value);

/** A mark that an entry has, in a few words. */
export function markText(method: VotingMethod, value: number): string {
  switch (method) {
    case 'one-pick':
      return 'your pick';
    case 'ranked':
      return `${medal(value)} your ${(RANKS[value - 1] ?? '').toLowerCase()}`;
    case 'stars':
      return stars(value);
    case 'approval':
      return 'approved';
  }
}

/** What stands on the button that gives a mark. @param given whether the entry has it already */
export function markLabel(method: VotingMethod, value: number, given: boolean): string {
  switch (method) {
    case 'one-pick':
      return given ? 'Your pick' : 'Pick this one';
    case 'ranked':
      return `${medal(value)} ${RANKS[value - 1] ?? ''}`;
    case 'stars':
      return `${value} ★`;
    case 'approval':
      return given ? 'Approved' : 'Approve';
  }
}

/** How far a voter has come. */
export function progressText(sight: BallotSight): string {
  const { entries, marks, challenge } = sight;
  const marked = (value: number) => entries.find(({ id }) => markOf(sight, id) === value);
  const entryText = (value: number) => {
    const entry = marked(value);
    return entry ? `Entry ${entry.number}` : '–';
  };
  switch (challenge.settings.method) {
    case 'one-pick':
      return `your pick: ${entryText(1)}`;
    case 'ranked':
      return MEDALS.map((sign, index) => `${sign} ${entryText(index + 1)}`).join(' ');
    case 'stars':
      return `you have rated ${marks.length}`;
    case 'approval':
      return `you have approved ${marks.length}`;
  }
}

/** What can be done, and what comes of it. */
export const METHOD_HINTS: Readonly<Record<VotingMethod, string>> = {
  'one-pick': 'You have one vote. Picking another entry moves it there.',
  ranked: 'Choose a first, a second and a third: they get 3, 2 and 1 points. Choosing anew moves a place.',
  stars:
    'Give every entry 1 to 5 stars. What counts is the mean; an entry that you leave out is not rated by you.',
  approval: 'Approve as many as you like: each gets one vote.',
};
