import { type RegistrationId } from '../../kernel/ids.ts';
import { type NotificationService } from '../../lti/index.ts';
import { type Log } from '../../log.ts';

/** What a launch says of the LMS's notices. */
export interface NoticeOffer {
  readonly registrationId: RegistrationId;
  readonly deploymentId: string;
  readonly productFamily: string | null;
  readonly notifications: { readonly url: string; readonly types: readonly string[] } | null;
}

/** How long a process trusts that the LMS still knows our address, and how long it leaves a failure alone. */
const againMs = 24 * 3600_000;

/**
 * Asks each LMS once a day at most to tell us of copied courses, when a teacher comes in and the launch offers it. Nobody
 * waits for it, and nothing depends on it: without notices a copy is recognised by its history.
 */
export function createSubscriptions(parts: {
  readonly notifications: NotificationService;
  readonly now: () => Date;
  readonly log: Log;
}): (offer: NoticeOffer) => void {
  const asked = new Map<string, number>();
  return ({ registrationId, deploymentId, productFamily, notifications }) => {
    if (notifications === null) return;
    const name = JSON.stringify([registrationId, deploymentId, notifications.url]);
    const now = parts.now().getTime();
    if (now - (asked.get(name) ?? -againMs) < againMs) return;
    asked.set(name, now);
    void parts.notifications
      .register({ registrationId, productFamily, ...notifications })
      .then(result => {
        const { kind, status } = result;
        if (kind === 'done')
          parts.log.info({ registration: registrationId, types: result.value }, 'lti-notices-wanted');
        else parts.log.warn({ registration: registrationId, kind, status }, 'lti-notices-not-registered');
      })
      .catch((error: unknown) => parts.log.warn({ error }, 'lti-notices-not-registered'));
  };
}
