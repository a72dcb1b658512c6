import { type Clock } from './clock.ts';

/** What `inTime` gives for work that is not done yet. */
export const late = Symbol('late');

/**
 * What the work brings, or `late` when that is not there in time. The work then goes on by itself; whoever started it
 * sees to it that its end, an error too, is not lost.
 *
 * @param until on the clock that only moves forward (`elapsed`), so that several pieces of work can share one deadline
 */
export async function inTime<T>(
  clock: Pick<Clock, 'elapsed' | 'wait'>,
  until: number,
  work: Promise<T>,
): Promise<T | typeof late> {
  const ended = new AbortController();
  try {
    return await Promise.race([work, timeOver(clock, until, ended.signal)]);
  } finally {
    ended.abort();
  }
}

async function timeOver(
  clock: Pick<Clock, 'elapsed' | 'wait'>,
  until: number,
  signal: AbortSignal,
): Promise<typeof late> {
  while (clock.elapsed() < until && !signal.aborted) await clock.wait(until - clock.elapsed(), signal);
  return late;
}
