/** Members who want to be told by direct message before a challenge's closes. */
export interface ReminderStore {
  /** @returns whether they are told from now on */
  toggle(challengeId: number, userId: string): Promise<boolean>;
  /**
   * The next members to tell of a close, each once, in a lasting order.
   * @param after begins behind this member; with the first when absent
   */
  toTell(challengeId: number, close: string, limit: number, after?: string): Promise<string[]>;
  told(challengeId: number, close: string, userId: string): Promise<void>;
}
