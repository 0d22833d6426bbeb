import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';

/**
 * What a refused call to Discord means for the caller:
 * - `too-large`: the file exceeds what this server takes.
 * - `no-uploads`: this server takes no files at all for the time being, whatever their size.
 * - `no-access`: the bot may not (or no longer) do this here, or the place is gone.
 * - `message-gone`: the message is gone, the channel is not.
 * - `unauthorized`: the bot's token is not valid any more; nothing will work.
 * - `passing`: anything else; it may work later.
 */
export type PostProblem =
  | 'too-large'
  | 'no-uploads'
  | 'no-access'
  | 'message-gone'
  | 'unauthorized'
  | 'passing';

const FILE_TOO_LARGE = 50_045;
const UPLOADS_LIMITED = 400_001;
const ARCHIVED_THREAD = 50_083;
const NO_MESSAGES_IN_CHANNEL_TYPE = 50_008;
const FORUM_TAKES_POSTS_ONLY = 40_058;
const THREAD_LOCKED = 160_005;
/** No direct channel with this account: it was deleted, or is a bot's. */
const INVALID_RECIPIENTS = 50_033;
/** A direct message to somebody who shares no server with the bot any more. */
const NO_MUTUAL_SERVERS = 50_278;

const PROBLEMS: Record<number, PostProblem> = {
  [RESTJSONErrorCodes.RequestEntityTooLarge]: 'too-large',
  [FILE_TOO_LARGE]: 'too-large',
  [UPLOADS_LIMITED]: 'no-uploads',
  [RESTJSONErrorCodes.UnknownMessage]: 'message-gone',
  [RESTJSONErrorCodes.UnknownChannel]: 'no-access',
  [RESTJSONErrorCodes.UnknownGuild]: 'no-access',
  [RESTJSONErrorCodes.MissingAccess]: 'no-access',
  [RESTJSONErrorCodes.MissingPermissions]: 'no-access',
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser]: 'no-access',
  [INVALID_RECIPIENTS]: 'no-access',
  [RESTJSONErrorCodes.UnknownUser]: 'no-access',
  [ARCHIVED_THREAD]: 'no-access',
  [NO_MESSAGES_IN_CHANNEL_TYPE]: 'no-access',
  [RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType]: 'no-access',
  [FORUM_TAKES_POSTS_ONLY]: 'no-access',
  [THREAD_LOCKED]: 'no-access',
  [NO_MUTUAL_SERVERS]: 'no-access',
};

const PAYLOAD_TOO_LARGE = 413;
const UNAUTHORIZED = 401;
const TOO_MANY_REQUESTS = 429;

/** Whether Discord says no to this very request, for whatever reason: the same one will be refused again. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof DiscordAPIError &&
  error.status < 500 &&
  error.status !== UNAUTHORIZED &&
  error.status !== TOO_MANY_REQUESTS;

export function postProblem(error: unknown): PostProblem {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined;
  if (status === PAYLOAD_TOO_LARGE) return 'too-large';
  if (status === UNAUTHORIZED) return 'unauthorized';
  if (!(error instanceof DiscordAPIError) || typeof error.code !== 'number') return 'passing';
  return PROBLEMS[error.code] ?? 'passing';
}
