import type { NewChallenge } from '../../challenges/challenge-store.ts';
import { nextOccurrence } from '../../challenges/recurrence.ts';
import { chooseTheme, SERIES_LATE_MS, type Series, type Theme } from '../../challenges/series.ts';
import { scheduleOf } from '../../challenges/times.ts';
import { type Loop, startLoop } from '../../lib/loop.ts';
import type { WorkerContext } from '../context.ts';

const IDLE_MS = 10_000;
const BATCH = 100;
const HOUR_MS = 3_600_000;

/** Makes the next challenges of series. What came due more than once during a downtime is made once. */
export function startSeriesLoop(context: WorkerContext): Loop {
  const { series, clock, logger } = context;
  return startLoop({
    name: 'challenge series',
    clock,
    logger,
    turn: async (signal) => {
      for (const due of await series.due(clock.now(), BATCH)) {
        if (signal.aborted) break;
        try {
          await makeNext(context, due);
        } catch (err) {
          logger.error({ err, seriesId: due.id }, 'the next challenge of a series could not be made');
        }
      }
      return IDLE_MS;
    },
  });
}

async function makeNext(context: WorkerContext, due: Series): Promise<void> {
  const { series, clock, logger } = context;
  const { id, guildId, pattern, timeZone, nextAt: at } = due;
  const now = clock.now();
  if (at === undefined) return;
  const theme = chooseTheme(await series.themes(id), await votesOf(context, due));
  const nextAt = nextOccurrence(pattern, timeZone, now);
  if (!theme || nextAt === undefined) {
    await series.stop(id, now);
    logger.warn({ seriesId: id, guildId, pattern }, 'a series has no theme or no next time: it is stopped');
    return;
  }
  const isLate = now - at >= SERIES_LATE_MS;
  const challenge = nextChallenge(context, due, theme, isLate ? now : at);
  const made = await series.makeNext(id, { at, themeId: theme.id, challenge, nextAt, isLate }, now);
  if (made) {
    const about = { seriesId: id, guildId, challengeId: made.id, plannedAt: at, isLate };
    logger.info(about, 'the next challenge of a series is made');
  }
}

/** Members' votes for the theme, beside the voting of the newest challenge of the series. */
async function votesOf(
  { series }: WorkerContext,
  { id, nextTheme }: Series,
): Promise<ReadonlyMap<number, number>> {
  if (nextTheme === 'list') return new Map();
  const newest = await series.newest(id);
  return newest ? series.themeVotes(newest.id) : new Map();
}

function nextChallenge(
  { random }: WorkerContext,
  { guildId, hostId, title, rules, settings, channelId, entryHours, votingHours }: Series,
  theme: Theme,
  opensAt: number,
): NewChallenge {
  const times = { opensAt, entriesMs: entryHours * HOUR_MS, votingMs: votingHours * HOUR_MS };
  const schedule = scheduleOf(times, settings.reviewHours);
  const texts = { title, theme: theme.text, rules };
  return { guildId, hostId, ...texts, settings, schedule, channelId, secret: random.token() };
}
