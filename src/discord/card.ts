import { createHash } from 'node:crypto';
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { isCancellable } from '../jobs/cancel.ts';
import { isUnapproved, type Job, slotsOf } from '../jobs/job.ts';
import type { StandstillReason } from '../jobs/standstill.ts';
import { isFinal } from '../jobs/states.ts';
import { summaryLine } from '../veo/summary.ts';
import { type ComponentAction, customId } from './custom-id.ts';
import { failureText } from './failure-text.ts';
import { cut, durationText, oneLine, plainText, relativeTime } from './text.ts';
import { english } from './words/english.ts';
import { translatedSummary } from './words/summary.ts';
import type { Words } from './words/words.ts';

/** What a card shows besides its job. */
export interface CardContext {
  /** In its server's language. */
  words: Words;
  /** The video that it came from, where it did and that one is known still. */
  parent?: Job | undefined;
  /** With a waiting job: its server's queue was paused. */
  paused?: { reason: string | undefined } | undefined;
  /** With a waiting job: its place in the server's queue. */
  place?: { position: number; waiting: number } | undefined;
  /** Why nobody's video goes on at present, when that has lasted a while. */
  standstill?: StandstillReason | undefined;
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

const PAUSE_REASON_SHOWN_LENGTH = 200;

/** What goes well at the next try or the one after it is not worth a word. */
const ATTEMPTS_UNTOLD = 3;

const COLOURS = { waiting: 0x5865f2, working: 0xf0b232, ended: 0x80848e, failed: 0xda373c };

/** The public message that shows how a job stands. The same job and context give the same card. */
export function renderCard(job: Job, context: CardContext): CardMessage {
  const { words } = context;
  if (job.removedAt !== undefined) {
    const own = job.removedById === job.userId;
    const content = own ? words.card.removedByAuthor : words.card.removed;
    return { content, embeds: [], components: [] };
  }
  if (job.state === 'delivered') {
    return { content: words.card.delivered(resultLink(job)), embeds: [], components: [] };
  }
  const lines = [
    ...promptLines(job, words),
    summaryText(job, words),
    '',
    ...statusLines(job, context),
    ...derivedLines(job, context.parent, words),
    `-# #${job.id} · ${words.card.forMember(`<@${job.userId}>`)}`,
  ];
  return {
    content: '',
    embeds: [{ color: colourOf(job), description: lines.join('\n') }],
    components: buttonRow([
      ...(isCancellable(job.state) ? [button('cancel', job.id, words.card.cancel, ButtonStyle.Danger)] : []),
      ...anotherTry(job, words),
      ...promptButton(job, words),
    ]),
  };
}

/** What moderators have to see first is not shown to all before. */
function promptLines(job: Job, words: Words): string[] {
  if (!isUnapproved(job)) return [`> ${shownPrompt(job.settings.prompt)}`];
  return job.state === 'held' ? [words.card.heldPrompt] : [];
}

/** Says who made it of which other video. A line of its own: it must not end in the mark of a result. */
export const derivedLines = (job: Job, parent: Job | undefined, { card }: Words): string[] => {
  if (!job.origin) return [];
  const { parentId, derivation } = job.origin;
  const isShown = parent?.resultMessageId !== undefined && parent.removedAt === undefined;
  const named = isShown ? `[#${parentId}](${resultLink(parent)})` : `#${parentId}`;
  return [`-# ${card.derived[derivation](`<@${job.userId}>`, named)}`];
};

/** What leads on from a video that could not be made, or not be posted. */
function anotherTry(job: Job, { card }: Words): APIButtonComponentWithCustomId[] {
  if (job.purgedAt !== undefined) return [];
  switch (job.state) {
    case 'failed':
    case 'blocked': {
      const edit = button('edit', job.id, card.editPrompt, ButtonStyle.Secondary);
      // A picture that was never kept cannot be used again.
      const isWhole = job.images.every(({ storedAs }) => storedAs !== undefined);
      return isWhole ? [button('retry', job.id, card.tryAgain, ButtonStyle.Primary), edit] : [edit];
    }
    case 'undeliverable':
      return [button('post-now', job.id, card.postNow, ButtonStyle.Primary)];
    default:
      return [];
  }
}

/** Tells one card from another: a card that did not change is not sent again. */
export const cardHash = (card: CardMessage): string =>
  createHash('sha256').update(JSON.stringify(card)).digest('base64url');

export const shownPrompt = (prompt: string, length = PROMPT_SHOWN_LENGTH): string =>
  plainText(cut(oneLine(prompt), length));

/** The button that shows the prompts in full, where cards and results do not. */
function promptButton(job: Job, words: Words): APIButtonComponentWithCustomId[] {
  const { prompt, negativePrompt } = job.settings;
  const shownWhole =
    !isUnapproved(job) &&
    cut(oneLine(prompt), PROMPT_SHOWN_LENGTH) === prompt &&
    negativePrompt === undefined;
  return shownWhole ? [] : [button('prompt', job.id, words.card.fullPrompt, ButtonStyle.Secondary)];
}

export const buttonRow = (buttons: APIButtonComponentWithCustomId[]): CardMessage['components'] =>
  buttons.length > 0 ? [{ type: ComponentType.ActionRow, components: buttons }] : [];

/** For private answers and moderators, in English. */
export const plainSummary = (job: Job): string => summaryLine(job.settings, slotsOf(job));

/** For cards and results. */
export const summaryText = (job: Job, words: Words): string =>
  translatedSummary(job.settings, slotsOf(job), words.summary);

/** Leads to the result. */
export const resultLink = (job: Job): string =>
  `https://discord.com/channels/${job.guildId}/${job.resultChannelId ?? job.channelId}/${job.resultMessageId ?? ''}`;

/** Leads to the card. */
export const cardLink = (job: Job): string =>
  `https://discord.com/channels/${job.guildId}/${job.channelId}/${job.cardMessageId ?? ''}`;

export const button = (
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
  if (job.state === 'queued' || job.state === 'held') return COLOURS.waiting;
  if (job.state === 'cancelled' || job.state === 'denied') return COLOURS.ended;
  return isFinal(job.state) ? COLOURS.failed : COLOURS.working;
}

function statusLines(job: Job, { words, place, usual, paused, standstill }: CardContext): string[] {
  const { card } = words;
  const price = job.costUnits ?? job.priceUnits;
  const priced = (text: string) => (price === undefined ? text : `${text} · ${words.units(price)}`);
  const usually = usual ? ` · ${card.usually(durationText(usual.fromMs), durationText(usual.toMs))}` : '';
  const stands = standstill ? [card.standstill[standstill]] : [];
  const asked = relativeTime(job.createdAt);
  const since = relativeTime(job.stateSince);
  const ended = (text: (why: string) => string): string[] => [
    text(job.failure ? failureText(job.failure, words) : card.noVideo),
    card.nothingCharged,
  ];
  switch (job.state) {
    case 'held':
      return [priced(card.held(asked)), card.heldNote];
    case 'queued': {
      const where = place ? card.place(place.position, place.waiting) : card.waiting;
      return [
        priced(card.queued(where, asked)),
        ...(paused ? [pausedLine(paused.reason, words)] : []),
        ...(job.attempts >= ATTEMPTS_UNTOLD ? [card.pictureWaits] : []),
        ...stands,
      ];
    }
    case 'preparing':
    case 'submitting':
      return [priced(card.sending(since))];
    case 'unknown':
      return [card.checking(since), card.checkingNote];
    case 'generating':
      return [
        priced(`${card.generating(relativeTime(job.submittedAt ?? job.stateSince))}${usually}`),
        ...stands,
      ];
    case 'fetching':
      return [priced(card.fetching(since)), ...stands];
    case 'fitting':
      return [priced(card.fitting(since))];
    case 'delivering':
      return [priced(card.posting(since))];
    case 'cancelled':
      return job.failure ? ended(card.cancelledBecause) : [card.cancelled];
    case 'blocked':
      return ended(card.blocked);
    case 'failed':
      return ended(card.failed);
    case 'denied':
      return ended(card.denied);
    case 'undeliverable':
      return ended(card.undeliverable);
    case 'delivered':
      return [];
  }
}

/** What members are told of a paused queue; in private answers in English. */
export const pausedLine = (reason: string | undefined, words: Words = english): string =>
  words.card.paused(
    reason === undefined ? '' : words.because(plainText(cut(reason, PAUSE_REASON_SHOWN_LENGTH))),
  );
