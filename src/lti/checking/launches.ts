import { adviceFor, type LtiRefusal, ltiRefusals } from '../refusal.ts';
import { type Registration } from '../registration.ts';
import { type CheckStep, outcomesOf } from './step.ts';

/** What has come from a platform so far. */
export interface LaunchHistory {
  readonly lastLaunchAt: Date | null;
  /** Logins that began after the last launch or refusal, and of which nothing more was heard. */
  readonly openLogins: number;
  readonly lastLoginAt: Date | null;
  /** A code that an earlier version wrote may be unknown by now. */
  readonly lastRefusal: {
    readonly at: Date;
    readonly code: string;
    readonly found: string | null;
  } | null;
}

/** A login that began so long ago is not on its way any more. */
const onTheWayMs = 60_000;
/** People close windows; so many logins in a row that lead nowhere are a fault. */
const manyLogins = 3;

/** Says from the past what a server cannot ask: whether people get in, and why not. Pure. */
export function judgeLaunches(
  registration: Registration,
  history: LaunchHistory,
  launchUrl: string,
  now: Date,
): CheckStep {
  const { ok, failed, unknown } = outcomesOf('launches', registration.name);
  if (registration.status === 'disabled') return failed('registration-disabled');
  if (registration.status === 'pending') return failed('registration-pending');
  const waiting = registration.deployments.filter(({ status }) => status === 'pending');
  if (waiting.length > 0)
    return failed('deployment-pending', { found: waiting.map(({ id }) => id).join(', ') });
  const { lastLaunchAt, lastRefusal } = history;
  if (lastRefusal !== null && (lastLaunchAt === null || lastRefusal.at > lastLaunchAt)) {
    if (isAboutRedirect(lastRefusal)) return failed('redirect-uri', { address: launchUrl });
    if (isForAdministrator(lastRefusal.code)) return failed('last-refused', { found: lastRefusal.code });
  }
  if (isStuck(history, now)) return failed('launches-do-not-arrive', { address: launchUrl });
  if (lastLaunchAt !== null) return ok('launches-arrive', { at: lastLaunchAt.toISOString() });
  return unknown('no-launch-yet');
}

/** Platforms that come back to say that our address is not theirs; Moodle shows a page of its own instead. */
const isAboutRedirect = ({ code, found }: NonNullable<LaunchHistory['lastRefusal']>): boolean =>
  code === 'platform-error' && /redirect/i.test(found ?? '');

/** What a person causes alone (a page sent twice, a cookie refused) says nothing about the registration. */
function isForAdministrator(code: string): code is LtiRefusal {
  const known = ltiRefusals.find(one => one === code);
  if (known === undefined) return false;
  return known === 'platform-keys-unreadable' || adviceFor(known) === 'tell-administrator';
}

function isStuck({ lastLoginAt, lastLaunchAt, openLogins }: LaunchHistory, now: Date): boolean {
  if (lastLoginAt === null || now.getTime() - lastLoginAt.getTime() < onTheWayMs) return false;
  return openLogins >= (lastLaunchAt === null ? 1 : manyLogins);
}
