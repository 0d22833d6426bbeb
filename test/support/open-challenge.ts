import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore, NewChallenge } from '../../src/challenges/challenge-store.ts';
import type { Phase } from '../../src/challenges/phases.ts';
import { type ChallengeSettings, challengeSettingsSchema } from '../../src/challenges/settings.ts';
import { createChallengeStore } from '../../src/store/challenges/challenge-store.ts';
import { databaseOf } from './moderating.ts';
import type { World } from './world.ts';

export const DAY_MS = 24 * 3_600_000;
const WAY: readonly Phase[] = ['announced', 'open', 'voting', 'tallying'];

type Place = Pick<World, 'dataDir' | 'guild' | 'channel' | 'clock'>;

/** The bot's challenges, on a connection of the test's own. */
export const challengesOf = (world: Pick<World, 'dataDir'>): ChallengeStore =>
  createChallengeStore(databaseOf(world));

/** A challenge past the host's commands, which takes entries for two days from now on, and votes for two more. */
export async function openChallenge(
  world: Place,
  settings: Partial<ChallengeSettings> = {},
  changes: Partial<NewChallenge> & { until?: Phase } = {},
): Promise<Challenge> {
  const { guild, channel, clock } = world;
  const { until = 'open', ...texts } = changes;
  const now = clock.now();
  const store = challengesOf(world);
  const draft = await store.create(
    {
      guildId: guild.id,
      hostId: guild.ownerId,
      title: 'Rain',
      theme: 'Anything with rain',
      rules: undefined,
      settings: challengeSettingsSchema.parse(settings),
      schedule: {
        opensAt: now - 1,
        entriesUntil: now + 2 * DAY_MS,
        reviewUntil: undefined,
        votesUntil: now + 4 * DAY_MS,
      },
      channelId: channel.id,
      secret: 'secret',
      ...texts,
    },
    now,
  );
  return moveTo(store, draft, until, now);
}

/** Moves a challenge through its phases past host and time. */
export async function moveTo(
  store: ChallengeStore,
  challenge: Challenge,
  until: Phase,
  now: number,
): Promise<Challenge> {
  let at = challenge;
  for (const to of WAY.slice(0, WAY.indexOf(until) + 1)) {
    if (WAY.indexOf(to) <= WAY.indexOf(at.phase)) continue;
    const moved = await store.move(at.id, { from: at.phase, to, at: now });
    if (!moved) throw new Error(`challenge ${at.id} does not go from ${at.phase} to ${to}`);
    at = moved;
  }
  return at;
}
