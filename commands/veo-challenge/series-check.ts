import { nextOccurrences } from '../../src/challenges/recurrence.ts';
import type { Series, SeriesStore } from '../../src/challenges/series.ts';
import { requirePlan } from '../../src/challenges/series-plan.ts';
import { scheduleOf } from '../../src/challenges/times.ts';
import { orderingMember } from '../../src/discord/asking-member.ts';
import { type FreshDirectory, publishFacts } from '../../src/discord/challenges/publish-facts.ts';
import { publishHints, publishProblems } from '../../src/discord/challenges/publish-problems.ts';
import { requireGivable, requirePingable } from '../../src/discord/challenges/role-rights.ts';
import { cut } from '../../src/discord/text.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { Host } from './host.ts';

/** As many as one of Discord's menus holds. */
export const SERIES_LISTED_MAX = 25;
/** Of those that go on. */
const SERIES_MAX = 10;
const DATES_SHOWN = 3;
const HOUR_MS = 3_600_000;
const CONTENT_MAX_LENGTH = 2_000;

type PlannedSeries = Pick<
  Series,
  'guildId' | 'channelId' | 'settings' | 'pattern' | 'timeZone' | 'entryHours' | 'votingHours'
>;

/**
 * Looks at whether a series can come, as its challenges would be looked at when they are published; Discord is asked.
 * @param asking who starts it: nothing is given or pinged through it that they could not give or ping themselves
 * @returns when its next challenges come, and what is worth knowing
 * @throws ExpectedError that names everything that stands against it
 */
export async function requireStartable(
  directory: FreshDirectory,
  host: Host,
  asking: Parameters<typeof orderingMember>[0],
  planned: PlannedSeries,
  now: number,
): Promise<{ dates: readonly number[]; hints: readonly string[] }> {
  const { guildId, settings, pattern, timeZone } = planned;
  const opensAt = requirePlan(planned, now);
  const times = { opensAt, entriesMs: planned.entryHours * HOUR_MS, votingMs: planned.votingHours * HOUR_MS };
  const met = await publishFacts(
    directory,
    host,
    { ...planned, schedule: scheduleOf(times, settings.reviewHours) },
    now,
  );
  const problems = publishProblems(met);
  if (problems.length > 0) {
    const lines = [
      'The series cannot be started yet:',
      ...problems.map((problem) => `- ${problem}`),
      '-# What is set of a challenge is changed in a draft: start the series from that one then.',
    ];
    throw new ExpectedError('not-publishable', cut(lines.join('\n'), CONTENT_MAX_LENGTH));
  }
  const member = orderingMember(asking);
  for (const { roleId } of settings.prizes) {
    if (roleId !== undefined) requireGivable(guildId, met.guild, member, roleId);
  }
  if (settings.pingRoleId !== undefined) requirePingable(guildId, met.guild, member, settings.pingRoleId);
  return { dates: nextOccurrences(pattern, timeZone, now, DATES_SHOWN), hints: publishHints(met) };
}

/** @throws ExpectedError where as many series go on as may */
export async function requireSeriesRoom(
  series: Pick<SeriesStore, 'ofGuild'>,
  guildId: string,
): Promise<void> {
  const present = await series.ofGuild(guildId, SERIES_MAX);
  if (present.filter(({ stoppedAt }) => stoppedAt === undefined).length < SERIES_MAX) return;
  throw new ExpectedError(
    'too-many-series',
    `${SERIES_MAX} series go on here already: stop one with \`/veo-challenge series\` first.`,
  );
}

/** The dates on which a series comes next; none when it is stopped. */
export const datesOf = ({ nextAt, pattern, timeZone }: Series): readonly number[] =>
  nextAt === undefined ? [] : [nextAt, ...nextOccurrences(pattern, timeZone, nextAt, DATES_SHOWN - 1)];

/** A series of the server. @throws ExpectedError where it has no such one */
export async function ownSeries(
  series: Pick<SeriesStore, 'find'>,
  { guildId }: Pick<Host, 'guildId'>,
  id: number,
): Promise<Series> {
  const found = await series.find(id);
  if (found?.guildId === guildId) return found;
  throw new ExpectedError(
    'no-such-series',
    'There is no such series in this server any more: see `/veo-challenge series`.',
  );
}
