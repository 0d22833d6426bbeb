import { type Challenge, TAKING_PART } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import {
  type Objection,
  objectionsToEntrant,
  objectionsToVideo,
  type Participant,
  takesEntries,
} from '../../src/challenges/entry-rules.ts';
import { LIVE_PHASES } from '../../src/challenges/phases.ts';
import type { Chance } from '../../src/discord/challenges/entry-form.ts';
import { notTakingText, objectionLines, titleText } from '../../src/discord/challenges/objection-text.ts';
import { fittingLines } from '../../src/discord/fitting-lines.ts';
import type { Job } from '../../src/jobs/job.ts';
import { ExpectedError } from '../../src/lib/errors.ts';

/** More are never open at once in practice, and a form offers no more. */
const OPEN_MAX = 25;

export const liveOnes = (
  challenges: Pick<ChallengeStore, 'ofGuild'>,
  guildId: string,
): Promise<Challenge[]> => challenges.ofGuild(guildId, LIVE_PHASES, OPEN_MAX);

/**
 * The challenges that a member's video may enter now, that one first which it was made for.
 * @param live those that go on and that the member sees
 * @throws ExpectedError that names everything that stands against it, when there is none
 */
export async function chancesOf(
  challenges: Pick<ChallengeStore, 'entriesOf'>,
  live: readonly Challenge[],
  { job, who, now }: { job: Job; who: Participant; now: number },
): Promise<[Chance, ...Chance[]]> {
  const open = live.filter((challenge) => takesEntries(challenge, now));
  if (open.length === 0) throw noneOpen(live, now);
  const looked = await Promise.all(
    open.map(async (challenge) => {
      const objections = objectionsTo(challenge, job, who, now);
      const entries = await challenges.entriesOf(challenge.id, who.userId);
      return { challenge, objections, entries };
    }),
  );
  const chances = looked
    .filter(({ objections, entries }) => objections.length === 0 && !entries.some(isTakingPart(job.id)))
    .map(({ challenge, entries }) => ({ challenge, own: entries.filter(isTakingPart()) }))
    .sort((a, b) => Number(b.challenge.id === job.challengeId) - Number(a.challenge.id === job.challengeId));
  const [first, ...others] = chances;
  if (first) return [first, ...others];
  throw new ExpectedError(
    'challenge-rules',
    fittingLines(
      open.length > 1 ? 'This video cannot enter a challenge now.' : 'This video cannot enter.',
      looked.flatMap(({ challenge, objections, entries }) => {
        const there = entries.find(isTakingPart(job.id));
        return there
          ? [`${titleText(challenge)}: it takes part already, as entry ${there.number}.`]
          : [`${titleText(challenge)}:`, objectionLines(objections)];
      }),
      '`/veo-challenge info`',
    ),
  );
}

/** Everything that stands against a member's entering a video. */
export const objectionsTo = (challenge: Challenge, job: Job, who: Participant, now: number): Objection[] => [
  ...objectionsToEntrant(challenge, who, now),
  ...objectionsToVideo(challenge, job, who.userId),
];

type Part = { state: string; jobId: number };

const isTakingPart =
  (jobId?: number) =>
  (entry: Part): boolean =>
    TAKING_PART.some((state) => state === entry.state) && (jobId === undefined || entry.jobId === jobId);

function noneOpen(live: readonly Challenge[], now: number): ExpectedError {
  const [newest] = live;
  return new ExpectedError(
    'no-open-challenge',
    newest
      ? notTakingText(newest, now)
      : 'No challenge takes entries here now: `/veo-challenge info` shows when there is one.',
  );
}
