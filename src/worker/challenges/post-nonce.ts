import type { ChallengePost } from '../../challenges/post.ts';

/** The same for every try to post it, so that Discord makes one message of them. At most 25 characters. */
export const postNonce = ({ id, createdAt }: Pick<ChallengePost, 'id' | 'createdAt'>): string =>
  `p${id.toString(36)}-${createdAt.toString(36)}`;
