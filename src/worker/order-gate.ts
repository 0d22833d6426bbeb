import { backoffMs } from '../lib/backoff.ts';
import { errorText } from '../lib/errors.ts';
import { generalTrouble, NO_CREDITS, ScenarioError, WRONG_KEYS } from '../scenario/errors.ts';
import { veoRequestBody } from '../veo/request-body.ts';
import { completeSettings } from '../veo/settings.ts';
import type { WorkerContext } from './context.ts';

type Context = Pick<WorkerContext, 'scenario' | 'standstill' | 'clock' | 'random' | 'logger'>;

/**
 * When orders may go out. While something fails that would fail for every job, the queue waits instead of being used up: after
 * a pause Scenario is asked a free question, and once it answers that, one job alone finds out whether all is well.
 */
export interface OrderGate {
  /** @param atWork how many jobs are being prepared or ordered now */
  isOpen(atWork: number): Promise<boolean>;
  /** Nothing goes out for so long. */
  pause(ms: number): void;
  /** Scenario takes orders, but wants to be left alone for so long. */
  busy(ms: number): void;
  /** Keys or credits are the operator's to mend; until then nothing is ordered and nothing lost. */
  accountFails(status: typeof WRONG_KEYS | typeof NO_CREDITS): void;
  unreachable(): void;
  /** Another order would be lost as well, and with it perhaps another job. */
  answerLost(): void;
  /** Scenario took an order, or had something to say against that one alone. */
  works(): void;
  /** Ends a question that is under way. */
  stop(): void;
}

const ACCOUNT_PAUSE_MS = 60_000;
const TROUBLE_BACKOFF = { baseMs: 2_000, maxMs: 60_000 };
/** A pause that is longer is told as a standstill. */
export const LONG_PAUSE_MS = 60_000;
/** An answer to the question is waited for no longer than this: perhaps orders do get through. */
const QUESTION_BELIEVED_MS = 3_600_000;
/** What this would cost. */
const QUESTION = veoRequestBody(completeSettings({ prompt: 'Do you answer?' }, 1), {});

export function createOrderGate({ scenario, standstill, clock, random, logger }: Context): OrderGate {
  const stopping = new AbortController();
  let pause = { from: 0, until: 0 };
  let failuresInRow = 0;
  let unansweredSince: number | undefined;
  /** Whether an answer to the question says that all is well: questions are free, so they say nothing of credits. */
  let questionTells = true;

  /** A pause that began later than now was begun before the clock was put back. */
  const isPaused = (now: number): boolean => now >= pause.from && now < pause.until;
  const pauseFor = (ms: number) => {
    const now = clock.now();
    pause = { from: now, until: Math.max(isPaused(now) ? pause.until : 0, now + ms) };
  };
  const failed = (reason: 'scenario' | 'account') => {
    failuresInRow += 1;
    unansweredSince ??= clock.now();
    standstill.note('ordering', reason);
    const backoff = backoffMs(failuresInRow, random.fraction(), TROUBLE_BACKOFF);
    pauseFor(reason === 'account' ? ACCOUNT_PAUSE_MS : backoff);
  };
  const scenarioFails = () => {
    questionTells = true;
    failed('scenario');
  };

  const answers = async (): Promise<boolean> => {
    try {
      await scenario.price(QUESTION, stopping.signal);
      return true;
    } catch (error) {
      if (stopping.signal.aborted) return false;
      if (!(error instanceof ScenarioError)) throw error;
      // Old pages have it that a dry run is answered so.
      if (error.status === NO_CREDITS) return true;
      const general = generalTrouble(error);
      if (general === undefined && (error.kind === 'refused' || error.kind === 'malformed')) return true;
      logger.warn({ reason: errorText(error) }, 'Scenario does not answer a free question: orders wait');
      failed(general ?? 'scenario');
      return false;
    }
  };

  return {
    isOpen: async (atWork) => {
      const now = clock.now();
      if (isPaused(now)) return false;
      if (failuresInRow > 0 && atWork > 0) return false;
      if (unansweredSince === undefined) return true;
      const believed = Math.abs(now - unansweredSince) < QUESTION_BELIEVED_MS;
      const answered = await answers();
      if (!answered && believed) return false;
      unansweredSince = undefined;
      if (answered && questionTells) standstill.end('ordering');
      return true;
    },
    pause: pauseFor,
    busy: (ms) => {
      failuresInRow = 0;
      pauseFor(ms);
      if (ms <= LONG_PAUSE_MS) return standstill.end('ordering');
      questionTells = true;
      unansweredSince = clock.now() + ms;
      standstill.note('ordering', 'scenario');
    },
    accountFails: (status) => {
      questionTells = status === WRONG_KEYS;
      failed('account');
    },
    unreachable: scenarioFails,
    answerLost: scenarioFails,
    works: () => {
      failuresInRow = 0;
      unansweredSince = undefined;
      standstill.end('ordering');
    },
    stop: () => stopping.abort(),
  };
}
