import { ButtonStyle } from 'discord.js';
import type { Challenge, Entry } from '../../challenges/challenge.ts';
import type { Objection } from '../../challenges/entry-rules.ts';
import { buttonRow, type CardMessage } from '../card.ts';
import { cut } from '../text.ts';
import { english } from '../words/english.ts';
import { challengeButton } from './entry-view.ts';
import { objectionLines, titleText } from './objection-text.ts';
import { phaseText } from './phase-text.ts';
import { enteringLines, prizeLines, timeLines, votingLines } from './rule-lines.ts';
import { EMBED_MAX_LENGTH, shortened, shortenedLines } from './shown-texts.ts';

export interface ChallengeInfo {
  challenge: Challenge;
  /** What stands against the looker's entering, and their entries. */
  objections: readonly Objection[];
  own: readonly Entry[];
  now: number;
}

const COLOUR = 0x5865f2;
/** With everything that escapes it, both fit into the embeds of one message. */
const THEME_MAX_LENGTH = 600;
const RULES_MAX_LENGTH = 1_800;
const OWN_SHOWN = 5;

/** Everything about a challenge, for one pair of eyes: theme, times, rules, own standing. */
export function renderInfo(info: ChallengeInfo): Pick<CardMessage, 'content' | 'embeds' | 'components'> {
  const { challenge } = info;
  const { head } = english.challenge;
  const sections = [
    [`> ${shortened(challenge.theme, THEME_MAX_LENGTH)}`],
    section(head.times, timeLines(challenge, english)),
    section(head.entering, bullets(enteringLines(challenge, english))),
    section(head.voting, bullets(votingLines(challenge, english))),
    section(head.prizes, prizeLines(challenge, english)),
    standingLines(info),
  ].filter((lines) => lines.length > 0);
  const rules = challenge.rules === undefined ? '' : shortenedLines(challenge.rules, RULES_MAX_LENGTH);
  return {
    content: `🏆 ${titleText(challenge)} · ${phaseText(challenge)}`,
    embeds: [
      {
        color: COLOUR,
        description: cut(sections.map((lines) => lines.join('\n')).join('\n\n'), EMBED_MAX_LENGTH),
      },
      ...(rules === '' ? [] : [{ color: COLOUR, description: section(head.rules, [rules]).join('\n') }]),
    ],
    components: buttonRow([
      ...(challenge.phase === 'voting'
        ? [challengeButton('challenge-vote', challenge.id, 'Vote', ButtonStyle.Primary)]
        : []),
      challengeButton('challenge-mine', challenge.id, 'My entries'),
      ...(canBeReminded(challenge) ? [challengeButton('challenge-remind', challenge.id, 'Remind me')] : []),
      challengeButton('challenge-hall', 0, 'Hall of fame'),
    ]),
  };
}

const canBeReminded = ({ phase }: Challenge): boolean =>
  phase === 'announced' || phase === 'open' || phase === 'review' || phase === 'voting';

const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`**${heading}**`, ...lines];

const bullets = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);

/** How the looker stands, and what they can do. */
function standingLines({ challenge, objections, own, now }: ChallengeInfo): string[] {
  const more = own.length > OWN_SHOWN ? ' …' : '';
  const mine =
    own.length === 0 ? [] : [`**Your entries**: ${own.slice(0, OWN_SHOWN).map(ownText).join(', ')}${more}`];
  const { phase, schedule } = challenge;
  const isComing = (phase === 'open' || phase === 'announced') && now < schedule.entriesUntil;
  if (!isComing) return mine;
  if (objections.length > 0) return [...mine, '**You cannot enter**:', objectionLines(objections)];
  return [...mine, phase === 'open' ? HOW_TO_ENTER : 'You may enter, with a video made after entries open.'];
}

const HOW_TO_ENTER =
  '**To enter**: make a video with `/veo challenge:`, then press 🏆 **Enter** under it, or use `/veo-challenge enter`.';

const ownText = ({ number, jobId, state }: Entry): string => `entry ${number} (video #${jobId}, ${state})`;
