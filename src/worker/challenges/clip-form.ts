import type { VideoLink } from '../../discord/result-message.ts';

/** How an entry's clip stands in its post. */
export type ClipForm =
  | { kind: 'none' }
  | { kind: 'file'; spoiler: boolean }
  /** @property until when the link ends; never when undefined */
  | { kind: 'link'; spoiler: boolean; until: number | undefined };

export const NO_CLIP: ClipForm = { kind: 'none' };

const DAY_MS = 24 * 3_600_000;
/** Of a link that does not say it: a little less than what the message tells of it. */
const UNKNOWN_LIFE_MS = 6 * DAY_MS;
/** A link with less before it is made anew: posts are looked after every quarter of an hour, and the bot may be down a while. */
const LEAST_LIFE_MS = DAY_MS;
/** Once it is over, nobody looks after it any more. */
const LEAST_LIFE_AT_END_MS = 7 * DAY_MS;

/** A link as it stands in a post from now on. */
export function linkForm({ until }: VideoLink, spoiler: boolean, now: number): ClipForm {
  const end = until === 'for-ever' ? undefined : (until ?? now + UNKNOWN_LIFE_MS);
  return { kind: 'link', spoiler, until: end };
}

/** Whether the link of a post is to be made anew. @param isOver its challenge */
export const endsSoon = (form: ClipForm, isOver: boolean, now: number): boolean =>
  form.kind === 'link' &&
  form.until !== undefined &&
  form.until - now < (isOver ? LEAST_LIFE_AT_END_MS : LEAST_LIFE_MS);

/** As it is kept; holds no point. */
export function formText(form: ClipForm): string {
  if (form.kind === 'none') return form.kind;
  const until = form.kind === 'link' && form.until !== undefined ? `@${form.until}` : '';
  return `${form.kind}${form.spoiler ? '+spoiler' : ''}${until}`;
}

/** @param text as `formText` writes it; whatever follows a point is left aside */
export function formIn(text: string | undefined): ClipForm {
  const [, kind, spoiler, until] = /^(file|link)(\+spoiler)?(?:@(\d+))?(?:\.|$)/.exec(text ?? '') ?? [];
  const common = { spoiler: spoiler !== undefined };
  if (kind === 'file') return { kind, ...common };
  return kind === 'link'
    ? { kind, ...common, until: until === undefined ? undefined : Number(until) }
    : NO_CLIP;
}
