import type { QuotaStanding } from '../quota/rolling-window.ts';
import { count, relativeTime } from './text.ts';

const HOUR_MS = 3_600_000;
const BAR_MAX_CELLS = 20;

/** How a member's account stands, in words and a bar. */
export function renderQuota({ limit, used, left, nextReturnAt }: QuotaStanding, activeJobs: number): string {
  const window = `${limit.windowMs / HOUR_MS} hours`;
  if (limit.videos === 0) return 'Videos are switched off on this bot (the quota is 0): ask whoever runs it.';
  const lines = [
    `${bar(used, limit.videos)} **${left} of ${count(limit.videos, 'video')} left**`,
    `You may make ${count(limit.videos, 'video')} in any ${window} in this server; ${used} used. A video counts from the moment you ask for it, and not at all if it is cancelled, fails or is blocked.`,
    nextReturnAt === undefined
      ? 'Nothing is used up.'
      : `The next one comes back ${relativeTime(nextReturnAt)}.`,
    activeJobs === 0
      ? 'Nothing of yours is waiting or in the making.'
      : `${count(activeJobs, 'video')} of yours waiting or in the making: see \`/veo-queue\`.`,
  ];
  return lines.join('\n');
}

function bar(used: number, limit: number): string {
  const cells = Math.min(limit, BAR_MAX_CELLS);
  const filled = Math.min(cells, Math.ceil((used / limit) * cells));
  return '▰'.repeat(filled) + '▱'.repeat(cells - filled);
}
