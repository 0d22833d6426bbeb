import type { VideoLink } from '../discord/result-message.ts';
import type { Job } from '../jobs/job.ts';
import { assetUrlExpiry } from '../scenario/asset-url.ts';
import { ScenarioError } from '../scenario/errors.ts';
import type { WorkerContext } from './context.ts';

const GONE_STATUSES = [404, 410];

/**
 * Where a video can be seen as it was made: on the bot's own page, else at Scenario for as long as its link lives.
 * @returns undefined when Scenario does not have it any more
 * @throws ScenarioError when Scenario cannot be asked now
 */
export async function originalLink(
  { links, scenario }: Pick<WorkerContext, 'links' | 'scenario'>,
  job: Job,
): Promise<VideoLink | undefined> {
  const page = links.pageOf(job);
  if (page !== undefined) return { url: page, until: 'for-ever' };
  if (job.assetId === undefined) return undefined;
  try {
    const { url } = await scenario.asset(job.assetId);
    return { url, until: assetUrlExpiry(url) };
  } catch (error) {
    if (error instanceof ScenarioError && GONE_STATUSES.includes(error.status ?? 0)) return undefined;
    throw error;
  }
}
