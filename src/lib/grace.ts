import type { Clock } from './clock.ts';

/**
 * Runs work that is aborted only some time after it was asked to stop: what has left already can arrive, and be noted.
 * @param work begins nothing new once `stopping` is aborted, and ends soon once its own signal is
 */
export async function withGrace<T>(
  stopping: AbortSignal,
  graceMs: number,
  clock: Clock,
  work: (aborted: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const ended = new AbortController();
  const countDown = async () => {
    await clock.sleep(graceMs, ended.signal);
    if (!ended.signal.aborted) late.abort();
  };
  const begin = () => void countDown();
  if (stopping.aborted) begin();
  else stopping.addEventListener('abort', begin, { once: true });
  try {
    return await work(late.signal);
  } finally {
    stopping.removeEventListener('abort', begin);
    ended.abort();
  }
}
