import { MessageFlags } from 'discord.js';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refusal } from './errors.ts';
import { invalidForm, parseForm } from './form.ts';
import type { InteractionAnswer, SandboxChoice } from './interaction.ts';
import { INTERACTION_TYPES } from './interaction-payload.ts';
import type { InteractionBook, InteractionRecord } from './interactions.ts';
import { WEBHOOK_DEFAULT } from './mentions.ts';
import { webhookMessage } from './message-body.ts';
import { messageJson } from './message-json.ts';
import { editMessage, postLoading, postMessage } from './message-writer.ts';
import type { MessageOrigin, MessageRecord } from './messages.ts';
import { modal } from './modal-schema.ts';
import { dropFiles, type Payload } from './payload.ts';
import type { Receive } from './requests.ts';
import { requireOpenForPosts } from './thread-rules.ts';
import type { World } from './world.ts';

const MESSAGE = 4;
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const UPDATE = 7;
const CHOICES = 8;
const MODAL = 9;

const params = z.object({ interactionId: z.string(), token: z.string() });
const query = z.object({ with_response: z.string().optional() });
const callback = z.object({ type: z.int(), data: z.unknown().optional() });
const deferral = z.object({ flags: z.int().nullish() }).nullish();
const suggestions = z.object({
  choices: z
    .array(z.object({ name: z.string().min(1).max(100), value: z.union([z.string().max(100), z.number()]) }))
    .max(25),
});

/** The first answer to an interaction. */
export function interactionsRoutes(
  server: FastifyInstance,
  world: World,
  book: InteractionBook,
  receive: Receive,
): void {
  server.post('/interactions/:interactionId/:token/callback', async (request, reply) => {
    const { interactionId, token } = parseForm(params, request.params);
    const record = book.byToken(token);
    const payload = await receive(request, record?.uploadLimitBytes ?? world.defaultUploadLimitBytes);
    try {
      if (record?.interaction.id !== interactionId) throw refusal('unknownInteraction');
      checkOpen(record);
      const answer = answerOf(world, record, payload);
      record.answer(answer);
      if (parseForm(query, request.query).with_response !== 'true') return reply.code(204).send();
      return callbackJson(world, record, answer);
    } catch (error) {
      await dropFiles(payload, world.files);
      throw error;
    }
  });
}

function checkOpen(record: InteractionRecord): void {
  if (record.interaction.answeredAt !== undefined) throw refusal('alreadyAcknowledged');
  checkChannel(record);
  if (!record.isLost()) return;
  record.fail('The application did not respond');
  throw refusal('unknownInteraction');
}

function answerOf(world: World, record: InteractionRecord, payload: Payload): InteractionAnswer {
  const { type, data } = parseForm(callback, payload.body);
  const allowed = allowedTypes(record);
  if (!allowed.includes(type)) {
    const message = `Value must be one of {${allowed.join(', ')}}.`;
    throw invalidForm([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message }]);
  }
  switch (type) {
    case MESSAGE: {
      const body = parseForm(webhookMessage, data ?? {});
      const write = { body, files: payload.files, mentionDefault: WEBHOOK_DEFAULT };
      const message = postMessage(world, originOf(record), write, isEphemeral(body.flags));
      record.original = message;
      return { kind: 'message', message };
    }
    case DEFERRED_MESSAGE: {
      const flags = parseForm(deferral, data)?.flags;
      const message = postLoading(world, originOf(record), isEphemeral(flags));
      record.original = message;
      return { kind: 'deferred', message };
    }
    case DEFERRED_UPDATE:
      record.original = sourceOf(world, record);
      return { kind: 'deferred-update' };
    case UPDATE: {
      const message = sourceOf(world, record);
      const body = parseForm(webhookMessage, data ?? {});
      editMessage(world, message, { body, files: payload.files, mentionDefault: WEBHOOK_DEFAULT });
      record.original = message;
      return { kind: 'update', message };
    }
    case CHOICES:
      return { kind: 'choices', choices: parseForm(suggestions, data).choices satisfies SandboxChoice[] };
    default:
      return { kind: 'modal', modal: parseForm(modal, data) };
  }
}

function allowedTypes({ deed }: InteractionRecord): readonly number[] {
  switch (deed.kind) {
    case 'command':
      return [MESSAGE, DEFERRED_MESSAGE, MODAL];
    case 'component':
      return [MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL];
    case 'autocomplete':
      return [CHOICES];
    case 'modal':
      return deed.source ? [MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE] : [MESSAGE, DEFERRED_MESSAGE];
  }
}

/** With its channel everything that was said there is gone; a thread that was closed takes no answers. */
export function checkChannel({ deed: { channel } }: InteractionRecord): void {
  if (channel.kind === 'dm') return;
  if (channel.deleted) throw refusal('unknownChannel');
  if (channel.thread?.archived) requireOpenForPosts(channel);
}

/** Where a message that answers an interaction comes from. */
export function originOf({ deed, interaction }: InteractionRecord): Omit<MessageOrigin, 'author'> {
  const via = { id: interaction.id, type: INTERACTION_TYPES[deed.kind], user: deed.user };
  return { channel: deed.channel, viaInteraction: via };
}

export function isEphemeral(flags: number | null | undefined): boolean {
  return ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

function sourceOf(world: World, { deed }: InteractionRecord): MessageRecord {
  const source = deed.source && world.messages.find(deed.source.id);
  if (!source) throw refusal('unknownMessage');
  return source;
}

/** The docs give a message in the answer for types 4 and 7 only. */
function callbackJson(
  world: World,
  record: InteractionRecord,
  answer: InteractionAnswer,
): Record<string, unknown> {
  const { original } = record;
  return {
    interaction: {
      id: record.interaction.id,
      type: INTERACTION_TYPES[record.deed.kind],
      ...(original
        ? {
            response_message_id: original.id,
            response_message_loading: original.loading,
            response_message_ephemeral: original.ephemeral,
          }
        : {}),
    },
    ...(original && (answer.kind === 'message' || answer.kind === 'update')
      ? {
          resource: {
            type: answer.kind === 'message' ? MESSAGE : UPDATE,
            message: messageJson(world, original),
          },
        }
      : {}),
  };
}
