import { and, asc, eq, max, min, sql } from 'drizzle-orm';
import type { RunningCaps } from '../jobs/job-store.ts';
import type { LaneView } from '../jobs/queue-order.ts';
import type { Database } from './open.ts';
import { guildQueues, guildSettings, jobs, queueGuilds, queueUsers } from './schema.ts';

// Spelt out, not bound: SQLite uses a partial index only when the query repeats its condition word for word.
const IS_WAITING = sql`${jobs.state} = 'queued'`;
const IS_RUNNING = sql`${jobs.state} in ('preparing', 'submitting', 'unknown', 'generating')`;

/**
 * The order of the queue: guilds take turns, in a guild users take turns, a user's jobs go oldest first. A lane (guild, or
 * user in a guild) stands in line only while it has waiting jobs: it joins at the back and, once served, goes to the back.
 *
 * So a claim reads from the head of two indexes. It passes over only lanes that are at a cap, of which there can be no more
 * than there are running jobs: how many wait makes no difference. A guild whose queue is paused is not in line at all.
 */
export interface Queue {
  /** The waiting job whose turn it is, if the caps leave room. One that was put off is passed over until its time. */
  next(caps: RunningCaps, now: number): number | undefined;
  /** After a job was claimed: its lanes go to the back, or leave when nothing else waits in them. */
  served(lane: Lane): void;
  /** After a job began to wait. `front` puts its lanes first, for a job that had its turn already. */
  joined(lane: Lane, place: 'back' | 'front'): void;
  /** After a job stopped waiting without being served. */
  left(lane: Lane): void;
  /** Puts a member's lane before the others of the guild; the guild keeps its turn among guilds. */
  toFrontOfGuild(lane: Lane): void;
  /** Takes a guild out of the line; its members keep their turns in it. */
  pause(guildId: string): void;
  /** Puts a guild that was paused back in line, if anything waits there. */
  resume(guildId: string): void;
  lanes(guildId: string): LaneView[];
}

/** No job is put off for longer; one that seems to be was put off before the clock was put back. */
export const LONGEST_WAIT_MS = 10 * 60_000;

export interface Lane {
  guildId: string;
  userId: string;
}

/** One that was not put off may, whatever the clock says; see `LONGEST_WAIT_MS`. */
const mayRun = sql`(${jobs.runAt} <= ${jobs.stateSince} or ${jobs.runAt} <= ${sql.placeholder('now')} or ${jobs.runAt} > ${sql.placeholder('now')} + ${sql.raw(String(LONGEST_WAIT_MS))})`;

const isInLane = and(
  eq(jobs.guildId, sql.placeholder('guildId')),
  eq(jobs.userId, sql.placeholder('userId')),
  IS_WAITING,
);

export const nextLaneQuery = (db: Database) =>
  db
    .select({ guildId: queueUsers.guildId, userId: queueUsers.userId })
    .from(queueGuilds)
    // Not an inner join: SQLite leaves guilds before users only in a cross join.
    .crossJoin(queueUsers)
    .where(
      and(
        eq(queueUsers.guildId, queueGuilds.guildId),
        sql`(select count(*) from ${jobs} where ${jobs.guildId} = ${queueGuilds.guildId} and ${IS_RUNNING}) < min(${sql.placeholder('perGuild')}, coalesce((select json_extract(${guildSettings.settings}, '$.maxRunning') from ${guildSettings} where ${guildSettings.guildId} = ${queueGuilds.guildId}), ${sql.placeholder('perGuild')}))`,
        sql`(select count(*) from ${jobs} where ${jobs.guildId} = ${queueUsers.guildId} and ${jobs.userId} = ${queueUsers.userId} and ${IS_RUNNING}) < ${sql.placeholder('perUser')}`,
        // Almost always its first: few jobs are ever put off.
        sql`exists (select 1 from ${jobs} where ${jobs.guildId} = ${queueUsers.guildId} and ${jobs.userId} = ${queueUsers.userId} and ${IS_WAITING} and ${mayRun})`,
      ),
    )
    // The row number tells SQLite that guilds come one by one: without it, it would sort all waiting members first.
    .orderBy(asc(queueGuilds.turn), sql`${queueGuilds}.rowid`, asc(queueUsers.turn))
    .limit(1);

export const oldestInLaneQuery = (db: Database) =>
  db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(isInLane, mayRun))
    .orderBy(asc(jobs.rank), asc(jobs.id))
    .limit(1);

export const runningCountQuery = (db: Database) =>
  db.select({ count: sql<number>`count(*)` }).from(jobs).where(IS_RUNNING);

export function createQueue(db: Database): Queue {
  const nextLane = nextLaneQuery(db).prepare();
  const oldestInLane = oldestInLaneQuery(db).prepare();
  const anyInLane = db.select({ id: jobs.id }).from(jobs).where(isInLane).limit(1).prepare();
  const runningCount = runningCountQuery(db).prepare();
  const waitingInGuild = db
    .select({ id: jobs.id, userId: jobs.userId, turn: queueUsers.turn })
    .from(jobs)
    .innerJoin(queueUsers, and(eq(queueUsers.guildId, jobs.guildId), eq(queueUsers.userId, jobs.userId)))
    .where(and(eq(jobs.guildId, sql.placeholder('guildId')), IS_WAITING))
    // The order of the index: lane by lane.
    .orderBy(asc(jobs.userId), asc(jobs.rank), asc(jobs.id))
    .prepare();

  const inUser = (lane: Lane) =>
    and(eq(queueUsers.guildId, lane.guildId), eq(queueUsers.userId, lane.userId));
  const backOfGuilds = () =>
    (db
      .select({ turn: max(queueGuilds.turn) })
      .from(queueGuilds)
      .all()[0]?.turn ?? 0) + 1;
  const frontOfGuilds = () =>
    (db
      .select({ turn: min(queueGuilds.turn) })
      .from(queueGuilds)
      .all()[0]?.turn ?? 0) - 1;
  const turnsIn = (guildId: string, pick: typeof max) =>
    db
      .select({ turn: pick(queueUsers.turn) })
      .from(queueUsers)
      .where(eq(queueUsers.guildId, guildId))
      .all()[0]?.turn ?? 0;

  const isPaused = (guildId: string): boolean =>
    db
      .select()
      .from(guildQueues)
      .where(and(eq(guildQueues.guildId, guildId), eq(guildQueues.mode, 'paused')))
      .all().length > 0;

  const leaveIfEmpty = (lane: Lane): 'empty' | 'waiting' => {
    if (anyInLane.get({ ...lane })) return 'waiting';
    db.delete(queueUsers).where(inUser(lane)).run();
    return 'empty';
  };
  const guildLeavesIfEmpty = (guildId: string): 'empty' | 'waiting' => {
    const lane = db.select().from(queueUsers).where(eq(queueUsers.guildId, guildId)).limit(1).all();
    if (lane.length > 0) return 'waiting';
    db.delete(queueGuilds).where(eq(queueGuilds.guildId, guildId)).run();
    return 'empty';
  };

  return {
    next: (caps, now) => {
      if ((runningCount.get()?.count ?? 0) >= caps.total) return undefined;
      const lane = nextLane.get({ perGuild: caps.perGuild, perUser: caps.perUser, now });
      return lane && oldestInLane.get({ ...lane, now })?.id;
    },
    served: (lane) => {
      if (leaveIfEmpty(lane) === 'waiting') {
        db.update(queueUsers)
          .set({ turn: turnsIn(lane.guildId, max) + 1 })
          .where(inUser(lane))
          .run();
      }
      if (guildLeavesIfEmpty(lane.guildId) === 'waiting') {
        db.update(queueGuilds)
          .set({ turn: backOfGuilds() })
          .where(eq(queueGuilds.guildId, lane.guildId))
          .run();
      }
    },
    joined: (lane, place) => {
      const front = place === 'front';
      const guild = { guildId: lane.guildId, turn: front ? frontOfGuilds() : backOfGuilds() };
      const user = { ...lane, turn: front ? turnsIn(lane.guildId, min) - 1 : turnsIn(lane.guildId, max) + 1 };
      const insertGuild = db.insert(queueGuilds).values(guild);
      const insertUser = db.insert(queueUsers).values(user);
      const paused = isPaused(lane.guildId);
      if (front) {
        if (!paused) {
          insertGuild.onConflictDoUpdate({ target: queueGuilds.guildId, set: { turn: guild.turn } }).run();
        }
        insertUser
          .onConflictDoUpdate({ target: [queueUsers.guildId, queueUsers.userId], set: { turn: user.turn } })
          .run();
      } else {
        if (!paused) insertGuild.onConflictDoNothing().run();
        insertUser.onConflictDoNothing().run();
      }
    },
    toFrontOfGuild: (lane) =>
      void db
        .update(queueUsers)
        .set({ turn: turnsIn(lane.guildId, min) - 1 })
        .where(inUser(lane))
        .run(),
    pause: (guildId) => void db.delete(queueGuilds).where(eq(queueGuilds.guildId, guildId)).run(),
    resume: (guildId) => {
      const lane = db.select().from(queueUsers).where(eq(queueUsers.guildId, guildId)).limit(1).all();
      if (lane.length > 0) {
        db.insert(queueGuilds).values({ guildId, turn: backOfGuilds() }).onConflictDoNothing().run();
      }
    },
    left: (lane) => {
      leaveIfEmpty(lane);
      guildLeavesIfEmpty(lane.guildId);
    },
    lanes: (guildId) => {
      const byUser = new Map<string, { userId: string; turn: number; jobIds: number[] }>();
      for (const { id, userId, turn } of waitingInGuild.all({ guildId })) {
        const lane = byUser.get(userId) ?? { userId, turn, jobIds: [] };
        lane.jobIds.push(id);
        byUser.set(userId, lane);
      }
      return [...byUser.values()];
    },
  };
}
