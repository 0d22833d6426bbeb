/**
 * The way of a job. Every state is a row in the database; a process that dies at any instruction goes on from it.
 *
 * ```
 * [held →] queued → preparing → submitting → generating → fetching → delivering → delivered
 * ```
 *
 * - `held`: waits for its author's confirmation or a moderator's approval; nothing is reserved. `denied` if it gets
 *   none, or when a picture of it turns out to be of no use meanwhile.
 * - `queued`: waits for its turn; the last state in which a member can cancel.
 * - `preparing`: its turn has come; its pictures are being uploaded. Nothing was asked of Scenario that costs money.
 * - `submitting`: the generate request may have left. It is never sent a second time.
 * - `unknown`: the answer to the generate request was lost; Scenario's job list is searched for the job.
 * - `generating`: Scenario works on it. `fetching`: it is done there. `delivering`: the file is here.
 * - `fitting`: the server does not take a file of this size; a smaller one is being made of it. Back to `delivering`.
 * - `undeliverable`: the file is here, but the channel does not take it; kept.
 */
export const JOB_STATES = [
  'held',
  'queued',
  'preparing',
  'submitting',
  'unknown',
  'generating',
  'fetching',
  'delivering',
  'fitting',
  'delivered',
  'undeliverable',
  'failed',
  'blocked',
  'cancelled',
  'denied',
] as const;
export type JobState = (typeof JOB_STATES)[number];

const MOVES: Record<JobState, readonly JobState[]> = {
  held: ['queued', 'cancelled', 'denied'],
  queued: ['preparing', 'cancelled', 'failed'],
  preparing: ['submitting', 'queued', 'failed'],
  submitting: ['generating', 'queued', 'unknown', 'failed', 'blocked'],
  unknown: ['generating', 'failed'],
  generating: ['fetching', 'failed', 'blocked'],
  fetching: ['delivering', 'failed'],
  delivering: ['delivered', 'fitting', 'undeliverable'],
  fitting: ['delivering'],
  delivered: [],
  undeliverable: ['delivering'],
  // A job given up as lost that shows up at Scenario after all is adopted.
  failed: ['generating'],
  blocked: [],
  cancelled: [],
  denied: [],
};

export const canMove = (from: JobState, to: JobState): boolean => MOVES[from].includes(to);

/** States in which a job takes one of the places at Scenario. */
export const RUNNING_STATES = [
  'preparing',
  'submitting',
  'unknown',
  'generating',
] as const satisfies readonly JobState[];

/** States that a job stays in unless somebody acts. */
export const FINAL_STATES = [
  'delivered',
  'undeliverable',
  'failed',
  'blocked',
  'cancelled',
  'denied',
] as const satisfies readonly JobState[];

const finalStates: readonly JobState[] = FINAL_STATES;
export const isFinal = (state: JobState): boolean => finalStates.includes(state);

/**
 * What entering a state does to the quota reserved for the job: delivered videos are paid for, everything else that ends
 * gives the reservation back.
 */
export function settlementFor(state: JobState): 'commit' | 'release' | undefined {
  if (state === 'delivered') return 'commit';
  return isFinal(state) ? 'release' : undefined;
}
