/** What moderators do. Every deed is a case: numbered in its server, kept, and posted to the log channel. */
export const CASE_KINDS = [
  'quota-set',
  'quota-clear',
  'quota-grant',
  'quota-revoke',
  'quota-reset',
  'block',
  'unblock',
  'queue-pause',
  'queue-resume',
  'queue-drain',
  'queue-cancel',
  'queue-front',
  'filter-add',
  'filter-remove',
  'filter-import',
  'approve',
  'deny',
  'spoiler',
  'remove',
  'report-dismiss',
  'reports-mute',
  'reports-unmute',
  'entry-accept',
  'entry-refuse',
  'disqualify',
  'reveal',
  'challenge-times',
  'challenge-pause',
  'challenge-resume',
  'challenge-cancel',
  'setup',
] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** A deed that is about to be done, by whom, and what for. */
export interface CaseDraft {
  kind: CaseKind;
  actorId: string;
  /** The member whom it concerns, if it concerns one. */
  targetId?: string | undefined;
  jobId?: number | undefined;
  reason?: string | undefined;
  /** When it ends by itself. */
  until?: number | undefined;
  /** What was changed, in words: "3 videos a day → 5 videos a day". Not escaped. */
  detail?: string | undefined;
}

export interface ModerationCase extends CaseDraft {
  guildId: string;
  /** 1 for the server's first. */
  number: number;
  at: number;
}

export interface CaseStore {
  /** Notes a deed that changes nothing but is not to be done unseen: somebody looks at what is hidden. */
  record(guildId: string, draft: CaseDraft, now: number): Promise<ModerationCase>;
  find(guildId: string, number: number): Promise<ModerationCase | undefined>;
  /** What a moderator decided on a video: the newest case of one of these kinds. */
  ofJob(
    job: { id: number; guildId: string; userId: string },
    kinds: readonly CaseKind[],
  ): Promise<ModerationCase | undefined>;
  /** Newest first. @param before only cases with lower numbers */
  list(
    guildId: string,
    filter: { targetId?: string | undefined; before?: number | undefined },
    limit: number,
  ): Promise<ModerationCase[]>;
}
