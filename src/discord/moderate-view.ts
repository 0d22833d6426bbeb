import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import type { Job } from '../jobs/job.ts';
import { type CardMessage, plainSummary, shownPrompt } from './card.ts';
import { type ComponentAction, customId } from './custom-id.ts';

/** What a moderator can do to a video, privately. */
export function renderModerate(job: Job): Pick<CardMessage, 'content' | 'components'> {
  const posted = job.state === 'delivered' && job.removedAt === undefined;
  const buttons = [
    ...(posted
      ? [
          job.spoiler
            ? button('mod-unspoiler', job, 'Show without spoiler', ButtonStyle.Primary)
            : button('mod-spoiler', job, 'Hide as spoiler', ButtonStyle.Primary),
          button('mod-remove', job, 'Remove', ButtonStyle.Danger),
          button('mod-remove-refund', job, 'Remove, give quota back', ButtonStyle.Danger),
        ]
      : []),
    button('mod-block', job, 'Block author for 24 h', ButtonStyle.Secondary),
    button('mod-show', job, 'Show prompt and author', ButtonStyle.Secondary),
  ];
  return {
    content: [
      `**Video #${job.id}**${job.removedAt === undefined ? '' : ' · removed'}${job.spoiler ? ' · spoiler' : ''}`,
      `> ${shownPrompt(job.settings.prompt)}`,
      `-# ${plainSummary(job)} · for <@${job.userId}>`,
    ].join('\n'),
    components: [{ type: ComponentType.ActionRow, components: buttons }],
  };
}

const button = (
  action: ComponentAction,
  job: Job,
  label: string,
  style: APIButtonComponentWithCustomId['style'],
): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  custom_id: customId(action, job.id),
  label,
  style,
});
