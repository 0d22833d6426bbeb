import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseForm } from './form.ts';
import { dropFiles, type Payload } from './payload.ts';
import type { Receive } from './requests.ts';
import { channelUploadLimit } from './upload-limit.ts';
import type { World } from './world.ts';

const params = z.object({ channelId: z.string() });

/** Runs with the body of a call about a channel. Its files vanish when the call is refused. */
export async function withPayload<T>(
  world: World,
  receive: Receive,
  request: FastifyRequest,
  run: (payload: Payload) => T | Promise<T>,
): Promise<T> {
  const { channelId } = parseForm(params, request.params);
  const channel = world.channels.get(channelId);
  const limit = channel
    ? channelUploadLimit(channel, world.defaultUploadLimitBytes)
    : world.defaultUploadLimitBytes;
  const payload = await receive(request, limit);
  try {
    return await run(payload);
  } catch (error) {
    await dropFiles(payload, world.files);
    throw error;
  }
}
