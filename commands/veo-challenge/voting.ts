import { type BallotSight, ballotSight } from '../../src/challenges/ballot-sight.ts';
import type { BallotStore } from '../../src/challenges/ballot-store.ts';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { objectionsToVoter } from '../../src/challenges/entry-rules.ts';
import type { SeriesStore } from '../../src/challenges/series.ts';
import { takesVotes } from '../../src/challenges/voting-rules.ts';
import { refuseObjections } from '../../src/discord/challenges/objection-text.ts';
import { notVotingText } from '../../src/discord/challenges/voting-text.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { BlockStore } from '../../src/moderation/block.ts';
import { type Looking, requireInSight, type SightOptions, unknownChallenge } from './in-sight.ts';
import { seenBy } from './named-challenge.ts';
import { participantOf } from './participant.ts';

export interface VotingOptions extends SightOptions {
  challenges: Pick<ChallengeStore, 'find' | 'entry' | 'entries' | 'ofGuild'>;
  ballots: Pick<BallotStore, 'cast' | 'marksOf'>;
  blocks: Pick<BlockStore, 'active'>;
  series: Pick<SeriesStore, 'find' | 'newest'>;
  clock: Clock;
}

/** The phase in which votes are cast. */
export const VOTING = ['voting'] as const;

/**
 * A challenge that takes votes now, of the server where it is asked for, in whoever asks's sight.
 * @throws ExpectedError that says why it does not
 */
export async function requireVoting(
  options: Pick<VotingOptions, 'challenges' | 'directory' | 'clock'>,
  looking: Looking,
  challengeId: number,
): Promise<Challenge> {
  const { challenges, clock } = options;
  const challenge = await challenges.find(challengeId);
  if (challenge?.guildId !== looking.guildId) throw unknownChallenge();
  await requireInSight(options, looking, challenge);
  if (!takesVotes(challenge, clock.now())) throw notVoting(challenge);
  return challenge;
}

/**
 * The vote that a member sees when there is only one.
 * @throws ExpectedError otherwise
 */
export async function onlyVote(
  options: Pick<VotingOptions, 'challenges' | 'directory'>,
  looking: Looking,
): Promise<Challenge> {
  const [first, ...others] = await seenBy(options, looking, VOTING);
  if (!first) {
    throw new ExpectedError(
      'no-vote',
      'There is nothing to vote on now: `/veo-challenge info` shows what goes on here.',
    );
  }
  if (others.length === 0) return first;
  throw new ExpectedError(
    'which-challenge',
    'Several challenges are voted on here: say which one with the option `challenge`.',
  );
}

/** @throws ExpectedError that names everything that stands against this member's vote */
export async function requireVoter(
  { blocks, clock }: Pick<VotingOptions, 'blocks' | 'clock'>,
  used: Looking,
  challenge: Challenge,
): Promise<void> {
  const now = clock.now();
  const objections = objectionsToVoter(challenge, await participantOf(blocks, used, now), now);
  refuseObjections('You cannot vote in', challenge, objections);
}

/** What a member sees of the vote, with the marks on their ballot now. */
export async function sightOf(
  { challenges, ballots, series }: Pick<VotingOptions, 'challenges' | 'ballots' | 'series'>,
  challenge: Challenge,
  voterId: string,
): Promise<BallotSight> {
  const { id, round, seriesId } = challenge;
  const entries = await challenges.entries(id, ['accepted']);
  const own = seriesId === undefined ? undefined : await series.find(seriesId);
  return {
    ...ballotSight(challenge, entries, await ballots.marksOf(id, round, voterId), voterId),
    votesOnTheme:
      own?.nextTheme === 'vote' && own.stoppedAt === undefined && (await series.newest(own.id))?.id === id,
  };
}

/**
 * Marks an entry, or takes its mark back.
 * @returns the challenge as it is now
 * @throws ExpectedError for everybody who may not vote, or not for this
 */
export async function castVote(
  options: VotingOptions,
  used: Looking,
  entryId: number,
  value: number | undefined,
): Promise<Challenge> {
  const { challenges, ballots, clock } = options;
  const entry = await challenges.entry(entryId);
  if (!entry) throw noSuchEntry();
  const challenge = await requireVoting(options, used, entry.challengeId);
  await requireVoter(options, used, challenge);
  const { id, createdTimestamp } = used.user;
  const vote = { challengeId: challenge.id, voterId: id, accountCreatedAt: createdTimestamp, entryId, value };
  const result = await ballots.cast(vote, clock.now());
  switch (result.kind) {
    case 'cast':
      return challenge;
    case 'not-voting':
      throw notVoting((await challenges.find(challenge.id)) ?? challenge);
    case 'own-entry':
      throw new ExpectedError('own-entry', 'This entry is yours: vote for one of the others.');
    case 'no-such-entry':
      throw noSuchEntry();
  }
}

const notVoting = (challenge: Challenge): ExpectedError =>
  new ExpectedError('not-voting', notVotingText(challenge));

const noSuchEntry = (): ExpectedError =>
  new ExpectedError(
    'no-such-entry',
    'This entry takes no part in the vote any more: go on with ◀ or ▶. Your other votes stay.',
  );
