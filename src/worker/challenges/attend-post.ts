import type { ChallengePost } from '../../challenges/post.ts';
import type { Placed } from '../../discord/board.ts';
import { mend, shownHash } from './mend-post.ts';
import { contentOf, type PostScene, type ShownContent } from './post-content.ts';
import { noteShown, type PostTools, PREPARING_EVERY_MS, pinAnnouncement } from './post-looks.ts';
import { postNonce } from './post-nonce.ts';
import { mainChannel, placed, postAnnouncement, postIn } from './post-places.ts';
import { type ClipForm, postClip } from './shown-entry.ts';

/** What waits for something else is woken when that has happened; this is for the case that it was missed. */
const NOT_YET_MS = 60_000;

/**
 * Does what a due post needs. @returns whether Discord was asked for something
 * @throws what Discord or Scenario refuses; the post stays as it was
 */
export async function attend(
  tools: PostTools,
  post: ChallengePost,
  scene: PostScene,
  signal: AbortSignal,
): Promise<boolean> {
  const { challengePosts, clock } = tools;
  const content = await contentOf(tools, post, scene);
  switch (content.kind) {
    case 'not-yet':
      await challengePosts.postpone(post.id, clock.now() + NOT_YET_MS);
      return false;
    case 'nothing':
      await challengePosts.done(post.id);
      return false;
    default: {
      const at = placed(post);
      return at === undefined
        ? postAnew(tools, post, scene, content, signal)
        : mend(tools, post, scene, { at, content }, signal);
    }
  }
}

async function postAnew(
  tools: PostTools,
  post: ChallengePost,
  scene: PostScene,
  content: ShownContent,
  signal: AbortSignal,
): Promise<boolean> {
  const { challengePosts, clock, lookedAt } = tools;
  const main = post.kind === 'announcement' ? scene.challenge.channelId : mainChannel(scene);
  if (main === undefined) {
    await challengePosts.postpone(post.id, clock.now() + PREPARING_EVERY_MS);
    return false;
  }
  const { at, form } = await put(tools, post, scene, { content, main }, signal);
  lookedAt.set(post.id, clock.now());
  await noteShown(tools, post, scene.challenge, { at, hash: shownHash(form, content) });
  await pinAnnouncement(tools, post, scene.challenge, at);
  if (post.kind === 'podium') {
    await challengePosts.changed(post.challengeId, ['announcement', 'entry'], clock.now());
  }
  return true;
}

async function put(
  tools: PostTools,
  post: ChallengePost,
  scene: PostScene,
  { content, main }: { content: ShownContent; main: string },
  signal: AbortSignal,
): Promise<{ at: Placed; form: ClipForm }> {
  if (post.kind === 'announcement') {
    return {
      at: await postAnnouncement(tools, post, scene.challenge, content.message, signal),
      form: 'none',
    };
  }
  if (content.kind === 'clip') {
    const clip = { ...content, ...scene };
    return postIn(post, scene, main, (channelId) => postClip(tools, post, clip, channelId, signal));
  }
  const pictures = content.kind === 'pictures' ? { pictures: await content.draw(signal) } : {};
  const extras = { nonce: postNonce(post), signal, ...pictures };
  const at = await postIn(post, scene, main, (id) => tools.board.post(id, content.message, extras));
  return { at, form: 'none' };
}
