import type { Challenge } from './challenge.ts';
import type { NewChallenge } from './challenge-store.ts';
import type { ChallengeSettings } from './settings.ts';

/** Challenges that come back: weekly or monthly, with a list of themes. */
export interface Series {
  id: number;
  guildId: string;
  hostId: string;
  title: string;
  rules: string | undefined;
  settings: ChallengeSettings;
  channelId: string;
  /** A cron pattern of minute, hour, day, month, weekday, in the server's time zone: when entries open. */
  pattern: string;
  timeZone: string;
  entryHours: number;
  votingHours: number;
  /** Who chooses the next theme: the list in its order, or the members by a vote beside the voting. */
  nextTheme: 'list' | 'vote';
  stoppedAt: number | undefined;
  /** When the next challenge is made; undefined when it is stopped. */
  nextAt: number | undefined;
}

/**
 * A challenge that is made so much later than planned, after a downtime, opens when it is made: nobody's time is cut. It takes
 * the place of all that were missed.
 */
export const SERIES_LATE_MS = 5 * 60_000;

export interface Theme {
  id: number;
  text: string;
  /** How often it was used: none is used again before all were. */
  uses: number;
}

/**
 * The themes that may come next: those used least. None twice before all were used once.
 */
export function nextThemes(themes: readonly Theme[]): Theme[] {
  const least = Math.min(...themes.map(({ uses }) => uses));
  return themes.filter(({ uses }) => uses === least);
}

/**
 * The theme of the next challenge: of those that may come next the one with the most votes, with equal votes and without any
 * the one that was added first.
 * @param votes by theme
 * @returns undefined when there is no theme at all
 */
export function chooseTheme(themes: readonly Theme[], votes: ReadonlyMap<number, number>): Theme | undefined {
  const votesFor = ({ id }: Theme): number => votes.get(id) ?? 0;
  return nextThemes(themes).toSorted((a, b) => votesFor(b) - votesFor(a))[0];
}

export interface NewSeries extends Omit<Series, 'id' | 'stoppedAt' | 'nextAt'> {
  nextAt: number;
  themes: readonly string[];
}

/** Series and their themes. Every method is one atomic operation. */
export interface SeriesStore {
  create(series: NewSeries, now: number): Promise<Series>;
  find(id: number): Promise<Series | undefined>;
  /** Those that go on, then those that were stopped; newest first. */
  ofGuild(guildId: string, limit: number): Promise<Series[]>;
  /** @returns undefined when it was stopped already */
  stop(id: number, now: number): Promise<Series | undefined>;
  /** Lets one that was stopped go on. @returns undefined when it does already */
  start(id: number, nextAt: number): Promise<Series | undefined>;
  /** Those whose next challenge is to be made, the longest due first. */
  due(now: number, limit: number): Promise<Series[]>;
  nextDue(): Promise<number | undefined>;
  /** In the order in which they were added. */
  themes(id: number): Promise<Theme[]>;
  /**
   * Changes the list of themes. Those that stay keep their places; new ones come last, and before any that was used is used again.
   * @param before the texts that it was made of
   * @returns false, having changed nothing, when the list is another one by now
   */
  changeThemes(id: number, before: readonly string[], after: readonly string[]): Promise<boolean>;
  /**
   * Makes and announces the next challenge, counts its theme as used, and notes when the one after it comes.
   * @param next.at what `nextAt` was when the theme was chosen
   * @param next.isLate the server's log is told that the bot did not run at its time
   * @returns undefined when it is stopped, another one was made meanwhile, or the theme is gone
   */
  makeNext(
    id: number,
    next: { at: number; themeId: number; challenge: NewChallenge; nextAt: number; isLate: boolean },
    now: number,
  ): Promise<Challenge | undefined>;
  /**
   * A member's vote for the next theme beside the newest challenge of the series; a later one takes its place.
   * @returns false when the challenge is not in `voting`, is paused, is not the newest, or its series has no such theme
   */
  voteForTheme(
    vote: { challengeId: number; voterId: string; themeId: number },
    now: number,
  ): Promise<boolean>;
  /** The challenge that was made last: votes beside it choose the next theme. @returns undefined before the first */
  newest(id: number): Promise<Challenge | undefined>;
  /** How many voted for each theme that has a vote. */
  themeVotes(challengeId: number): Promise<Map<number, number>>;
}
