import type { ChallengePost } from '../../challenges/post.ts';
import type { Placed } from '../../discord/board.ts';
import { type ClipForm, formText, NO_CLIP } from './clip-form.ts';
import { type FoundPost, findPosted } from './find-posted.ts';
import { mend, shownHash } from './mend-post.ts';
import { contentOf, type PostScene, type ShownContent } from './post-content.ts';
import { noteShown, type PostTools, pinAnnouncement } from './post-looks.ts';
import { postNonce } from './post-nonce.ts';
import { isMissed, mainChannel, placed, placesOf, postAnnouncement, postIn } from './post-places.ts';
import { postClip } from './shown-entry.ts';

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
      await challengePosts.wait(post.id, clock.now() + NOT_YET_MS);
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
  const { challengePosts, clock, lookedAt, tried } = tools;
  const missed = await isMissed(tools, scene);
  if (missed && post.kind !== 'announcement') {
    await challengePosts.done(post.id);
    return false;
  }
  const main = post.kind === 'announcement' ? scene.challenge.channelId : mainChannel(scene);
  if (main === undefined) {
    await challengePosts.postpone(post.id, clock.now() + NOT_YET_MS);
    return false;
  }
  const places = await placesOf(tools, post, scene, main);
  const found = await findPosted(tools, post, scene, places);
  if (found) {
    await takeOver(tools, post, found);
  } else if (missed) {
    await challengePosts.done(post.id);
    return true;
  } else {
    tried.add(post.id);
    const { at, form } = await put(tools, post, scene, { content, places }, signal);
    lookedAt.set(post.id, clock.now());
    await noteShown(tools, post, scene.challenge, { at, hash: shownHash(form, content) });
    await pinAnnouncement(tools, post, scene.challenge, at);
  }
  if (post.kind === 'podium') {
    await challengePosts.changed(post.challengeId, ['announcement', 'entry'], clock.now());
  }
  return true;
}

/** What the message shows is not known: it is mended at once, and pinned where it should be. */
async function takeOver(
  { challengePosts, clock, logger, tried }: PostTools,
  post: ChallengePost,
  { at, message }: FoundPost,
): Promise<void> {
  const { id, challengeId, kind, subjectId } = post;
  logger.info({ challengeId, kind, subjectId, ...at }, 'a post that was not noted is there');
  await challengePosts.shown(post, { ...at, hash: formText(formFound(kind, message)) }, clock.now());
  tried.delete(id);
}

function formFound(kind: ChallengePost['kind'], { fileNames, spoiler }: FoundPost['message']): ClipForm {
  if (kind !== 'entry') return NO_CLIP;
  return fileNames.length > 0 ? { kind: 'file', spoiler } : { kind: 'link', spoiler, until: undefined };
}

async function put(
  tools: PostTools,
  post: ChallengePost,
  scene: PostScene,
  { content, places }: { content: ShownContent; places: readonly string[] },
  signal: AbortSignal,
): Promise<{ at: Placed; form: ClipForm }> {
  if (post.kind === 'announcement') {
    const where = { challenge: scene.challenge, places };
    return { at: await postAnnouncement(tools, post, where, content.message, signal), form: NO_CLIP };
  }
  if (content.kind === 'clip') {
    const clip = { ...content, ...scene };
    return postIn(places, (channelId) => postClip(tools, post, clip, channelId, signal));
  }
  const pictures = content.kind === 'pictures' ? { pictures: await content.draw(signal) } : {};
  const extras = { nonce: postNonce(post), signal, ...pictures };
  const at = await postIn(places, (id) => tools.board.post(id, content.message, extras));
  return { at, form: NO_CLIP };
}
