import { hasWon, type Placement } from './challenge.ts';
import type { Prize } from './settings.ts';

export const AWARD_STATES = ['owed', 'giving', 'held', 'had', 'over', 'given-up'] as const;

/** What a winner gets, as a row: roles are given and taken back by a timer, bonus videos are a grant made with the row. */
export interface RoleAward {
  id: number;
  challengeId: number;
  guildId: string;
  userId: string;
  roleId: string;
  /**
   * `owed`: to be given. `giving`: the same, and the winner did not have it before the bot began to give it. `held`: given, taken
   * back at `expiresAt` if there is one. `had`: the winner had it before, and keeps it. `over`: taken back, or never to be had.
   * `given-up`: moderators have to do it, which is to take it back where there is an `expiresAt`, else to give it.
   */
  state: (typeof AWARD_STATES)[number];
  /** For how long it is held once given; for ever when undefined. */
  forMs: number | undefined;
  expiresAt: number | undefined;
}

export interface AwardStore {
  /** Roles to give or to take back now. */
  due(now: number, limit: number): Promise<RoleAward[]>;
  /** In the order of their ids. */
  ofChallenge(challengeId: number): Promise<RoleAward[]>;
  /** Was owed. Noted before the role is given, so that a role whose giving was broken off is known to be the bot's. */
  giving(id: number): Promise<void>;
  /** Was owed, and turned out to be there already. */
  had(id: number, now: number): Promise<void>;
  /** Was owed or being given, is held. */
  given(id: number, expiresAt: number | undefined, now: number): Promise<void>;
  over(id: number, now: number): Promise<void>;
  /**
   * Whether the bot has given the member the same role for another challenge as well, or has begun to. One that is only owed does
   * not count: whether the role was there before is seen when it is given.
   */
  hasAnother(award: RoleAward): Promise<boolean>;
  /** For what passes by itself. */
  postpone(id: number, at: number): Promise<void>;
  /** For what somebody has to mend: moderators are told, once for each challenge. */
  refused(award: RoleAward, at: number, now: number): Promise<void>;
  /** Moderators are told as well. */
  giveUp(award: RoleAward, now: number): Promise<void>;
}

/** What a member has won, with all their entries together. */
export interface Winnings {
  userId: string;
  roles: Pick<RoleAward, 'roleId' | 'forMs'>[];
  bonusVideos: number;
}

const DAY_MS = 24 * 3_600_000;
/** So long moderators have at the least, and at the most, to give the bot what it needs. */
const TRIED_FOR_MS = { min: DAY_MS, max: 30 * DAY_MS } as const;

/**
 * Until when it is tried to give a role, or to take it back: a prize for some days is not given any more when those would be
 * over.
 * @param closedAt when its challenge was closed
 */
export function triedUntil(
  { forMs, expiresAt }: Pick<RoleAward, 'forMs' | 'expiresAt'>,
  closedAt: number,
): number {
  if (expiresAt !== undefined) return expiresAt + TRIED_FOR_MS.max;
  return closedAt + Math.min(TRIED_FOR_MS.max, Math.max(TRIED_FOR_MS.min, forMs ?? TRIED_FOR_MS.max));
}

/** What the winners get: everyone with a prize's place gets it whole; of a role won twice the longer time holds. */
export function winningsOf(
  prizes: readonly Prize[],
  placements: readonly (Pick<Placement, 'place' | 'counted' | 'passedOver'> & { userId: string })[],
): Winnings[] {
  const won = new Map<string, Prize[]>();
  for (const { userId, place } of placements.filter(hasWon)) {
    const own = prizes.filter((prize) => prize.place === place);
    if (own.length > 0) won.set(userId, [...(won.get(userId) ?? []), ...own]);
  }
  return [...won].map(([userId, own]) => ({
    userId,
    roles: longestOfEach(own),
    bonusVideos: own.reduce((sum, { bonusVideos = 0 }) => sum + bonusVideos, 0),
  }));
}

function longestOfEach(prizes: readonly Prize[]): Winnings['roles'] {
  const daysOf = new Map<string, number>();
  for (const { roleId, roleDays = Number.POSITIVE_INFINITY } of prizes) {
    if (roleId !== undefined) daysOf.set(roleId, Math.max(daysOf.get(roleId) ?? 0, roleDays));
  }
  return [...daysOf].map(([roleId, days]) => ({
    roleId,
    forMs: Number.isFinite(days) ? days * DAY_MS : undefined,
  }));
}
