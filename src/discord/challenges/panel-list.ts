import { ComponentType } from 'discord.js';
import type { Challenge } from '../../challenges/challenge.ts';
import { phaseEnd } from '../../challenges/phases.ts';
import { customId } from '../custom-id.ts';
import { because, fitted, momentText } from '../moderation/words.ts';
import { cut, oneLine } from '../text.ts';
import { type ChallengePanel, PANEL_TEXT_MAX_LENGTH, row, text } from './panel-parts.ts';
import { PHASE_NAMES } from './panel-words.ts';

const OPTIONS_MAX = 25;
const LABEL_MAX_LENGTH = 100;
const TITLE_MAX_LENGTH = 160;

/** The challenges of a server, drafts first. @param challenges at most 25 */
export const renderList = (challenges: readonly Challenge[]): ChallengePanel => {
  const shown = challenges.slice(0, OPTIONS_MAX);
  if (shown.length === 0) {
    return [text('There is no challenge here yet: make one with `/veo-challenge create`.')];
  }
  const lines = shown.map(
    (challenge) => `**#${challenge.id} ${titleText(challenge)}**: ${statusText(challenge)}`,
  );
  return [
    text(cut(['## Challenges of this server', ...lines].join('\n'), PANEL_TEXT_MAX_LENGTH)),
    row({
      type: ComponentType.StringSelect,
      custom_id: customId('challenge-panel'),
      placeholder: 'Open one',
      options: shown.map((challenge) => ({ label: challengeLabel(challenge), value: String(challenge.id) })),
    }),
  ];
};

/** In lists of options, where nothing is formatted. */
const challengeLabel = ({ id, title, phase }: Pick<Challenge, 'id' | 'title' | 'phase'>): string =>
  cut(`#${id} ${oneLine(title)} (${PHASE_NAMES[phase]})`, LABEL_MAX_LENGTH);

export const titleText = ({ title }: Pick<Challenge, 'title'>): string => fitted(title, TITLE_MAX_LENGTH);

/** "voting, until …", "paused: …". */
export function statusText(challenge: Challenge): string {
  const { phase, schedule, pausedAt, reason } = challenge;
  const name = PHASE_NAMES[phase];
  if (phase === 'cancelled') return `${name}${because(reason)}`;
  if (pausedAt !== undefined) return `${name}, paused since ${momentText(pausedAt)}${because(reason)}`;
  const end = phase === 'tallying' ? undefined : phaseEnd(phase, schedule);
  return end === undefined ? name : `${name}, until ${momentText(end)}`;
}
