import type { PassedOver } from '../../../challenges/challenge.ts';
import type { TieRule, VotingMethod } from '../../../challenges/tally.ts';

/**
 * What members are shown of prompt challenges, in one language. As everywhere, arguments come ready to be shown. A `moment`
 * is a date with how far off it is; `when` is only how far off, and may be past.
 */
export interface ChallengeWords {
  /** "Entry 7": all that is told of who made it while names are hidden. Escaped nowhere: without signs of Markdown. */
  entry: (number: number) => string;
  /** Who made an entry. */
  by: (member: string) => string;
  /** How things stand; one line each. */
  status: StatusWords;
  /** Headings of the announcement. */
  head: Record<'theme' | 'rules' | 'times' | 'entering' | 'voting' | 'prizes', string>;
  times: Record<'opens' | 'entriesUntil' | 'reviewUntil' | 'votesUntil', (moment: string) => string>;
  entering: EnteringWords;
  voting: VotingWords;
  prize: PrizeWords;
  count: Record<'entries' | 'voters', (number: number) => string>;
  host: (member: string) => string;
  /** Labels of buttons: at most 80 characters. */
  button: Record<'how' | 'mine' | 'vote' | 'remind' | 'result', string>;
  phase: PhaseWords;
  /** @param title of the challenge, as a link */
  reminder: Record<'entries' | 'votes', (title: string, when: string) => string>;
  runOff: (title: string, entries: string, moment: string) => string;
  /** In place of an entry that takes no part any more. @param entry as `entry` gives it */
  gone: Record<'withdrawn' | 'disqualified' | 'video', (entry: string) => string>;
  sheet: SheetWords;
  podium: PodiumWords;
}

interface StatusWords {
  announced: (when: string) => string;
  open: (moment: string) => string;
  review: (moment: string) => string;
  /** The entries are being put up; votes are taken once all are. */
  preparing: string;
  voting: (moment: string) => string;
  runOff: (moment: string) => string;
  tallying: string;
  closed: string;
  /** @param because as `because` of all words gives it; empty without a reason */
  cancelled: (because: string) => string;
  paused: (because: string) => string;
}

interface EnteringWords {
  perMember: (entries: number) => string;
  /** What always holds. */
  own: string;
  swap: string;
  /** @param settings lengths, formats and resolutions */
  allowed: (settings: string) => string;
  noPictures: string;
  words: (words: string) => string;
  roles: (roles: string) => string;
  /** For entrants and voters alike. */
  accountDays: (days: number) => string;
  memberDays: (days: number) => string;
  review: string;
  pool: (videos: number) => string;
  cooldown: (days: number) => string;
  anonymous: string;
}

interface VotingWords {
  method: Record<VotingMethod, string>;
  minRatings: (ratings: number) => string;
  /** What holds where no entry gets so many. */
  fewerRatings: string;
  ties: Record<TieRule, string>;
  roles: (roles: string) => string;
  /** What always holds. */
  fair: string;
}

interface PrizeWords {
  role: (role: string) => string;
  roleFor: (role: string, days: number) => string;
  bonus: (videos: number) => string;
}

interface PhaseWords {
  /** @param title of the challenge, as a link */
  opened: (title: string, moment: string) => string;
  howToEnter: string;
  voting: (title: string, moment: string) => string;
  howToVote: string;
  cancelled: (title: string, because: string) => string;
}

interface SheetWords {
  /** @param title of the challenge, as a link */
  caption: (title: string, entries: number) => string;
  /** What a screen reader says before the entries. */
  label: (entries: number) => string;
}

interface PodiumWords {
  heading: (title: string) => string;
  watch: string;
  /** In place of `watch`, among other remarks. */
  videoGone: string;
  score: Record<'one-pick' | 'ranked' | 'approval', (points: number) => string> & {
    /** @param mean of the stars */
    stars: (mean: number, ratings: number) => string;
  };
  /** Of an entry with too few ratings. */
  notCounted: string;
  /** Of an entry that nobody voted for. */
  noVotes: string;
  wins: (prize: string) => string;
  turnout: (ballots: number) => string;
  invalid: (ballots: number) => string;
  /** A second vote was held between entries with equal scores. */
  runOff: string;
  noEntries: string;
  /** There were entries, but none that wins. */
  noWinner: string;
  onlyOne: string;
  /** No entry got as many ratings as it needed, so fewer were enough: as many as one got at the most. */
  fewerRatings: (needed: number, enough: number) => string;
  passedOver: Record<PassedOver, (entry: string) => string>;
  /** What a screen reader says of the picture before its bars. */
  label: (title: string) => string;
}
