import { randomUUID } from 'node:crypto';
import { type MessageType } from './claims.ts';
import { type ClientIds } from './registering/registeredClients.ts';

/** A launch that was started and has not come back from the tool's login yet. It holds ids: the state may change meanwhile. */
export interface PendingLaunch {
  readonly id: string;
  readonly message: MessageType;
  readonly personId: string;
  readonly courseId: string | null;
  readonly activityId: string | null;
  readonly review: { readonly columnId: string; readonly personId: string } | null;
  readonly target: 'iframe' | 'window';
  readonly client: ClientIds;
  /** Set once the id_token was issued: a hint works once. */
  isUsed: boolean;
  readonly startedAt: number;
}

const lifetimeMs = 10 * 60 * 1000;

/** Launches in progress, found by the id in `lti_message_hint` or, after deep linking, in `data`. */
export class PendingLaunches {
  readonly #launches = new Map<string, PendingLaunch>();

  start(launch: Omit<PendingLaunch, 'id' | 'isUsed' | 'startedAt'>, now: Date): PendingLaunch {
    for (const [id, { startedAt, message }] of this.#launches) {
      // A dialog of deep linking stays open as long as a teacher needs.
      const lifetime = message === 'LtiDeepLinkingRequest' ? lifetimeMs * 24 : lifetimeMs;
      if (now.getTime() - startedAt > lifetime) this.#launches.delete(id);
      else break;
    }
    const pending: PendingLaunch = {
      ...launch,
      id: `launch_${randomUUID()}`,
      isUsed: false,
      startedAt: now.getTime(),
    };
    this.#launches.set(pending.id, pending);
    return pending;
  }

  find(id: string): PendingLaunch | null {
    return this.#launches.get(id) ?? null;
  }

  /** Ends a launch that is done: its id opens nothing any more. */
  end(id: string): void {
    this.#launches.delete(id);
  }

  clear(): void {
    this.#launches.clear();
  }
}
