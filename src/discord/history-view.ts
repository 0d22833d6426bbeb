import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { HISTORY_OUTCOMES, type HistoryOutcome, type HistoryQuery } from '../jobs/history.ts';
import type { Job } from '../jobs/job.ts';
import { buttonRow, type CardMessage, cardLink, plainSummary, resultLink } from './card.ts';
import { customId } from './custom-id.ts';
import type { ShownMessage } from './shown-messages.ts';
import { count, cut, oneLine, plainText, relativeTime } from './text.ts';

export const HISTORY_PAGE_SIZE = 5;
/** With everything else that a button carries it stays within the 100 characters of a custom id. */
export const HISTORY_TEXT_MAX_LENGTH = 34;

export const OUTCOME_NAMES: Record<HistoryOutcome, string> = {
  delivered: 'Delivered',
  undelivered: 'Made, but not posted',
  failed: 'Failed or blocked',
  ended: 'Cancelled or not approved',
  'under-way': 'Waiting or in the making',
};

/** What is looked for, without the server. */
export type HistoryFilter = Omit<HistoryQuery, 'guildId'>;

export interface HistoryPage {
  filter: HistoryFilter;
  viewerId: string;
  /** From 0. */
  page: number;
  jobs: readonly Job[];
  /** Where they are to be seen, by their numbers; the others where they were delivered. */
  shown?: ReadonlyMap<number, ShownMessage>;
  /** On all pages. */
  total: number;
}

export interface HistoryView extends Pick<CardMessage, 'content' | 'embeds'> {
  components: (
    | APIActionRowComponent<APIStringSelectComponent>
    | APIActionRowComponent<APIButtonComponentWithCustomId>
  )[];
}

const COLOUR = 0x5865f2;
const PROMPT_SHOWN_LENGTH = 120;
const OPTION_LABEL_MAX_LENGTH = 100;

/** One page of a member's videos, for one pair of eyes. */
export function renderHistory(view: HistoryPage): HistoryView {
  const { filter, viewerId, total, jobs, shown, page } = view;
  if (total === 0) return { content: nothingText(filter, viewerId), embeds: [], components: [] };
  const pages = pageCount(total);
  const position = pages > 1 ? ` · page ${page + 1} of ${pages}` : '';
  return {
    content: `**${headingText(filter, viewerId)}: ${count(total, 'video')}**${position}`,
    embeds: [
      { color: COLOUR, description: jobs.map((job) => entryText(job, shown?.get(job.id))).join('\n\n') },
    ],
    components: [...postMenu(jobs), ...buttonRow(pageButtons(filter, page, pages))],
  };
}

export const pageCount = (total: number): number => Math.max(1, Math.ceil(total / HISTORY_PAGE_SIZE));

/** What the buttons of a page carry of its filter. */
const filterArgument = ({ outcome, userId, text, challengeId }: HistoryFilter): string =>
  `${outcome ?? ''}:${userId}${challengeId === undefined ? '' : `c${challengeId}`}:${text ?? ''}`;

/** @returns undefined for what no page's button carries */
export function parseFilter(argument: string | undefined): HistoryFilter | undefined {
  const match = /^([a-z-]*):(\d{1,20})(?:c(\d{1,9}))?:(.*)$/s.exec(argument ?? '');
  if (!match) return undefined;
  const [, outcome, userId = '', challengeId, text] = match;
  return {
    userId,
    text: text || undefined,
    outcome: HISTORY_OUTCOMES.find((known) => known === outcome),
    ...(challengeId === undefined ? {} : { challengeId: Number(challengeId) }),
  };
}

/** A text as it can be looked for; undefined when nothing is left of it. */
export function searchText(typed: string): string | undefined {
  // Discord may count an emoji as one character: half of one would find nothing.
  const text = typed
    .trim()
    .slice(0, HISTORY_TEXT_MAX_LENGTH)
    .replace(/[\ud800-\udbff]$/, '');
  return text.trim() || undefined;
}

/** Whether there is a video that can be posted again, or at last. */
export const isPostable = ({ state, removedAt, purgedAt }: Job): boolean =>
  (state === 'delivered' || state === 'undeliverable') && removedAt === undefined && purgedAt === undefined;

function headingText({ userId, outcome, text, challengeId }: HistoryFilter, viewerId: string): string {
  const whose = userId === viewerId ? 'Your videos here' : `Videos of <@${userId}> here`;
  const which = outcome === undefined ? '' : ` · ${OUTCOME_NAMES[outcome]}`;
  const made = challengeId === undefined ? '' : ' · made for one challenge';
  return `${whose}${which}${made}${text === undefined ? '' : ` · “${plainText(text)}”`}`;
}

function nothingText({ userId, outcome, text, challengeId }: HistoryFilter, viewerId: string): string {
  const own = userId === viewerId;
  if (outcome !== undefined || text !== undefined || challengeId !== undefined) {
    const whose = own ? 'No video of yours' : `No video of <@${userId}>`;
    return `${whose} here fits that. Leave out \`text\`, \`outcome\` or \`challenge\` to see more; prompts that were deleted are not found by \`text\`.`;
  }
  return own
    ? 'You have asked for no video here yet. Make one with `/veo`.'
    : `<@${userId}> has asked for no video here yet.`;
}

function entryText(job: Job, shown: ShownMessage | undefined): string {
  const link = linkOf(job, shown);
  const prompt =
    job.purgedAt === undefined
      ? plainText(cut(oneLine(job.settings.prompt), PROMPT_SHOWN_LENGTH))
      : '*Its prompt and its file were deleted.*';
  return [
    `**#${job.id}** · ${outcomeText(job)}${link === undefined ? '' : ` · [go to it](${link})`}`,
    `> ${prompt}`,
    `-# ${plainSummary(job)}`,
  ].join('\n');
}

/** Leads to a message of a video. */
export const shownLink = (job: Job, { channelId, messageId }: ShownMessage): string =>
  resultLink({ ...job, resultChannelId: channelId, resultMessageId: messageId });

/** A message with the video, else the card. */
function linkOf(job: Job, shown: ShownMessage | undefined): string | undefined {
  if (job.removedAt === undefined) {
    if (shown) return shownLink(job, shown);
    if (job.resultMessageId !== undefined) return resultLink(job);
  }
  return job.cardMessageId === undefined ? undefined : cardLink(job);
}

function outcomeText(job: Job): string {
  const { removedAt, removedById, userId } = job;
  if (removedAt !== undefined) {
    const by = removedById === userId ? 'deleted by its author' : 'removed by a moderator';
    return `🗑️ ${by} ${relativeTime(removedAt)}`;
  }
  const since = relativeTime(job.stateSince);
  switch (job.state) {
    case 'delivered':
      return `✅ delivered ${since}`;
    case 'undeliverable':
      return `📭 made, but could not be posted ${since}`;
    case 'failed':
      return `❌ failed ${since}`;
    case 'blocked':
      return `🛡️ blocked by the safety filter ${since}`;
    case 'cancelled':
      return `🚫 cancelled ${since}`;
    case 'denied':
      return `⛔ not approved ${since}`;
    case 'held':
      return `✋ waits for ${job.hold === 'confirmation' ? 'a yes to its price' : 'approval'} · asked ${relativeTime(job.createdAt)}`;
    case 'queued':
      return `⏳ in the queue · asked ${relativeTime(job.createdAt)}`;
    case 'preparing':
    case 'submitting':
    case 'unknown':
    case 'generating':
    case 'fetching':
    case 'delivering':
    case 'fitting':
      return `🎬 in the making · asked ${relativeTime(job.createdAt)}`;
  }
}

function postMenu(jobs: readonly Job[]): APIActionRowComponent<APIStringSelectComponent>[] {
  const postable = jobs.filter(isPostable);
  if (postable.length === 0) return [];
  const menu: APIStringSelectComponent = {
    type: ComponentType.StringSelect,
    custom_id: customId('history-post'),
    placeholder: 'Post one again, here',
    options: postable.map((job) => ({
      value: String(job.id),
      label: cut(`#${job.id} · ${oneLine(job.settings.prompt)}`, OPTION_LABEL_MAX_LENGTH),
    })),
  };
  return [{ type: ComponentType.ActionRow, components: [menu] }];
}

function pageButtons(filter: HistoryFilter, page: number, pages: number): APIButtonComponentWithCustomId[] {
  const to = (target: number, label: string): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    custom_id: customId('history-page', target, filterArgument(filter)),
    label,
  });
  return [
    ...(page > 0 ? [to(page - 1, '‹ Newer')] : []),
    ...(page < pages - 1 ? [to(page + 1, 'Older ›')] : []),
  ];
}
