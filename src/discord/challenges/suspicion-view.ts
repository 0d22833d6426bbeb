import type { Challenge, Entry } from '../../challenges/challenge.ts';
import type { Hint } from '../../challenges/suspicion.ts';
import type { CardMessage } from '../card.ts';
import { fittingLines } from '../fitting-lines.ts';
import { count, durationText } from '../text.ts';
import { titleText } from './objection-text.ts';

/** What was found in one round of a vote. */
export interface RoundHints {
  round: number;
  ballots: number;
  hints: readonly Hint[];
}

const COLOUR = 0xf0b232;
const EMBED_MAX_LENGTH = 4_000;
const VOTERS_SHOWN_MAX = 10;
const DAY_MS = 24 * 3_600_000;

/**
 * What of a vote moderators should look at, in plain words. Entries go by their numbers: their authors' names may be hidden.
 * @param entries all of the challenge
 */
export function renderSuspicions(
  challenge: Pick<Challenge, 'title'>,
  entries: readonly Entry[],
  rounds: readonly RoundHints[],
): CardMessage {
  const numberOf = new Map(entries.map(({ id, number }) => [id, number]));
  const name = (id: number) => `Entry ${numberOf.get(id) ?? '?'}`;
  const looked = rounds.map(({ round, ballots }) =>
    round === 1 ? count(ballots, 'ballot') : `${count(ballots, 'ballot')} of the run-off`,
  );
  const lines = rounds.flatMap(({ round, hints }) =>
    hints.map((hint) => `- ${round === 1 ? '' : 'Run-off: '}${hintText(hint, name)}`),
  );
  const heading = `What stands out in the vote of ${titleText(challenge)} · ${looked.join(', ')}`;
  return {
    content: '',
    embeds: [
      {
        color: COLOUR,
        description:
          lines.length === 0
            ? `${heading}\nNothing stands out. That is no proof either: look at the entries yourself.`
            : fittingLines(`${heading}\n${CAUTION}`, lines, undefined, EMBED_MAX_LENGTH),
      },
    ],
    components: [],
  };
}

const CAUTION =
  '-# These are hints, not proof: friends vote together, and a shared link brings many at once. Talk to people before you disqualify. Only you see this; votes are secret, so keep it to yourself.';

function hintText(hint: Hint, name: (entryId: number) => string): string {
  switch (hint.kind) {
    case 'young-accounts':
      return `**${name(hint.entryId)}**: ${hint.voterIds.length} young accounts, made within ${daysText(hint.withinMs)} of each other, voted for it: ${voters(hint.voterIds)}.`;
    case 'at-once':
      return `**${name(hint.entryId)}**: ${hint.voterIds.length} members voted for it within ${durationText(Math.max(hint.withinMs, 1_000))}, <t:${Math.round(hint.at / 1_000)}:f>: ${voters(hint.voterIds)}.`;
    case 'newcomers':
      return `**${name(hint.entryId)}**: ${hint.voterIds.length} members who came after the announcement voted for it and for nothing else: ${voters(hint.voterIds)}.`;
    case 'each-other': {
      const [one, other] = hint.entryIds;
      return `**${name(one)}** and **${name(other)}**: their authors voted for each other.`;
    }
  }
}

const daysText = (ms: number): string => count(Math.max(1, Math.ceil(ms / DAY_MS)), 'day');

function voters(ids: readonly string[]): string {
  const shown = ids.slice(0, VOTERS_SHOWN_MAX).map((id) => `<@${id}>`);
  const left = ids.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
