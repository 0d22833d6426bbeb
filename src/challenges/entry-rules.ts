import type { Job } from '../jobs/job.ts';
import type { Challenge } from './challenge.ts';

/** Who wants to enter or vote, as the platform vouches for them now. */
export interface Participant {
  userId: string;
  roleIds: readonly string[];
  accountCreatedAt: number;
  /** Undefined where it is not known. */
  joinedAt: number | undefined;
  blocked: boolean;
}

/** What stands against an entry or a vote. Texts are made of it where it is shown. */
export type Objection =
  | { kind: 'blocked' }
  | { kind: 'role'; roleIds: readonly string[] }
  | { kind: 'account-age'; days: number }
  | { kind: 'member-age'; days: number }
  | { kind: 'not-yours' }
  | { kind: 'no-video' }
  | { kind: 'made-before'; opensAt: number }
  | {
      kind: 'setting';
      option: 'duration' | 'aspect_ratio' | 'resolution';
      allowed: readonly (string | number)[];
    }
  | { kind: 'pictures' }
  | { kind: 'words'; missing: readonly string[] };

const DAY_MS = 24 * 3_600_000;

/** What stands against a member's entering. */
export const objectionsToEntrant = ({ settings }: Challenge, who: Participant, now: number): Objection[] =>
  objectionsTo(who, settings.entrantRoleIds, settings, now);

/** What stands against a member's vote. */
export const objectionsToVoter = ({ settings }: Challenge, who: Participant, now: number): Objection[] =>
  objectionsTo(who, settings.voterRoleIds, settings, now);

function objectionsTo(
  { roleIds, accountCreatedAt, joinedAt, blocked }: Participant,
  allowedRoleIds: readonly string[],
  { minAccountDays, minMemberDays }: Challenge['settings'],
  now: number,
): Objection[] {
  const isTooYoung = (since: number | undefined, days: number | undefined): days is number =>
    days !== undefined && (since ?? now) > now - days * DAY_MS;
  const hasRole = allowedRoleIds.length === 0 || allowedRoleIds.some((id) => roleIds.includes(id));
  return [
    ...(blocked ? [{ kind: 'blocked' } as const] : []),
    ...(hasRole ? [] : [{ kind: 'role', roleIds: allowedRoleIds } as const]),
    ...(isTooYoung(accountCreatedAt, minAccountDays)
      ? [{ kind: 'account-age', days: minAccountDays } as const]
      : []),
    ...(isTooYoung(joinedAt, minMemberDays) ? [{ kind: 'member-age', days: minMemberDays } as const] : []),
  ];
}

/** What stands against a video as an entry: it must be the member's own, made for it, within what is allowed. */
export const objectionsToVideo = (challenge: Challenge, job: Job, userId: string): Objection[] => [
  ...(job.userId === userId ? [] : [{ kind: 'not-yours' } as const]),
  ...(isShown(job) ? [] : [{ kind: 'no-video' } as const]),
  ...(job.createdAt < challenge.schedule.opensAt
    ? [{ kind: 'made-before', opensAt: challenge.schedule.opensAt } as const]
    : []),
  ...objectionsToMaking(challenge, job),
];

/** What stands against what a video is made with: also before it is. */
export function objectionsToMaking(
  { settings }: Challenge,
  { settings: made, images }: { settings: Pick<Job['settings'], Judged>; images: readonly unknown[] },
): Objection[] {
  const bound = (
    option: 'duration' | 'aspect_ratio' | 'resolution',
    value: string | number,
    allowed: readonly (string | number)[],
  ): Objection[] =>
    allowed.length === 0 || allowed.includes(value) ? [] : [{ kind: 'setting', option, allowed }];
  const missing = missingWords(made.prompt, settings.requiredWords);
  return [
    ...bound('duration', made.duration, settings.durations),
    ...bound('aspect_ratio', made.aspectRatio, settings.aspectRatios),
    ...bound('resolution', made.resolution, settings.resolutions),
    ...(settings.picturesAllowed || images.length === 0 ? [] : [{ kind: 'pictures' } as const]),
    ...(missing.length === 0 ? [] : [{ kind: 'words', missing } as const]),
  ];
}

type Judged = 'prompt' | 'duration' | 'aspectRatio' | 'resolution';

/** Whether a video is there for all to see. */
export const isShown = (job: Job): boolean =>
  job.state === 'delivered' && job.removedAt === undefined && job.purgedAt === undefined;

/** Those of the words that a prompt does not hold as whole words, whatever their case. */
export function missingWords(prompt: string, words: readonly string[]): string[] {
  const plain = ` ${foldedWords(prompt)} `;
  return words.filter((word) => {
    const folded = foldedWords(word);
    return !plain.includes(WITHOUT_SPACES.test(folded) ? folded : ` ${folded} `);
  });
}

/** Scripts that leave no spaces between words. */
const WITHOUT_SPACES =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** Letters and digits of every script, in one case, with single spaces between the words. */
const foldedWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLocaleLowerCase('und')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();

/** Whether entries are taken at this moment: the published end holds even before the challenge was moved on. */
export const takesEntries = ({ phase, pausedAt, schedule }: Challenge, now: number): boolean =>
  phase === 'open' && pausedAt === undefined && now < schedule.entriesUntil;
