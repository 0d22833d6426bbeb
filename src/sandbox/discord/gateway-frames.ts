import type { RawData } from 'ws';
import { z } from 'zod';
import { botJson } from './user-json.ts';
import type { World } from './world.ts';

const frame = z.object({ op: z.int(), d: z.unknown().optional() });
export const identify = z.object({ token: z.string(), intents: z.int().min(0) });
export const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int().min(0) });

/** What a client sent; `undefined` where it is no frame. */
export function parseFrame(raw: RawData): z.infer<typeof frame> | undefined {
  try {
    return frame.parse(JSON.parse(String(raw)));
  } catch {
    return undefined;
  }
}

/** Clients may send the token with or without its prefix. */
export function bare(token: string): string {
  return token.replace(/^Bot /, '');
}

/** READY without intents: the servers come as stubs, and nothing follows. */
export function readyPayload(world: World, sessionId: string, resumeUrl: string): Record<string, unknown> {
  return {
    v: 10,
    user: { ...botJson(world), email: null, verified: true, mfa_enabled: true },
    session_id: sessionId,
    session_type: 'normal',
    resume_gateway_url: resumeUrl,
    application: { id: world.applicationId, flags: 0 },
    guilds: [...world.guilds.values()]
      .filter(({ botPresent }) => botPresent)
      .map(({ id }) => ({ id, unavailable: true })),
    shard: [0, 1],
    private_channels: [],
    presences: [],
    relationships: [],
    _trace: [],
  };
}
