import { type APIButtonComponentWithCustomId, ButtonStyle } from 'discord.js';
import type { Job } from '../../jobs/job.ts';
import type { Report, ReportReason } from '../../moderation/report.ts';
import { buttonRow, type CardMessage, resultLink, shownPrompt } from '../card.ts';
import { relativeTime } from '../text.ts';
import { moderatorsButton } from './button.ts';
import { fitted } from './words.ts';

const COLOURS = { open: 0xda373c, decided: 0x80848e };
const TEXT_MAX_LENGTH = 1_500;

const REASON_TEXTS: Record<ReportReason, string> = {
  unsafe: 'violent, sexual or otherwise unsafe',
  person: 'shows a real person',
  copyright: 'uses somebody’s work or brand',
  spam: 'spam',
  other: 'something else',
};

/** A reported video, with the buttons to decide; afterwards the decision. It never says who reported. */
export function renderReport(report: Report, job: Job | undefined): CardMessage {
  const isOpen = report.state === 'open';
  const lines = [
    `**Report ${report.id}: video #${report.jobId}** · ${relativeTime(report.at)}`,
    `Reason: ${REASON_TEXTS[report.reason]}`,
    ...(report.text === undefined ? [] : [`“${fitted(report.text, TEXT_MAX_LENGTH)}”`]),
    ...(job ? videoLines(job) : []),
    ...(isOpen ? [] : ['', decisionLine(report)]),
  ];
  return {
    content: '',
    embeds: [{ color: isOpen ? COLOURS.open : COLOURS.decided, description: lines.join('\n') }],
    components: buttonRow(buttonsOf(report)),
  };
}

function videoLines(job: Job): string[] {
  const isPosted = job.resultMessageId !== undefined && job.removedAt === undefined;
  const where = isPosted ? `[the video](${resultLink(job)})` : 'not posted (any more)';
  return [`By <@${job.userId}> in <#${job.channelId}> · ${where}`, `> ${shownPrompt(job.settings.prompt)}`];
}

function decisionLine({ state, decidedById }: Report): string {
  const by = decidedById === undefined ? '' : ` by <@${decidedById}>`;
  return state === 'acted-on' ? `✅ **Acted on**${by}` : `⚪ **Dismissed**${by}: the video stays.`;
}

/** Whoever reports falsely can be muted, and heard again, also once it was decided. */
function buttonsOf({ id, state }: Report): APIButtonComponentWithCustomId[] {
  const mute = moderatorsButton('report-mute', id, 'Mute or unmute reporter', ButtonStyle.Danger);
  switch (state) {
    case 'open':
      return [
        moderatorsButton('report-open', id, 'Act on it', ButtonStyle.Primary),
        moderatorsButton('report-dismiss', id, 'Dismiss', ButtonStyle.Secondary),
        mute,
      ];
    case 'dismissed':
      return [mute];
    case 'acted-on':
      return [];
  }
}
