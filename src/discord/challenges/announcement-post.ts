import type { Challenge } from '../../challenges/challenge.ts';
import type { Phase } from '../../challenges/phases.ts';
import type { BoardMessage } from '../board.ts';
import { cut, escapeMarkdown, oneLine, plainText, relativeTime } from '../text.ts';
import type { Words } from '../words/words.ts';
import { phaseButtons } from './buttons.ts';
import { ANNOUNCEMENT_BEGINS, announcementMark } from './post-marks.ts';
import { enteringLines, prizeLines, timeLines, votingLines } from './rule-lines.ts';
import {
  EMBED_MAX_LENGTH,
  messageLink,
  moment,
  type Place,
  shortened,
  shortenedLines,
} from './shown-texts.ts';

/** What an announcement shows besides its challenge. */
export interface AnnouncementFacts {
  words: Words;
  /** Entries that take part. */
  entries: number;
  /** Ballots in the present round; once it is closed, in the first. */
  voters: number;
  /** The message with the result, once there is one. */
  podium?: Place | undefined;
}

const REASON_SHOWN_LENGTH = 100;
const COLOURS: Record<Phase, number> = {
  draft: 0x80848e,
  announced: 0x5865f2,
  open: 0x23a559,
  review: 0xf0b232,
  voting: 0xeb459e,
  tallying: 0xf0b232,
  closed: 0xe3b341,
  cancelled: 0x80848e,
};

/**
 * The pinned message: theme, rules, times and how things stand. Before the end it tells how many entered and voted, nothing
 * else of them. It names the role that is called; whether it is called lies with whoever posts it. The same facts give the
 * same message.
 */
export function renderAnnouncement(challenge: Challenge, facts: AnnouncementFacts): BoardMessage {
  const { words, podium } = facts;
  const { pingRoleId } = challenge.settings;
  const resultUrl = podium && messageLink(challenge.guildId, podium);
  return {
    content: pingRoleId === undefined ? '' : `<@&${pingRoleId}>`,
    embeds: [{ color: COLOURS[challenge.phase], description: descriptionOf(challenge, facts) }],
    components: phaseButtons(challenge, words, { resultUrl }),
  };
}

const THEME_MAX_LENGTH = 1_000;
/** Between theme and rules, and around them. */
const SEPARATORS_LENGTH = 16;

/** Theme and rules are cut to the room that all else leaves. */
function descriptionOf(challenge: Challenge, facts: AnnouncementFacts): string {
  const { words } = facts;
  const { head, host } = words.challenge;
  const top = [
    `${ANNOUNCEMENT_BEGINS}${escapeMarkdown(oneLine(challenge.title))}`,
    statusLine(challenge, words),
    countsLine(challenge, facts),
  ];
  const rest = paragraphs([
    section(head.times, timeLines(challenge, words)),
    section(head.entering, bullets(enteringLines(challenge, words))),
    section(head.voting, bullets(votingLines(challenge, words))),
    section(head.prizes, prizeLines(challenge, words)),
    [`-# ${host(`<@${challenge.hostId}>`)}${announcementMark(challenge.id)}`],
  ]);
  const room = EMBED_MAX_LENGTH - paragraphs([top]).length - rest.length - 2 * SEPARATORS_LENGTH;
  const themeRoom = Math.min(THEME_MAX_LENGTH, room - head.theme.length);
  const theme = section(head.theme, [`> ${shortened(challenge.theme, themeRoom)}`]);
  const rulesRoom = room - paragraphs([theme]).length - head.rules.length;
  const rules = challenge.rules === undefined ? '' : shortenedLines(challenge.rules, rulesRoom);
  return paragraphs([top, theme, rules === '' ? [] : section(head.rules, [rules]), [rest]]);
}

const paragraphs = (parts: readonly (readonly string[])[]): string =>
  parts
    .map((lines) => lines.filter((line) => line !== '').join('\n'))
    .filter((text) => text !== '')
    .join('\n\n');

const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`**${heading}**`, ...lines];

const bullets = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);

function countsLine({ phase }: Challenge, { words, entries, voters }: AnnouncementFacts): string {
  const { count } = words.challenge;
  switch (phase) {
    case 'draft':
    case 'announced':
    case 'cancelled':
      return '';
    case 'open':
    case 'review':
      return `-# ${count.entries(entries)}`;
    case 'voting':
    case 'tallying':
    case 'closed':
      return `-# ${count.entries(entries)} · ${count.voters(voters)}`;
  }
}

/** How a challenge stands, in one line; also while it is paused. */
function statusLine(challenge: Challenge, words: Words): string {
  const { phase, pausedAt, reason, schedule, round, votesFrom } = challenge;
  const { status } = words.challenge;
  const because =
    reason === undefined ? '' : words.because(plainText(cut(oneLine(reason), REASON_SHOWN_LENGTH)));
  if (pausedAt !== undefined) return status.paused(because);
  switch (phase) {
    case 'draft':
    case 'announced':
      return status.announced(relativeTime(schedule.opensAt));
    case 'open':
      return status.open(moment(schedule.entriesUntil));
    case 'review':
      return status.review(moment(schedule.reviewUntil ?? schedule.entriesUntil));
    case 'voting':
      if (votesFrom === undefined) return status.preparing;
      return round > 1
        ? status.runOff(moment(schedule.votesUntil))
        : status.voting(moment(schedule.votesUntil));
    case 'tallying':
      return status.tallying;
    case 'closed':
      return status.closed;
    case 'cancelled':
      return status.cancelled(because);
  }
}
