import type { Challenge } from '../../challenges/challenge.ts';
import type { Objection } from '../../challenges/entry-rules.ts';
import { ExpectedError } from '../../lib/errors.ts';
import { fitted, momentText } from '../moderation/words.ts';
import { code, count } from '../text.ts';

const SHOWN_MAX = 10;

/** What stands against an entry or a vote, and what to do about it: for whoever it stands against. */
export function objectionText(objection: Objection): string {
  switch (objection.kind) {
    case 'blocked':
      return 'A moderator has blocked you here. If that is a mistake, ask a moderator.';
    case 'role':
      return `It is for members with ${oneOf(objection.roleIds.map((id) => `<@&${id}>`))}: ask its host how to get that.`;
    case 'account-age':
      return `It is for Discord accounts that are at least ${count(objection.days, 'day')} old: yours is younger.`;
    case 'member-age':
      return `It is for members who have been in this server for at least ${count(objection.days, 'day')}: you came later.`;
    case 'not-yours':
      return 'Only videos of your own can enter: choose one of yours, or make one with `/veo`.';
    case 'no-video':
      return 'There is no finished, posted video: wait until it is posted, or choose another one.';
    case 'made-before':
      return `It was asked for before entries opened, ${momentText(objection.opensAt)}: make a new one with \`/veo challenge:\`.`;
    case 'setting':
      return `\`${objection.option}\` must be ${oneOf(objection.allowed.map(String))}: make one with that.`;
    case 'pictures':
      return 'It must be made without pictures: use words only.';
    case 'words':
      return `The prompt must hold ${objection.missing.map(code).join(', ')}: make one whose prompt does.`;
  }
}

/** "a, b or c", and how many more. */
function oneOf(all: readonly string[]): string {
  const shown = all.slice(0, SHOWN_MAX);
  if (all.length > shown.length) return `${shown.join(', ')} or one of ${all.length - shown.length} more`;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

/** Everything that stands against it, one thing a line. */
export const objectionLines = (objections: readonly Objection[]): string =>
  objections.map((one) => `- ${objectionText(one)}`).join('\n');

/** A challenge's title, as it is written in texts. */
export const titleText = ({ title }: Pick<Challenge, 'title'>): string => `**${fitted(title, 160)}**`;

/**
 * @param what "This video cannot enter", "You cannot vote in"; the challenge's title follows
 * @throws ExpectedError that names every objection, when there is one
 */
export function refuseObjections(what: string, challenge: Challenge, objections: readonly Objection[]): void {
  if (objections.length === 0) return;
  throw new ExpectedError(
    'challenge-rules',
    `${what} ${titleText(challenge)}:\n${objectionLines(objections)}`,
  );
}

/** Why a challenge takes no entries now, and what comes next. */
export function notTakingText(challenge: Challenge, now: number): string {
  const { phase, pausedAt, schedule } = challenge;
  const title = titleText(challenge);
  if (phase === 'draft') return 'I do not know this challenge: `/veo-challenge info` shows those there are.';
  if (phase === 'closed') return `${title} is over: \`/veo-challenge hall\` shows who has won.`;
  if (phase === 'cancelled')
    return `${title} was cancelled: \`/veo-challenge info\` shows what else there is.`;
  if (pausedAt !== undefined) return `${title} is paused: try again when its host lets it go on.`;
  if (phase === 'announced') {
    return schedule.opensAt > now
      ? `${title} takes entries from ${momentText(schedule.opensAt)} on: come back then, with a video made after that.`
      : `${title} opens at this moment: try again in a minute.`;
  }
  const votes = phase === 'tallying' ? '' : ` The vote runs until ${momentText(schedule.votesUntil)}.`;
  return `Entries for ${title} are closed.${votes} \`/veo-challenge info\` shows how it stands.`;
}
