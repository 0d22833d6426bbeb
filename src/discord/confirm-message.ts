import { ButtonStyle, ComponentType } from 'discord.js';
import type { Job } from '../jobs/job.ts';
import { buttonRow, type CardMessage, plainSummary, shownPrompt } from './card.ts';
import { customId } from './custom-id.ts';
import { unitsText } from './text.ts';

/**
 * Asks an author, privately, whether a video is worth its price.
 * @param expectedUnits what it probably costs, where its own price is not known
 */
export const confirmMessage = (
  job: Job,
  expectedUnits: number | undefined,
): Pick<CardMessage, 'content' | 'components'> => ({
  content: [
    priceLine(job.priceUnits, expectedUnits),
    `> ${shownPrompt(job.settings.prompt)}`,
    plainSummary(job),
    'Shall I order it? Nothing is charged before your yes; without one I forget it in a quarter of an hour.',
  ].join('\n'),
  components: buttonRow([
    {
      type: ComponentType.Button,
      custom_id: customId('confirm', job.id),
      label: 'Order it',
      style: ButtonStyle.Success,
    },
    {
      type: ComponentType.Button,
      custom_id: customId('decline', job.id),
      label: 'No',
      style: ButtonStyle.Secondary,
    },
  ]),
});

function priceLine(priceUnits: number | undefined, expectedUnits: number | undefined): string {
  if (priceUnits !== undefined) return `This video costs **${unitsText(priceUnits)}**.`;
  if (expectedUnits !== undefined)
    return `This video costs about **${unitsText(expectedUnits)}**: its exact price is not known yet.`;
  return 'I could not find out yet what this video costs: it may be expensive.';
}
