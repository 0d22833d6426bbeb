import type { CaseDraft, ModerationCase } from './case.ts';

export const REPORT_REASONS = ['unsafe', 'person', 'copyright', 'spam', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

export type ReportState = 'open' | 'acted-on' | 'dismissed';

/** Somebody reported a video. Who it was is kept for moderators' muting alone, and shown to nobody. */
export interface Report {
  id: number;
  guildId: string;
  jobId: number;
  reporterId: string;
  reason: ReportReason;
  /** The reporter's words. Not escaped. */
  text: string | undefined;
  at: number;
  state: ReportState;
  /** The moderator who decided. */
  decidedById: string | undefined;
}

export type ReportResult =
  | { kind: 'reported'; report: Report }
  | { kind: 'already-reported' }
  /** Too many false reports: the reporter is not heard any more. Nothing was written. */
  | { kind: 'muted' };

export interface ReportStore {
  /** One report of a video a member. */
  report(report: Omit<Report, 'id' | 'state' | 'decidedById'>): Promise<ReportResult>;
  find(reportId: number): Promise<Report | undefined>;
  /** How many reports of this reporter were dismissed in the guild. */
  dismissedOf(guildId: string, reporterId: string): Promise<number>;
  /** Finds no fault with the video. Noted as a case. @returns undefined when it was decided already */
  dismiss(
    reportId: number,
    byId: string,
    now: number,
  ): Promise<{ report: Report; case: ModerationCase } | undefined>;
  /** Something was done about a video: its open reports are settled. @returns how many */
  settleAllOf(jobId: number, byId: string, now: number): Promise<number>;
  /** Hears the reporter of a report no more, or again. @returns undefined when it was so already */
  mute(
    reportId: number,
    muted: boolean,
    draft: Pick<CaseDraft, 'actorId' | 'reason'>,
    now: number,
  ): Promise<ModerationCase | undefined>;
}
