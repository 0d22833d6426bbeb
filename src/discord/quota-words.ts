import type { PolicyClearing } from '../moderation/quota-rules.ts';
import type { Grant, GrantStanding } from '../quota/grant.ts';
import { amountText, compareLimits, limitText } from '../quota/limit.ts';
import type { Policy } from '../quota/policy.ts';
import { because } from './moderation/words.ts';
import { count, durationText, relativeTime } from './text.ts';

/** What a message says stays within Discord's 2,000 characters, with a line that counts what was left out. */
const MESSAGE_MAX_LENGTH = 1_960;
const GRANT_REASON_MAX_LENGTH = 150;

/** Whom a text is for: the member whom it tells of, or a moderator who looks at them. */
export type Audience = 'member' | 'moderator';

type Subject = Pick<Policy, 'scope' | 'subjectId'>;
type Rules = Omit<Policy, 'scope' | 'subjectId'>;

/** Whom rules or grants are for, as a mention. */
export function subjectText({ scope, subjectId }: Subject): string {
  switch (scope) {
    case 'server':
      return 'everybody';
    case 'role':
      return `<@&${subjectId}>`;
    case 'user':
      return `<@${subjectId}>`;
  }
}

/** Everything that a policy says: "3 videos a day · at most 2 at once". */
export function policyText({ denied, limits, maxActive, cooldownMs }: Rules): string {
  const parts = [
    ...(denied ? [deniedText(denied)] : []),
    ...limits.toSorted(compareLimits).map(limitText),
    ...(maxActive === undefined ? [] : [maxActiveText(maxActive)]),
    ...(cooldownMs === undefined ? [] : [cooldownText(cooldownMs)]),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(' · ');
}

/** What a change did to the part of a policy that it was about: "3 videos a day → 5 videos a day". */
export const changeText = (part: PolicyClearing, before: Rules, after: Rules): string =>
  `${partText(part, before)} → ${partText(part, after)}`;

function partText(part: PolicyClearing, rules: Rules): string {
  switch (part.kind) {
    case 'limit': {
      const { unit, window } = part;
      const limit = rules.limits.find((one) => one.unit === unit && one.window === window);
      return limit ? limitText(limit) : 'no limit';
    }
    case 'max-active':
      return maxActiveText(rules.maxActive);
    case 'cooldown':
      return cooldownText(rules.cooldownMs);
    case 'deny':
      return deniedText(rules.denied);
    case 'all':
      return policyText(rules);
  }
}

const deniedText = (denied: boolean): string => (denied ? 'no videos at all' : 'videos allowed');

const maxActiveText = (videos: number | undefined): string =>
  videos === undefined ? 'any number at once' : `at most ${videos} at once`;

const cooldownText = (ms: number | undefined): string =>
  ms === undefined ? 'no cooldown' : `${durationText(ms)} between two videos`;

/** "5 videos for <@1>, ends in 3 days: “well done”". */
export function grantText(grant: Grant): string {
  const each = grant.scope === 'role' ? 'each member with ' : '';
  return `${amountText(grant.unit, grant.amount)} for ${each}${subjectText(grant)}, ${endText(grant)}${because(grant.reason, GRANT_REASON_MAX_LENGTH)}`;
}

/** What is left of a grant, for those who can draw on it. */
export function grantLeftText({ grant, left }: GrantStanding, audience: Audience): string {
  if (grant.challengeId !== undefined) return poolLeftText(grant, left);
  const own = audience === 'member' ? 'you' : 'them';
  const whom = grant.scope === 'role' ? `members with ${subjectText(grant)}` : own;
  return `${leftText(left, amountText(grant.unit, grant.amount))} for ${whom}, ${endText(grant)} (grant ${grant.id})${because(grant.reason, GRANT_REASON_MAX_LENGTH)}`;
}

const poolLeftText = (grant: Grant, left: number): string =>
  `${leftText(left, amountText('videos', grant.amount))}, free with \`/veo challenge:\` only${because(grant.reason, GRANT_REASON_MAX_LENGTH)}, ${endText(grant)}`;

const endText = ({ expiresAt }: Grant): string =>
  expiresAt === undefined ? 'without an end' : `ends ${relativeTime(expiresAt)}`;

/** "3 of 5 videos left". */
export const leftText = (left: number, amount: string): string =>
  `${Number(left.toFixed(2))} of ${amount} left`;

/** Which rule it is, for those it holds for; the bot's default, which has no policy, is not named. */
export function sourceText(from: Policy | undefined, audience: Audience): string {
  switch (from?.scope) {
    case undefined:
      return '';
    case 'server':
      return ' (this server’s rule for everybody)';
    case 'role':
      return ` (this server’s rule for <@&${from.subjectId}>)`;
    case 'user':
      return ` (this server’s rule for ${audience === 'member' ? 'you' : 'them'})`;
  }
}

/** How far away a moment is, at which something will be so: never told too early. */
export const comingTime = (at: number): string => relativeTime(Math.ceil(at / 1_000) * 1_000);

/** The lines of a whole message, the most important first. */
export const messageOf = (lines: readonly string[]): string =>
  fittingRows(lines, MESSAGE_MAX_LENGTH).join('\n');

/** As many lines as fit, and how many were left out. */
export function fittingRows(rows: readonly string[], maxLength: number): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const row of rows) {
    length += row.length + 1;
    if (length > maxLength) break;
    shown.push(row);
  }
  const rest = rows.length - shown.length;
  return rest > 0 ? [...shown, `… and ${count(rest, 'more line')}`] : shown;
}
