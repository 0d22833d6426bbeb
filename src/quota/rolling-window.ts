/** A limit on how many videos a member may start within a sliding stretch of time. */
export interface RollingLimit {
  /** Videos; 0 or more. */
  videos: number;
  windowMs: number;
}

/** What the ledger says of one video: when it was reserved, and whether it was given back. */
export interface Reservation {
  reservedAt: number;
  released: boolean;
}

/** How an account stands at a moment. */
export interface QuotaStanding {
  limit: RollingLimit;
  used: number;
  left: number;
  /** When the next video comes back, in milliseconds since the epoch; undefined while nothing is used. */
  nextReturnAt: number | undefined;
  /** When at least one video is left: now if one is, otherwise when enough came back; undefined if the limit is 0. */
  availableAt: number | undefined;
}

/** A reservation counts from the moment it is made until the window has passed over it, unless it was given back. */
const counts = (reservation: Reservation, limit: RollingLimit, now: number): boolean =>
  !reservation.released && reservation.reservedAt + limit.windowMs > now;

/**
 * Sums an account's reservations over the window that ends now.
 * @param reservations in any order; those older than the window may be left out
 */
export function quotaStanding(
  reservations: readonly Reservation[],
  limit: RollingLimit,
  now: number,
): QuotaStanding {
  const returnTimes = reservations
    .filter((reservation) => counts(reservation, limit, now))
    .map(({ reservedAt }) => reservedAt + limit.windowMs)
    .sort((a, b) => a - b);
  const used = returnTimes.length;
  const left = Math.max(0, limit.videos - used);
  return {
    limit,
    used,
    left,
    nextReturnAt: returnTimes[0],
    availableAt: left > 0 ? now : returnTimes[used - limit.videos],
  };
}
