import { REST, RESTEvents, type RESTOptions } from 'discord.js';
import { sendInTime, UPLOAD_MAX_MS } from './upload-time.ts';

/** The bot's ways to Discord's REST API, one set for all, so that they keep count of the same rate limits. */
export interface RestClients {
  rest: REST;
  /**
   * For messages with files. On its own because a request's time-out counts the sending of its files, and because messages to
   * one channel go one after another: a card is not to wait for minutes behind a video.
   */
  uploads: REST;
  /** For what must not be sent a second time by itself. */
  once: REST;
}

export interface RestOptions {
  /** Without a version: `https://discord.com/api`. */
  apiUrl: string;
  token: string;
  /** Discord does not accept the token (any more): nothing will work. Called at most a few times. */
  onUnauthorized: (error: Error) => void;
}

const REQUEST_TIMEOUT_MS = 15_000;
const UNAUTHORIZED = 401;

export function createRestClients({ apiUrl, token, onUnauthorized }: RestOptions): RestClients {
  const create = (timeout: number, more: Partial<RESTOptions> = {}): REST => {
    const rest = new REST({ api: apiUrl, timeout, ...more }).setToken(token);
    watchToken(rest, onUnauthorized);
    return rest;
  };
  return {
    rest: create(REQUEST_TIMEOUT_MS),
    // A file is not sent again whole by itself: whoever posts it decides.
    uploads: create(UPLOAD_MAX_MS, { retries: 0, makeRequest: sendInTime }),
    once: create(REQUEST_TIMEOUT_MS, { retries: 0 }),
  };
}

/** After one answer 401 the library has forgotten the token: every later call fails before it is sent. */
export function watchToken(rest: REST, onUnauthorized: (error: Error) => void): void {
  rest.on(RESTEvents.Response, ({ data, method, route }, { status }) => {
    // Answers to interactions go with a token of their own.
    if (status !== UNAUTHORIZED || data.auth === false) return;
    onUnauthorized(new Error(`Discord does not accept the token any more (${method} ${route})`));
  });
}
