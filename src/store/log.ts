/** The part of a logger that the store needs; a pino logger fits. */
export interface StoreLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export const silentLog: StoreLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
