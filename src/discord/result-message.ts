import type { Job } from '../jobs/job.ts';
import { buttonRow, type CardMessage, promptButton, shownPrompt, summaryText } from './card.ts';
import { cut, durationText, fileNameFor, oneLine, relativeTime } from './text.ts';
import type { Words } from './words/words.ts';

/** How the video reaches the channel. */
export type VideoWay =
  | { kind: 'file' }
  /** Too large for this server: a temporary link. */
  | { kind: 'link'; url: string; expiresAt: number | undefined };

/** The finished video's message. */
export interface ResultMessage extends Pick<CardMessage, 'content' | 'components'> {
  /** Its owner, where the server wants owners to be pinged; nobody else. */
  pings: string[];
}

const ALT_TEXT_MAX_LENGTH = 1_024;

/** @param words in the server's language */
export function renderResult(job: Job, way: VideoWay, now: number, words: Words): ResultMessage {
  const facts = [
    summaryText(job, words),
    words.result.took(durationText(now - job.createdAt)),
    ...(job.costUnits === undefined ? [] : [words.units(job.costUnits)]),
    resultMarker(job.id),
  ];
  const lines = [
    words.result.ready(`<@${job.userId}>`),
    `> ${shownPrompt(job.settings.prompt)}`,
    `-# ${facts.join(' · ')}`,
  ];
  if (way.kind === 'link') lines.push(linkLine(way, words));
  return {
    content: lines.join('\n'),
    components: buttonRow(promptButton(job, words)),
    pings: job.notify === 'ping' ? [job.userId] : [],
  };
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

const linkLine = ({ url, expiresAt }: Extract<VideoWay, { kind: 'link' }>, { result }: Words): string =>
  result.link(
    url,
    expiresAt === undefined
      ? result.aboutAWeek
      : result.untilMoment(`<t:${Math.round(expiresAt / 1_000)}:f>`, relativeTime(expiresAt)),
  );
