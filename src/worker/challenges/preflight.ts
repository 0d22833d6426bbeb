import type { ChallengeStore } from '../../challenges/challenge-store.ts';
import { LIVE_PHASES } from '../../challenges/phases.ts';
import { publishFacts } from '../../discord/challenges/publish-facts.ts';
import { publishHints, runningProblems } from '../../discord/challenges/publish-problems.ts';
import type { Directory } from '../../discord/directory.ts';
import type { Finding } from '../../jobs/preflight.ts';
import type { Clock } from '../../lib/clock.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';

/** As many as members can keep apart; every one of them is asked about at Discord. */
const LOOKED_AT_MAX = 10;

/** What stands in the way of the challenges that go on in a server. */
export async function challengeFindings(
  {
    challenges,
    directory,
    clock,
  }: { challenges: Pick<ChallengeStore, 'ofGuild'>; directory: Directory; clock: Clock },
  guildId: string,
  house: GuildSettings,
): Promise<Finding[]> {
  const live = await challenges.ofGuild(guildId, LIVE_PHASES, LOOKED_AT_MAX);
  // That the bot is not in the server is said by another finding.
  if (live.length === 0 || !(await directory.guild(guildId))) return [];
  return Promise.all(
    live.map(async (challenge): Promise<Finding> => {
      const facts = await publishFacts(directory, { guildId, house }, challenge, clock.now());
      const { title } = challenge;
      return { kind: 'challenge', title, problems: runningProblems(facts), hints: publishHints(facts) };
    }),
  );
}
