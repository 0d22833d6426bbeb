import type { Challenge, Entry } from '../../src/challenges/challenge.ts';
import type { EnterResult } from '../../src/challenges/challenge-store.ts';
import { takesEntries } from '../../src/challenges/entry-rules.ts';
import { notTakingText, titleText } from '../../src/discord/challenges/objection-text.ts';
import { ExpectedError } from '../../src/lib/errors.ts';

/** Entries are not taken now. */
export const notTaking = (challenge: Challenge, now: number): ExpectedError =>
  new ExpectedError('not-open', notTakingText(challenge, now));

/** What was refused at the last moment, in the transaction. */
export function notEntered(
  result: Exclude<EnterResult, { kind: 'entered' }>,
  challenge: Challenge,
  now: number,
): ExpectedError {
  switch (result.kind) {
    case 'not-open':
      return takesEntries(challenge, now)
        ? new ExpectedError('not-open', `Entries for ${titleText(challenge)} have just closed.`)
        : notTaking(challenge, now);
    case 'already':
      return new ExpectedError('already-entered', alreadyText(result.entry, challenge));
    case 'full':
      return new ExpectedError('entries-full', fullText(result.entries, challenge));
  }
}

function alreadyText({ number, state }: Entry, challenge: Challenge): string {
  const entry = `entry ${number} of ${titleText(challenge)}`;
  switch (state) {
    case 'refused':
    case 'disqualified':
      return `This video was ${entry} and was ${state}: \`/veo-challenge mine\` says why. Enter another one.`;
    default:
      return `This video is ${entry} already: \`/veo-challenge mine\` shows how it stands.`;
  }
}

function fullText(entries: readonly Entry[], challenge: Challenge): string {
  const { entriesPerMember: most } = challenge.settings;
  const named = entries.map(({ number, jobId }) => `entry ${number} (video #${jobId})`).join(', ');
  return `You have ${named} in ${titleText(challenge)}, and ${most} is the most a member may have. Press 🏆 **Enter** again and choose in the form which one gives way.`;
}
