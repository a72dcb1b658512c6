import { AppError } from '../kernel/errors.ts';

/**
 * Files are read into memory, so only so many at once: two of a session, because a page sends one after the other, and
 * as many in all as fit.
 */
const mostOfASession = 2;
const mostInAll = 24;

/** Runs an upload's whole work. @throws AppError 'too-many' when there are enough already; it has not begun then */
export type RunUpload = <T>(session: string, work: () => Promise<T>) => Promise<T>;

export function createUploadLimit(): RunUpload {
  const running = new Map<string, number>();
  let inAll = 0;
  return async (session, work) => {
    const own = running.get(session) ?? 0;
    if (own >= mostOfASession || inAll >= mostInAll) throw new AppError('too-many', { uploads: inAll, own });
    running.set(session, own + 1);
    inAll += 1;
    try {
      return await work();
    } finally {
      inAll -= 1;
      const left = (running.get(session) ?? 1) - 1;
      if (left === 0) running.delete(session);
      else running.set(session, left);
    }
  };
}
