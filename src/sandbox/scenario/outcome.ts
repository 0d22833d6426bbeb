import type { VeoBody } from './validate.ts';

/** How a job ends. */
export type JobOutcome =
  | { kind: 'success' }
  /** Refunded unless `disableRefund`. */
  | { kind: 'failure'; error: string; hint?: string; disableRefund?: boolean }
  /** What Scenario calls a silent failure. */
  | { kind: 'success-without-assets' }
  /** Stays in progress for ever. */
  | { kind: 'stuck' };

/**
 * What a prompt may contain to bring about a flow that is hard to come by otherwise:
 *
 * - `[fail]`: the job fails with a provider error, refunded
 * - `[blocked]`: the job fails with a safety refusal, refunded
 * - `[empty]`: the job succeeds with no video
 * - `[slow]`: the job is in progress ten times longer (may be combined with the others)
 */
export const MAGIC_PROMPTS = {
  '[fail]': 'the job fails with a provider error',
  '[blocked]': 'the job is refused for safety',
  '[empty]': 'the job succeeds with no video',
  '[slow]': 'the job is in progress ten times longer',
} as const;

const SLOW_FACTOR = 10;

const contains = (body: VeoBody, magic: keyof typeof MAGIC_PROMPTS): boolean =>
  body.prompt?.includes(magic) ?? false;

export function magicOutcome(body: VeoBody): JobOutcome {
  if (contains(body, '[fail]')) return { kind: 'failure', error: 'Internal provider error' };
  if (contains(body, '[blocked]')) {
    return {
      kind: 'failure',
      error: 'The request was blocked by the provider: content policy violation (safety).',
      hint: 'Rephrase the prompt or use other images, then try again.',
    };
  }
  return { kind: contains(body, '[empty]') ? 'success-without-assets' : 'success' };
}

/** By how much longer than usual the job is in progress. */
export const magicSlowness = (body: VeoBody): number => (contains(body, '[slow]') ? SLOW_FACTOR : 1);
