import type { Derivation, FailureCode } from '../../jobs/job.ts';
import type { StandstillReason } from '../../jobs/standstill.ts';
import type { ChallengeWords } from './challenge/challenge-words.ts';
import type { SummaryWords } from './summary.ts';

/**
 * Everything that members are shown in channels and direct messages, in one language. Arguments come ready to be shown:
 * users' words escaped, people and channels as mentions, moments as Discord's own timestamps. A moment that is shown as
 * "5 minutes ago" must stand where a language has room for that: "begun 5 minutes ago", hardly "since 5 minutes ago".
 */
export interface Words {
  /** Somebody's reason, after what it is the reason of: ": “too loud”". A full stop follows. */
  because: (reason: string) => string;
  /** Creative units, Scenario's money. */
  units: (amount: number) => string;
  summary: SummaryWords;
  card: CardWords;
  result: ResultWords;
  /** What happened and what to do. */
  failure: FailureWords;
  direct: DirectWords;
  challenge: ChallengeWords;
}

interface CardWords {
  /** A moderator took the video away. */
  removed: string;
  removedByAuthor: string;
  delivered: (link: string) => string;
  /** Whose video it is. */
  forMember: (member: string) => string;
  /** Labels of buttons: at most 80 characters. */
  cancel: string;
  fullPrompt: string;
  tryAgain: string;
  editPrompt: string;
  postNow: string;
  /**
   * Who made it of which other video.
   * @param parent a link or a number; it is not the line's end
   */
  derived: Record<Derivation, (member: string, parent: string) => string>;
  held: (asked: string) => string;
  heldNote: string;
  /** In place of the prompt of a video that is not approved yet. */
  heldPrompt: string;
  /** @param where `place` or `waiting` */
  queued: (where: string, asked: string) => string;
  /** "2nd of 5" */
  place: (position: number, waiting: number) => string;
  /** Instead of a place that is not known. */
  waiting: string;
  /** @param because as `because` gives it; empty without a reason */
  paused: (because: string) => string;
  /** With a waiting video whose pictures could not be had or sent several times. */
  pictureWaits: string;
  /** Nobody's video goes on at present. */
  standstill: Record<StandstillReason, string>;
  sending: (since: string) => string;
  checking: (since: string) => string;
  checkingNote: string;
  generating: (since: string) => string;
  /** How long it usually takes. */
  usually: (from: string, to: string) => string;
  fetching: (since: string) => string;
  posting: (since: string) => string;
  /** A smaller copy is being made. */
  fitting: (since: string) => string;
  /** By its author: with the remark that nothing was charged. */
  cancelled: string;
  /** How it ended. @param why one of `failure`, or `noVideo` */
  cancelledBecause: (why: string) => string;
  blocked: (why: string) => string;
  failed: (why: string) => string;
  denied: (why: string) => string;
  undeliverable: (why: string) => string;
  /** Nothing is known of why. */
  noVideo: string;
  nothingCharged: string;
}

/** Why a video is shown without its file: its size, or that Discord lets nobody upload anything there. */
export type NoFileReason = 'too-large' | 'no-uploads';

interface ResultWords {
  ready: (owner: string) => string;
  took: (duration: string) => string;
  /** Labels of buttons: at most 80 characters. */
  again: string;
  edit: string;
  continue: string;
  more: string;
  enter: string;
  /** What it was made for. @param title of a challenge */
  forChallenge: (title: string) => string;
  /** The same where not everybody may know its title. */
  forChallengeNumber: (id: number) => string;
  /** A member posted it once more. */
  postedAgain: (member: string) => string;
  /** A smaller copy is shown. @param original `original`, or empty where there is no link to it */
  refitted: (limit: string, original: string) => string;
  /** @param until as with `link`; undefined when it has no end */
  original: (url: string, until: string | undefined) => string;
  /** Why there is no file: a sentence, which `watch` or `link` follows. */
  noFile: Record<NoFileReason, string>;
  /** The address, which Discord makes a player of, follows on its own line. */
  watch: string;
  /** @param until `untilMoment` or `aboutAWeek` */
  link: (url: string, until: string) => string;
  aboutAWeek: string;
  untilMoment: (date: string, fromNow: string) => string;
}

type FailureWithReason =
  | 'picture-unusable'
  | 'request-refused'
  | 'scenario-access'
  | 'generation-failed'
  | 'download-failed'
  | 'blocked'
  | 'not-approved'
  | 'cancelled-by-moderator';

/** Those with the other side's reason take what `because` gives, or nothing. */
type FailureWords = Record<FailureWithReason, (because: string) => string> &
  Record<Exclude<FailureCode, FailureWithReason>, string>;

interface DirectWords {
  ready: (jobId: number, link: string) => string;
  /** With the remark that nothing was charged. */
  undeliverable: (jobId: number, channel: string, cardLink: string) => string;
  /** By a moderator. @param reason as `because` has it, or empty */
  entryRefused: (entry: string, challenge: string, reason: string) => string;
  entryDisqualified: (entry: string, challenge: string, reason: string) => string;
}
