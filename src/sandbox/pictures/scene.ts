import type { SandboxMessage } from '../discord/message.ts';
import type { SandboxModal } from '../discord/modal-schema.ts';
import type { SandboxChannel } from '../discord/model.ts';
import type { Stage, StageOptions } from './stage.ts';

/** What stands in a picture, from above to below. */
export type Sight = { kind: 'message'; message: SandboxMessage } | { kind: 'modal'; modal: SandboxModal };

/** Takes a picture of how things look now. @param channel named above them; nothing when absent */
export type Shoot = (name: string, sights: readonly Sight[], channel?: SandboxChannel) => Promise<void>;

/** Something that people do in a server of their own, and pictures of it. */
export interface Scene extends StageOptions {
  name: string;
  play(stage: Stage, shoot: Shoot): Promise<void>;
}

export const seen = (...messages: SandboxMessage[]): Sight[] =>
  messages.map((message) => ({ kind: 'message', message }));
