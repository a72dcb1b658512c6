/** Time as background work sees it; tests bring their own. */
export interface Clock {
  now(): Date;
  /** Milliseconds on a clock that only moves forward: the computer's date may be set back or forth at any moment. */
  elapsed(): number;
  /** Resolves after `ms`, or at once when the signal is aborted; never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  wait: (ms, signal) =>
    new Promise(resolve => {
      if (signal?.aborted === true) return resolve();
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, ms);
      signal?.addEventListener('abort', finish, { once: true });
    }),
};
