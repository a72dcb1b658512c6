import { browserCookie, type CookieChange } from '../web/browserCookie.ts';
import { type PublicRequest } from '../web/route.ts';
import { type LoginState, stateLifeMs } from './state.ts';

/** More than a person opens at once. The header of a request has room for several times as many. */
const mostAtOnce = 20;
/** The answer that looks whether a browser keeps cookies is followed at once. */
const checkSeconds = 60;

type Shown = Pick<PublicRequest, 'headers'>;

/** What a login and its answer have to do with cookies. */
interface Begun {
  /** What the state is bound to. */
  readonly browser: string;
  readonly state: LoginState;
}

/**
 * What a login sets: a browser that has its cookie keeps it for longer, any other gets one for this login alone,
 * because answers to other logins may be on their way to it.
 * @param isCheck whether the login begins again at once, to see whether the cookie comes back
 */
export function cookiesOfLogin(
  publicUrl: string,
  { headers }: Shown,
  { browser, state }: Begun,
  isCheck: boolean,
): Required<CookieChange> {
  const cookie = browserCookie(publicUrl);
  const header = cookieHeader(headers);
  if (cookie.readKept(header) !== null) return { setBrowser: browser, setLogin: null };
  // Its state is bound to the first of them, which proves it too as long as that is there.
  if (cookie.countLogins(header) >= mostAtOnce) return { setBrowser: null, setLogin: null };
  const seconds = isCheck ? checkSeconds : stateLifeMs / 1000;
  return { setBrowser: null, setLogin: { id: state.id, value: browser, seconds } };
}

/** The value that this login's own cookie brings back; null when there is none. */
export const readLoginCookie = (publicUrl: string, { headers }: Shown, loginId: string): string | null =>
  browserCookie(publicUrl).readLogin(cookieHeader(headers), loginId);

/** What an accepted launch says of the browser. */
interface Accepted {
  /** What its session is bound to. */
  readonly browser: string;
  /** Where the platform keeps that instead of a cookie; null: it does not. */
  readonly storage: object | null;
  /** The login that has a cookie of its own; null: it has none. */
  readonly endedLogin: string | null;
}

/** What an accepted launch changes: the browser's value stays, and its login's own cookie has done its work. */
export function cookiesOfLaunch(
  publicUrl: string,
  { headers }: Shown,
  { browser, storage, endedLogin }: Accepted,
): Required<CookieChange> {
  const isKept = storage !== null || browserCookie(publicUrl).readKept(cookieHeader(headers)) !== null;
  return {
    setBrowser: isKept ? null : browser,
    setLogin: endedLogin === null ? null : { id: endedLogin, value: '', seconds: 0 },
  };
}

function cookieHeader({ cookie }: PublicRequest['headers']): string | undefined {
  return typeof cookie === 'string' ? cookie : undefined;
}
