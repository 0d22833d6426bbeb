/**
 * What became of a request, seen from the money:
 * - `unreachable`: it surely did not arrive.
 * - `lost`: it may have arrived; its answer did not.
 * - `busy`: refused for now (429); nothing happened.
 * - `refused`: refused for good (another 4xx); nothing happened.
 * - `server`: the server failed (5xx); it may have taken effect.
 * - `malformed`: answered, but not in a form that is known.
 */
export type ScenarioErrorKind = 'unreachable' | 'lost' | 'busy' | 'refused' | 'server' | 'malformed';

export interface ScenarioErrorDetails {
  kind: ScenarioErrorKind;
  method: string;
  path: string;
  status?: number | undefined;
  /** Scenario's own words, or the cause's. */
  reason: string;
  /** With `busy`: how long to wait, if Scenario said so. */
  retryAfterMs?: number | undefined;
  /** With `busy`: how many generations may run at once, if that was the limit. */
  actionLimit?: number | undefined;
}

/** Statuses that are the operator's to mend. What Scenario answers when credits are used up is not documented: this is HTTP's. */
export const WRONG_KEYS = 401;
export const NO_CREDITS = 402;
/** Perhaps to this model or resource alone. */
export const NO_ACCESS = 403;

/** A request to Scenario that did not give what it was made for. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly kind: ScenarioErrorKind;
  readonly method: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
  readonly actionLimit: number | undefined;

  constructor(details: ScenarioErrorDetails, options?: ErrorOptions) {
    const { kind, method, path, status, reason } = details;
    super(`${method} ${path}: ${status ?? kind}: ${reason}`, options);
    this.kind = kind;
    this.method = method;
    this.path = path;
    this.status = status;
    this.reason = reason;
    this.retryAfterMs = details.retryAfterMs;
    this.actionLimit = details.actionLimit;
  }
}

/** What a failure says of all requests at this moment, not only of the one that failed; undefined where it says nothing. */
export function generalTrouble(error: unknown): 'scenario' | 'account' | undefined {
  if (!(error instanceof ScenarioError)) return undefined;
  if (error.status === WRONG_KEYS || error.status === NO_CREDITS) return 'account';
  return error.kind === 'unreachable' || error.kind === 'busy' ? 'scenario' : undefined;
}

/** Failures before the first byte of a request could leave. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether a network failure happened before anything was sent, or after. */
export function networkErrorKind(error: unknown): 'unreachable' | 'lost' {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && NEVER_SENT.has(code) ? 'unreachable' : 'lost';
}

/**
 * There is no code for a refusal by the provider's safety filter, only text. These are the words that such texts use, Google's
 * own among them ("violates Vertex AI's usage guidelines"); what Scenario makes of those is not documented.
 */
const SAFETY_WORDS =
  /safety|moderat|content polic|policy violation|usage guidelines|violat\w* (?:our|the|content|usage)|prohibited|sensitive|copyright|celebrit|responsible ai|\brai\b|nsfw|filtered/i;

/** Whether a failure's text reads like a refusal by a safety filter. */
export const isSafetyRefusal = (text: string): boolean => SAFETY_WORDS.test(text);
