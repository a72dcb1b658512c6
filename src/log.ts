import { destination, pino, type Logger } from 'pino';

/** The log: one JSON line an event, without personal data. Rooms see only this much of it. */
export interface Log {
  info(fields: Record<string, unknown>, event: string): void;
  warn(fields: Record<string, unknown>, event: string): void;
  error(fields: Record<string, unknown>, event: string): void;
}

export function createLog(level: string): Log & Pick<Logger, 'flush'> {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'event',
      formatters: { level: label => ({ level: label }) },
      serializers: { error: describeError },
    },
    // Each write wakes a thread and costs more than making ten lines, so lines go out some at a time, at the latest
    // after `periodicFlush` milliseconds. What is waiting when the process ends is written first (pino's exit hook).
    destination({ dest: process.stdout.fd, sync: false, minLength: 4_096, periodicFlush: 250 }),
  );
}

/** A log that nobody reads, for tests and commands. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** What the log holds of an error. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  const { name, message, stack } = error;
  return { name, message: withoutValues(message), stack: withoutValues(stack ?? ''), ...cause };
}

/** MongoDB's errors of a unique index end in the values that were there already: a person's, perhaps. */
const withoutValues = (text: string): string => text.replaceAll(/dup key: \{.*\}/g, 'dup key: {…}');
