import type { GuildSettings } from '../moderation/guild-settings.ts';
import type { ImageSlot } from '../veo/parameters.ts';
import type { VeoSettings } from '../veo/settings.ts';
import type { JobState } from './states.ts';

/** Why a job ended without a video. Texts for members are made from it where they are shown. */
export const FAILURE_CODES = [
  /** A picture that the member attached could not be read. */
  'picture-unusable',
  /** Scenario refused the request; `detail` is its reason. */
  'request-refused',
  /** The operator's Scenario keys or plan do not allow it. */
  'scenario-access',
  /** The generate request's answer was lost and no such job showed up. */
  'submit-lost',
  /** Scenario or the model's provider failed; `detail` is its reason. */
  'generation-failed',
  /** The job ended as a success, but without a video. */
  'no-output',
  /** Scenario did not finish in time. */
  'generation-timeout',
  /** The finished video could not be downloaded. */
  'download-failed',
  /** The provider's safety filter; `detail` is its reason. */
  'blocked',
  /** The channel is gone, or the bot may no longer post in it. */
  'channel-unreachable',
  /** It is too large for the server, and there is no link to it that could be posted instead. */
  'no-link',
  /** Its file is gone, here and at Scenario. */
  'video-gone',
  /** A moderator did not approve it; `detail` is the reason, where one was given. */
  'not-approved',
  /** A moderator cancelled it while it waited; `detail` is the reason, where one was given. */
  'cancelled-by-moderator',
  /** Nobody decided on it, or its author did not confirm it, in time. */
  'hold-expired',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

export interface Failure {
  code: FailureCode;
  /** The other side's own words, where there are any. Not escaped. */
  detail?: string | undefined;
}

/** What a held job waits for: its author's yes to the price, or a moderator's approval. */
export const HOLDS = ['confirmation', 'approval'] as const;
export type Hold = (typeof HOLDS)[number];

/** How a video came from another: made again as it was, with changes, from its last frame, or because it had failed. */
export const DERIVATIONS = ['again', 'edit', 'continue', 'retry'] as const;
export type Derivation = (typeof DERIVATIONS)[number];

/** The video that another one came from. */
export interface Origin {
  parentId: number;
  derivation: Derivation;
}

/** A picture that belongs to a job. */
export interface JobImage {
  slot: ImageSlot;
  /** Discord's temporary link; empty with a picture that was kept before. */
  url: string;
  /** File name as uploaded; shown to nobody but its owner. */
  fileName: string;
  /** Name of the kept copy, which is its content's SHA-256 with an ending; absent until it was fetched. */
  storedAs?: string | undefined;
}

/** The finished video as it lies on disk. */
export interface VideoFile {
  /** Relative to the data directory. */
  path: string;
  bytes: number;
}

export interface Job {
  id: number;
  guildId: string;
  channelId: string;
  userId: string;
  state: JobState;
  settings: VeoSettings;
  images: readonly JobImage[];
  /** Whether the video is posted as a spoiler. */
  spoiler: boolean;
  createdAt: number;
  /** When it entered its state. */
  stateSince: number;
  /** How often the present step was tried without success. */
  attempts: number;
  cardMessageId?: string | undefined;
  /** When the generate request left. */
  submittedAt?: number | undefined;
  /** When Scenario was seen to be done. */
  generatedAt?: number | undefined;
  /** Scenario's id of the job. */
  remoteId?: string | undefined;
  /** Scenario's id of the video. */
  assetId?: string | undefined;
  /** Creative units as announced by Scenario before it was made. */
  priceUnits?: number | undefined;
  /** Creative units as charged by Scenario. */
  costUnits?: number | undefined;
  failure?: Failure | undefined;
  video?: VideoFile | undefined;
  /** A smaller copy of it, made because the server did not take the size; deleted once it was posted. */
  fitted?: VideoFile | undefined;
  /** How many smaller copies were tried. */
  fits: number;
  /** The video that it came from. */
  origin?: Origin | undefined;
  /** The challenge that it was made for. */
  challengeId?: number | undefined;
  /** When the message with the result was first sent off; it may or may not have arrived. */
  postingSince?: number | undefined;
  resultMessageId?: string | undefined;
  /** What a held job waits for, and why; with one that ended without having been let go, what it waited for. */
  hold?: Hold | undefined;
  holdReason?: string | undefined;
  /** When a held job expires. */
  holdUntil?: number | undefined;
  /** How its owner is told that the video is ready. */
  notify: GuildSettings['notify'];
  /** Where the result goes, or went; the channel of the order when absent. */
  resultChannelId?: string | undefined;
  /** When a moderator, or its author, took the result away. */
  removedAt?: number | undefined;
  removedById?: string | undefined;
  /** When its prompts and files were deleted. */
  purgedAt?: number | undefined;
}

/** Whether a moderator would have to see it first, and none has said yes: what it would show is not for others' eyes. */
export const isUnapproved = ({ hold }: Pick<Job, 'hold'>): boolean => hold === 'approval';

/** The pictures' options, in the order in which they were given. */
export const slotsOf = (job: Pick<Job, 'images'>): ImageSlot[] => job.images.map(({ slot }) => slot);
