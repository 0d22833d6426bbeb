import { isFinal, type JobState } from '../../src/jobs/states.ts';
import type { Grant } from '../../src/quota/grant.ts';
import type { Limit, QuotaUnit } from '../../src/quota/limit.ts';
import { DAY_MS } from './orders.ts';

/** Who asks, and where. */
export interface Asker {
  guildId: string;
  userId: string;
  roleIds: readonly string[];
}

/** A job as an observer would note it down. */
export interface NotedJob {
  id: number;
  interactionId: string;
  asker: Asker;
  seconds: 4 | 6 | 8;
  /** What it is expected to cost. */
  units: number;
  /** What Scenario said it charged. */
  cost: number | undefined;
  state: JobState;
  hold: 'confirmation' | 'approval' | undefined;
  removed: boolean;
  /** What it took when it was let into the queue. */
  taken: Taken | undefined;
}

interface Taken {
  at: number;
  amounts: Record<QuotaUnit, number>;
  grantId: number | undefined;
  kept: boolean;
  settled: boolean;
}

interface NotedGrant extends Pick<Grant, 'id' | 'scope' | 'subjectId' | 'unit' | 'amount' | 'expiresAt'> {
  guildId: string;
  revoked: boolean;
}

export type Verdict =
  | { kind: 'refused'; why: 'blocked' | 'quota' }
  | { kind: 'allowed'; grantId: number | undefined };

/** No limit looks further back. */
const FAR_MS = 32 * DAY_MS;

/** What a window is, in the words of a calendar on the wall. In UTC. */
const countsNow: Partial<Record<Limit['window'], (takenAt: number, now: number) => boolean>> = {
  'rolling-day': (takenAt, now) => takenAt > now - DAY_MS,
  'rolling-week': (takenAt, now) => takenAt > now - 7 * DAY_MS,
  'calendar-month': (takenAt, now) =>
    new Date(takenAt).toISOString().slice(0, 7) === new Date(now).toISOString().slice(0, 7),
};

/**
 * The books of members' accounts as a careful clerk would keep them by hand: no ledger, no database, a list of jobs.
 * Knows the limits of one day, week and month that hold for everybody, and the most active jobs by server.
 */
export function createAccountModel(
  limits: readonly Limit[],
  maxActiveIn: Readonly<Record<string, number | undefined>>,
) {
  const jobs: NotedJob[] = [];
  const grants: NotedGrant[] = [];
  const blockedUntil = new Map<string, number>();
  const nameOf = ({ guildId, userId }: Asker) => `${guildId}/${userId}`;
  const takenBy = (asker: Asker): Taken[] =>
    jobs.flatMap((job) => (nameOf(job.asker) === nameOf(asker) && job.taken?.kept ? job.taken : []));

  const used = (asker: Asker, { unit, window }: Limit, now: number): number =>
    takenBy(asker)
      .filter(({ at, grantId }) => grantId === undefined && countsNow[window]?.(at, now))
      .reduce((sum, { amounts }) => sum + amounts[unit], 0);

  /** What is left of the grants that the member can draw on, soonest expiry first. */
  const grantsLeft = (asker: Asker, now: number): { id: number; unit: Grant['unit']; left: number }[] =>
    grants
      .filter(
        ({ guildId, revoked, expiresAt }) =>
          guildId === asker.guildId && !revoked && (expiresAt ?? now + 1) > now,
      )
      .filter(({ scope, subjectId }) =>
        scope === 'user' ? subjectId === asker.userId : asker.roleIds.includes(subjectId),
      )
      .sort((a, b) => (a.expiresAt ?? 1e15) - (b.expiresAt ?? 1e15) || a.id - b.id)
      .map(({ id, unit, amount }) => {
        const spent = takenBy(asker).filter(({ grantId }) => grantId === id);
        return { id, unit, left: spent.reduce((left, { amounts }) => left - amounts[unit], amount) };
      })
      .filter(({ left }) => left > 0);

  const active = (asker: Asker): number =>
    jobs.filter((job) => nameOf(job.asker) === nameOf(asker) && !isFinal(job.state)).length;

  return {
    jobs,
    grants,
    used,
    grantsLeft,
    active,
    /** @param besides a held job that asks to be let go: it is active already */
    decide(asker: Asker, seconds: number, units: number, now: number, besides = 0): Verdict {
      if ((blockedUntil.get(nameOf(asker)) ?? now) > now) return { kind: 'refused', why: 'blocked' };
      const maxActive = maxActiveIn[asker.guildId];
      if (maxActive !== undefined && active(asker) - besides >= maxActive)
        return { kind: 'refused', why: 'quota' };
      const amounts = { videos: 1, seconds, units };
      const paying = grantsLeft(asker, now).find(({ unit, left }) => left >= amounts[unit]);
      if (paying) return { kind: 'allowed', grantId: paying.id };
      // What has no price yet passes until the limit is used up.
      const fits = limits.every((limit) => {
        const before = used(asker, limit, now);
        return before < limit.amount && before + amounts[limit.unit] <= limit.amount;
      });
      return fits ? { kind: 'allowed', grantId: undefined } : { kind: 'refused', why: 'quota' };
    },
    /** The job was let into the queue. */
    entered(job: NotedJob, grantId: number | undefined, now: number): void {
      job.state = 'queued';
      job.hold = undefined;
      const amounts = { videos: 1, seconds: job.seconds, units: job.units };
      job.taken = { at: now, amounts, grantId, kept: true, settled: false };
    },
    moved(job: NotedJob, to: JobState): void {
      job.state = to;
      const { taken } = job;
      if (!taken || taken.settled || !isFinal(to)) return;
      taken.settled = true;
      if (to !== 'delivered') taken.kept = false;
      else if (job.cost !== undefined) taken.amounts.units = job.cost;
    },
    /** Gives back what counts, whatever has become of it. @returns how many videos */
    reset(asker: Asker, now: number): number {
      const counting = takenBy(asker).filter(({ at, grantId }) => grantId === undefined && at > now - FAR_MS);
      for (const taken of counting) Object.assign(taken, { kept: false, settled: true });
      return counting.length;
    },
    /** A moderator takes a video away. @returns whether anything was given back */
    removed(job: NotedJob): boolean {
      job.removed = true;
      if (!job.taken?.kept) return false;
      job.taken.kept = false;
      return true;
    },
    blocked: (asker: Asker, until: number): void => void blockedUntil.set(nameOf(asker), until),
    unblocked: (asker: Asker): boolean => blockedUntil.delete(nameOf(asker)),
    isBlocked: (asker: Asker, now: number): boolean => (blockedUntil.get(nameOf(asker)) ?? now) > now,
    /** How many of the member's videos were ever taken and not given back. */
    kept: (asker: Asker): number => takenBy(asker).length,
  };
}

export type AccountModel = ReturnType<typeof createAccountModel>;
