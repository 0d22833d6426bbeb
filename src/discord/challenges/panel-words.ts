import { type ChallengeField, changedFields, type Draft, fieldTitle } from '../../challenges/editable.ts';
import type { Phase } from '../../challenges/phases.ts';
import type { Prize } from '../../challenges/settings.ts';
import type { TieRule, VotingMethod } from '../../challenges/tally.ts';
import { AT_PUBLICATION, lengthTyped, timesOf } from '../../challenges/times.ts';
import { fitted, momentText } from '../moderation/words.ts';
import { code, count, cut, ordinal, unitsText } from '../text.ts';

/** How a phase is spoken of to hosts. */
export const PHASE_NAMES: Record<Phase, string> = {
  draft: 'draft',
  announced: 'announced',
  open: 'open for entries',
  review: 'in review',
  voting: 'voting',
  tallying: 'counting',
  closed: 'closed',
  cancelled: 'cancelled',
};

export const METHOD_NAMES: Record<VotingMethod, string> = {
  'one-pick': 'One entry',
  ranked: 'A first, second and third place',
  stars: 'One to five stars',
  approval: 'As many entries as one likes',
};

export const TIE_NAMES: Record<TieRule, string> = {
  order: 'More highest marks, then more voters, then the earlier entry',
  shared: 'They share the place',
  'run-off': 'A second vote decides the first place',
};

const THEME_SHOWN_MAX = 300;
/** Up to 25 roles may be named; so many are shown. */
const MENTIONS_MAX = 8;

/** What is set, as the panel shows it. */
export function fieldText(field: ChallengeField, draft: Draft): string {
  const { settings } = draft;
  switch (field) {
    case 'title':
      return fitted(draft.title, 2 * THEME_SHOWN_MAX);
    case 'theme':
      return fitted(cut(draft.theme, THEME_SHOWN_MAX), 2 * THEME_SHOWN_MAX);
    case 'rules':
      return draft.rules === undefined
        ? 'none'
        : fitted(cut(draft.rules, THEME_SHOWN_MAX), 2 * THEME_SHOWN_MAX);
    case 'schedule':
      return timesText(draft);
    case 'channelId':
      return `<#${draft.channelId}>`;
    case 'entriesPerMember':
      return String(settings.entriesPerMember);
    case 'requiredWords':
      return settings.requiredWords.map(code).join(', ') || 'any';
    case 'durations':
      return settings.durations.map((seconds) => `${seconds} s`).join(', ') || 'all';
    case 'aspectRatios':
      return settings.aspectRatios.join(', ') || 'all';
    case 'resolutions':
      return settings.resolutions.join(', ') || 'all';
    case 'picturesAllowed':
      return settings.picturesAllowed ? 'allowed' : 'not allowed';
    case 'entrantRoleIds':
      return rolesText(settings.entrantRoleIds);
    case 'voterRoleIds':
      return rolesText(settings.voterRoleIds);
    case 'minAccountDays':
    case 'minMemberDays':
      return settings[field] === undefined ? 'any' : `at least ${count(settings[field], 'day')}`;
    case 'method':
      return METHOD_NAMES[settings.method];
    case 'minRatings':
      return settings.method === 'stars' ? String(settings.minRatings) : 'only with stars';
    case 'ties':
      return TIE_NAMES[settings.ties];
    case 'anonymous':
      return settings.anonymous ? 'hidden until the end' : 'shown';
    case 'reviewHours':
      return settings.reviewHours === undefined
        ? 'none'
        : `moderators look at every entry, up to ${count(settings.reviewHours, 'hour')} after entries have closed`;
    case 'prizes':
      return settings.prizes.map(prizeText).join('; ') || 'none';
    case 'poolVideos':
      return settings.poolVideos === undefined
        ? 'none'
        : `${count(settings.poolVideos, 'free video')} for each entrant`;
    case 'poolUnits':
      return settings.poolUnits === undefined ? 'no limit of its own' : unitsText(settings.poolUnits);
    case 'winnerCooldownDays':
      return settings.winnerCooldownDays === undefined
        ? 'none'
        : `winners of the last ${count(settings.winnerCooldownDays, 'day')} win nothing`;
    case 'pingRoleId':
      return settings.pingRoleId === undefined ? 'none' : `<@&${settings.pingRoleId}>`;
    case 'scheduledEvent':
      return settings.scheduledEvent ? 'yes' : 'no';
    case 'thread':
      return settings.thread ? 'under the announcement' : 'none';
  }
}

/**
 * One line for each change: "Title: before → after", or "Theme: changed" where what differs is not shown. Empty only when
 * nothing has changed.
 */
export function changesText(before: Draft, after: Draft): string {
  const fields = changedFields(before, after);
  const lineOf = (field: ChallengeField): string[] => {
    const [was, is] = [fieldText(field, before), fieldText(field, after)];
    if (was !== is) return [`${fieldTitle(field)}: ${was} → ${is}`];
    // Ends move with the review, which has a line of its own.
    const isFollowing = field === 'schedule' && fields.includes('reviewHours');
    return isFollowing ? [] : [`${fieldTitle(field)}: changed`];
  };
  return fields.flatMap(lineOf).join('\n');
}

/** When a challenge's phases end. */
function timesText({ schedule }: Draft): string {
  const { opensAt, entriesMs, votingMs } = timesOf(schedule);
  const lengths = `entries for ${lengthTyped(entriesMs)}, voting for ${lengthTyped(votingMs)}`;
  return opensAt === AT_PUBLICATION
    ? `opens when it is published, ${lengths}`
    : `opens ${momentText(opensAt)}, ${lengths}: until ${momentText(schedule.votesUntil)}`;
}

function rolesText(ids: readonly string[]): string {
  if (ids.length === 0) return 'everyone';
  const left = ids.length - MENTIONS_MAX;
  const named = ids.slice(0, MENTIONS_MAX).map((id) => `<@&${id}>`);
  return `members with ${named.join(', ')}${left > 0 ? ` or ${count(left, 'more role')}` : ''}`;
}

function prizeText({ place, roleId, roleDays, bonusVideos }: Prize): string {
  const role =
    roleId === undefined
      ? []
      : [`<@&${roleId}>${roleDays === undefined ? '' : ` for ${count(roleDays, 'day')}`}`];
  const bonus = bonusVideos === undefined ? [] : [count(bonusVideos, 'bonus video')];
  return `${ordinal(place)} place: ${[...role, ...bonus].join(' and ')}`;
}
