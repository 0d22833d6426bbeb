import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from './errors.ts';
import { parseForm } from './form.ts';
import type { InteractionBook, InteractionRecord } from './interactions.ts';
import { checkChannel, isEphemeral, originOf } from './interactions-routes.ts';
import { WEBHOOK_DEFAULT } from './mentions.ts';
import { webhookMessage } from './message-body.ts';
import { messageJson } from './message-json.ts';
import { editMessage, postMessage } from './message-writer.ts';
import type { MessageRecord } from './messages.ts';
import { dropFiles } from './payload.ts';
import type { Receive } from './requests.ts';
import type { World } from './world.ts';

const params = z.object({ applicationId: z.string(), token: z.string(), messageId: z.string().default('') });

/** What a bot can do with the token of an interaction that it answered. */
export function webhooksRoutes(
  server: FastifyInstance,
  world: World,
  book: InteractionBook,
  receive: Receive,
): void {
  const base = '/webhooks/:applicationId/:token';

  const open = (request: FastifyRequest): { record: InteractionRecord; messageId: string } => {
    const { applicationId, token, messageId } = parseForm(params, request.params);
    if (applicationId !== world.applicationId) throw refusal('unknownWebhook');
    const record = book.byToken(token);
    if (!record || record.isTokenDead()) throw refusal('invalidWebhookToken');
    if (record.interaction.answeredAt === undefined) throw refusal('unknownWebhook');
    checkChannel(record);
    return { record, messageId };
  };

  const find = (record: InteractionRecord, messageId: string): MessageRecord => {
    const own = [record.original, ...record.followups];
    const message = messageId === '@original' ? record.original : own.find((one) => one?.id === messageId);
    if (!message || message.deleted) throw refusal('unknownMessage');
    return message;
  };

  const limitOf = (request: FastifyRequest) => {
    const { token } = parseForm(params, request.params);
    return book.byToken(token)?.uploadLimitBytes ?? world.defaultUploadLimitBytes;
  };

  /** Runs with a body whose files vanish when the call is refused. */
  const withBody = async (
    request: FastifyRequest,
    write: (
      body: z.infer<typeof webhookMessage>,
      files: Parameters<typeof postMessage>[2]['files'],
    ) => MessageRecord,
  ) => {
    const payload = await receive(request, limitOf(request));
    try {
      return messageJson(world, write(parseForm(webhookMessage, payload.body), payload.files));
    } catch (error) {
      await dropFiles(payload, world.files);
      throw error;
    }
  };

  server.post(base, (request) =>
    withBody(request, (body, files) => {
      const { record } = open(request);
      const write = { body, files, mentionDefault: WEBHOOK_DEFAULT };
      const { original } = record;
      if (original?.loading && !original.deleted) {
        editMessage(world, original, write);
        return original;
      }
      const message = postMessage(world, originOf(record), write, isEphemeral(body.flags));
      record.followups.push(message);
      return message;
    }),
  );

  server.patch(`${base}/messages/:messageId`, (request) =>
    withBody(request, (body, files) => {
      const { record, messageId } = open(request);
      const message = find(record, messageId);
      editMessage(world, message, { body, files, mentionDefault: WEBHOOK_DEFAULT });
      return message;
    }),
  );

  server.get(`${base}/messages/:messageId`, (request) => {
    const { record, messageId } = open(request);
    return messageJson(world, find(record, messageId));
  });

  server.delete(`${base}/messages/:messageId`, (request, reply) => {
    const { record, messageId } = open(request);
    world.messages.remove(find(record, messageId));
    return reply.code(204).send();
  });
}
