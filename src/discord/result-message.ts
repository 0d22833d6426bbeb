import type { Job } from '../jobs/job.ts';
import { buttonRow, type CardMessage, plainSummary, promptButton, shownPrompt } from './card.ts';
import { cut, durationText, fileNameFor, oneLine, relativeTime, unitsText } from './text.ts';

/** How the video reaches the channel. */
export type VideoWay =
  | { kind: 'file' }
  /** Too large for this server: a temporary link. */
  | { kind: 'link'; url: string; expiresAt: number | undefined };

/** The finished video's message, which pings its owner and nobody else. */
export interface ResultMessage extends Pick<CardMessage, 'content' | 'components'> {
  pings: string;
}

const ALT_TEXT_MAX_LENGTH = 1_024;

export function renderResult(job: Job, way: VideoWay, now: number): ResultMessage {
  const facts = [
    plainSummary(job),
    `took ${durationText(now - job.createdAt)}`,
    ...(job.costUnits === undefined ? [] : [unitsText(job.costUnits)]),
    resultMarker(job.id),
  ];
  const lines = [
    `<@${job.userId}> your video is ready.`,
    `> ${shownPrompt(job.settings.prompt)}`,
    `-# ${facts.join(' · ')}`,
  ];
  if (way.kind === 'link') lines.push(linkLine(way));
  return { content: lines.join('\n'), components: buttonRow(promptButton(job)), pings: job.userId };
}

/**
 * What only the result's message of this job contains: by it a message is recognised whose sending was interrupted. A
 * prompt cannot imitate it, for its `#` is escaped.
 */
export const resultMarker = (jobId: number): string => `video #${jobId}`;

/** What a screen reader says instead of the picture. */
export const altText = (job: Job): string => cut(oneLine(job.settings.prompt), ALT_TEXT_MAX_LENGTH);

export const videoFileName = (job: Job): string => fileNameFor(job.settings.prompt, `veo-${job.id}`);

const linkLine = ({ url, expiresAt }: Extract<VideoWay, { kind: 'link' }>): string =>
  `The file is too large for this server. [Watch or download it](${url}), ${
    expiresAt === undefined
      ? 'for about a week'
      : `until <t:${Math.round(expiresAt / 1_000)}:f> (${relativeTime(expiresAt)})`
  }.`;
