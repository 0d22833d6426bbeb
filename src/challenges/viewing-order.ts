import { createHash } from 'node:crypto';

/** In place of a voter: the order of what all see alike. */
export const EVERYBODY = '';

/**
 * The order in which one voter sees the entries: the same at every look, another for everyone, and telling nothing of when
 * they came.
 * @param secret of the challenge, so that nobody can work out anybody's order
 */
export const viewingOrder = (entryIds: readonly number[], voterId: string, secret: string): number[] =>
  entryIds
    .map((id) => ({ id, key: createHash('sha256').update(`${secret}:${voterId}:${id}`).digest('hex') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ id }) => id);
