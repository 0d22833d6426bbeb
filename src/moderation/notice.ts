/**
 * Messages that the bot owes a server's moderators, and, with `entry-out`, the author of an entry. They are rows, written together with what they tell of, and posted by a
 * loop: none is lost, and each is posted once. Where its subject changes later (an approval, a decided report), the message
 * is edited.
 */
export const NOTICE_KINDS = [
  'case',
  'budget',
  'held',
  'report',
  'entry',
  'entry-out',
  'series-late',
  'role-owed',
  'role-kept',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface Notice {
  id: number;
  guildId: string;
  kind: NoticeKind;
  /**
   * The case's number, the budget notice's id, the job's id, the report's id, the id of a challenge's entry, that of a
   * challenge of a series that was made late, or of one whose prizes cannot be given, or taken back.
   */
  subjectId: number;
  createdAt: number;
  /** The message, once it was posted. */
  channelId: string | undefined;
  messageId: string | undefined;
}

export interface NoticeStore {
  /** To be posted, or edited, at this moment, oldest first. */
  due(now: number, limit: number): Promise<Notice[]>;
  posted(noticeId: number, message: { channelId: string; messageId: string }): Promise<void>;
  /** It was edited, or cannot be shown: nothing more is due unless its subject changes. */
  done(noticeId: number): Promise<void>;
  postpone(noticeId: number, until: number): Promise<void>;
}
