import {
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Challenge } from '../../challenges/challenge.ts';
import type { ChallengePost } from '../../challenges/post.ts';
import type { BoardMessage } from '../board.ts';
import { button } from '../card.ts';
import type { Words } from '../words/words.ts';
import { remindMark } from './post-marks.ts';

type ChallengeButton = APIButtonComponentWithCustomId | APIButtonComponentWithURL;

/**
 * What members can do in the present phase.
 * @param under the post that bears them, where it is known again by them
 * @param resultUrl of the podium, once there is one
 */
export function phaseButtons(
  { id, phase }: Challenge,
  { challenge: { button: labels } }: Words,
  { under, resultUrl }: { under?: Pick<ChallengePost, 'kind' | 'subjectId'>; resultUrl?: string | undefined },
): BoardMessage['components'] {
  const how = button('challenge-how', id, labels.how, ButtonStyle.Primary);
  const mine = button('challenge-mine', id, labels.mine, ButtonStyle.Secondary);
  const vote = button('challenge-vote', id, labels.vote, ButtonStyle.Primary);
  const unmarked = button('challenge-remind', id, labels.remind, ButtonStyle.Secondary);
  const remind = under ? { ...unmarked, custom_id: remindMark({ ...under, challengeId: id }) } : unmarked;
  switch (phase) {
    case 'announced':
      return row([remind]);
    case 'open':
      return row([how, mine, remind]);
    case 'review':
      return row([mine, remind]);
    case 'voting':
      return row([vote, mine, remind]);
    case 'tallying':
      return row([mine]);
    case 'closed':
      return row(resultUrl === undefined ? [] : [link(labels.result, resultUrl)]);
    case 'draft':
    case 'cancelled':
      return [];
  }
}

const row = (components: ChallengeButton[]): BoardMessage['components'] =>
  components.length === 0 ? [] : [{ type: ComponentType.ActionRow, components }];

const link = (label: string, url: string): APIButtonComponentWithURL => ({
  type: ComponentType.Button,
  style: ButtonStyle.Link,
  label,
  url,
});
