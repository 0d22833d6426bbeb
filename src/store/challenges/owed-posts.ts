import { and, eq, inArray, sql } from 'drizzle-orm';
import type { ChallengePost, PostKind } from '../../challenges/post.ts';
import { challengePosts } from '../challenge-schema.ts';
import type { Database, Transaction } from '../open.ts';

type Subject = Pick<ChallengePost, 'kind' | 'subjectId'>;

/** Owes posts, in this order; those that there are already stay as they are. Called inside a transaction. @returns how many are new */
export function owePosts(
  db: Database | Transaction,
  challengeId: number,
  posts: readonly Subject[],
  now: number,
): number {
  const owe = (post: Subject): number =>
    db
      .insert(challengePosts)
      .values({ ...post, challengeId, createdAt: now, dueAt: now })
      .onConflictDoNothing()
      .run().changes;
  return posts.reduce((fresh, post) => fresh + owe(post), 0);
}

/**
 * Has posts mended, because what they show has changed. Called inside the transaction that changes it.
 * @param subjectId of one post; without, of all of these kinds
 */
export function postsChanged(
  db: Database | Transaction,
  challengeId: number,
  kinds: readonly PostKind[],
  now: number,
  subjectId?: number,
): void {
  db.update(challengePosts)
    // Always another moment than before, so that whoever is just showing it sees that it has changed once more.
    .set({ dueAt: sql`min(${now}, coalesce(${challengePosts.dueAt} - 1, ${now}))` })
    .where(
      and(
        eq(challengePosts.challengeId, challengeId),
        inArray(challengePosts.kind, [...kinds]),
        subjectId === undefined ? undefined : eq(challengePosts.subjectId, subjectId),
      ),
    )
    .run();
}
