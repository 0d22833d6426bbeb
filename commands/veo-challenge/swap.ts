import { type MessageComponentInteraction, MessageFlags } from 'discord.js';
import { TAKING_PART } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { takesEntries } from '../../src/challenges/entry-rules.ts';
import { type Chance, entryForm } from '../../src/discord/challenges/entry-form.ts';
import { notTakingText, refuseObjections, titleText } from '../../src/discord/challenges/objection-text.ts';
import { renderSwap, SWAP_CHOICES_MAX } from '../../src/discord/challenges/swap-view.ts';
import type { HistoryStore } from '../../src/jobs/history.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { BlockStore } from '../../src/moderation/block.ts';
import { objectionsTo } from './entry-checks.ts';
import { requireInSight, type SightOptions } from './in-sight.ts';
import type { ChallengePart } from './part.ts';
import { participantOf } from './participant.ts';

export interface SwapOptions extends SightOptions {
  challenges: Pick<ChallengeStore, 'find' | 'entry' | 'entriesOf'>;
  store: Pick<JobStore, 'find'>;
  history: Pick<HistoryStore, 'page'>;
  blocks: Pick<BlockStore, 'active'>;
  clock: Clock;
}

type Pressed = MessageComponentInteraction<'raw' | 'cached'>;

/** The button **Swap** of an own entry: a menu of own videos that may take its place, then the form of entering. */
export function createSwap(options: SwapOptions): ChallengePart {
  const { challenges, store, history, blocks, clock } = options;

  /** @throws ExpectedError when it is not theirs, or nothing can be swapped any more */
  const swappable = async (pressed: Pressed, entryId: number) => {
    const { guildId, user } = pressed;
    const entry = await challenges.entry(entryId);
    const challenge = entry && (await challenges.find(entry.challengeId));
    if (!entry || challenge?.guildId !== guildId || entry.userId !== user.id) {
      throw new ExpectedError(
        'no-such-entry',
        'This is no entry of yours: `/veo-challenge mine` shows those you have.',
      );
    }
    await requireInSight(options, pressed, challenge);
    const now = clock.now();
    if (!takesEntries(challenge, now)) {
      throw new ExpectedError(
        'entries-closed',
        `Nothing can be swapped now. ${notTakingText(challenge, now)}`,
      );
    }
    if (!TAKING_PART.some((state) => state === entry.state)) {
      throw new ExpectedError(
        'takes-no-part',
        'This entry takes no part (any more): press 🏆 **Enter** under another video instead.',
      );
    }
    return { entry, challenge };
  };

  const candidates = async (pressed: Pressed, { challenge, own }: Chance): Promise<Job[]> => {
    const { guildId, user } = pressed;
    const now = clock.now();
    const who = await participantOf(blocks, pressed, now);
    const query = { guildId, userId: user.id, outcome: 'delivered' } as const;
    const { jobs } = await history.page(query, 0, SWAP_CHOICES_MAX);
    return jobs.filter(
      (job) =>
        objectionsTo(challenge, job, who, now).length === 0 && !own.some(({ jobId }) => jobId === job.id),
    );
  };

  return {
    subcommands: [],
    components: {
      'challenge-swap': async (interaction, entryId) => {
        const { entry, challenge } = await swappable(interaction, entryId);
        const own = await challenges.entriesOf(challenge.id, interaction.user.id);
        if (!interaction.isStringSelectMenu()) {
          const jobs = await candidates(interaction, { challenge, own });
          if (jobs.length === 0) throw nothingElse(titleText(challenge));
          await interaction.reply({
            ...renderSwap(entry, jobs),
            flags: MessageFlags.Ephemeral,
            allowedMentions: { parse: [] },
          });
          return;
        }
        const job = await store.find(Number(interaction.values[0]));
        if (job?.guildId !== interaction.guildId) throw nothingElse(titleText(challenge));
        const now = clock.now();
        const who = await participantOf(blocks, interaction, now);
        refuseObjections('This video cannot enter', challenge, objectionsTo(challenge, job, who, now));
        await interaction.showModal(entryForm(job.id, [{ challenge, own: [entry] }], entry));
      },
    },
  };
}

const nothingElse = (title: string): ExpectedError =>
  new ExpectedError(
    'nothing-to-swap',
    `None of your latest videos may enter ${title} in its place. Make one with \`/veo challenge:\`, then press 🏆 **Enter** under it.`,
  );
