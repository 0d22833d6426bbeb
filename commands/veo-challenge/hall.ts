import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
} from 'discord.js';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { HALL_PAGE_SIZE, renderHall } from '../../src/discord/challenges/hall-view.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { inSight, type SightOptions } from './in-sight.ts';
import type { ChallengePart } from './part.ts';
import { showPrivately } from './shown-privately.ts';

export interface HallOptions extends SightOptions {
  challenges: Pick<ChallengeStore, 'hall' | 'hallChannels'>;
  store: Pick<JobStore, 'find'>;
}

type Asked = ChatInputCommandInteraction<'raw' | 'cached'> | MessageComponentInteraction<'raw' | 'cached'>;

/** `/veo-challenge hall`: the past challenges of a server and who won them, by pages; those that whoever asks may see. */
export function createHall(options: HallOptions): ChallengePart {
  const { challenges, store } = options;

  const show = async (asked: Asked, wanted: number): Promise<void> => {
    const { guildId } = asked;
    const channels = (await challenges.hallChannels(guildId)).map((channelId) => ({ channelId }));
    const seen = (await inSight(options, asked, channels)).map(({ channelId }) => channelId);
    let page = wanted;
    let found = await challenges.hall(guildId, page, HALL_PAGE_SIZE, seen);
    if (found.challenges.length === 0 && found.total > 0) {
      page = Math.ceil(found.total / HALL_PAGE_SIZE) - 1;
      found = await challenges.hall(guildId, page, HALL_PAGE_SIZE, seen);
    }
    const ids = found.challenges.flatMap(({ winners }) => winners.map(({ jobId }) => jobId));
    const known = await Promise.all(ids.map((id) => store.find(id)));
    const jobs = new Map(known.flatMap((job) => (job ? [[job.id, job]] : [])));
    await showPrivately(asked, renderHall({ ...found, jobs, page }));
  };

  return {
    subcommands: [
      {
        data: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'hall',
          description: 'See the past challenges and who won them',
        },
        execute: (interaction) => show(interaction, 0),
      },
    ],
    components: {
      'challenge-hall': (interaction, _, { argument }) => show(interaction, Number(argument) || 0),
    },
  };
}
