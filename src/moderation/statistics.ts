/** A calendar day in the server's time zone. */
export interface DayFigures {
  /** `YYYY-MM-DD` */
  day: string;
  /** Videos that were asked for on this day, by how they ended; those under way are not counted. */
  delivered: number;
  failed: number;
  blocked: number;
  cancelled: number;
  /** Kept but not deliverable, denied, expired. */
  other: number;
  /** Creative units that Scenario charged on this day, less what it gave back. */
  units: number;
}

/** A member, and what was made for them. */
export interface MemberFigures {
  userId: string;
  /** Delivered ones. */
  videos: number;
  /** Creative units that their videos really cost, those that failed included. */
  units: number;
}

/** What a server did in the calendar days up to today. */
export interface ServerFigures {
  /** Oldest first, without gaps; the last is today. */
  perDay: DayFigures[];
  /** Creative units, less what was given back. */
  spentToday: number;
  spentThisMonth: number;
  /** Of members with delivered videos: most videos first. */
  topUsers: MemberFigures[];
  /** From the order to its turn at Scenario; undefined when no video had one. */
  medianWaitMs: number | undefined;
  /** From the order to the posted video; undefined when none was delivered. */
  medianTotalMs: number | undefined;
}

export interface StatisticsStore {
  /**
   * Counts a server's videos and spending.
   * @param days how many calendar days, today included
   * @param members the most that are named
   */
  figures(
    guildId: string,
    of: { days: number; timeZone: string; members: number },
    now: number,
  ): Promise<ServerFigures>;
}
