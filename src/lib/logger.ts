import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { errorText } from './errors.ts';

export type { Logger } from 'pino';

/** Log levels that LOG_LEVEL may name. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Tokens that stand in a URL path: whoever has them can answer in the bot's name. */
const URL_TOKENS = /(\/(?:interactions|webhooks)\/\d+\/)[^/?\s"]+/g;
/** Signatures of temporary links. */
const URL_SIGNATURES = /([?&](?:Policy|Signature|Key-Pair-Id|hm)=)[^&\s"]+/g;

/** Takes interaction tokens and link signatures out of a text. */
export const redactText = (text: string): string =>
  text.replace(URL_TOKENS, '$1[redacted]').replace(URL_SIGNATURES, '$1[redacted]');

/**
 * Errors of the Discord library carry the request's body (prompts) and URL (interaction tokens) as enumerable fields, so
 * only what is known to be harmless is kept of an error; causes are followed.
 */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return redactText(errorText(error));
  const { type, message, stack } = stdSerializers.err(error);
  const fields: Record<string, unknown> = { type, message: redactText(message), stack: redactText(stack) };
  for (const key of ['code', 'status', 'method', 'path', 'reason']) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'string') fields[key] = redactText(value);
    if (typeof value === 'number') fields[key] = value;
  }
  if (error.cause !== undefined) fields.cause = serializeError(error.cause);
  return fields;
}

/**
 * A JSON logger without secrets. Prompts are never logged: pass ids.
 * @param destination standard output when absent
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      serializers: { err: serializeError },
      redact: {
        paths: [
          'prompt',
          '*.prompt',
          'negativePrompt',
          '*.negativePrompt',
          'token',
          '*.token',
          '*.authorization',
        ],
        censor: '[redacted]',
      },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
