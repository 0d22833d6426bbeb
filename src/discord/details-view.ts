import type { Derivation, Job } from '../jobs/job.ts';
import type { LibraryVideo } from '../jobs/library.ts';
import { plainSummary, resultLink } from './card.ts';
import { code, count, durationText } from './text.ts';

/** What is told of a video on demand. */
export interface VideoDetails {
  job: Job;
  /** Nearest first. */
  ancestors: readonly Job[];
  /** How many came directly from it. */
  children: number;
  /** Undefined when it is not on the disk. */
  file: LibraryVideo | undefined;
  /** Scenario's ids are for its author and moderators. */
  showsIds: boolean;
}

const FROM: Record<Derivation, string> = {
  again: 'the same again as',
  edit: 'edited from',
  continue: 'continued from',
  retry: 'another try after',
};

const MIB = 1_024 * 1_024;

/** Private, in English. With ten ancestors it is well below what a message's embed holds, though not what its content does. */
export function renderDetails(details: VideoDetails): string {
  const { job, children, showsIds } = details;
  return [
    `**Details of video #${job.id}**`,
    plainSummary(job),
    ...chainLines(details),
    ...(children > 0 ? [`${count(children, 'video')} came from it.`] : []),
    ...tookLines(job),
    fileLine(details),
    ...(job.fits > 0 ? [`Smaller copies made to fit this server: ${job.fits}`] : []),
    ...(showsIds ? idLines(job) : []),
  ].join('\n');
}

/** The way back to where it began, one video a line. */
function chainLines({ job, ancestors }: VideoDetails): string[] {
  if (!job.origin) return [];
  const chain = [job, ...ancestors];
  return [
    `#${job.id} by <@${job.userId}>`,
    ...chain.flatMap((child, index) => {
      if (!child.origin) return [];
      const { parentId, derivation } = child.origin;
      const parent = chain[index + 1];
      if (!parent && index > 0 && index === chain.length - 1) return ['← …'];
      return [`← ${FROM[derivation]} ${parent ? named(parent) : `#${parentId}`}`];
    }),
  ];
}

function named(job: Job): string {
  const isShown = job.resultMessageId !== undefined && job.removedAt === undefined;
  return `${isShown ? `[#${job.id}](${resultLink(job)})` : `#${job.id}`} by <@${job.userId}>`;
}

const tookLines = ({ submittedAt, generatedAt }: Job): string[] =>
  submittedAt === undefined || generatedAt === undefined
    ? []
    : [`Scenario worked on it for ${durationText(generatedAt - submittedAt)}.`];

function fileLine({ file }: VideoDetails): string {
  if (!file) return 'File: not on my disk now.';
  const { durationMs, width, height, bytes, videoCodec, audioCodec } = file;
  const facts = [
    `${Number((durationMs / 1_000).toFixed(1))} s`,
    `${width} × ${height} pixels`,
    `${(bytes / MIB).toFixed(1)} MiB`,
    videoCodec,
    audioCodec ?? 'no sound',
  ];
  return `File: ${facts.join(' · ')}`;
}

function idLines({ remoteId, assetId }: Job): string[] {
  const ids = [
    ...(remoteId === undefined ? [] : [`job ${code(remoteId)}`]),
    ...(assetId === undefined ? [] : [`asset ${code(assetId)}`]),
  ];
  return ids.length > 0 ? [`At Scenario: ${ids.join(', ')}`] : [];
}
