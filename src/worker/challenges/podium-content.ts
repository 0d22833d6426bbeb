import { isShown } from '../../challenges/entry-rules.ts';
import type { BoardPicture } from '../../discord/board.ts';
import { bestOf, renderPodium, resultAltText, resultBars } from '../../discord/challenges/podium-post.ts';
import { messageLink } from '../../discord/challenges/shown-texts.ts';
import { oneLine } from '../../discord/text.ts';
import { errorText } from '../../lib/errors.ts';
import type { WorkerContext } from '../context.ts';
import type { PostContent, PostScene } from './post-content.ts';

const PICTURE_NAME = 'result.png';

/** How a challenge ended, with a picture where there is something to be drawn. */
export async function podiumContent(
  context: WorkerContext,
  { challenge, words, posts }: PostScene,
): Promise<PostContent> {
  const { challenges, challengePictures, store } = context;
  const outcome = await challenges.outcome(challenge.id);
  if (!outcome) throw new Error(`challenge ${challenge.id} is closed and has no outcome`);
  const entries = new Map((await challenges.entries(challenge.id)).map((entry) => [entry.id, entry]));
  const links = new Map(
    posts.flatMap(({ kind, subjectId, channelId, messageId }) =>
      kind === 'entry' && channelId !== undefined && messageId !== undefined
        ? [[subjectId, messageLink(challenge.guildId, { channelId, messageId })]]
        : [],
    ),
  );
  const gone = new Set<number>();
  for (const { entryId } of outcome.placements) {
    const job = await store.find(entries.get(entryId)?.jobId ?? 0);
    if (!job || !isShown(job)) gone.add(entryId);
  }
  const facts = { words, outcome, entries, links, gone };
  if (outcome.ballots === 0) {
    return { kind: 'message', message: renderPodium(challenge, { ...facts, pictureName: undefined }) };
  }
  const draw = async (): Promise<BoardPicture[]> => {
    const bars = resultBars(challenge, facts, await namesOf(context, challenge.guildId, bestOf(facts)));
    const bytes = await challengePictures.result({ title: oneLine(challenge.title), bars });
    return [{ name: PICTURE_NAME, bytes, altText: resultAltText(challenge, bars, words) }];
  };
  return {
    kind: 'pictures',
    message: renderPodium(challenge, { ...facts, pictureName: PICTURE_NAME }),
    key: JSON.stringify([outcome, [...gone]]),
    draw,
  };
}

/** A name that cannot be had is left out. */
async function namesOf(
  { directory, logger }: WorkerContext,
  guildId: string,
  best: readonly { userId: string }[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const userId of new Set(best.map((entry) => entry.userId))) {
    try {
      const member = await directory.member(guildId, userId);
      if (member) names.set(userId, oneLine(member.name));
    } catch (error) {
      logger.info({ guildId, reason: errorText(error) }, 'a member is not named in a picture');
    }
  }
  return names;
}
