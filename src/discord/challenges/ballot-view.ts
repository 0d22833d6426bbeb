import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { possibleMarks } from '../../challenges/ballot.ts';
import { type BallotSight, markOf, nextUnmarked } from '../../challenges/ballot-sight.ts';
import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { customId } from '../custom-id.ts';
import { fitted } from '../moderation/words.ts';
import { relativeTime } from '../text.ts';
import { METHOD_HINTS, markLabel, markText, progressText } from './mark-words.ts';
import { titleText } from './objection-text.ts';
import type { PostedEntry } from './posted-entries.ts';

/** For one voter's eyes only. */
export interface BallotMessage {
  content: string;
  components: APIActionRowComponent<APIComponentInMessageActionRow>[];
}

const ENTRY_TITLE_MAX_LENGTH = 160;

/**
 * One entry, and what this voter can do about it.
 * @param position from 0, in the voter's own order; see `positionOf`
 */
export function renderEntryToVoter(
  sight: BallotSight,
  position: number,
  posted: PostedEntry | undefined,
): BallotMessage {
  const { challenge, entries, voterId } = sight;
  const entry = entries[position];
  if (!entry) {
    const content = `${headline(challenge)}\nNo entry is left to vote on: its host will say how it goes on.`;
    return { content, components: [] };
  }
  const isOwn = entry.userId === voterId;
  return {
    content: [
      headline(challenge),
      `**Entry ${entry.number}**${entryTitle(entry)}${givenText(sight, entry)}`,
      clipText(entry, posted),
      `${position + 1} of ${entries.length} · ${progressText(sight)}`,
      isOwn
        ? 'This one is yours: nobody can vote for their own. Only you are told.'
        : `-# ${METHOD_HINTS[challenge.settings.method]} You can change your vote until the end; members are told only how many have voted.`,
    ].join('\n'),
    components: [
      ...(isOwn ? [] : rows(markButtons(sight, entry))),
      ...rows(lookButtons(sight, position)),
      ...rows([...takeBackButton(sight, entry), ...themeButton(sight)]),
    ],
  };
}

/** Which challenge it is, and until when. */
export const headline = (challenge: Challenge): string =>
  `${titleText(challenge)}${challenge.round > 1 ? ' · run-off' : ''} · voting ends ${relativeTime(challenge.schedule.votesUntil)}`;

export const rows = (buttons: APIButtonComponentWithCustomId[]): BallotMessage['components'] =>
  buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: buttons }];

export const ballotButton = (
  id: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'] = ButtonStyle.Secondary,
): APIButtonComponentWithCustomId => ({ type: ComponentType.Button, custom_id: id, label, style });

const entryTitle = ({ title }: Entry): string =>
  title === undefined ? '' : ` “${fitted(title, ENTRY_TITLE_MAX_LENGTH)}”`;

function givenText(sight: BallotSight, { id }: Entry): string {
  const value = markOf(sight, id);
  return value === undefined ? '' : ` · **${markText(sight.challenge.settings.method, value)}**`;
}

/** Discord shows a player under a message that links to a file of its own. */
function clipText({ number }: Entry, posted: PostedEntry | undefined): string {
  if (!posted) return 'Its video cannot be shown at this moment: look again in a few minutes.';
  if (!posted.video) return `[Watch Entry ${number} in its post](${posted.link})`;
  const player = `[Watch Entry ${number}](${posted.video.url})`;
  return `${posted.video.spoiler ? `||${player}||` : player} · [its post](${posted.link})`;
}

function markButtons(sight: BallotSight, { id }: Entry): APIButtonComponentWithCustomId[] {
  const { method } = sight.challenge.settings;
  const given = markOf(sight, id);
  return possibleMarks(method).map((value) =>
    ballotButton(
      customId('challenge-mark', id, String(value)),
      markLabel(method, value, value === given),
      value === given ? ButtonStyle.Success : ButtonStyle.Secondary,
    ),
  );
}

function lookButtons(sight: BallotSight, position: number): APIButtonComponentWithCustomId[] {
  const { challenge, entries } = sight;
  const look = (argument: string) => customId('challenge-look', challenge.id, argument);
  // Whoever gives stars goes through all; the other methods ask for no mark on every entry.
  const open = challenge.settings.method === 'stars' ? nextUnmarked(sight, position) : undefined;
  return [
    { ...ballotButton(look(`${position - 1}`), '◀'), disabled: position === 0 },
    { ...ballotButton(look(`${position + 1}`), '▶'), disabled: position === entries.length - 1 },
    ...(open === undefined || open === position
      ? []
      : [ballotButton(look(`unmarked${position}`), 'Next without stars')]),
    ballotButton(customId('challenge-jump', challenge.id), 'Go to number…'),
    ballotButton(customId('challenge-ballot', challenge.id, `0.${position}`), 'My ballot'),
  ];
}

const takeBackButton = (sight: BallotSight, { id }: Entry): APIButtonComponentWithCustomId[] =>
  markOf(sight, id) === undefined
    ? []
    : [ballotButton(customId('challenge-unmark', id), 'Take back', ButtonStyle.Danger)];

const themeButton = ({ challenge, votesOnTheme = false }: BallotSight): APIButtonComponentWithCustomId[] =>
  votesOnTheme ? [ballotButton(customId('challenge-theme', challenge.id), 'Next theme…')] : [];
