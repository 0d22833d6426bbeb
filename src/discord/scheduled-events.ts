import {
  DiscordAPIError,
  GuildScheduledEventEntityType,
  GuildScheduledEventPrivacyLevel,
  GuildScheduledEventStatus,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import { cut } from './text.ts';

/** An entry in a server's list of events, at a place that is not a voice channel. Times in milliseconds since the epoch. */
export interface EventDetails {
  /** Texts are cut to what Discord takes: 100 characters, the description 1000. */
  name: string;
  description: string;
  location: string;
  startsAt: number;
  endsAt: number;
}

export interface ScheduledEvent extends EventDetails {
  id: string;
  state: 'scheduled' | 'active' | 'finished';
}

/** Methods throw what discord.js throws; `postProblem` tells what it means. */
export interface ScheduledEvents {
  /** @param details.startsAt in the future: Discord takes no other */
  create(guildId: string, details: EventDetails): Promise<string>;
  /** @returns undefined when somebody has deleted it */
  find(guildId: string, eventId: string): Promise<ScheduledEvent | undefined>;
  /** The bot's own that are not over. */
  own(guildId: string): Promise<ScheduledEvent[]>;
  /** Changes what differs. The start of one that has begun stays as it is. */
  change(guildId: string, before: ScheduledEvent, after: EventDetails): Promise<void>;
  /** Ends one that has begun, cancels one that has not. */
  end(guildId: string, event: ScheduledEvent): Promise<void>;
}

const NAME_MAX_LENGTH = 100;
const LOCATION_MAX_LENGTH = 100;
const DESCRIPTION_MAX_LENGTH = 1_000;

const moment = z.string().transform((text) => Date.parse(text));
const eventSchema = z.object({
  id: z.string(),
  creator_id: z.string().nullish(),
  name: z.string(),
  description: z.string().nullish(),
  scheduled_start_time: moment,
  scheduled_end_time: moment.nullish(),
  status: z.number(),
  entity_metadata: z.object({ location: z.string().nullish() }).nullish(),
});

export function createScheduledEvents({ rest }: { rest: REST }): ScheduledEvents {
  return {
    create: async (guildId, details) => {
      const body = {
        ...bodyOf(fitting(details)),
        entity_type: GuildScheduledEventEntityType.External,
        privacy_level: GuildScheduledEventPrivacyLevel.GuildOnly,
        channel_id: null,
      };
      return eventSchema.parse(await rest.post(Routes.guildScheduledEvents(guildId), { body })).id;
    },

    find: async (guildId, eventId) => {
      try {
        return fromWire(eventSchema.parse(await rest.get(Routes.guildScheduledEvent(guildId, eventId))));
      } catch (error) {
        const isGone =
          error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownGuildScheduledEvent;
        if (!isGone) throw error;
        return undefined;
      }
    },

    own: async (guildId) => {
      const { id } = z.object({ id: z.string() }).parse(await rest.get(Routes.user()));
      const events = z.array(eventSchema).parse(await rest.get(Routes.guildScheduledEvents(guildId)));
      return events.filter((event) => event.creator_id === id).map(fromWire);
    },

    change: async (guildId, before, after) => {
      const wanted = fitting(after);
      const startsAt = before.state === 'scheduled' ? wanted.startsAt : before.startsAt;
      if (isSame(before, { ...wanted, startsAt })) return;
      const { scheduled_start_time, ...others } = bodyOf({ ...wanted, startsAt });
      const body = startsAt === before.startsAt ? others : { ...others, scheduled_start_time };
      await rest.patch(Routes.guildScheduledEvent(guildId, before.id), { body });
    },

    end: async (guildId, { id, state }) => {
      if (state === 'finished') return;
      const status =
        state === 'active' ? GuildScheduledEventStatus.Completed : GuildScheduledEventStatus.Canceled;
      await rest.patch(Routes.guildScheduledEvent(guildId, id), { body: { status } });
    },
  };
}

const fitting = (details: EventDetails): EventDetails => ({
  ...details,
  name: cut(details.name, NAME_MAX_LENGTH),
  description: cut(details.description, DESCRIPTION_MAX_LENGTH),
  location: cut(details.location, LOCATION_MAX_LENGTH),
});

const bodyOf = ({ name, description, location, startsAt, endsAt }: EventDetails) => ({
  name,
  description,
  entity_metadata: { location },
  scheduled_start_time: new Date(startsAt).toISOString(),
  scheduled_end_time: new Date(endsAt).toISOString(),
});

const isSame = (before: EventDetails, after: EventDetails): boolean =>
  before.name === after.name &&
  before.description === after.description &&
  before.location === after.location &&
  before.startsAt === after.startsAt &&
  before.endsAt === after.endsAt;

const fromWire = (event: z.infer<typeof eventSchema>): ScheduledEvent => ({
  id: event.id,
  name: event.name,
  description: event.description ?? '',
  location: event.entity_metadata?.location ?? '',
  startsAt: event.scheduled_start_time,
  endsAt: event.scheduled_end_time ?? event.scheduled_start_time,
  state: stateOf(event.status),
});

function stateOf(status: number): ScheduledEvent['state'] {
  if (status === GuildScheduledEventStatus.Scheduled) return 'scheduled';
  return status === GuildScheduledEventStatus.Active ? 'active' : 'finished';
}
