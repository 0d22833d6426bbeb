import { type APIButtonComponentWithCustomId, ButtonStyle } from 'discord.js';
import type { Job, JobImage } from '../../jobs/job.ts';
import type { ModerationCase } from '../../moderation/case.ts';
import { buttonRow, type CardMessage, plainSummary } from '../card.ts';
import { relativeTime, unitsText } from '../text.ts';
import { moderatorsButton } from './button.ts';
import { because, fitted } from './words.ts';

const COLOURS = { open: 0xf0b232, made: 0x57f287, ended: 0x80848e };
const PROMPT_MAX_LENGTH = 2_000;
const NEGATIVE_PROMPT_MAX_LENGTH = 500;
const REASON_MAX_LENGTH = 300;

/**
 * A video that waits for a moderator, with the buttons to decide; afterwards what became of it.
 * @param decision the case in which a moderator decided, where one did
 */
export function renderHeld(job: Job, decision: ModerationCase | undefined): CardMessage {
  const isOpen = job.state === 'held';
  const price = job.priceUnits === undefined ? 'price not known yet' : unitsText(job.priceUnits);
  const negative = job.settings.negativePrompt;
  const lines = [
    `**Video #${job.id}** by <@${job.userId}> in <#${job.channelId}> · asked ${relativeTime(job.createdAt)}`,
    `> ${fitted(job.settings.prompt, PROMPT_MAX_LENGTH)}`,
    ...(negative === undefined ? [] : [`Not to be shown: ${fitted(negative, NEGATIVE_PROMPT_MAX_LENGTH)}`]),
    `${plainSummary(job)} · ${price}`,
    ...(isOpen && job.images.length > 0 ? [`Pictures: ${job.images.map(pictureLink).join(' · ')}`] : []),
    ...(job.holdReason === undefined ? [] : [`Why it waits: ${fitted(job.holdReason, REASON_MAX_LENGTH)}`]),
    '',
    isOpen ? openLine(job) : outcomeLine(job, decision),
  ];
  return {
    content: '',
    embeds: [{ color: colourOf(job), description: lines.join('\n') }],
    components: isOpen ? buttonRow(decisionButtons(job)) : [],
  };
}

const openLine = ({ holdUntil }: Job): string =>
  `✋ **Waiting for approval.** Nothing is charged before that.${holdUntil === undefined ? '' : ` It is dropped ${relativeTime(holdUntil)}.`}`;

function outcomeLine({ state, failure }: Job, decision: ModerationCase | undefined): string {
  const by = decision ? ` by <@${decision.actorId}>` : '';
  const numbered = decision ? ` · Case ${decision.number}` : '';
  switch (state) {
    case 'denied':
      switch (failure?.code) {
        case 'hold-expired':
          return '⌛ **Dropped**: nobody decided in time.';
        case 'picture-unusable':
          return '❌ **Dropped**: a picture of it cannot be used.';
        default:
          return `⛔ **Denied**${by}${because(failure?.detail, REASON_MAX_LENGTH)}${numbered}`;
      }
    case 'cancelled':
      if (decision?.kind !== 'approve') return '🚫 **Cancelled** before anybody decided.';
      return `🚫 **Approved**${by}, and cancelled afterwards${numbered}`;
    default:
      return `✅ **Approved**${by}${numbered}`;
  }
}

function colourOf({ state }: Job): number {
  if (state === 'held') return COLOURS.open;
  return state === 'denied' || state === 'cancelled' ? COLOURS.ended : COLOURS.made;
}

/** Discord's own address of the file, which it shows for a day. */
const pictureLink = ({ slot, url }: JobImage): string =>
  `[${slot.replaceAll('_', ' ')}](<${new URL(url).href}>)`;

function decisionButtons(job: Job): APIButtonComponentWithCustomId[] {
  const { prompt, negativePrompt } = job.settings;
  const isWhole =
    isShownWhole(prompt, PROMPT_MAX_LENGTH) && isShownWhole(negativePrompt ?? '', NEGATIVE_PROMPT_MAX_LENGTH);
  return [
    moderatorsButton('approve', job.id, 'Approve', ButtonStyle.Success),
    moderatorsButton('deny', job.id, 'Deny', ButtonStyle.Danger),
    ...(isWhole ? [] : [moderatorsButton('prompt', job.id, 'Full prompt', ButtonStyle.Secondary)]),
  ];
}

const isShownWhole = (text: string, maxLength: number): boolean =>
  fitted(text, maxLength) === fitted(text, Number.MAX_SAFE_INTEGER);
