import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { type Challenge, type Entry, TAKING_PART } from '../../challenges/challenge.ts';
import { takesEntries } from '../../challenges/entry-rules.ts';
import type { Job } from '../../jobs/job.ts';
import { buttonRow, type CardMessage, resultLink } from '../card.ts';
import { customId } from '../custom-id.ts';
import { fitted, momentText } from '../moderation/words.ts';
import { fittingRows } from '../quota-words.ts';
import { type EntryFate, standingText } from './entry-standing.ts';
import { titleText } from './objection-text.ts';
import { phaseText } from './phase-text.ts';

type PrivateMessage = Pick<CardMessage, 'content' | 'embeds' | 'components'>;

/** A member's entries of one challenge, with what became of them. */
export interface OwnEntries {
  challenge: Challenge;
  entries: readonly OwnEntry[];
}

export interface OwnEntry extends EntryFate {
  /** Undefined when nothing is known of it any more. */
  job: Job | undefined;
}

/** With as many entries as a member may have in each, a page has at most 15 buttons to withdraw them. */
export const MINE_PAGE_SIZE = 3;

const COLOUR = 0x5865f2;
const BUTTONS_A_ROW = 5;
const SWAPPABLE_MAX = 10;
/** Somewhat less than an embed holds: a line says what was left out. */
const LIST_MAX_LENGTH = 4_000;
const TITLE_MAX_LENGTH = 80;

export const challengeButton = (
  action: Parameters<typeof customId>[0],
  id: number,
  label: string,
  style: APIButtonComponentWithCustomId['style'] = ButtonStyle.Secondary,
  argument?: string,
): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  style,
  custom_id: customId(action, id, argument),
  label,
});

/** What whoever entered gets: the number, how it stands, and what can still be done. */
export function renderReceipt(
  challenge: Challenge,
  entry: Entry,
  replaced: Pick<Entry, 'jobId'> | undefined,
): PrivateMessage {
  const what =
    replaced === undefined
      ? `is in: video #${entry.jobId}`
      : `is video #${entry.jobId} now, in place of #${replaced.jobId}`;
  const { entriesUntil } = challenge.schedule;
  return {
    content: [
      `🏆 **Entry ${entry.number}** of ${titleText(challenge)} ${what}${entryTitle(entry)}.`,
      entry.state === 'waiting'
        ? 'It waits for a moderator, who looks at it before the vote: `/veo-challenge mine` tells how it stands.'
        : 'It is accepted.',
      `Until ${momentText(entriesUntil)} you can swap it (here, or by 🏆 **Enter** under another video of yours) or withdraw it.`,
    ].join('\n'),
    embeds: [],
    components: buttonRow([
      challengeButton('challenge-mine', challenge.id, 'My entries'),
      challengeButton('challenge-swap', entry.id, 'Swap it'),
      challengeButton('challenge-withdraw', entry.id, 'Withdraw it'),
    ]),
  };
}

/** Asks once more. */
export const renderWithdrawal = (challenge: Challenge, entry: Entry): PrivateMessage => ({
  content: `Withdraw entry ${entry.number} from ${titleText(challenge)}? The video stays as it is. Until ${momentText(challenge.schedule.entriesUntil)} you can enter it, or another one, again: it gets a new number then.`,
  embeds: [],
  components: buttonRow([
    challengeButton('challenge-withdraw-sure', entry.id, 'Withdraw it', ButtonStyle.Danger),
    challengeButton('challenge-mine', challenge.id, 'Keep it'),
  ]),
});

export interface MinePage {
  found: readonly OwnEntries[];
  /** From 0. */
  page: number;
  pages: number;
  now: number;
}

/** How a member's entries stand, for their eyes. */
export function renderMine({ found, page, pages, now }: MinePage): PrivateMessage {
  if (found.length === 0) {
    return {
      content:
        'You have no entries here. `/veo-challenge info` shows the challenges there are; press 🏆 **Enter** under a video of yours to enter it.',
      embeds: [],
      components: [],
    };
  }
  const position = pages > 1 ? ` · page ${page + 1} of ${pages}` : '';
  return {
    content: `**Your entries here**${position}`,
    embeds: [
      {
        color: COLOUR,
        description: fittingRows(found.flatMap(challengeLines), LIST_MAX_LENGTH).join('\n'),
      },
    ],
    components: [
      ...changingRows(found, now),
      ...buttonRow([
        ...(page > 0 ? [challengeButton('challenge-mine', 0, '‹ Newer', undefined, String(page - 1))] : []),
        ...(page < pages - 1
          ? [challengeButton('challenge-mine', 0, 'Older ›', undefined, String(page + 1))]
          : []),
      ]),
    ],
  };
}

/** Those that take part come first, then those that did, the latest first. */
const challengeLines = ({ challenge, entries }: OwnEntries): string[] => [
  `${titleText(challenge)} · ${phaseText(challenge)}`,
  ...entries.filter(takesPart).map(entryLine),
  ...entries
    .filter((own) => !takesPart(own))
    .toReversed()
    .map(entryLine),
];

const takesPart = ({ entry: { state } }: OwnEntry): boolean => TAKING_PART.some((taking) => taking === state);

function entryLine(own: OwnEntry): string {
  const { entry, job } = own;
  const isShown = job?.resultMessageId !== undefined && job.removedAt === undefined;
  const video = isShown ? `[video #${entry.jobId}](${resultLink(job)})` : `video #${entry.jobId}`;
  return `- **Entry ${entry.number}**, ${video}${entryTitle(entry)}: ${standingText(own)}`;
}

/** With very many entries there is room for one button each: **Enter** swaps as well. */
function changingRows(found: readonly OwnEntries[], now: number): CardMessage['components'] {
  const changeable = found.flatMap(({ challenge, entries }) =>
    entries.filter(({ entry }) => isWithdrawable(challenge, entry, now)),
  );
  const withSwap = changeable.length <= SWAPPABLE_MAX;
  const buttons = changeable.flatMap(({ entry }) => [
    ...(withSwap ? [challengeButton('challenge-swap', entry.id, `Swap video #${entry.jobId}`)] : []),
    challengeButton('challenge-withdraw', entry.id, `Withdraw video #${entry.jobId}`),
  ]);
  const rows = Array.from({ length: Math.ceil(buttons.length / BUTTONS_A_ROW) }, (_, row) =>
    buttons.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  );
  return rows.flatMap(buttonRow);
}

const isWithdrawable = (challenge: Challenge, { state }: Entry, now: number): boolean =>
  TAKING_PART.some((taking) => taking === state) && takesEntries(challenge, now);

const entryTitle = ({ title }: Entry): string =>
  title === undefined ? '' : ` “${fitted(title, TITLE_MAX_LENGTH)}”`;
