import type { Clock } from '../lib/clock.ts';
import { ExpectedError } from '../lib/errors.ts';
import type { PromptFilters } from '../moderation/prompt-filters.ts';
import type { SettingsStore } from '../moderation/settings-store.ts';
import type { OperatorRules } from '../quota/operator-rules.ts';
import { approvalHold, type OrderResult } from './admission.ts';
import { approvalReason } from './approval.ts';
import { askingMember, type OrderingMember } from './asking-member.ts';
import { expectedUnits } from './expected-price.ts';
import { type Hold, type Job, slotsOf } from './job.ts';
import type { JobStore } from './job-store.ts';
import type { LearntFacts } from './learnt-facts.ts';

/** What becomes of held videos. Nothing is reserved for one before it is let go. */
export interface Holds {
  /**
   * The author's yes to the price: the video is queued, or goes on to wait for a moderator. A refusal leaves it as it is.
   * @throws ExpectedError when it is not theirs, or does not wait for this any more
   */
  confirm(jobId: number, guildId: string, author: OrderingMember): Promise<OrderResult>;
  /** The author's no. */
  decline(jobId: number, guildId: string, userId: string): Promise<Job>;
  /**
   * A moderator's yes. A refusal leaves it as it is.
   * @param authorNow looks the author up as they are a member now; undefined when they have left
   */
  approve(
    jobId: number,
    guildId: string,
    moderatorId: string,
    authorNow: (userId: string) => Promise<OrderingMember | undefined>,
  ): Promise<OrderResult>;
  /**
   * Whether it waits for a moderator.
   * @throws ExpectedError when it does not (any more)
   */
  requireWaiting(jobId: number, guildId: string): Promise<void>;
  /** A moderator's no. */
  deny(jobId: number, guildId: string, moderatorId: string, reason: string | undefined): Promise<Job>;
}

export interface HoldsOptions {
  store: Pick<JobStore, 'find' | 'letGo' | 'move'>;
  settings: Pick<SettingsStore, 'of'>;
  facts: Pick<LearntFacts, 'price'>;
  filters: PromptFilters;
  operator: OperatorRules;
  clock: Clock;
}

export function createHolds({ store, settings, facts, filters, operator, clock }: HoldsOptions): Holds {
  const held = async (jobId: number, guildId: string, hold: Hold): Promise<Job> => {
    const job = await store.find(jobId);
    if (!job || job.guildId !== guildId) {
      throw new ExpectedError('no-such-job', 'I do not know this video any more.');
    }
    if (job.state !== 'held' || job.hold !== hold) throw notHeld(job);
    // The loop that drops it has its turns; until the next one it is still there.
    if (job.holdUntil !== undefined && job.holdUntil <= clock.now()) throw expired();
    return job;
  };
  const ownHeld = async (jobId: number, guildId: string, userId: string): Promise<Job> => {
    const job = await held(jobId, guildId, 'confirmation');
    if (job.userId !== userId) {
      throw new ExpectedError('not-yours', `Only <@${job.userId}> can decide on this video.`);
    }
    return job;
  };

  const letGo = async (
    job: Job,
    hold: Hold,
    author: OrderingMember,
    draft?: Parameters<JobStore['letGo']>[4],
  ): Promise<OrderResult> => {
    const now = clock.now();
    const house = await settings.of(job.guildId);
    const slots = slotsOf(job);
    const expected = job.priceUnits ?? (await expectedUnits(facts, job.settings, slots, now));
    // A moderator has seen it already; the author's yes leads to one who has not.
    const reason =
      hold === 'approval' ? undefined : await approvalReason(filters, house, { ...job, member: author }, now);
    const terms = { member: askingMember(author, house), operator, expectedUnits: expected };
    const result = await store.letGo(job.id, hold, terms, approvalHold(reason, now), draft, now);
    if (!result) throw notHeld(await store.find(job.id));
    const priceUnits = expected === 0 ? undefined : expected;
    return result.kind === 'refused' ? { ...result, priceUnits } : { ...result, priceUnits, warnings: [] };
  };

  return {
    confirm: async (jobId, guildId, author) =>
      letGo(await ownHeld(jobId, guildId, author.userId), 'confirmation', author),

    decline: async (jobId, guildId, userId) => {
      const job = await ownHeld(jobId, guildId, userId);
      const moved = await store.move(job.id, { from: 'held', to: 'cancelled', at: clock.now() });
      if (!moved) throw notHeld(await store.find(jobId));
      return moved;
    },

    requireWaiting: async (jobId, guildId) => void (await held(jobId, guildId, 'approval')),

    approve: async (jobId, guildId, moderatorId, authorNow) => {
      const job = await held(jobId, guildId, 'approval');
      const author = await authorNow(job.userId);
      if (!author) throw new ExpectedError('author-left', 'Its author has left the server: deny it instead.');
      const draft = { kind: 'approve', actorId: moderatorId, targetId: job.userId, jobId } as const;
      return letGo(job, 'approval', author, draft);
    },

    deny: async (jobId, guildId, moderatorId, reason) => {
      const job = await held(jobId, guildId, 'approval');
      const moved = await store.move(job.id, {
        from: 'held',
        to: 'denied',
        at: clock.now(),
        changes: { failure: { code: 'not-approved', detail: reason } },
        case: { kind: 'deny', actorId: moderatorId, targetId: job.userId, jobId, reason },
      });
      if (!moved) throw notHeld(await store.find(jobId));
      return moved;
    },
  };
}

function notHeld(job: Job | undefined): ExpectedError {
  return job?.failure?.code === 'hold-expired'
    ? expired()
    : new ExpectedError('not-held', 'This video was decided on already: there is nothing left to do.');
}

const expired = (): ExpectedError =>
  new ExpectedError(
    'not-held',
    'This video has waited too long and was dropped; nothing was charged. It can be asked for again with `/veo`.',
  );
