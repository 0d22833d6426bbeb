import type { Challenge } from '../../challenges/challenge.ts';
import type { ChallengeSettings, Prize } from '../../challenges/settings.ts';
import { code } from '../text.ts';
import type { Words } from '../words/words.ts';
import { moment } from './shown-texts.ts';

export const MEDALS = ['🥇', '🥈', '🥉'] as const;

export const timeLines = ({ schedule }: Challenge, { challenge: { times } }: Words): string[] => {
  const { opensAt, entriesUntil, reviewUntil, votesUntil } = schedule;
  return [
    times.opens(moment(opensAt)),
    times.entriesUntil(moment(entriesUntil)),
    ...(reviewUntil === undefined ? [] : [times.reviewUntil(moment(reviewUntil))]),
    times.votesUntil(moment(votesUntil)),
  ];
};

/** What an entry must be, and who may enter. */
export function enteringLines({ settings }: Challenge, { challenge: { entering } }: Words): string[] {
  const { minAccountDays, minMemberDays, poolVideos, requiredWords, winnerCooldownDays } = settings;
  const allowed = allowedSettings(settings);
  return [
    entering.own,
    `${entering.perMember(settings.entriesPerMember)}. ${entering.swap}`,
    ...(allowed === '' ? [] : [entering.allowed(allowed)]),
    ...(settings.picturesAllowed ? [] : [entering.noPictures]),
    ...(requiredWords.length === 0 ? [] : [entering.words(requiredWords.map(code).join(', '))]),
    ...(settings.entrantRoleIds.length === 0 ? [] : [entering.roles(rolesText(settings.entrantRoleIds))]),
    ...(minAccountDays === undefined ? [] : [entering.accountDays(minAccountDays)]),
    ...(minMemberDays === undefined ? [] : [entering.memberDays(minMemberDays)]),
    ...(settings.reviewHours === undefined ? [] : [entering.review]),
    ...(winnerCooldownDays === undefined ? [] : [entering.cooldown(winnerCooldownDays)]),
    ...(settings.anonymous ? [entering.anonymous] : []),
    ...(poolVideos === undefined ? [] : [entering.pool(poolVideos)]),
  ];
}

const allowedSettings = ({ durations, aspectRatios, resolutions }: ChallengeSettings): string =>
  [durations.map((seconds) => `${seconds} s`), aspectRatios, resolutions]
    .filter((values) => values.length > 0)
    .map((values) => values.join(', '))
    .join(' · ');

/** As many as can be told; the others are told whoever is refused. */
const ROLES_SHOWN = 10;
const rolesText = (ids: readonly string[]): string =>
  ids
    .slice(0, ROLES_SHOWN)
    .map((id) => `<@&${id}>`)
    .join(', ') + (ids.length > ROLES_SHOWN ? ', …' : '');

/** How votes are given and counted. */
export function votingLines({ settings }: Challenge, { challenge: { voting } }: Words): string[] {
  return [
    voting.method[settings.method],
    ...(settings.method === 'stars' ? [ratingsText(settings.minRatings, voting)] : []),
    voting.ties[settings.ties],
    ...(settings.voterRoleIds.length === 0 ? [] : [voting.roles(rolesText(settings.voterRoleIds))]),
    voting.fair,
  ];
}

const ratingsText = (minRatings: number, voting: Words['challenge']['voting']): string =>
  `${voting.minRatings(minRatings)}${minRatings > 1 ? ` ${voting.fewerRatings}` : ''}`;

/** "🥇 the role @Winner for 7 days, 3 extra videos", best place first. */
export const prizeLines = ({ settings }: Challenge, words: Words): string[] =>
  settings.prizes
    .toSorted((a, b) => a.place - b.place)
    .flatMap((prize) => {
      const what = prizeText(prize, words);
      return what === '' ? [] : [`${MEDALS[prize.place - 1] ?? ''} ${what}`];
    });

/** Empty for a prize that is nothing. */
export function prizeText(
  { roleId, roleDays, bonusVideos }: Prize,
  { challenge: { prize: words } }: Words,
): string {
  const role = roleId === undefined ? undefined : `<@&${roleId}>`;
  return [
    ...(role === undefined
      ? []
      : [roleDays === undefined ? words.role(role) : words.roleFor(role, roleDays)]),
    ...(bonusVideos === undefined ? [] : [words.bonus(bonusVideos)]),
  ].join(', ');
}
