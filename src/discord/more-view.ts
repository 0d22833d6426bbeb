import { AttachmentBuilder, ButtonStyle } from 'discord.js';
import type { Job } from '../jobs/job.ts';
import {
  button,
  buttonRow,
  type CardMessage,
  cardLink,
  plainSummary,
  resultLink,
  shownPrompt,
} from './card.ts';
import { relativeTime, unitsText } from './text.ts';

/** Who looks at a video: a moderator who made it is its author. */
export type ResultViewer = 'author' | 'moderator' | 'other';

type PrivateMessage = Pick<CardMessage, 'content' | 'components'>;

const MESSAGE_MAX_LENGTH = 2_000;
const CODE_FENCE = '```';

/**
 * **More**: what is known of a finished video, and what can be done with it, for one pair of eyes. In English.
 * @param mayEnter whether a challenge of its server takes entries now
 */
export function renderMore(job: Job, viewer: ResultViewer, mayEnter = false): PrivateMessage {
  const links = [
    `[The video](${resultLink(job)})`,
    ...(job.cardMessageId === undefined ? [] : [`[its card](${cardLink(job)})`]),
  ];
  return {
    content: [
      `**Video #${job.id}**${job.spoiler ? ' · spoiler' : ''} · by <@${job.userId}>, ${relativeTime(job.createdAt)}`,
      job.purgedAt === undefined ? `> ${shownPrompt(job.settings.prompt)}` : PURGED,
      `${plainSummary(job)}${priceText(job)}`,
      links.join(' · '),
    ].join('\n'),
    components: [
      ...buttonRow([
        ...(job.purgedAt === undefined
          ? [button('copy-prompt', job.id, 'Copy prompt', ButtonStyle.Secondary)]
          : []),
        button('details', job.id, 'Details', ButtonStyle.Secondary),
        ...(job.purgedAt === undefined
          ? [button('to-dms', job.id, 'Send to my DMs', ButtonStyle.Secondary)]
          : []),
        ...(viewer === 'other' ? [] : changingButtons(job)),
      ]),
      ...buttonRow(
        mayEnter && viewer === 'author'
          ? [button('challenge-enter', job.id, '🏆 Enter a challenge', ButtonStyle.Primary)]
          : [],
      ),
    ],
  };
}

/** Asks once more. Says what each of the two kinds of removal does and does not do. */
export const renderDeletion = (job: Job, viewer: Exclude<ResultViewer, 'other'>): PrivateMessage => ({
  content: [
    `**Delete video #${job.id}?**`,
    viewer === 'author'
      ? 'Its messages are deleted wherever it was posted, also in direct messages, and its file is deleted as well. It still counts for your quota. This cannot be undone.'
      : 'Its messages are deleted wherever it was posted, also in direct messages. Its author does not get their quota back: **Moderate video**, in the menu of the message, can do that. This cannot be undone, and is noted as a case.',
  ].join('\n'),
  components: buttonRow([
    button('own-delete-sure', job.id, 'Delete it', ButtonStyle.Danger),
    button('own-keep', job.id, 'Keep it', ButtonStyle.Secondary),
  ]),
});

/**
 * The whole prompts and the seed, ready to be copied: in code blocks, which a telephone copies whole; as a file where they are
 * too long for a message or would end the block.
 */
export function renderPromptToCopy(job: Job): { content: string; files: AttachmentBuilder[] } {
  const { prompt, negativePrompt, seed } = job.settings;
  const parts = [
    { title: 'Prompt', text: prompt },
    ...(negativePrompt === undefined ? [] : [{ title: 'Not to be shown', text: negativePrompt }]),
    { title: 'Seed', text: String(seed) },
  ];
  const content = parts
    .map(({ title, text }) => `${title}:\n${CODE_FENCE}\n${text}\n${CODE_FENCE}`)
    .join('\n');
  const isUsable =
    content.length <= MESSAGE_MAX_LENGTH && parts.every(({ text }) => !text.includes(CODE_FENCE));
  if (isUsable) return { content, files: [] };
  const whole = parts.map(({ title, text }) => `${title}:\n${text}`).join('\n\n');
  const file = new AttachmentBuilder(Buffer.from(whole, 'utf8'), { name: `prompt-${job.id}.txt` });
  return { content: `The prompt and the seed of video #${job.id}, whole:`, files: [file] };
}

export const PURGED = 'Its prompt and its file were deleted, as its author or this server wanted.';

function changingButtons(job: Job) {
  const spoiler = job.spoiler
    ? button('own-unspoiler', job.id, 'Show without spoiler', ButtonStyle.Secondary)
    : button('own-spoiler', job.id, 'Hide as spoiler', ButtonStyle.Secondary);
  return [spoiler, button('own-delete', job.id, 'Delete', ButtonStyle.Danger)];
}

function priceText({ costUnits, priceUnits }: Job): string {
  const units = costUnits ?? priceUnits;
  return units === undefined ? '' : ` · ${unitsText(units)}`;
}
