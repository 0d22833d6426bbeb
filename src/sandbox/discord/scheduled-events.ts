import {
  newScheduledEvent,
  type ScheduledEventDetails,
  type ScheduledEventRecord,
} from './scheduled-event.ts';

/** The events of all servers, finished ones too. */
export interface ScheduledEventBook {
  /** A server's, oldest first. */
  of(guildId: string): readonly ScheduledEventRecord[];
  add(guildId: string, creatorId: string, details: ScheduledEventDetails): ScheduledEventRecord;
}

export interface ScheduledEventBookDeps {
  now: () => number;
  snowflake: () => string;
}

export function createScheduledEventBook({ now, snowflake }: ScheduledEventBookDeps): ScheduledEventBook {
  const byGuild = new Map<string, ScheduledEventRecord[]>();
  const of = (guildId: string) => byGuild.get(guildId) ?? [];

  return {
    of,
    add(guildId, creatorId, details) {
      const remove = (event: ScheduledEventRecord) =>
        byGuild.set(
          guildId,
          of(guildId).filter((one) => one !== event),
        );
      const event = newScheduledEvent({ id: snowflake(), creatorId, details, now, remove });
      byGuild.set(guildId, [...of(guildId), event]);
      return event;
    },
  };
}
