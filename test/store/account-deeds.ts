import { expect } from 'vitest';
import type { HoldRequest, JobStore } from '../../src/jobs/job-store.ts';
import { canMove, JOB_STATES, type JobState } from '../../src/jobs/states.ts';
import type { BlockStore } from '../../src/moderation/block.ts';
import type { QuotaRulesStore } from '../../src/moderation/quota-rules.ts';
import type { Limit } from '../../src/quota/limit.ts';
import type { Database } from '../../src/store/open.ts';
import type { AccountModel, Asker, NotedJob } from './account-model.ts';
import { ASKERS, ROLE, type Step } from './account-steps.ts';
import { WAY_TO } from './fixture.ts';
import { MODERATOR } from './moderators.ts';
import { DAY_MS, newJob, termsOf } from './orders.ts';

/** The store's books, and the clerk's beside them. */
export interface House {
  db: Database;
  store: JobStore;
  quota: QuotaRulesStore;
  blocks: BlockStore;
  model: AccountModel;
  /** The operator's, for a server that has set none; the other has set the same. */
  limits: readonly Limit[];
}

/**
 * Does a step in both books, and compares what each answers.
 * @returns whose account to look at
 */
export async function take(
  { store, quota, blocks, model, limits }: House,
  step: Step,
  now: number,
): Promise<Asker> {
  const termsFor = ({ userId, roleIds }: Asker, expectedUnits: number) =>
    termsOf({ userId, roleIds, expectedUnits, limits });
  const picked = (index: number, fits: (job: NotedJob) => boolean = () => true): NotedJob | undefined => {
    const fitting = model.jobs.filter(fits);
    return fitting[index % Math.max(1, fitting.length)];
  };
  const move = async (job: NotedJob, to: JobState, share: number | undefined): Promise<void> => {
    const cost = to === 'generating' && share !== undefined ? job.units * share : undefined;
    const changes = cost === undefined ? {} : { changes: { costUnits: cost } };
    expect((await store.move(job.id, { from: job.state, to, at: now, ...changes }))?.state).toBe(to);
    job.cost = cost ?? job.cost;
    model.moved(job, to);
  };

  const [anyone] = ASKERS;
  switch (step.kind) {
    case 'ask': {
      const { asker, seconds, units, hold } = step;
      const { guildId, userId } = asker;
      const interactionId = `${guildId}/${userId}/${model.jobs.length - step.again}`;
      const known = model.jobs.find((job) => job.interactionId === interactionId);
      const request: HoldRequest | undefined = hold && { hold, reason: undefined, until: now + DAY_MS };
      const order = newJob({ interactionId, guildId, userId });
      const settings = { ...order.settings, duration: seconds };
      const result = await store.admit({ ...order, settings }, termsFor(asker, units), request, now);
      if (known) {
        expect(result).toMatchObject({ kind: 'admitted', job: { id: known.id, state: known.state } });
        return asker;
      }
      const verdict = model.decide(asker, seconds, units, now);
      if (verdict.kind === 'refused') {
        expect(result).toMatchObject({ kind: 'refused', refusal: { kind: verdict.why } });
        return asker;
      }
      if (result.kind !== 'admitted')
        throw new Error(`a job of the test was not admitted: ${JSON.stringify(result)}`);
      const noted: NotedJob = {
        id: result.job.id,
        interactionId,
        asker,
        seconds,
        units,
        cost: undefined,
        state: 'held',
        hold,
        removed: false,
        taken: undefined,
      };
      model.jobs.push(noted);
      if (!hold) model.entered(noted, verdict.grantId, now);
      expect(result.job.state).toBe(noted.state);
      return asker;
    }
    case 'let-go': {
      const job = picked(step.job, ({ state }) => state === 'held');
      if (!job?.hold) return anyone;
      const next: HoldRequest | undefined =
        job.hold === 'confirmation' && step.wait
          ? { hold: 'approval', reason: undefined, until: now + DAY_MS }
          : undefined;
      const result = await store.letGo(
        job.id,
        job.hold,
        termsFor(job.asker, job.units),
        next,
        undefined,
        now,
      );
      const verdict = model.decide(job.asker, job.seconds, job.units, now, 1);
      if (verdict.kind === 'refused') {
        expect(result).toMatchObject({ kind: 'refused', refusal: { kind: verdict.why } });
      } else {
        if (next) job.hold = 'approval';
        else model.entered(job, verdict.grantId, now);
        expect(result).toMatchObject({ kind: 'admitted', job: { state: job.state, hold: job.hold } });
      }
      return job.asker;
    }
    case 'move': {
      const job = picked(step.job);
      if (!job) return anyone;
      // A held job gets into the queue only by being let go.
      const open = JOB_STATES.filter(
        (to) => canMove(job.state, to) && !(job.state === 'held' && to === 'queued'),
      );
      const to = open[step.choice % Math.max(1, open.length)];
      if (to) await move(job, to, step.charged);
      return job.asker;
    }
    case 'end': {
      const job = picked(step.job, ({ state }) => state === 'queued');
      if (!job) return anyone;
      for (const to of WAY_TO[step.end]) await move(job, to, step.charged);
      return job.asker;
    }
    case 'remove': {
      const job = picked(step.job, ({ state }) => state === 'delivered');
      if (!job) return anyone;
      const result = await store.remove(job.id, step.giveBack, { kind: 'remove', ...MODERATOR }, now);
      if (job.removed) expect(result).toBeUndefined();
      else if (step.giveBack) expect(result?.givenBack).toBe(model.removed(job));
      else job.removed = true;
      return job.asker;
    }
    case 'grant': {
      const { asker, toRole, unit, amount, days } = step;
      const subject = toRole
        ? ({ scope: 'role', subjectId: ROLE } as const)
        : ({ scope: 'user', subjectId: asker.userId } as const);
      const expiresAt = days === undefined ? undefined : now + days * DAY_MS;
      const made = { ...subject, unit, amount, reason: undefined, expiresAt };
      const { grant } = await quota.grant(asker.guildId, made, MODERATOR, now);
      model.grants.push({ ...grant, guildId: asker.guildId, revoked: false });
      return asker;
    }
    case 'revoke': {
      const grant = model.grants[step.grant];
      if (!grant) return anyone;
      const inForce = !grant.revoked && (grant.expiresAt ?? now + 1) > now;
      const result = await quota.revoke(grant.guildId, grant.id, MODERATOR, now);
      expect(result?.grant.id).toBe(inForce ? grant.id : undefined);
      grant.revoked = true;
      return anyone;
    }
    case 'reset': {
      const { guildId, userId } = step.asker;
      const result = await quota.reset(guildId, userId, MODERATOR, now);
      expect(result?.videos ?? 0).toBe(model.reset(step.asker, now));
      return step.asker;
    }
    case 'block': {
      const { asker, days } = step;
      const { guildId, userId } = asker;
      if (days === 0) {
        const result = await blocks.unblock(guildId, userId, { kind: 'unblock', ...MODERATOR }, now);
        expect(result !== undefined).toBe(model.isBlocked(asker, now));
        model.unblocked(asker);
        return asker;
      }
      const until = now + days * DAY_MS;
      const block = { guildId, userId, reason: undefined, byId: 'mod', since: now, until };
      await blocks.block(block, { kind: 'block', ...MODERATOR }, now);
      model.blocked(asker, until);
      return asker;
    }
    case 'time':
      return anyone;
  }
}
