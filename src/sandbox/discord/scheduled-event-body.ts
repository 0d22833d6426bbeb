import { GuildScheduledEventEntityType as Entity } from 'discord.js';
import { z } from 'zod';
import { invalidForm } from './form.ts';
import type { ScheduledEventDetails, ScheduledEventStatus } from './scheduled-event.ts';

const GUILD_ONLY = 2;

/** Discord's numbers for how an event goes. */
export const STATUS_NUMBERS = { scheduled: 1, active: 2, completed: 3, canceled: 4 } as const;

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const fields = {
  name: z.string().trim().min(1).max(100),
  description: z.string().max(1000).nullish(),
  scheduled_start_time: moment,
  scheduled_end_time: moment.nullish(),
  privacy_level: z.literal(GUILD_ONLY),
  entity_metadata: z.object({ location: z.string().min(1).max(100) }).nullish(),
  channel_id: z.null().optional(),
};

/** An event as the bot makes it. The sandbox knows those outside Discord only. */
export const newEvent = z.object({ ...fields, entity_type: z.literal(Entity.External) });

/** What can be changed about an event. */
export const eventChanges = z
  .object({ ...fields, entity_type: z.literal(Entity.External).nullable() })
  .partial()
  .extend({ status: z.literal(Object.values(STATUS_NUMBERS)).nullish() });

export type EventChangesBody = z.infer<typeof eventChanges>;

/** The event that a body asks for. An event outside Discord needs its place and its end. */
export function detailsOf(body: z.infer<typeof newEvent>): ScheduledEventDetails {
  const { entity_metadata: metadata, scheduled_end_time: endsAt } = body;
  if (metadata == null) throw missing('entity_metadata');
  if (endsAt == null) throw missing('scheduled_end_time');
  return {
    name: body.name,
    description: body.description ?? undefined,
    location: metadata.location,
    startsAt: body.scheduled_start_time,
    endsAt,
  };
}

/** What a body changes; what it does not name stays. */
export function changesOf(body: EventChangesBody): Partial<ScheduledEventDetails> {
  if (body.entity_metadata === null) throw missing('entity_metadata');
  if (body.scheduled_end_time === null) throw missing('scheduled_end_time');
  return {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.description === undefined ? {} : { description: body.description ?? undefined }),
    ...(body.entity_metadata === undefined ? {} : { location: body.entity_metadata.location }),
    ...(body.scheduled_start_time === undefined ? {} : { startsAt: body.scheduled_start_time }),
    ...(body.scheduled_end_time === undefined ? {} : { endsAt: body.scheduled_end_time }),
  };
}

export function statusOf({ status }: EventChangesBody): ScheduledEventStatus | undefined {
  switch (status) {
    case STATUS_NUMBERS.scheduled:
      return 'scheduled';
    case STATUS_NUMBERS.active:
      return 'active';
    case STATUS_NUMBERS.completed:
      return 'completed';
    case STATUS_NUMBERS.canceled:
      return 'canceled';
    default:
      return undefined;
  }
}

/** Throws unless the times are in order; a start that is new must lie ahead. */
export function requireTimes(
  { startsAt, endsAt }: Pick<ScheduledEventDetails, 'startsAt' | 'endsAt'>,
  now: number,
  startIsNew: boolean,
): void {
  if (startIsNew && startsAt <= now) {
    const message = 'Cannot schedule event in the past.';
    throw invalidForm([
      { path: ['scheduled_start_time'], code: 'GUILD_SCHEDULED_EVENT_SCHEDULE_PAST', message },
    ]);
  }
  if (endsAt <= startsAt) {
    const message = 'The end time must be after the start time.';
    throw invalidForm([{ path: ['scheduled_end_time'], code: 'GUILD_SCHEDULED_EVENT_END_TIME', message }]);
  }
}

function missing(field: string) {
  return invalidForm([{ path: [field], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }]);
}
