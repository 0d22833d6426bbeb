import { and, count, desc, eq, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { HistoryOutcome, HistoryQuery, HistoryStore } from '../jobs/history.ts';
import type { Job } from '../jobs/job.ts';
import { isFinal, JOB_STATES, type JobState } from '../jobs/states.ts';
import { createJobReader, type OnUnreadable } from './job-rows.ts';
import type { Database, Transaction } from './open.ts';
import { jobs } from './schema.ts';

const BATCH = 200;
/** Suggestions are made with every key that is typed: they look no further back. */
const RECENT_VIDEOS = 2_000;

const STATES: Record<HistoryOutcome, readonly JobState[]> = {
  delivered: ['delivered'],
  undelivered: ['undeliverable'],
  failed: ['failed', 'blocked'],
  ended: ['cancelled', 'denied'],
  'under-way': JOB_STATES.filter((state) => !isFinal(state)),
};

/**
 * What members find of their videos. Texts are compared here, not by SQLite, whose LIKE knows the cases of ASCII letters only:
 * a search reads all prompts of one member in one server, about 10 ms for a thousand.
 */
export function createHistoryStore(db: Database, onUnreadable?: OnUnreadable): HistoryStore {
  const reader = createJobReader(db, onUnreadable);

  const pageOfAll = (which: SQL | undefined, page: number, size: number) => {
    const total = db.select({ total: count() }).from(jobs).where(which).all()[0]?.total ?? 0;
    const rows = db
      .select()
      .from(jobs)
      .where(which)
      .orderBy(desc(jobs.id))
      .limit(size)
      .offset(page * size)
      .all();
    return { jobs: reader.fromRows(rows), total };
  };

  const pageOfFound = (which: SQL | undefined, text: string, page: number, size: number) => {
    const holdsText = holds(text);
    const ids = [...prompts(db, and(which, isNull(jobs.purgedAt)))]
      .filter(({ prompt }) => holdsText(prompt))
      .map(({ jobId }) => jobId);
    const shown = ids.slice(page * size, (page + 1) * size);
    return { jobs: shown.flatMap((id) => reader.job(id) ?? []), total: ids.length };
  };

  return {
    page: async (query, page, size) =>
      db.transaction(() => {
        const { text } = query;
        return text === undefined
          ? pageOfAll(matching(query), page, size)
          : pageOfFound(matching(query), text, page, size);
      }),

    recentPrompts: async (guildId, userId, text, limit) =>
      db.transaction((tx) => {
        const holdsText = holds(text);
        const approved = or(isNull(jobs.hold), ne(jobs.hold, 'approval'));
        const which = and(ofMember(guildId, userId), isNull(jobs.purgedAt), approved);
        const found = new Map<string, number>();
        let read = 0;
        for (const { jobId, prompt } of prompts(tx, which)) {
          if (found.size === limit || read === RECENT_VIDEOS) break;
          read += 1;
          if (!found.has(prompt) && holdsText(prompt)) found.set(prompt, jobId);
        }
        return [...found].map(([prompt, jobId]) => ({ jobId, prompt }));
      }),

    ancestors: async (job, limit) =>
      db.transaction(() => {
        const found: Job[] = [];
        let youngest = job;
        while (found.length < limit && youngest.origin) {
          const parent = reader.job(youngest.origin.parentId);
          // A video comes from an older one of its own server.
          if (!parent || parent.id >= youngest.id || parent.guildId !== job.guildId) break;
          found.push(parent);
          youngest = parent;
        }
        return found;
      }),

    childCount: async (jobId) =>
      db.select({ children: count() }).from(jobs).where(eq(jobs.parentId, jobId)).all()[0]?.children ?? 0,
  };
}

const ofMember = (guildId: string, userId: string): SQL | undefined =>
  and(eq(jobs.guildId, guildId), eq(jobs.userId, userId));

function matching({ guildId, userId, outcome, challengeId }: HistoryQuery): SQL | undefined {
  // The plus keeps SQLite from an index by state: by the member's it has their videos in order.
  const ended = outcome && sql`+${inArray(jobs.state, [...STATES[outcome]])}`;
  const madeFor = challengeId === undefined ? undefined : eq(jobs.challengeId, challengeId);
  return and(ofMember(guildId, userId), ended, madeFor);
}

/** Prompts of jobs, newest first, read as far as they are asked for. */
function* prompts(
  db: Database | Transaction,
  which: SQL | undefined,
): Generator<{ jobId: number; prompt: string }> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const batch = db
      .select({ jobId: jobs.id, prompt: sql<string>`json_extract(${jobs.settings}, '$.prompt')` })
      .from(jobs)
      .where(and(which, lt(jobs.id, before)))
      .orderBy(desc(jobs.id))
      .limit(BATCH)
      .all();
    yield* batch;
    const last = batch.at(-1);
    if (!last || batch.length < BATCH) return;
    before = last.jobId;
  }
}

/** Whether a prompt holds a text, whatever the case of either, and however their letters are composed. */
function holds(text: string): (prompt: string) => boolean {
  const folded = fold(text);
  return (prompt) => fold(prompt).includes(folded);
}

/** In capitals, where "ß" is "SS" and a final sigma like any other. */
const fold = (text: string): string => text.normalize('NFKC').toUpperCase();
