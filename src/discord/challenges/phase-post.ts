import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { PHASE_POST } from '../../challenges/post.ts';
import { reminderClose } from '../../challenges/reminders.ts';
import type { BoardMessage } from '../board.ts';
import { cut, oneLine, plainText, relativeTime } from '../text.ts';
import type { Words } from '../words/words.ts';
import { phaseButtons } from './buttons.ts';
import { cancelledMark } from './post-marks.ts';
import { linkedTitle, moment, type Place } from './shown-texts.ts';

const REASON_SHOWN_LENGTH = 300;
const ENTRIES_NAMED = 20;

export interface PhaseFacts {
  words: Words;
  /** Where the announcement is. */
  announcement: Place | undefined;
}

/** Entries are taken from now on. */
export const renderOpened = (challenge: Challenge, { words, announcement }: PhaseFacts): BoardMessage =>
  message(
    [
      words.challenge.phase.opened(
        linkedTitle(challenge, announcement),
        moment(challenge.schedule.entriesUntil),
      ),
      words.challenge.phase.howToEnter,
    ],
    phaseButtons(challenge, words, { under: { kind: 'phase', subjectId: PHASE_POST.open } }),
  );

/** Votes are taken from now on. */
export const renderVotingBegun = (challenge: Challenge, { words, announcement }: PhaseFacts): BoardMessage =>
  message(
    [
      words.challenge.phase.voting(
        linkedTitle(challenge, announcement),
        moment(challenge.schedule.votesUntil),
      ),
      words.challenge.phase.howToVote,
    ],
    phaseButtons(challenge, words, { under: { kind: 'phase', subjectId: PHASE_POST.voting } }),
  );

export function renderCancelled(challenge: Challenge, { words, announcement }: PhaseFacts): BoardMessage {
  const { reason } = challenge;
  const because =
    reason === undefined ? '' : words.because(plainText(cut(oneLine(reason), REASON_SHOWN_LENGTH)));
  const told = words.challenge.phase.cancelled(linkedTitle(challenge, announcement), because);
  return message([told, cancelledMark(challenge.id)], []);
}

/** Shortly before entries or voting close. @param subjectId which reminder it is */
export const renderReminder = (challenge: Challenge, subjectId: number, facts: PhaseFacts): BoardMessage =>
  message(
    [reminderText(challenge, reminderClose(subjectId), facts)],
    phaseButtons(challenge, facts.words, { under: { kind: 'reminder', subjectId } }),
  );

/** The same as a direct message. */
export function reminderText(
  challenge: Challenge,
  close: 'entries' | 'votes',
  { words, announcement }: PhaseFacts,
): string {
  const { entriesUntil, votesUntil } = challenge.schedule;
  const when = relativeTime(close === 'entries' ? entriesUntil : votesUntil);
  return words.challenge.reminder[close](linkedTitle(challenge, announcement), when);
}

/** A second vote. @param between the entries that it decides between */
export function renderRunOff(
  challenge: Challenge,
  between: readonly Entry[],
  { words, announcement }: PhaseFacts,
): BoardMessage {
  const names = between.slice(0, ENTRIES_NAMED).map(({ number }) => `**${words.challenge.entry(number)}**`);
  const named = `${names.join(', ')}${between.length > ENTRIES_NAMED ? ', …' : ''}`;
  return message(
    [
      words.challenge.runOff(
        linkedTitle(challenge, announcement),
        named,
        moment(challenge.schedule.votesUntil),
      ),
      words.challenge.phase.howToVote,
    ],
    phaseButtons(challenge, words, { under: { kind: 'run-off', subjectId: 0 } }),
  );
}

const message = (lines: readonly string[], components: BoardMessage['components']): BoardMessage => ({
  content: lines.join('\n'),
  embeds: [],
  components,
});
