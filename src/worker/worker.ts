import type { JobState } from '../jobs/states.ts';
import type { Loop } from '../lib/loop.ts';
import { startLateLoop } from './adopt-late.ts';
import { startCardLoop } from './cards.ts';
import { startAwardLoop } from './challenges/awards.ts';
import { startChallengePostLoop } from './challenges/posts.ts';
import { startReminderLoop } from './challenges/reminders.ts';
import { startSeriesLoop } from './challenges/series.ts';
import { startTallyLoop } from './challenges/tallying.ts';
import { startChallengeTimer } from './challenges/timer.ts';
import type { WorkerContext } from './context.ts';
import { startDeliverPool } from './deliver.ts';
import { startDepartedGuildsLoop } from './departed-guilds.ts';
import { startHoldLoop } from './expire-holds.ts';
import { startFetchPool } from './fetch.ts';
import { startPictureLoop } from './fetch-pictures-loop.ts';
import { startFitPool } from './fit.ts';
import { startLibraryLoop } from './library-limits.ts';
import { startNoticeLoop } from './notices.ts';
import { createRunner } from './outcome.ts';
import { createPictureFetcher } from './pictures.ts';
import { startPollLoop } from './poll.ts';
import { startPriceLoop } from './prices.ts';
import { startRescueLoop } from './rescue.ts';
import { startUnknownPool } from './resolve-unknown.ts';
import { startRetentionLoop } from './retention.ts';
import { startSubmitPool } from './submit.ts';

export interface Worker {
  /** A job was queued, cancelled or is to be posted now: look at once instead of at the next turn. */
  jobsChanged(): void;
  /** Texts of videos were deleted: their files are to go as well. */
  dataPurged(): void;
  /** A video came to the disk: perhaps others have to go. */
  libraryGrew(): void;
  /** Claims nothing more, lets short steps end, and resolves when none is at work. */
  stop(): Promise<void>;
}

/** Starts the loops that move jobs along. */
export function startWorker(context: WorkerContext): Worker {
  const wakeFor = (state: JobState): void => {
    loopsByState[state]?.wake();
    loops.cards.wake();
    if (state === 'delivering') loops.library.wake();
    // A job that left Scenario makes room for the next.
    if (state !== 'preparing' && state !== 'submitting') loops.submit.wake();
  };
  const runner = createRunner({ ...context, onMoved: (job) => wakeFor(job.state) });
  const pictures = createPictureFetcher(context);
  const loops = {
    submit: startSubmitPool(context, runner, pictures),
    unknown: startUnknownPool(context, runner),
    poll: startPollLoop(context, runner),
    fetch: startFetchPool(context, runner),
    deliver: startDeliverPool(context, runner),
    fit: startFitPool(context, runner),
    pictures: startPictureLoop(context, runner, pictures),
    prices: startPriceLoop(context),
    late: startLateLoop(context, runner),
    rescue: startRescueLoop(context),
    holds: startHoldLoop(context),
    retention: startRetentionLoop(context),
    library: startLibraryLoop(context),
    departedGuilds: startDepartedGuildsLoop(context),
    cards: startCardLoop(context),
    challenges: startChallengeTimer(context),
    tallies: startTallyLoop(context),
    awards: startAwardLoop(context),
    reminders: startReminderLoop(context),
    series: startSeriesLoop(context),
    challengePosts: startChallengePostLoop(context),
    notices: startNoticeLoop(context),
  };
  const loopsByState: Partial<Record<JobState, Loop>> = {
    unknown: loops.unknown,
    generating: loops.poll,
    fetching: loops.fetch,
    delivering: loops.deliver,
    fitting: loops.fit,
  };

  return {
    jobsChanged: () => {
      const concerned = [
        loops.submit,
        loops.deliver,
        loops.pictures,
        loops.prices,
        loops.cards,
        loops.notices,
      ];
      for (const loop of concerned) loop.wake();
    },
    dataPurged: () => loops.retention.wake(),
    libraryGrew: () => loops.library.wake(),
    stop: async () => {
      await Promise.all(Object.values(loops).map((loop) => loop.stop()));
    },
  };
}
