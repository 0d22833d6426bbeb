import type { Challenge, Entry, PassedOver } from '../../challenges/challenge.ts';
import { isShown } from '../../challenges/entry-rules.ts';
import type { WorkerContext } from '../context.ts';

const DAY_MS = 24 * 3_600_000;

/** Members who won not long ago. @returns undefined while an earlier challenge, which they may win, is not counted */
export async function restingMembers(
  { challenges }: WorkerContext,
  challenge: Challenge,
): Promise<ReadonlySet<string> | undefined> {
  const days = challenge.settings.winnerCooldownDays;
  return days === undefined ? new Set() : challenges.winnersBefore(challenge, days * DAY_MS);
}

/** Tells of entries why they may not win: of each the same, however often it is asked. */
export function createPassedOver(
  { freshDirectory, blocks, store, clock }: WorkerContext,
  { guildId }: Challenge,
  entries: readonly Entry[],
  resting: ReadonlySet<string>,
): (entryId: number) => Promise<PassedOver | undefined> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const found = new Map<number, PassedOver | undefined>();
  const look = async (entry: Entry | undefined): Promise<PassedOver | undefined> => {
    if (!entry || !(await freshDirectory.member(guildId, entry.userId))) return 'left';
    if (await blocks.active(guildId, entry.userId, clock.now())) return 'blocked';
    const job = await store.find(entry.jobId);
    if (!job || !isShown(job)) return 'video-gone';
    return resting.has(entry.userId) ? 'cooldown' : undefined;
  };
  return async (entryId) => {
    if (!found.has(entryId)) found.set(entryId, await look(byId.get(entryId)));
    return found.get(entryId);
  };
}
