import { comesBackAt, QUOTA_WINDOWS, type QuotaWindow, WINDOW_TEXTS } from './window.ts';

/** What a limit counts: videos, seconds of video, or creative units (Scenario's money). */
export const QUOTA_UNITS = ['videos', 'seconds', 'units'] as const;
export type QuotaUnit = (typeof QUOTA_UNITS)[number];
/** What one video takes of each. */
export type Amounts = Record<QuotaUnit, number>;

export interface Limit {
  unit: QuotaUnit;
  window: QuotaWindow;
  /** 0 or more. */
  amount: number;
}

/** The order in which limits are shown: by unit, then by window. */
export const compareLimits = (a: Limit, b: Limit): number =>
  QUOTA_UNITS.indexOf(a.unit) - QUOTA_UNITS.indexOf(b.unit) ||
  QUOTA_WINDOWS.indexOf(a.window) - QUOTA_WINDOWS.indexOf(b.window);

/** What the ledger says of one video that was not given back. */
export interface Reservation {
  takenAt: number;
  amounts: Amounts;
  /** The grant that paid for it, if one did: it counts against no limit then. */
  grantId: number | undefined;
}

/** How an account stands against one limit. */
export interface LimitStanding {
  limit: Limit;
  used: number;
  left: number;
  /** When something next comes back; undefined while nothing is used. */
  nextReturnAt: number | undefined;
}

/** Sums what counts against a limit now. */
export function limitStanding(
  limit: Limit,
  reservations: readonly Reservation[],
  now: number,
  timeZone: string,
): LimitStanding {
  const counted = returns(limit, reservations, now, timeZone);
  const used = counted.reduceRight((sum, { amount }) => sum + amount, 0);
  return { limit, used, left: Math.max(0, limit.amount - used), nextReturnAt: counted[0]?.at };
}

/**
 * When an amount fits under a limit: now, or once enough came back. An amount that is not known (0) fits until the limit is
 * used up.
 * @returns undefined when it never fits: the limit itself is smaller, or 0
 */
export function fitsAt(
  limit: Limit,
  amount: number,
  reservations: readonly Reservation[],
  now: number,
  timeZone: string,
): number | undefined {
  if (amount > limit.amount || limit.amount === 0) return undefined;
  // Summed up from what comes back last: fractions are never taken off again, which would leave rests.
  let used = 0;
  for (const taken of returns(limit, reservations, now, timeZone).reverse()) {
    used += taken.amount;
    if (used + amount > limit.amount || used >= limit.amount) return taken.at;
  }
  return now;
}

/** What counts now, in the order in which it comes back. */
function returns(
  { unit, window }: Limit,
  reservations: readonly Reservation[],
  now: number,
  timeZone: string,
): { at: number; amount: number }[] {
  return reservations
    .filter(({ amounts, grantId }) => grantId === undefined && amounts[unit] > 0)
    .map(({ takenAt, amounts }) => ({ at: comesBackAt(window, takenAt, timeZone), amount: amounts[unit] }))
    .filter(({ at }) => at > now)
    .sort((a, b) => a.at - b.at);
}

/** "3 videos in any 24 hours", "40 seconds of video a month", "2000 CU a week". */
export function limitText({ unit, amount, window }: Limit): string {
  return `${amountText(unit, amount)} ${WINDOW_TEXTS[window]}`;
}

/** "1 video", "12 seconds of video", "400 CU". */
export function amountText(unit: QuotaUnit, amount: number): string {
  const number = Number(amount.toFixed(2));
  switch (unit) {
    case 'videos':
      return `${number} video${number === 1 ? '' : 's'}`;
    case 'seconds':
      return `${number} second${number === 1 ? '' : 's'} of video`;
    case 'units':
      return `${number} CU`;
  }
}
