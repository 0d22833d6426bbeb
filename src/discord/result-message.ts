import { ButtonStyle } from 'discord.js';
import type { Job } from '../jobs/job.ts';
import {
  button,
  buttonRow,
  type CardMessage,
  derivedLines,
  resultLink,
  shownPrompt,
  summaryText,
} from './card.ts';
import { cut, durationText, fileNameFor, oneLine, plainText, relativeTime } from './text.ts';
import type { NoFileReason, Words } from './words/words.ts';

/** How the video reaches the channel. */
export type VideoWay =
  | { kind: 'file' }
  /** Too large for this server: a smaller copy, and where the original is. */
  | { kind: 'fitted'; limitBytes: number; original: VideoLink | undefined }
  /** There is no file: where the original is, and why, which is `too-large` when absent. */
  | { kind: 'link'; original: VideoLink; why?: NoFileReason };

/** Where a video can be seen outside Discord. */
export interface VideoLink {
  url: string;
  /** `for-ever`: the bot's own page, which Discord shows with a player. A moment, or undefined where it is not known. */
  until: number | 'for-ever' | undefined;
}

/** The finished video's message. */
export interface ResultMessage extends Pick<CardMessage, 'content' | 'components'> {
  /** Its owner, where the server wants owners to be pinged; nobody else. */
  pings: string[];
}

/** What challenges of its server have to do with a video. */
export interface Contest {
  /** The challenge that it was made for; its title, not escaped, where all who see the message may know it. */
  madeFor: { id: number; title: string | undefined } | undefined;
  /** Whether one takes entries now. */
  isOpen: boolean;
}

const NO_CONTEST: Contest = { madeFor: undefined, isOpen: false };

const ALT_TEXT_MAX_LENGTH = 1_024;
/** Discord's limit. */
const CONTENT_MAX_LENGTH = 2_000;
/** Undefined: what a card shows. */
const PROMPT_LENGTHS = [undefined, 150, 50];

/**
 * @param words in the server's language
 * @param parent the video that it came from, where that one is known still
 * @param contest as it is when the message is posted
 */
export function renderResult(
  job: Job,
  way: VideoWay,
  now: number,
  words: Words,
  parent?: Job,
  contest = NO_CONTEST,
): ResultMessage {
  const facts = [
    summaryText(job, words),
    words.result.took(durationText(now - job.createdAt)),
    ...(job.costUnits === undefined ? [] : [words.units(job.costUnits)]),
    resultMarker(job.id),
  ];
  return {
    content: contentOf(
      job,
      [words.result.ready(`<@${job.userId}>`)],
      [
        ...derivedLines(job, parent, words),
        ...contestLines(contest, words),
        `-# ${facts.join(' · ')}`,
        ...wayLines(way, job.spoiler, words),
      ],
    ),
    components: buttonRow(resultButtons(job, words, contest)),
    pings: job.notify === 'ping' ? [job.userId] : [],
  };
}

/**
 * A finished video, shown once more. Its mark is not the one by which the result is recognised: a copy is never taken for it.
 * @param words in the server's language
 * @param byId who posted it again; undefined in a direct message, where there are no buttons either: they need a server
 */
export function renderCopy(
  job: Job,
  way: VideoWay,
  words: Words,
  byId: string | undefined,
  parent?: Job,
  contest = NO_CONTEST,
): ResultMessage {
  const facts = [
    `[#${job.id}](${resultLink(job)})`,
    words.card.forMember(`<@${job.userId}>`),
    summaryText(job, words),
  ];
  return {
    content: contentOf(job, byId === undefined ? [] : [words.result.postedAgain(`<@${byId}>`)], [
      ...derivedLines(job, parent, words),
      ...contestLines(contest, words),
      `-# ${facts.join(' · ')}`,
      ...wayLines(way, job.spoiler, words),
    ]),
    components: byId === undefined ? [] : buttonRow(resultButtons(job, words, contest)),
    pings: [],
  };
}

/** With as much of the prompt as there is room for: links can be a thousand characters long. */
function contentOf({ settings }: Job, before: string[], after: string[]): string {
  const contents = PROMPT_LENGTHS.map((length) =>
    [...before, `> ${shownPrompt(settings.prompt, length)}`, ...after].join('\n'),
  );
  return contents.find(({ length }) => length <= CONTENT_MAX_LENGTH) ?? contents.at(-1) ?? '';
}

/**
 * What only the result's message of this job contains, the same in every language: by it a message is recognised whose
 * sending was interrupted, though the server may speak another language by then. A prompt cannot imitate it, for its `#`
 * is escaped.
 */
export const resultMarker = (jobId: number): string => `video #${jobId}`;

/** What a screen reader says instead of the picture. */
export const altText = (job: Job): string => cut(oneLine(job.settings.prompt), ALT_TEXT_MAX_LENGTH);

export const videoFileName = (job: Job): string => fileNameFor(job.settings.prompt, `veo-${job.id}`);

/** A line of its own: it must not end in the mark of a result. */
function contestLines({ madeFor }: Contest, { result }: Words): string[] {
  if (madeFor === undefined) return [];
  const { id, title } = madeFor;
  const text = title === undefined ? result.forChallengeNumber(id) : result.forChallenge(plainText(title));
  return [`-# 🏆 ${text}`];
}

/**
 * What can be done with a finished video: one row, on every message that shows it, alive for ever. **Enter** is there only
 * where a challenge was open when the message was posted.
 */
const resultButtons = ({ id }: Pick<Job, 'id'>, { result }: Words, { isOpen }: Contest) => [
  ...(isOpen ? [button('challenge-enter', id, result.enter, ButtonStyle.Primary)] : []),
  button('again', id, result.again, ButtonStyle.Secondary),
  button('edit', id, result.edit, ButtonStyle.Secondary),
  button('continue', id, result.continue, ButtonStyle.Secondary),
  button('more', id, result.more, ButtonStyle.Secondary),
];

/** What has to be said of the way in which a video is shown. */
export function wayLines(way: VideoWay, spoiler: boolean, { result }: Words): string[] {
  switch (way.kind) {
    case 'file':
      return [];
    case 'fitted': {
      const { original, limitBytes } = way;
      const link = original ? result.original(original.url, untilText(original, result)) : '';
      return [`-# ${result.refitted(sizeText(limitBytes), link)}`];
    }
    case 'link': {
      const { original, why = 'too-large' } = way;
      const { url } = original;
      const until = untilText(original, result);
      // Of a link between bars Discord hides what it makes of it, too.
      const hidden = (text: string) => (spoiler ? `|| ${text} ||` : text);
      if (until !== undefined) return [hidden(`${result.noFile[why]} ${result.link(url, until)}`)];
      // On its own, so that Discord makes a player of it.
      return [`${result.noFile[why]} ${result.watch}`, hidden(url)];
    }
  }
}

/** @returns undefined for a link without an end */
function untilText({ until }: VideoLink, { aboutAWeek, untilMoment }: Words['result']): string | undefined {
  if (until === 'for-ever') return undefined;
  if (until === undefined) return aboutAWeek;
  return untilMoment(`<t:${Math.round(until / 1_000)}:f>`, relativeTime(until));
}

const MIB = 1_024 * 1_024;
/** Rounded down: what is said to fit does. */
const sizeText = (bytes: number): string => `${Math.floor((bytes / MIB) * 10) / 10} MiB`;
