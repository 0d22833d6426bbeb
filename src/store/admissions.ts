import { and, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm';
import { type AdmissionView, decideAdmission } from '../jobs/admission-decision.ts';
import { POSTED_BY_ANSWER_MS } from '../jobs/card-store.ts';
import type { Derivation, Job } from '../jobs/job.ts';
import type { AdmissionTerms, HoldRequest, JobStore, NewJob, PoolUse } from '../jobs/job-store.ts';
import type { Amounts } from '../quota/limit.ts';
import type { VeoSettings } from '../veo/settings.ts';
import type { AdmissionFactsReader } from './admission-facts.ts';
import { noteBudgets } from './budget-notices.ts';
import { recordCase } from './case-book.ts';
import { createChallengePools } from './challenges/challenge-pools.ts';
import type { JobReader, JobRow } from './job-rows.ts';
import { owe, oweEdit } from './notice-store.ts';
import { type Database, writing } from './open.ts';
import type { Queue } from './queue.ts';
import type { QuotaLedger } from './quota-ledger.ts';
import { jobImages, jobs } from './schema.ts';

/** Buttons that order at once, without a form in which a member could think again. */
const PRESSED: readonly Derivation[] = ['again', 'retry'];
/** Whoever wants another one presses again a little later. */
const DOUBLE_PRESS_MS = 3_000;

type Admissions = Pick<JobStore, 'admit' | 'letGo' | 'view' | 'budgets'>;

/** How jobs come in: each is decided on, reserved and written in one transaction. */
export function createAdmissions(
  db: Database,
  reader: JobReader,
  queue: Queue,
  ledger: QuotaLedger,
  facts: AdmissionFactsReader,
): Admissions {
  const byInteraction = db
    .select()
    .from(jobs)
    .where(eq(jobs.interactionId, sql.placeholder('interactionId')))
    .prepare();

  const pools = createChallengePools(db);

  /** What the first of two presses on one button made. */
  const justMade = ({ origin, guildId, userId }: NewJob, now: number): JobRow | undefined => {
    if (!origin || !PRESSED.includes(origin.derivation)) return undefined;
    return db
      .select()
      .from(jobs)
      .where(
        and(
          eq(jobs.parentId, origin.parentId),
          eq(jobs.guildId, guildId),
          eq(jobs.userId, userId),
          inArray(jobs.derivation, [...PRESSED]),
          gt(jobs.createdAt, now - DOUBLE_PRESS_MS),
          ne(jobs.state, 'cancelled'),
        ),
      )
      .limit(1)
      .all()[0];
  };

  /** Sees to it that a member has their share of the free videos, where the video is for a challenge that has some. */
  const sharesPool = (job: Pick<Job, 'guildId' | 'userId' | 'challengeId'>, now: number): boolean =>
    job.challengeId !== undefined && pools.share(job.challengeId, job, now);

  /** @param itself whether the job is there already, held: it counts among its author's active ones, not against itself */
  const decide = (
    { guildId, challengeId }: Pick<Job, 'guildId' | 'challengeId'>,
    terms: AdmissionTerms,
    amounts: Amounts,
    itself: 'new' | 'held',
    now: number,
  ): AdmissionView => {
    const found = facts.of(guildId, terms.member, terms.operator, now, challengeId);
    const active = found.quota.active - (itself === 'held' ? 1 : 0);
    const view = decideAdmission({ ...found, quota: { ...found.quota, active } }, amounts, now);
    if (view.refusal?.kind === 'budget') noteBudgets(db, guildId, [view.refusal.standing], 'stopped', now);
    return view;
  };

  const insertJob = (
    { images, origin, ...columns }: NewJob,
    hold: HoldRequest | undefined,
    now: number,
  ): JobRow => {
    const held = hold && { hold: hold.hold, holdReason: hold.reason, runAt: hold.until };
    const [row] = db
      .insert(jobs)
      .values({
        ...columns,
        ...origin,
        state: hold ? 'held' : 'queued',
        createdAt: now,
        stateSince: now,
        runAt: now,
        // Before its author has said yes to the price there is nothing for others to see.
        cardDueAt: hold?.hold === 'confirmation' ? null : now,
        ...held,
      })
      .returning()
      .all();
    if (!row) throw new Error('the new job row was not returned');
    if (images.length > 0) {
      db.insert(jobImages)
        .values(
          images.map((image) => ({
            ...image,
            jobId: row.id,
            fetchAt: hold?.hold === 'confirmation' || image.storedAs !== undefined ? null : now,
          })),
        )
        .run();
    }
    if (hold?.hold === 'approval') owe(db, { guildId: row.guildId, kind: 'held', subjectId: row.id }, now);
    return row;
  };

  /** Takes what an allowed job needs: its place in the queue and its amounts. */
  const enter = (row: JobRow, view: AdmissionView, terms: AdmissionTerms, now: number): void => {
    const { decision } = view.quota;
    const grantId = decision.kind === 'allowed' ? decision.grantId : undefined;
    const { guildId, userId } = row;
    ledger.reserve({ guildId, userId }, row.id, amountsOf(reader.fromRow(row).settings, terms), grantId, now);
    queue.joined({ guildId, userId }, 'back');
    noteBudgets(db, guildId, facts.budgetsOf(guildId, terms.operator, now), 'reached', now);
  };

  return {
    admit: async (job, terms, hold, now) =>
      writing(db, () => {
        const known = byInteraction.get({ interactionId: job.interactionId });
        if (known) return { kind: 'admitted', job: reader.fromRow(known) };
        const made = justMade(job, now);
        if (made) return { kind: 'repeated', job: reader.fromRow(made) };
        const hasPool = sharesPool(job, now);
        const view = decide(job, terms, amountsOf(job.settings, terms), 'new', now);
        if (view.refusal) return { kind: 'refused', refusal: view.refusal };
        const row = insertJob(job, hold, now);
        if (!hold) enter(row, view, terms, now);
        return {
          kind: 'admitted',
          job: reader.fromRow(row),
          pool: hasPool ? poolUse(view, job.challengeId) : undefined,
        };
      }),

    letGo: async (jobId, hold, terms, next, draft, now) =>
      writing(db, () => {
        const row = reader.row(jobId);
        if (row?.state !== 'held' || row.hold !== hold) return undefined;
        const job = reader.fromRow(row);
        const hasPool = sharesPool(job, now);
        const view = decide(job, terms, amountsOf(job.settings, terms), 'held', now);
        if (view.refusal) return { kind: 'refused', refusal: view.refusal };
        // A card that is still to come is posted by whoever was pressed.
        const cardDueAt = row.cardMessageId === null ? now + POSTED_BY_ANSWER_MS : now;
        const changes = next
          ? { hold: next.hold, holdReason: next.reason ?? null, runAt: next.until, cardDueAt }
          : { state: 'queued' as const, hold: null, stateSince: now, runAt: now, cardDueAt };
        db.update(jobs).set(changes).where(eq(jobs.id, jobId)).run();
        const subject = { guildId: row.guildId, kind: 'held', subjectId: jobId } as const;
        // Whatever it waits for now, its pictures do not: Discord's links to them die within a day.
        db.update(jobImages)
          .set({ fetchAt: now })
          .where(and(eq(jobImages.jobId, jobId), isNull(jobImages.storedAs)))
          .run();
        if (next) owe(db, subject, now);
        else {
          enter(row, view, terms, now);
          oweEdit(db, subject, now);
        }
        if (draft) recordCase(db, row.guildId, draft, now);
        const after = reader.job(jobId);
        if (!after) throw new Error(`job ${jobId} is gone in the midst of its admission`);
        return {
          kind: 'admitted',
          job: after,
          pool: hasPool ? poolUse(view, job.challengeId) : undefined,
        };
      }),

    view: async (guildId, terms, seconds, now) =>
      decideAdmission(
        facts.of(guildId, terms.member, terms.operator, now),
        { videos: 1, seconds, units: terms.expectedUnits },
        now,
      ),

    budgets: async (guildId, operator, now) => facts.budgetsOf(guildId, operator, now),
  };
}

/** Where no limit holds nothing is used up. */
function poolUse({ quota }: AdmissionView, challengeId: number | undefined): PoolUse | undefined {
  const { decision, grants, policy } = quota;
  if (decision.kind !== 'allowed' || policy.limits.rule.length === 0) return undefined;
  const paying = grants.find(({ grant }) => grant.id === decision.grantId);
  return paying !== undefined && paying.grant.challengeId === challengeId ? 'free' : 'used-up';
}

const amountsOf = (settings: VeoSettings, terms: AdmissionTerms): Amounts => ({
  videos: 1,
  seconds: settings.duration,
  units: terms.expectedUnits,
});
