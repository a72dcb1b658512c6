import { AppError } from '../kernel/errors.ts';
import { type ClosedSession } from './sessionStore.ts';

/**
 * There is no session for what the browser showed. Its page stands in the LMS's frame, so it needs to know who may
 * frame it; and a tab that works without cookies finds its way back from there.
 */
export class SessionEndedError extends AppError {
  /** Null when the session is unknown or forgotten. */
  readonly session: ClosedSession | null;
  constructor(session: ClosedSession | null, detail: Record<string, unknown> = {}) {
    super('session-ended', detail);
    this.name = 'SessionEndedError';
    this.session = session;
  }
}
