import { GatewayDispatchEvents, GatewayOpcodes } from 'discord.js';
import type { WebSocket } from 'ws';

const KEPT_FOR_REPLAY = 1000;

/** One identified session; it outlives its connection until it is resumed or ended. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  isConnected(): boolean;
  /** Sends an event, or keeps it for the resume. */
  dispatch(event: string, data: unknown): void;
  /** Takes over a new connection and sends all that was missed after `seq`; false when `seq` cannot be. */
  resume(socket: WebSocket, seq: number): boolean;
  /** Sends something outside the sequence, if it is connected. */
  send(op: number, data: unknown): void;
  /** Closes the connection without a close frame, as a broken network does. */
  drop(): void;
  owns(socket: WebSocket): boolean;
}

export function createSession(id: string, intents: number, firstSocket: WebSocket): Session {
  let socket = firstSocket;
  let seq = 0;
  const sent: { seq: number; text: string }[] = [];
  const isConnected = () => socket.readyState === socket.OPEN;

  const dispatch = (event: string, data: unknown) => {
    seq += 1;
    const text = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: event, s: seq, d: data });
    sent.push({ seq, text });
    if (sent.length > KEPT_FOR_REPLAY) sent.shift();
    if (isConnected()) socket.send(text);
  };

  return {
    id,
    intents,
    isConnected,
    dispatch,
    resume(next, after) {
      if (after > seq) return false;
      socket = next;
      for (const event of sent) {
        if (event.seq > after) socket.send(event.text);
      }
      dispatch(GatewayDispatchEvents.Resumed, { _trace: [] });
      return true;
    },
    send(op, data) {
      if (isConnected()) socket.send(JSON.stringify({ op, t: null, s: null, d: data }));
    },
    drop: () => socket.terminate(),
    owns: (other) => socket === other,
  };
}
