import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { LIVE_PHASES } from '../../src/challenges/phases.ts';
import type { ReminderStore } from '../../src/challenges/reminder-store.ts';
import { titleText } from '../../src/discord/challenges/objection-text.ts';
import { answerPrivately } from '../../src/discord/private-answer.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { requireInSight, type SightOptions, unknownChallenge } from './in-sight.ts';
import type { ChallengePart } from './part.ts';

export interface RemindPartOptions extends SightOptions {
  challenges: Pick<ChallengeStore, 'find'>;
  reminders: Pick<ReminderStore, 'toggle'>;
}

/** The button **Remind me**: direct messages before a challenge's closes, for those who want them. */
export function createRemindPart(options: RemindPartOptions): ChallengePart {
  const { challenges, reminders } = options;
  return {
    subcommands: [],
    components: {
      'challenge-remind': async (interaction, challengeId) => {
        const challenge = await challenges.find(challengeId);
        if (challenge?.guildId !== interaction.guildId || challenge.phase === 'draft') {
          throw unknownChallenge();
        }
        await requireInSight(options, interaction, challenge);
        if (!LIVE_PHASES.some((phase) => phase === challenge.phase)) {
          throw new ExpectedError(
            'challenge-over',
            `${titleText(challenge)} is over: \`/veo-challenge info\` shows what else there is.`,
          );
        }
        const isTold = await reminders.toggle(challengeId, interaction.user.id);
        await answerPrivately(
          interaction,
          isTold
            ? `I will write to you 24 hours and 1 hour before the entries and the vote of ${titleText(challenge)} close. Your direct messages must be open to members of this server. Press again to stop it.`
            : `I will not write to you about ${titleText(challenge)} any more. Press again if you change your mind.`,
        );
      },
    },
  };
}
