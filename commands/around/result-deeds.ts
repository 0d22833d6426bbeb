import { createPostedResults, type PostedResultsOptions } from '../../src/discord/posted-results.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { CaseDraft, CaseStore } from '../../src/moderation/case.ts';
import type { ReportStore } from '../../src/moderation/report.ts';

export interface ResultDeedsOptions extends PostedResultsOptions {
  store: Pick<JobStore, 'setSpoiler' | 'setOwnSpoiler' | 'remove' | 'removeOwn'>;
  cases: Pick<CaseStore, 'ofJob'>;
  reports: Pick<ReportStore, 'settleAllOf'>;
  clock: Clock;
  /** Called after a video was deleted whose file may go. */
  onDataPurged: () => void;
}

/** On whose behalf: the author's own deed, or a moderator's, which is a case and settles reports. */
export type Doer = { as: 'author' } | { as: 'moderator'; userId: string };

/**
 * What is done to a finished video in all its messages, by whoever may. Discord comes first and the note of it last, so that a
 * deed that was broken off is finished by doing it again. Methods return what there is to say of it.
 */
export interface ResultDeeds {
  /** @throws ExpectedError when there is nothing that could be hidden, or a moderator has hidden what its author would show */
  setSpoiler(job: Job, spoiler: boolean, doer: Doer): Promise<string>;
  /** @throws ExpectedError when Discord does not let the bot, or a moderator comes too late */
  remove(job: Job, doer: Doer, giveBack?: boolean): Promise<string>;
}

/** As cases tell it. */
const SPOILER_DETAIL = { true: 'shown → spoiler', false: 'spoiler → shown' } as const;

export function createResultDeeds(options: ResultDeedsOptions): ResultDeeds {
  const { store, cases, reports, clock, onDataPurged } = options;
  const posted = createPostedResults(options);

  /** Undone by moderators only. */
  const wasHiddenByModerator = async (job: Job): Promise<boolean> => {
    const decided = await cases.ofJob(job, ['spoiler']);
    return decided?.actorId !== job.userId && decided?.detail === SPOILER_DETAIL.true;
  };

  return {
    setSpoiler: async (job, spoiler, doer) => {
      if (job.spoiler === spoiler) {
        return `It is ${spoiler ? 'hidden' : 'shown'} already: nothing changed.`;
      }
      if (doer.as === 'author' && !spoiler && (await wasHiddenByModerator(job))) throw hiddenByModerator();
      const { files, links } = await posted.setSpoiler(job, spoiler);
      if (files === 0) throw links > 0 ? onlyLinks(doer) : messageGone(doer);
      const detail = SPOILER_DETAIL[`${spoiler}`];
      const left = links > 0 ? ' Where it was posted as a link it stays as it is.' : '';
      const done = `Done: ${detail}.${left}`;
      if (doer.as === 'author') {
        await store.setOwnSpoiler(job.id, spoiler, clock.now());
        return done;
      }
      const now = clock.now();
      const made = await store.setSpoiler(job.id, spoiler, draft('spoiler', doer.userId, job, detail), now);
      if (spoiler) await reports.settleAllOf(job.id, doer.userId, now);
      return `${done}${made ? ` Case ${made.number}.` : ''}`;
    },

    remove: async (job, doer, giveBack = false) => {
      // And once more at the end: somebody may have posted it again meanwhile.
      await posted.delete(job);
      const now = clock.now();
      if (doer.as === 'author') {
        const isFirst = await store.removeOwn(job.id, now);
        onDataPurged();
        await posted.delete(job);
        return isFirst ? 'Your video is deleted.' : 'It is deleted already: nothing changed.';
      }
      const detail = giveBack ? 'posted → removed, quota given back' : 'posted → removed';
      const removed = await store.remove(job.id, giveBack, draft('remove', doer.userId, job, detail), now);
      if (!removed) throw notPosted();
      await reports.settleAllOf(job.id, doer.userId, now);
      await posted.delete(job);
      const quota = removed.givenBack ? ' Its author has their quota back.' : '';
      return `Done: posted → removed.${quota} Case ${removed.case.number}.`;
    },
  };
}

export const notPosted = (): ExpectedError =>
  new ExpectedError('not-posted', 'This video is not posted (any more): there is nothing to change.');

const draft = (kind: 'spoiler' | 'remove', actorId: string, job: Job, detail: string): CaseDraft => ({
  kind,
  actorId,
  targetId: job.userId,
  jobId: job.id,
  detail,
});

const hiddenByModerator = (): ExpectedError =>
  new ExpectedError('hidden-by-moderator', 'A moderator has hidden this video: ask one to show it again.');

const onlyLinks = ({ as }: Doer): ExpectedError =>
  new ExpectedError(
    'no-file',
    `This video was posted as a link, which cannot be hidden: ${as === 'author' ? 'delete' : 'remove'} it instead.`,
  );

const messageGone = ({ as }: Doer): ExpectedError =>
  new ExpectedError(
    'message-gone',
    `Somebody has deleted that message already: press **${as === 'author' ? 'Delete' : 'Remove'}** to have it noted.`,
  );
