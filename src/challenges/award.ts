import { hasWon, type Placement } from './challenge.ts';
import type { Prize } from './settings.ts';

/** What a winner gets, as a row: roles are given and taken back by a timer, bonus videos are a grant made with the row. */
export interface RoleAward {
  id: number;
  challengeId: number;
  guildId: string;
  userId: string;
  roleId: string;
  /** `owed`: to be given. `held`: given, taken back at `expiresAt` if there is one. `over`: taken back, or never to be had. */
  state: 'owed' | 'held' | 'over';
  /** For how long it is held once given; for ever when undefined. */
  forMs: number | undefined;
  expiresAt: number | undefined;
}

export interface AwardStore {
  /** Roles to give or to take back now. */
  due(now: number, limit: number): Promise<RoleAward[]>;
  /** Was owed, is held. */
  given(id: number, expiresAt: number | undefined): Promise<void>;
  over(id: number): Promise<void>;
  /** Whether the same member has won the same role in another challenge as well, and is to have it still. */
  hasAnother(award: RoleAward): Promise<boolean>;
  postpone(id: number, at: number): Promise<void>;
}

/** What a member has won, with all their entries together. */
export interface Winnings {
  userId: string;
  roles: Pick<RoleAward, 'roleId' | 'forMs'>[];
  bonusVideos: number;
}

const DAY_MS = 24 * 3_600_000;

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
