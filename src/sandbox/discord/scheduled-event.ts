/** How an event of a server goes. */
export type ScheduledEventStatus = 'scheduled' | 'active' | 'completed' | 'canceled';

/** An event in a server's list, at a place outside Discord. A live object; times are milliseconds since the epoch. */
export interface SandboxScheduledEvent {
  readonly id: string;
  readonly creatorId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly location: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Begins and ends by itself when its times come. */
  readonly status: ScheduledEventStatus;
  /** What a moderator does to it in the server's list of events. */
  delete(): void;
}

/** All that its maker chooses. */
export interface ScheduledEventDetails {
  name: string;
  description: string | undefined;
  location: string;
  startsAt: number;
  endsAt: number;
}

export interface ScheduledEventRecord extends SandboxScheduledEvent {
  change(changes: Partial<ScheduledEventDetails>): void;
  /** Starts, ends or cancels it before its time. */
  moveTo(status: ScheduledEventStatus): void;
}

/** What may follow by hand. */
const NEXT: Readonly<Record<ScheduledEventStatus, readonly ScheduledEventStatus[]>> = {
  scheduled: ['active', 'canceled'],
  active: ['completed'],
  completed: [],
  canceled: [],
};

export const mayFollow = (from: ScheduledEventStatus, to: ScheduledEventStatus): boolean =>
  NEXT[from].includes(to);

export const isFinished = (status: ScheduledEventStatus): boolean => NEXT[status].length === 0;

export interface ScheduledEventBirth {
  id: string;
  creatorId: string;
  details: ScheduledEventDetails;
  now: () => number;
  remove: (event: ScheduledEventRecord) => void;
}

export function newScheduledEvent({
  id,
  creatorId,
  details,
  now,
  remove,
}: ScheduledEventBirth): ScheduledEventRecord {
  let current = details;
  let byHand: ScheduledEventStatus = 'scheduled';

  const event: ScheduledEventRecord = {
    id,
    creatorId,
    get name() {
      return current.name;
    },
    get description() {
      return current.description;
    },
    get location() {
      return current.location;
    },
    get startsAt() {
      return current.startsAt;
    },
    get endsAt() {
      return current.endsAt;
    },
    get status() {
      if (isFinished(byHand)) return byHand;
      if (now() >= current.endsAt) return 'completed';
      return byHand === 'active' || now() >= current.startsAt ? 'active' : 'scheduled';
    },
    delete: () => remove(event),
    change(changes) {
      current = { ...current, ...changes };
    },
    moveTo(status) {
      byHand = status;
    },
  };
  return event;
}
