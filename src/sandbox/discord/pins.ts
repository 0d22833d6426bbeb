import type { MessageRecord } from './messages.ts';

/** Which messages are pinned, and since when. */
export interface Pins {
  pin(message: MessageRecord, at: number): void;
  unpin(message: MessageRecord): void;
  /** When a message was pinned; `undefined` for one that is not. */
  pinnedAt(message: MessageRecord): number | undefined;
  /** A channel's, newest pin first, without deleted messages. */
  listed(channelId: string): readonly MessageRecord[];
}

export function createPins(): Pins {
  const times = new Map<string, Map<MessageRecord, number>>();
  const of = ({ channelId }: MessageRecord) => times.get(channelId);

  return {
    pin(message, at) {
      const channel = of(message) ?? new Map<MessageRecord, number>();
      times.set(message.channelId, channel.set(message, at));
    },
    unpin: (message) => void of(message)?.delete(message),
    pinnedAt: (message) => of(message)?.get(message),
    listed: (channelId) => [...(times.get(channelId)?.keys() ?? [])].filter(isThere).toReversed(),
  };
}

const isThere = ({ deleted }: MessageRecord): boolean => !deleted;
