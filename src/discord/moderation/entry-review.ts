import { type APIButtonComponentWithCustomId, type APIEmbed, ButtonStyle, ComponentType } from 'discord.js';
import type { Challenge, Entry } from '../../challenges/challenge.ts';
import type { Job } from '../../jobs/job.ts';
import type { ModerationCase } from '../../moderation/case.ts';
import { buttonRow, type CardMessage, plainSummary, resultLink } from '../card.ts';
import { namesAreShown } from '../challenges/shown-texts.ts';
import { customId } from '../custom-id.ts';
import { cut, oneLine, relativeTime } from '../text.ts';
import { moderatorsButton } from './button.ts';
import { because, fitted } from './words.ts';

/** An entry that waits for a moderator, or did. */
export interface ReviewedEntry {
  challenge: Challenge;
  entry: Entry;
  /** Undefined when nothing is known of it any more. */
  job: Job | undefined;
}

const COLOURS = { open: 0xf0b232, accepted: 0x57f287, ended: 0x80848e };
const PROMPT_MAX_LENGTH = { alone: 2_000, listed: 700 } as const;
const TITLE_MAX_LENGTH = 160;
const REASON_MAX_LENGTH = 600;

/** With a row of buttons for each, and one to turn the page, a message has no room for more. */
export const REVIEW_PAGE_SIZE = 4;

/** Whether it can still be decided on. */
export const isOpenForReview = ({ challenge, entry }: Pick<ReviewedEntry, 'challenge' | 'entry'>): boolean =>
  entry.state === 'waiting' && (challenge.phase === 'open' || challenge.phase === 'review');

/**
 * An entry for moderators to decide on, with the buttons; afterwards what became of it.
 * @param decision the case in which a moderator decided, where one did
 */
export function renderEntryNotice(
  reviewed: ReviewedEntry,
  decision: Pick<ModerationCase, 'actorId' | 'number'> | undefined,
): CardMessage {
  const isOpen = isOpenForReview(reviewed);
  const status = isOpen
    ? '✋ **Waiting for a moderator.** If nobody decides before the vote begins, it is accepted.'
    : outcomeLine(reviewed, decision);
  const lines = [...entryLines(reviewed, PROMPT_MAX_LENGTH.alone, true), '', status];
  return {
    content: '',
    embeds: [embed(reviewed, lines)],
    components: isOpen ? buttonRow(decisionButtons(reviewed, PROMPT_MAX_LENGTH.alone)) : [],
  };
}

export interface ReviewPage {
  /** In the order in which they came; at most `REVIEW_PAGE_SIZE`, after the entry with this id. */
  after: number;
  shown: readonly ReviewedEntry[];
  /** How many wait in all. */
  total: number;
  /** Whether whoever looks is told whose entries they are where names are hidden: moderators are, hosts are not. */
  namesAuthors: boolean;
  /** What was decided just now. */
  note?: string | undefined;
}

/** Entries that wait, for one moderator's eyes. The page is turned by the last entry on it, and begins anew after the last. */
export function renderReviewPage({ shown, after, total, namesAuthors, note }: ReviewPage): CardMessage {
  const last = shown.at(-1);
  const hasMore = last !== undefined && total > shown.length;
  const next = hasMore
    ? [moderatorsButton('entry-review', last.entry.id, 'Next ›', ButtonStyle.Secondary)]
    : [];
  const heading =
    total === 0
      ? 'No entry waits for a moderator.'
      : `**Entries that wait for a moderator: ${total}** · those that nobody decides on are accepted when the vote begins.`;
  return {
    content: [...(note === undefined ? [] : [note]), heading].join('\n'),
    embeds: shown.map((one) => embed(one, entryLines(one, PROMPT_MAX_LENGTH.listed, namesAuthors))),
    components: [
      ...shown.flatMap((one) => buttonRow(decisionButtons(one, PROMPT_MAX_LENGTH.listed, after))),
      ...buttonRow(next),
    ],
  };
}

/** "Entry 7 of **Rain**". */
export const entryName = ({ challenge, entry }: Pick<ReviewedEntry, 'challenge' | 'entry'>): string =>
  `Entry ${entry.number} of **${fitted(challenge.title, TITLE_MAX_LENGTH)}**`;

function entryLines(
  { challenge, entry, job }: ReviewedEntry,
  promptLength: number,
  namesAuthors: boolean,
): string[] {
  const title = entry.title === undefined ? '' : `: “${fitted(entry.title, TITLE_MAX_LENGTH)}”`;
  const head = `${entryName({ challenge, entry })}${title}`;
  const at = relativeTime(entry.swappedAt ?? entry.enteredAt);
  const came = `${entry.swappedAt === undefined ? 'entered' : 'swapped'} ${at}`;
  const by = namesAuthors || namesAreShown(challenge) ? `By <@${entry.userId}> · ${came}` : came;
  if (!job) return [head, `${by} · video #${entry.jobId}, of which nothing is known any more`];
  const isPosted = job.resultMessageId !== undefined && job.removedAt === undefined;
  const video = isPosted
    ? `[video #${job.id}](${resultLink(job)})`
    : `video #${job.id}, not posted (any more)`;
  return [head, `${by} · ${video}`, `> ${fitted(job.settings.prompt, promptLength)}`, plainSummary(job)];
}

function outcomeLine(
  { entry }: ReviewedEntry,
  decision: Pick<ModerationCase, 'actorId' | 'number'> | undefined,
): string {
  const by = decision ? ` by <@${decision.actorId}>` : '';
  const numbered = decision ? ` · Case ${decision.number}` : '';
  switch (entry.state) {
    case 'waiting':
      return '🚫 **Nothing to decide**: the challenge was cancelled.';
    case 'accepted':
      return decision
        ? `✅ **Accepted**${by}${numbered}`
        : '✅ **Accepted**: nobody decided before the vote.';
    case 'refused':
      return `⛔ **Refused**${by}${because(entry.reason, REASON_MAX_LENGTH)}${numbered}`;
    case 'withdrawn':
      return '↩️ **Withdrawn**: it takes no part any more.';
    case 'disqualified':
      return `⛔ **Disqualified**${by}${because(entry.reason, REASON_MAX_LENGTH)}${numbered}`;
  }
}

function embed({ challenge, entry }: ReviewedEntry, lines: readonly string[]): APIEmbed {
  const isOpen = isOpenForReview({ challenge, entry });
  const ended = entry.state === 'accepted' ? COLOURS.accepted : COLOURS.ended;
  return { color: isOpen ? COLOURS.open : ended, description: lines.join('\n') };
}

/**
 * Buttons name the video as well: what was swapped for another is not decided on unseen.
 * @param after in a list, after which entry its page begins
 */
function decisionButtons(
  { challenge, entry, job }: ReviewedEntry,
  promptLength: number,
  after?: number,
): APIButtonComponentWithCustomId[] {
  const label = after === undefined ? '' : ` ${entry.number} · ${cut(oneLine(challenge.title), 40)}`;
  const argument = after === undefined ? String(entry.jobId) : `${entry.jobId}:${after}`;
  const button = (
    action: 'entry-accept' | 'entry-refuse',
    text: string,
    style: ButtonStyle.Success | ButtonStyle.Danger,
  ): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    custom_id: customId(action, entry.id, argument),
    label: `${text}${label}`,
    style,
  });
  return [
    button('entry-accept', 'Accept', ButtonStyle.Success),
    button('entry-refuse', 'Refuse', ButtonStyle.Danger),
    ...(job && !isShownWhole(job.settings.prompt, promptLength)
      ? [
          {
            type: ComponentType.Button,
            // One video may wait in several challenges.
            custom_id: customId('prompt', job.id, String(entry.id)),
            label: 'Full prompt',
            style: ButtonStyle.Secondary,
          } as const,
        ]
      : []),
  ];
}

const isShownWhole = (text: string, maxLength: number): boolean =>
  fitted(text, maxLength) === fitted(text, Number.MAX_SAFE_INTEGER);
