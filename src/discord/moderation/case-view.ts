import { type APIEmbed, ButtonStyle } from 'discord.js';
import type { Job } from '../../jobs/job.ts';
import type { CaseKind, ModerationCase } from '../../moderation/case.ts';
import { buttonRow, type CardMessage, cardLink, resultLink } from '../card.ts';
import { relativeTime } from '../text.ts';
import { moderatorsButton } from './button.ts';
import { because, fitted, momentText } from './words.ts';

const COLOUR = 0x5865f2;
const REASON_MAX_LENGTH = 1_000;
const DETAIL_MAX_LENGTH = 2_000;
const LIST_REASON_MAX_LENGTH = 150;

const CASE_TITLES: Record<CaseKind, string> = {
  'quota-set': 'Quota set',
  'quota-clear': 'Quota cleared',
  'quota-grant': 'Extra quota granted',
  'quota-revoke': 'Grant revoked',
  'quota-reset': 'Quota reset',
  block: 'Member blocked',
  unblock: 'Member unblocked',
  'queue-pause': 'Queue paused',
  'queue-resume': 'Queue resumed',
  'queue-drain': 'Queue closed to new videos',
  'queue-cancel': 'Waiting video cancelled',
  'queue-front': 'Video put to the front',
  'filter-add': 'Filter rule added',
  'filter-remove': 'Filter rule removed',
  'filter-import': 'Filter rules imported',
  approve: 'Video approved',
  deny: 'Video denied',
  spoiler: 'Spoiler changed',
  remove: 'Video removed',
  'report-dismiss': 'Report dismissed',
  'reports-mute': 'Reporter muted',
  'reports-unmute': 'Reporter heard again',
  'entry-accept': 'Entry accepted',
  'entry-refuse': 'Entry refused',
  disqualify: 'Entry disqualified',
  reveal: 'Hidden names looked at',
  'challenge-times': 'Challenge times moved',
  'challenge-pause': 'Challenge paused',
  'challenge-resume': 'Challenge resumed',
  'challenge-cancel': 'Challenge cancelled',
  setup: 'Settings changed',
};

/** Everything about a case, for the log channel and for who asks. @param job the video that it concerns */
export function renderCase(made: ModerationCase, job: Job | undefined): CardMessage {
  const { number, kind, actorId, targetId, at, until, reason, detail } = made;
  const lines = [
    `**Case ${number} · ${CASE_TITLES[kind]}**`,
    `By <@${actorId}> · ${momentText(at)}`,
    ...(targetId === undefined ? [] : [`Whom: <@${targetId}>`]),
    ...(detail === undefined ? [] : [detailText(kind, detail)]),
    ...(reason === undefined ? [] : [`Why: “${fitted(reason, REASON_MAX_LENGTH)}”`]),
    ...(until === undefined ? [] : [`Until: ${momentText(until)}`]),
    ...(made.jobId === undefined ? [] : [`Video: #${made.jobId}${job ? videoLinks(job) : ''}`]),
  ];
  return { content: '', embeds: [embed(lines)], components: [] };
}

function detailText(kind: CaseKind, detail: string): string {
  const text = fitted(detail.replaceAll('\n', ' · '), DETAIL_MAX_LENGTH);
  // Channels and roles in it were picked from menus: no user's text is among a server's settings.
  return kind === 'setup' ? text.replaceAll(/\\<(\\[#@])(\\&)?(\d+)\\>/g, named) : text;
}

const named = (_escaped: string, sign: string, role: string | undefined, id: string): string =>
  `<${sign.slice(1)}${role === undefined ? '' : '&'}${id}>`;

export interface CasePage {
  /** Newest first. */
  cases: readonly ModerationCase[];
  /** Only cases about this member. */
  targetId: string | undefined;
  /** Whether there are cases with lower numbers, and with higher ones. */
  hasOlder: boolean;
  hasNewer: boolean;
}

/** A page of the list of cases. Whom it is about stands in its text, where `listedMember` finds it again. */
export function renderCasePage({ cases, targetId, hasOlder, hasNewer }: CasePage): CardMessage {
  const last = cases.at(-1);
  const buttons = [
    ...(hasNewer ? [pageButton(0, 'Newest')] : []),
    ...(hasOlder && last ? [pageButton(last.number, 'Older')] : []),
  ];
  const lines = cases.length > 0 ? cases.map(caseLine) : ['No cases.'];
  return {
    content: targetId === undefined ? '**Cases**' : `**Cases about** <@${targetId}>`,
    embeds: [embed([...lines, '-# `/veo-mod case show` tells everything about one.'])],
    components: buttonRow(buttons),
  };
}

/** The member whom a page of cases is about, read from its text. */
export const listedMember = (content: string): string | undefined =>
  /^\*\*Cases about\*\* <@(\d+)>$/.exec(content)?.[1];

const caseLine = ({ number, kind, actorId, targetId, at, reason }: ModerationCase): string =>
  `**${number}** · ${relativeTime(at)} · ${CASE_TITLES[kind]}${targetId === undefined ? '' : ` · <@${targetId}>`} · by <@${actorId}>${because(reason, LIST_REASON_MAX_LENGTH)}`;

function videoLinks(job: Job): string {
  const card = job.cardMessageId === undefined ? '' : ` · [card](${cardLink(job)})`;
  const isPosted = job.resultMessageId !== undefined && job.removedAt === undefined;
  return `${card}${isPosted ? ` · [video](${resultLink(job)})` : ''}`;
}

const pageButton = (before: number, label: string) =>
  moderatorsButton('case-page', before, label, ButtonStyle.Secondary);

const embed = (lines: readonly string[]): APIEmbed => ({ color: COLOUR, description: lines.join('\n') });
