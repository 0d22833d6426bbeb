import { ExpectedError } from '../lib/errors.ts';
import type { Challenge } from './challenge.ts';
import { PHASES, type Phase } from './phases.ts';
import type { ChallengeSettings, Prize } from './settings.ts';

/** What a host sets of a challenge. */
export type Draft = Pick<Challenge, 'title' | 'theme' | 'rules' | 'settings' | 'schedule' | 'channelId'>;

export type ChallengeField = Exclude<keyof Draft, 'settings'> | keyof ChallengeSettings;

interface EditRule {
  title: string;
  /** The last phase in which it can be changed. */
  until: Phase;
  /** Whether a change after publication takes nothing from members; every change does that where it is absent. */
  eases?: (before: Draft, after: Draft) => boolean;
}

/**
 * What can still be changed when. In a draft everything; later what members were promised only gets better for them, and
 * what votes are counted by holds from the first vote on.
 */
const RULES: Record<ChallengeField, EditRule> = {
  title: { title: 'Title', until: 'review' },
  theme: { title: 'Theme', until: 'announced' },
  rules: { title: 'Rules', until: 'review' },
  schedule: { title: 'Times', until: 'draft' },
  channelId: { title: 'Channel', until: 'draft' },
  entriesPerMember: eased('Entries a member', 'open', 'entriesPerMember', (before, after) => after >= before),
  requiredWords: eased('Words in the prompt', 'open', 'requiredWords', isPartOf),
  durations: eased('Lengths', 'open', 'durations', isWider),
  aspectRatios: eased('Shapes', 'open', 'aspectRatios', isWider),
  resolutions: eased('Sizes', 'open', 'resolutions', isWider),
  picturesAllowed: eased('Pictures', 'open', 'picturesAllowed', (_, after) => after),
  entrantRoleIds: eased('Who may enter', 'open', 'entrantRoleIds', isWider),
  voterRoleIds: eased('Who may vote', 'review', 'voterRoleIds', isWider),
  minAccountDays: eased('Age of accounts', 'review', 'minAccountDays', isLower),
  minMemberDays: eased('Days in the server', 'review', 'minMemberDays', isLower),
  method: { title: 'Voting', until: 'review' },
  minRatings: { title: 'Ratings an entry needs', until: 'review' },
  ties: { title: 'Ties', until: 'review' },
  anonymous: eased('Names', 'review', 'anonymous', (_, after) => after),
  reviewHours: { title: 'Review', until: 'draft' },
  prizes: eased('Prizes', 'review', 'prizes', hasAllOf),
  poolVideos: eased('Pool', 'open', 'poolVideos', (before = 0, after = 0) => after >= before),
  poolUnits: eased('Most that the pool costs', 'open', 'poolUnits', isHigher),
  winnerCooldownDays: eased('Winners’ cool-down', 'review', 'winnerCooldownDays', isLower),
  pingRoleId: { title: 'Role to ping', until: 'draft' },
  scheduledEvent: { title: 'Discord event', until: 'draft' },
  thread: { title: 'Thread', until: 'draft' },
};

export const fieldTitle = (field: ChallengeField): string => RULES[field].title;

/** Whether something can be changed in a phase, at least for the better. */
export const isEditable = (field: ChallengeField, phase: Phase): boolean =>
  PHASES.indexOf(phase) <= PHASES.indexOf(RULES[field].until);

/** What differs between two versions. */
export function changedFields(before: Draft, after: Draft): ChallengeField[] {
  // Sound: the table has a row for each.
  return (Object.keys(RULES) as ChallengeField[]).filter(
    (field) => JSON.stringify(fieldValue(before, field)) !== JSON.stringify(fieldValue(after, field)),
  );
}

/**
 * Refuses changes that come too late, or take something from members that was published.
 * @throws ExpectedError that names them all
 */
export function checkChanges(phase: Phase, before: Draft, after: Draft): void {
  const problems = changedFields(before, after).flatMap((field) => {
    const { title, until, eases } = RULES[field];
    if (!isEditable(field, phase)) return [`**${title}** can be changed only ${UNTIL[until]}.`];
    const isFine = phase === 'draft' || eases === undefined || eases(before, after);
    return isFine ? [] : [`**${title}** was published: it can only be changed in members’ favour.`];
  });
  if (problems.length > 0)
    throw new ExpectedError('not-editable', ['Nothing was changed.', ...problems].join('\n'));
}

const UNTIL: Partial<Record<Phase, string>> = {
  draft: 'in a draft; to move an end, use `/veo-challenge extend`',
  announced: 'until entries open',
  open: 'until entries close',
  review: 'until voting begins',
};

const fieldValue = (draft: Draft, field: ChallengeField): unknown =>
  isOwn(field) ? draft[field] : draft.settings[field];

const OWN = ['title', 'theme', 'rules', 'schedule', 'channelId'] as const satisfies readonly ChallengeField[];
const isOwn = (field: ChallengeField): field is (typeof OWN)[number] => OWN.some((own) => own === field);

function eased<K extends keyof ChallengeSettings>(
  title: string,
  until: Phase,
  field: K,
  eases: (before: ChallengeSettings[K], after: ChallengeSettings[K]) => boolean,
): EditRule {
  return {
    title,
    until,
    eases: (before, after) => eases(before.settings[field], after.settings[field]),
  };
}

/** Lists of what is allowed: nothing in it means everything. */
function isWider<T>(before: readonly T[], after: readonly T[]): boolean {
  return after.length === 0 || (before.length > 0 && isPartOf(after, before));
}

function isPartOf<T>(whole: readonly T[], part: readonly T[]): boolean {
  return part.every((one) => whole.includes(one));
}

function isLower(before: number | undefined, after: number | undefined): boolean {
  return after === undefined || (before !== undefined && after <= before);
}

/** Of what ends somewhere: nothing means it does not. */
function isHigher(before: number | undefined, after: number | undefined): boolean {
  return after === undefined || (before !== undefined && after >= before);
}

/** Whether every prize is still there, no role another one or for a shorter time, no bonus smaller. */
function hasAllOf(before: readonly Prize[], after: readonly Prize[]): boolean {
  return before.every((old) => {
    const now = after.find(({ place }) => place === old.place);
    const keepsRole =
      old.roleId === undefined || (now?.roleId === old.roleId && isHigher(old.roleDays, now.roleDays));
    return now !== undefined && keepsRole && (now.bonusVideos ?? 0) >= (old.bonusVideos ?? 0);
  });
}
