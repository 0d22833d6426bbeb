import type { ChallengePost } from '../../challenges/post.ts';
import type { Placed } from '../../discord/board.ts';
import { contentHash, type PostScene, type ShownContent } from './post-content.ts';
import { lookAfter, noteShown, type PostTools, pinAnnouncement } from './post-looks.ts';
import { type ClipForm, clipMessage } from './shown-entry.ts';

/** What is kept of what a message shows: how its clip stands there, and what the rest is. */
export const shownHash = (form: ClipForm, content: ShownContent): string => `${form}.${contentHash(content)}`;

function formIn(hash: string | undefined): ClipForm {
  const form = hash?.split('.')[0];
  return form === 'file' || form === 'link' ? form : 'none';
}

/**
 * Edits a message that is to show something else by now, and sees from time to time whether it is still there.
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
  const same = shownHash(form, content) === post.hash;
  if (!same) await edit(tools, scene, { at, content, form }, signal);
  if (!same && post.kind === 'entry' && content.kind === 'message') {
    await challengePosts.changed(post.challengeId, ['contact-sheet'], clock.now());
  }
  const shown = shownHash(content.kind === 'clip' ? form : 'none', content);
  await noteShown(tools, post, scene.challenge, { at, hash: shown });
  if (look?.kind === 'there' && !look.pinned) await pinAnnouncement(tools, post, scene.challenge, at);
  return !same || look !== undefined;
}

async function edit(
  tools: PostTools,
  scene: PostScene,
  { at, content, form }: { at: Placed; content: ShownContent; form: ClipForm },
  signal: AbortSignal,
): Promise<void> {
  const { board } = tools;
  switch (content.kind) {
    case 'message':
      // Words in the place of a clip: its file goes.
      return board.edit(at, content.message, form === 'file' ? [] : undefined, signal);
    case 'pictures':
      return board.edit(at, content.message, await content.draw(signal), signal);
    case 'clip':
      return board.edit(at, await clipMessage(tools, { ...content, ...scene }, form), undefined, signal);
  }
}
