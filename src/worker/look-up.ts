import type { Job } from '../jobs/job.ts';
import { errorText } from '../lib/errors.ts';
import type { ScenarioClient } from '../scenario/client.ts';
import { generalTrouble, NO_ACCESS, ScenarioError } from '../scenario/errors.ts';
import type { RemoteJob } from '../scenario/wire.ts';
import type { WorkerContext } from './context.ts';

/** More jobs than this are looked up with one list instead of one request each. */
const MAX_SINGLE_GETS = 2;
const MAX_PAGES = 5;
const CLOCK_SKEW_MS = 2 * 60_000;

/** What a look at Scenario gave: the job, or that Scenario does not have it, or nothing can read it. */
export type Seen = RemoteJob | 'absent';

/** What Scenario said of the jobs, by its ids. One that is missing was not answered: nothing is known of it. */
export async function lookUp(
  { scenario, logger, standstill }: Pick<WorkerContext, 'scenario' | 'logger' | 'standstill'>,
  due: readonly Job[],
  signal: AbortSignal,
): Promise<Map<string, Seen>> {
  const answers = new Map<string, Seen>();
  const failures: unknown[] = [];
  /** @returns whether the next request may fare better */
  const failed = (error: unknown): boolean => {
    failures.push(error);
    const isLost = error instanceof ScenarioError && error.kind === 'lost';
    return !signal.aborted && !isLost && generalTrouble(error) === undefined;
  };
  const listed = due.length <= MAX_SINGLE_GETS || (await list(scenario, due, answers, signal).catch(failed));
  if (listed) {
    for (const { remoteId } of due) {
      if (remoteId === undefined || answers.has(remoteId)) continue;
      try {
        answers.set(remoteId, (await scenario.job(remoteId, signal)) ?? 'absent');
      } catch (error) {
        if (isAboutThisJob(error)) answers.set(remoteId, 'absent');
        if (!failed(error)) break;
      }
    }
  }
  if (signal.aborted) return answers;
  if (failures.length > 0) {
    const [first] = failures;
    logger.warn({ reason: errorText(first), failures: failures.length }, 'jobs could not be looked up');
  }
  const trouble = failures.map(generalTrouble).find((found) => found !== undefined);
  if (trouble) standstill.note('watching', trouble);
  else if (answers.size > 0) standstill.end('watching');
  else standstill.note('watching', 'scenario');
  return answers;
}

/** Looks many up at once. @returns true */
async function list(
  scenario: ScenarioClient,
  due: readonly Job[],
  answers: Map<string, Seen>,
  signal: AbortSignal,
): Promise<true> {
  const oldest = Math.min(...due.map(({ submittedAt, stateSince }) => submittedAt ?? stateSince));
  for (const remote of await scenario.jobsSince(oldest - CLOCK_SKEW_MS, MAX_PAGES, signal)) {
    answers.set(remote.id, remote);
  }
  return true;
}

/** Scenario answered, though with nothing that helps: asking for longer would not either. */
const isAboutThisJob = (error: unknown): boolean =>
  error instanceof ScenarioError &&
  generalTrouble(error) === undefined &&
  error.status !== NO_ACCESS &&
  (error.kind === 'malformed' || error.kind === 'refused');
