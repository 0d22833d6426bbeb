import type { SandboxMessage, SandboxUser } from './message.ts';
import type { SandboxModal } from './modal-schema.ts';
import type { AnyChannel } from './model.ts';

export type InteractionKind = 'command' | 'component' | 'autocomplete' | 'modal';

export interface SandboxChoice {
  name: string;
  value: string | number;
}

/** The bot's first callback, by its type: 4, 5, 6, 7, 8, 9. */
export type InteractionAnswer =
  | { kind: 'message'; message: SandboxMessage }
  | { kind: 'deferred'; message: SandboxMessage }
  | { kind: 'deferred-update' }
  | { kind: 'update'; message: SandboxMessage }
  | { kind: 'choices'; choices: readonly SandboxChoice[] }
  | { kind: 'modal'; modal: SandboxModal };

/** "The application did not respond": three seconds went by without a callback. */
export class InteractionTimeout extends Error {}

/** One thing that a member did and the bot was told of. A live object. */
export interface SandboxInteraction {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  /** What was done, for people: "/veo by Ada". */
  readonly label: string;
  readonly user: SandboxUser;
  readonly channel: AnyChannel;
  /** Milliseconds on the sandbox's clock. */
  readonly sentAt: number;
  readonly answeredAt: number | undefined;
  /** The first callback; rejects with an `InteractionTimeout` after three real seconds. */
  readonly response: Promise<InteractionAnswer>;
  /** The message behind `@original`: the answer, or the message whose component was used. */
  original(): SandboxMessage | undefined;
  readonly followups: readonly SandboxMessage[];
  readonly modal: SandboxModal | undefined;
  readonly choices: readonly SandboxChoice[] | undefined;
}
