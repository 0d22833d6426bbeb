import { type CardContext, cardHash, renderCard } from '../../src/discord/card.ts';
import type { Answers } from '../../src/discord/command.ts';
import type { CardStore } from '../../src/jobs/card-store.ts';
import { deliverAgain } from '../../src/jobs/deliver-again.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import { requirePostingHere } from '../ordering.ts';
import { requireModerator } from '../veo-mod.ts';

export interface PostNowOptions {
  store: Pick<JobStore, 'find' | 'move'>;
  cards: Pick<CardStore, 'looked'>;
  settings: Pick<SettingsStore, 'of'>;
  clock: Clock;
  cardContext: (job: Job) => Promise<CardContext>;
  /** Called after a job was queued or cancelled. */
  onJobsChanged: () => void;
}

/** The button on the card of a video that could not be posted, for its author and moderators. */
export function createPostNow(options: PostNowOptions): Answers {
  const { store, cards, settings, clock, cardContext, onJobsChanged } = options;
  return {
    components: {
      'post-now': async (interaction, jobId, { place }) => {
        const job = await store.find(jobId);
        if (!job || job.guildId !== interaction.guildId) {
          throw new ExpectedError('no-such-job', 'I do not know this video any more.');
        }
        if (job.userId !== interaction.user.id) await requireModerator(settings, interaction);
        requirePostingHere(interaction, place);
        const moved = await deliverAgain(store, clock, job);
        try {
          const card = renderCard(moved, await cardContext(moved));
          await interaction.update({ ...card, allowedMentions: { parse: [] } });
          await cards.looked(moved, { hash: cardHash(card), editedAt: clock.now() }, undefined);
        } finally {
          onJobsChanged();
        }
      },
    },
  };
}
