import { refusal } from './errors.ts';
import type { ChannelMessage } from './message-body.ts';
import type { MessageRecord } from './messages.ts';
import type { AnyChannel } from './model.ts';
import type { World } from './world.ts';

const REMEMBERED_MS = 5 * 60 * 1000;

export interface Nonces {
  /** The message that this body would repeat; 10008 when that one was deleted meanwhile. */
  find(channel: AnyChannel, body: ChannelMessage): MessageRecord | undefined;
  note(channel: AnyChannel, body: ChannelMessage, message: MessageRecord): void;
}

/** Remembers what the bot posted under which nonce, for `enforce_nonce`. */
export function createNonces(world: World): Nonces {
  const messages = new Map<string, MessageRecord>();

  return {
    find(channel, body) {
      if (!body.enforce_nonce || body.nonce == null) return undefined;
      const known = messages.get(keyOf(channel, body.nonce));
      if (!known || world.now() - known.createdAt > REMEMBERED_MS) return undefined;
      if (known.deleted) throw refusal('unknownMessage');
      return known;
    },
    note(channel, body, message) {
      if (body.nonce != null) messages.set(keyOf(channel, body.nonce), message);
    },
  };
}

function keyOf(channel: AnyChannel, nonce: string | number): string {
  return `${channel.id} ${nonce}`;
}
