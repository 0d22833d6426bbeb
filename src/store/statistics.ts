import { and, asc, count, eq, gte, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { JobState } from '../jobs/states.ts';
import type { DayFigures, MemberFigures, StatisticsStore } from '../moderation/statistics.ts';
import { dayAt, periodAt } from '../quota/window.ts';
import { netUnits } from './net-units.ts';
import type { Database } from './open.ts';
import { jobs, spendLedger } from './schema.ts';

type Outcome = Exclude<keyof DayFigures, 'day' | 'units'>;

/** How a job in a state is counted; undefined while it is under way. */
function outcomeOf(state: JobState): Outcome | undefined {
  switch (state) {
    case 'delivered':
    case 'failed':
    case 'blocked':
    case 'cancelled':
      return state;
    case 'undeliverable':
    case 'denied':
      return 'other';
    case 'held':
    case 'queued':
    case 'preparing':
    case 'submitting':
    case 'unknown':
    case 'generating':
    case 'fetching':
    case 'delivering':
    case 'fitting':
      return undefined;
  }
}

interface Day {
  day: string;
  startsAt: number;
  endsAt: number;
}

/** Calendar days up to today, oldest first. Some have 23 or 25 hours. */
function daysUpTo(now: number, many: number, timeZone: string): Day[] {
  const days: Day[] = [];
  for (let at = now; days.length < many; ) {
    const { startsAt, endsAt } = periodAt('day', at, timeZone);
    days.unshift({ day: dayAt(startsAt, timeZone), startsAt, endsAt });
    at = startsAt - 1;
  }
  return days;
}

/** Statistics by SQL: the rows themselves stay in the database. */
export function createStatisticsStore(db: Database): StatisticsStore {
  const inRange = (guildId: string, since: number) =>
    and(eq(jobs.guildId, guildId), gte(jobs.createdAt, since));

  const perDay = (guildId: string, days: readonly Day[]): DayFigures[] => {
    // One stretch of an index for each day: SQLite knows no time zones.
    const table = sql`(values ${sql.join(
      days.map(({ startsAt, endsAt }, index) => sql`(${index}, ${startsAt}, ${endsAt})`),
      sql`, `,
    )})`;
    const ended = db.all<{ at: number; state: JobState; videos: number }>(
      sql`with days(at, starts, ends) as ${table}
        select days.at as at, ${jobs.state} as state, count(*) as videos from days
        join ${jobs} on ${jobs.guildId} = ${guildId} and ${jobs.createdAt} >= days.starts and ${jobs.createdAt} < days.ends
        group by days.at, ${jobs.state}`,
    );
    const spent = db.all<{ at: number; units: number }>(
      sql`with days(at, starts, ends) as ${table}
        select days.at as at, ${netUnits} as units from days
        join ${spendLedger} on ${spendLedger.guildId} = ${guildId} and ${spendLedger.at} >= days.starts and ${spendLedger.at} < days.ends
        group by days.at`,
    );
    const figures = days.map(
      ({ day }): DayFigures => ({
        day,
        delivered: 0,
        failed: 0,
        blocked: 0,
        cancelled: 0,
        other: 0,
        units: 0,
      }),
    );
    for (const { at, state, videos } of ended) {
      const outcome = outcomeOf(state);
      const day = figures[at];
      if (outcome && day) day[outcome] += videos;
    }
    for (const { at, units } of spent) {
      const day = figures[at];
      if (day) day.units = units;
    }
    return figures;
  };

  const spentSince = (guildId: string, since: number): number =>
    db
      .select({ units: netUnits })
      .from(spendLedger)
      .where(and(eq(spendLedger.guildId, guildId), gte(spendLedger.at, since)))
      .all()[0]?.units ?? 0;

  const topUsers = (guildId: string, since: number, members: number): MemberFigures[] => {
    const cost = sql`(select ${netUnits} from ${spendLedger} where ${spendLedger.jobId} = ${jobs.id})`;
    return db.all<MemberFigures>(
      sql`select ${jobs.userId} as "userId", count(case ${jobs.state} when 'delivered' then 1 end) as videos, sum(${cost}) as units
        from ${jobs} where ${inRange(guildId, since)} group by ${jobs.userId}
        having videos > 0 order by videos desc, units desc, ${jobs.userId} limit ${members}`,
    );
  };

  const median = (span: SQL<number>, which: SQL | undefined): number | undefined => {
    const many = db.select({ many: count() }).from(jobs).where(which).all()[0]?.many ?? 0;
    if (many === 0) return undefined;
    const middle = db
      .select({ span })
      .from(jobs)
      .where(which)
      .orderBy(asc(span))
      .limit(2 - (many % 2))
      .offset(Math.floor((many - 1) / 2))
      .all();
    return middle.reduce((sum, row) => sum + row.span, 0) / middle.length;
  };

  return {
    figures: async (guildId, { days: many, timeZone, members }, now) =>
      // One read: its numbers belong together.
      db.transaction(() => {
        const days = daysUpTo(now, many, timeZone);
        const since = days[0]?.startsAt ?? now;
        const ordered = inRange(guildId, since);
        return {
          perDay: perDay(guildId, days),
          spentToday: spentSince(guildId, periodAt('day', now, timeZone).startsAt),
          spentThisMonth: spentSince(guildId, periodAt('month', now, timeZone).startsAt),
          topUsers: topUsers(guildId, since, members),
          medianWaitMs: median(
            sql<number>`${jobs.submittedAt} - ${jobs.createdAt}`,
            and(ordered, isNotNull(jobs.submittedAt)),
          ),
          medianTotalMs: median(
            sql<number>`${jobs.stateSince} - ${jobs.createdAt}`,
            and(ordered, eq(jobs.state, 'delivered')),
          ),
        };
      }),
  };
}
