import { createHash } from 'node:crypto';
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { type Job, slotsOf } from '../jobs/job.ts';
import { isFinal } from '../jobs/states.ts';
import { summaryLine } from '../veo/summary.ts';
import { type ComponentAction, customId } from './custom-id.ts';
import { failureText } from './failure-text.ts';
import { cut, durationText, oneLine, ordinal, plainText, relativeTime, unitsText } from './text.ts';

/** What a card shows besides its job. */
export interface CardContext {
  /** With a waiting job: its place in the server's queue. */
  place?: { position: number; waiting: number } | undefined;
  /** How long Scenario usually takes, from recent jobs; absent while too few are known. */
  usual?: { fromMs: number; toMs: number } | undefined;
}

/** A message body without files, as both an interaction's answer and the channel's routes take it. */
export interface CardMessage {
  content: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponentWithCustomId>[];
}

/** Longer prompts are cut on cards and results; a button shows the whole. */
const PROMPT_SHOWN_LENGTH = 300;

const COLOURS = { waiting: 0x5865f2, working: 0xf0b232, ended: 0x80848e, failed: 0xda373c };

/** The public message that shows how a job stands. The same job and context give the same card. */
export function renderCard(job: Job, context: CardContext): CardMessage {
  if (job.state === 'delivered') {
    return { content: `✅ Delivered: ${messageLink(job, job.resultMessageId)}`, embeds: [], components: [] };
  }
  const lines = [
    `> ${shownPrompt(job.settings.prompt)}`,
    plainSummary(job),
    '',
    ...statusLines(job, context),
    `-# #${job.id} · for <@${job.userId}>`,
  ];
  return {
    content: '',
    embeds: [{ color: colourOf(job), description: lines.join('\n') }],
    components: buttonRow([
      ...(isFinal(job.state) ? [] : [button('cancel', job.id, 'Cancel', ButtonStyle.Danger)]),
      ...promptButton(job),
    ]),
  };
}

/** Tells one card from another: a card that did not change is not sent again. */
export const cardHash = (card: CardMessage): string =>
  createHash('sha256').update(JSON.stringify(card)).digest('base64url');

export const shownPrompt = (prompt: string): string => plainText(cut(oneLine(prompt), PROMPT_SHOWN_LENGTH));

/** The button that shows the prompts in full, where cards and results do not. */
export function promptButton(job: Job): APIButtonComponentWithCustomId[] {
  const { prompt, negativePrompt } = job.settings;
  const shownWhole = cut(oneLine(prompt), PROMPT_SHOWN_LENGTH) === prompt && negativePrompt === undefined;
  return shownWhole ? [] : [button('prompt', job.id, 'Full prompt', ButtonStyle.Secondary)];
}

export const buttonRow = (buttons: APIButtonComponentWithCustomId[]): CardMessage['components'] =>
  buttons.length > 0 ? [{ type: ComponentType.ActionRow, components: buttons }] : [];

export const plainSummary = (job: Job): string => summaryLine(job.settings, slotsOf(job));

export const messageLink = (job: Job, messageId: string | undefined): string =>
  `https://discord.com/channels/${job.guildId}/${job.channelId}/${messageId ?? ''}`;

const button = (
  action: ComponentAction,
  jobId: number,
  label: string,
  style: APIButtonComponentWithCustomId['style'],
): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  custom_id: customId(action, jobId),
  label,
  style,
});

function colourOf(job: Job): number {
  if (job.state === 'queued') return COLOURS.waiting;
  if (job.state === 'cancelled') return COLOURS.ended;
  return isFinal(job.state) ? COLOURS.failed : COLOURS.working;
}

function statusLines(job: Job, { place, usual }: CardContext): string[] {
  const price = job.costUnits ?? job.priceUnits;
  const priced = (text: string) => (price === undefined ? text : `${text} · ${unitsText(price)}`);
  const usually = usual ? ` · usually ${durationText(usual.fromMs)} to ${durationText(usual.toMs)}` : '';
  switch (job.state) {
    case 'queued': {
      const where = place ? `${ordinal(place.position)} of ${place.waiting}` : 'waiting';
      return [priced(`⏳ **Queued** · ${where} · asked ${relativeTime(job.createdAt)}`)];
    }
    case 'preparing':
    case 'submitting':
      return [priced(`📤 **Sending** to Scenario · since ${relativeTime(job.stateSince)}`)];
    case 'unknown':
      return [
        `🔎 **Checking** · since ${relativeTime(job.stateSince)}`,
        'Scenario did not answer the order. I am looking whether it arrived; it is not sent a second time.',
      ];
    case 'generating':
      return [
        priced(`🎬 **Generating** · started ${relativeTime(job.submittedAt ?? job.stateSince)}${usually}`),
      ];
    case 'fetching':
      return [priced(`📥 **Fetching** the video · since ${relativeTime(job.stateSince)}`)];
    case 'delivering':
      return [priced(`📮 **Posting** the video · since ${relativeTime(job.stateSince)}`)];
    case 'cancelled':
      return ['🚫 **Cancelled** · nothing was charged to your quota.'];
    case 'blocked':
      return [`🛡️ **Blocked** · ${endText(job)}`];
    case 'failed':
      return [`❌ **Failed** · ${endText(job)}`];
    case 'undeliverable':
      return [`📭 **Could not be posted** · ${endText(job)}`];
    case 'delivered':
      return [];
  }
}

const endText = (job: Job): string =>
  `${job.failure ? failureText(job.failure) : 'It ended without a video.'}\nNothing was charged to your quota.`;
