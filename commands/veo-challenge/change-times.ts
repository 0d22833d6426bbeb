import { ApplicationCommandOptionType, type ChatInputCommandInteraction } from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { challengeDetail } from '../../src/challenges/entry-cases.ts';
import { MOVABLE_ENDS, type MovableEnd } from '../../src/challenges/movable-ends.ts';
import { endingNow, presentEnd, withEndAt } from '../../src/challenges/moved-end.ts';
import { LIVE_PHASES, phaseEnd, resume, type Schedule } from '../../src/challenges/phases.ts';
import { because, fitted } from '../../src/discord/moderation/words.ts';
import { answerPrivately } from '../../src/discord/private-answer.ts';
import { requireAllowedTexts } from '../../src/jobs/approval.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import { EXTEND_OPTIONS, movedBy, reasonOption } from './extend-options.ts';
import type { Host } from './host.ts';
import { goneOn, type HostingOptions, hostsSubcommand } from './hosting.ts';
import { changedEnds, endsNote } from './moved-ends.ts';
import type { ChallengePart, ChallengeSubcommand } from './part.ts';

export interface ChangeTimesOptions extends HostingOptions {
  challenges: Pick<ChallengeStore, 'find' | 'ofGuild' | 'change' | 'pause' | 'resume'>;
  filters: PromptFilters;
}

type Asked = ChatInputCommandInteraction<'raw' | 'cached'>;
type Chosen = { host: Host; challenge: Challenge };

/** What follows when a phase ends. */
const NEXT: Record<MovableEnd, string> = {
  announced: 'Entries are taken from now on.',
  open: 'No more entries are taken; voting begins when all of them stand in their places, and with fewer than two there is nothing to vote on.',
  review: 'Entries that nobody decided on take part; voting begins when all of them stand in their places.',
  voting: 'No more votes are taken; they are counted now.',
};

const TITLE_MAX_LENGTH = 160;

/** `/veo-challenge extend`, `pause`, `resume` and `end`. They only change rows; the timer moves on what is due. */
export function createChangeTimes(options: ChangeTimesOptions): ChallengePart {
  const { challenges, filters, clock } = options;

  /** Changes the times of a running challenge, and gives both versions. */
  const change = async (
    interaction: Asked,
    { host, challenge: { id, phase } }: Chosen,
    newSchedule: (present: Challenge) => Schedule,
  ): Promise<{ before: Challenge; after: Challenge }> => {
    const reason = interaction.options.getString('reason')?.trim() || undefined;
    await requireAllowedTexts(filters, host.guildId, [reason]);
    let before: Challenge | undefined;
    const after = await challenges.change(
      id,
      // Not in the next one, which may have begun at this moment: that is not what the host meant.
      [phase],
      (present) => {
        before = present;
        requireRunning(present);
        return { schedule: newSchedule(present) };
      },
      clock.now(),
      (old, changed) => {
        const what = endsNote(interaction.options.getSubcommand(), old, changed);
        return { kind: 'challenge-times', actorId: host.userId, reason, detail: challengeDetail(old, what) };
      },
    );
    if (!before || !after) throw goneOn();
    return { before, after };
  };

  const extend = async (interaction: Asked, chosen: Chosen): Promise<void> => {
    const now = clock.now();
    const what = interaction.options.getString('what');
    const moved = movedBy(interaction, chosen.host.house.timeZone, now);
    const { before, after } = await change(interaction, chosen, (present) => {
      const end = MOVABLE_ENDS.find((one) => one === what) ?? presentEnd(present);
      return withEndAt(present, end, moved(phaseEnd(end, present.schedule) ?? now), now);
    });
    await answerPrivately(
      interaction,
      [done(after), ...changedEnds(before.schedule, after.schedule)].join('\n'),
    );
  };

  const end = async (interaction: Asked, chosen: Chosen): Promise<void> => {
    const now = clock.now();
    const { before, after } = await change(interaction, chosen, (present) => {
      requireVotesTaken(present);
      return endingNow(present, now);
    });
    const next = NEXT[presentEnd(before)];
    const lines = [done(after), ...changedEnds(before.schedule, after.schedule), next];
    await answerPrivately(interaction, lines.join('\n'));
  };

  const pause = async (interaction: Asked, { host, challenge }: Chosen): Promise<void> => {
    const reason = interaction.options.getString('reason')?.trim() || undefined;
    await requireAllowedTexts(filters, host.guildId, [reason]);
    const note = {
      kind: 'challenge-pause',
      actorId: host.userId,
      reason,
      detail: challengeDetail(challenge, 'running → paused'),
    } as const;
    const paused = await challenges.pause(challenge.id, reason, clock.now(), note);
    if (!paused) throw await whyNotPaused(challenge.id);
    await answerPrivately(
      interaction,
      `${done(paused)} running → **paused**${because(reason)}. Nobody can enter or vote; its times move on by the length of the pause when you use \`/veo-challenge resume\`.`,
    );
  };

  const whyNotPaused = async (id: number): Promise<ExpectedError> => {
    const challenge = await challenges.find(id);
    return challenge?.pausedAt === undefined
      ? new ExpectedError(
          'not-pausable',
          'It cannot be paused in its present phase any more: `/veo-challenge list` shows how it stands.',
        )
      : new ExpectedError('paused', 'It is paused already: `/veo-challenge resume` lets it go on.');
  };

  const goOn = async (interaction: Asked, { host, challenge }: Chosen): Promise<void> => {
    const now = clock.now();
    const before = (await challenges.find(challenge.id)) ?? challenge;
    if (before.pausedAt === undefined) {
      throw new ExpectedError('not-paused', 'It is not paused: there is nothing to resume.');
    }
    const after = await challenges.resume(
      challenge.id,
      (present, { phase, pausedAt = now }) => resume(phase, present, now - pausedAt),
      now,
      {
        kind: 'challenge-resume',
        actorId: host.userId,
        detail: challengeDetail(challenge, 'paused → running'),
      },
    );
    if (!after) throw goneOn();
    const lines = [`${done(after)} paused → **running**.`, ...changedEnds(before.schedule, after.schedule)];
    await answerPrivately(interaction, lines.join('\n'));
  };

  const subcommand = (
    name: string,
    description: string,
    execute: (interaction: Asked, chosen: Chosen) => Promise<void>,
    more: ChallengeSubcommand['data']['options'] = [],
  ): ChallengeSubcommand =>
    hostsSubcommand(
      options,
      { type: ApplicationCommandOptionType.Subcommand, name, description, options: more },
      LIVE_PHASES,
      execute,
    );

  return {
    subcommands: [
      subcommand('extend', 'For hosts: move an end, to later or nearer', extend, EXTEND_OPTIONS),
      subcommand('pause', 'For hosts: stop the clock; nobody can enter or vote', pause, [
        reasonOption('Why; members see it'),
      ]),
      subcommand('resume', 'For hosts: let a paused challenge go on', goOn),
      subcommand('end', 'For hosts: end the present phase at once', end, [
        reasonOption('Why; moderators read it in the case'),
      ]),
    ],
  };
}

function requireRunning({ pausedAt }: Challenge): void {
  if (pausedAt === undefined) return;
  throw new ExpectedError(
    'paused',
    'It is paused, and its times move on by themselves when it goes on: use `/veo-challenge resume` first.',
  );
}

function requireVotesTaken({ phase, votesFrom }: Challenge): void {
  if (phase !== 'voting' || votesFrom !== undefined) return;
  throw new ExpectedError(
    'no-votes-yet',
    'Its entries are still being put up, so nobody could vote yet: try again in a few minutes.',
  );
}

const done = ({ title }: Challenge): string => `✅ **${fitted(title, TITLE_MAX_LENGTH)}**:`;
