import type { ChallengePost } from '../../challenges/post.ts';
import type { Placed } from '../../discord/board.ts';
import { type ClipForm, endsSoon, formIn, formText, NO_CLIP } from './clip-form.ts';
import { contentHash, type PostScene, type ShownContent } from './post-content.ts';
import { lookAfter, noteShown, type PostTools, pinAnnouncement, unpinAnnouncement } from './post-looks.ts';
import { editClip } from './shown-entry.ts';

/** What is kept of what a message shows: how its clip stands there, and what the rest is. */
export const shownHash = (form: ClipForm, content: ShownContent): string =>
  `${formText(form)}.${contentHash(content)}`;

/**
 * Edits a message that is to show something else by now, or a link that ends soon, and sees from time to time whether it is
 * still there.
 * @returns whether Discord was asked for something
 */
export async function mend(
  tools: PostTools,
  post: ChallengePost,
  scene: PostScene,
  { at, content }: { at: Placed; content: ShownContent },
  signal: AbortSignal,
): Promise<boolean> {
  const { challengePosts, clock } = tools;
  const look = await lookAfter(tools, post, at);
  if (look?.kind === 'gone' || look?.kind === 'no-channel') {
    await challengePosts.lost(post.id, clock.now());
    return true;
  }
  const form = formIn(post.hash);
  const isRecovered = hasOtherCover(form, content);
  const isOld = isRecovered || shownHash(form, content) !== post.hash;
  const isEdited = isOld || endsSoon(form, scene.challenge.phase === 'closed', clock.now());
  const shown = isEdited ? await edit(tools, scene, { at, content, form, onlyLink: !isOld }, signal) : form;
  if (isOld) await unpinAnnouncement(tools, post, scene.challenge, at);
  const isOnSheet = post.kind === 'entry' && (isRecovered || (isOld && content.kind === 'message'));
  if (isOnSheet) {
    await challengePosts.changed(post.challengeId, ['contact-sheet'], clock.now());
  }
  await noteShown(tools, post, scene.challenge, { at, hash: shownHash(shown, content) });
  if (look?.kind === 'there' && !look.pinned) await pinAnnouncement(tools, post, scene.challenge, at);
  return isEdited || look !== undefined;
}

/** A moderator, or its author, has covered or uncovered the video. */
const hasOtherCover = (form: ClipForm, content: ShownContent): boolean =>
  content.kind === 'clip' && form.kind !== 'none' && form.spoiler !== content.job.spoiler;

/** @returns how the clip stands now */
async function edit(
  tools: PostTools,
  scene: PostScene,
  { at, content, form, onlyLink }: { at: Placed; content: ShownContent; form: ClipForm; onlyLink: boolean },
  signal: AbortSignal,
): Promise<ClipForm> {
  const { board } = tools;
  switch (content.kind) {
    case 'message':
      // Words in the place of a clip: its file goes.
      await board.edit(at, content.message, form.kind === 'file' ? [] : undefined, signal);
      return NO_CLIP;
    case 'pictures':
      await board.edit(at, content.message, await content.draw(signal), signal);
      return NO_CLIP;
    case 'clip':
      return editClip(tools, at, { ...content, ...scene }, { form, onlyLink }, signal);
  }
}
