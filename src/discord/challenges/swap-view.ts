import { type APIActionRowComponent, type APIStringSelectComponent, ComponentType } from 'discord.js';
import type { Entry } from '../../challenges/challenge.ts';
import type { Job } from '../../jobs/job.ts';
import { customId } from '../custom-id.ts';
import { cut, oneLine } from '../text.ts';

/** As many as one of Discord's menus holds. */
export const SWAP_CHOICES_MAX = 25;

const LABEL_MAX_LENGTH = 100;

/** Asks which own video takes the place of an entry. */
export function renderSwap(
  entry: Entry,
  jobs: readonly Job[],
): { content: string; components: APIActionRowComponent<APIStringSelectComponent>[] } {
  const menu: APIStringSelectComponent = {
    type: ComponentType.StringSelect,
    custom_id: customId('challenge-swap', entry.id),
    placeholder: 'Your videos that may enter',
    options: jobs.slice(0, SWAP_CHOICES_MAX).map(({ id, settings }) => ({
      value: String(id),
      label: cut(`#${id} · ${oneLine(settings.prompt)}`, LABEL_MAX_LENGTH),
    })),
  };
  return {
    content: `Which video takes the place of #${entry.jobId} as entry ${entry.number}?`,
    components: [{ type: ComponentType.ActionRow, components: [menu] }],
  };
}
