/**
 * One random value a browser, kept in a cookie that a framed page gets back although third-party cookies are
 * blocked: SameSite=None; Secure; Partitioned (CHIPS). With https it carries the `__Host-` prefix, so no other
 * host can set it; on http loopback the prefix is not allowed everywhere, so the plain name is used.
 *
 * Only a launch sets it: answers to first logins that were sent at the same time would overwrite each other's. Until
 * then each login has a cookie of its own, with the same attributes. Browsers list the one first that they had first
 * (RFC 6265, section 5.4), so launches at the same time agree on the value that becomes the browser's (decision 11).
 */
export interface BrowserCookie {
  readonly name: string;
  /** The browser's value: of its cookie, else of the login's cookie that it had first. */
  read(cookieHeader: string | undefined): string | null;
  /** The value of the browser's cookie alone. */
  readKept(cookieHeader: string | undefined): string | null;
  /** The value that the cookie of this login brings back; null when there is none. */
  readLogin(cookieHeader: string | undefined, loginId: string): string | null;
  /** How many logins' cookies a browser shows. */
  countLogins(cookieHeader: string | undefined): number;
  /** The `Set-Cookie` headers that make a change. */
  headers(change: CookieChange): readonly string[];
}

/** What an answer does to the browser's cookies. */
export interface CookieChange {
  /** Sets the browser's cookie; null or absent: it stays as it is. */
  readonly setBrowser?: string | null;
  /** Sets or takes away the cookie of one login; null or absent: they stay as they are. */
  readonly setLogin?: LoginCookie | null;
}

/** The cookie of one login; `seconds` 0 takes it away. */
interface LoginCookie {
  /** URL-safe characters: it becomes part of the cookie's name. */
  readonly id: string;
  readonly value: string;
  readonly seconds: number;
}

const valuePattern = /^[A-Za-z0-9_-]{43}$/;
/** Whether this can be a value of ours: 32 random bytes in base64url. */
export const isBrowserValue = (value: string): boolean => valuePattern.test(value);
const maxAgeSeconds = 30 * 24 * 3600;

export function browserCookie(publicUrl: string): BrowserCookie {
  const name = publicUrl.startsWith('https://') ? '__Host-tirek' : 'tirek';
  const loginName = `${name}-login-`;
  const isKept = (one: string): boolean => one === name;
  const isLogin = (one: string): boolean => one.startsWith(loginName);
  const setting = (cookie: string, value: string, seconds: number): string =>
    `${cookie}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=None; Partitioned`;
  return {
    name,
    read: header => firstValue(header, isKept) ?? firstValue(header, isLogin),
    readKept: header => firstValue(header, isKept),
    readLogin: (header, loginId) => firstValue(header, one => one === loginName + loginId),
    countLogins: header => (header ?? '').split(loginName).length - 1,
    headers({ setBrowser, setLogin }) {
      const set: string[] = [];
      if (setBrowser != null) set.push(setting(name, setBrowser, maxAgeSeconds));
      if (setLogin != null) set.push(setting(loginName + setLogin.id, setLogin.value, setLogin.seconds));
      return set;
    },
  };
}

/** The first value of ours in a `Cookie` header under such a name. */
function firstValue(header: string | undefined, isNamed: (name: string) => boolean): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (!isNamed(part.slice(0, at).trim())) continue;
    const value = part.slice(at + 1).trim();
    if (isBrowserValue(value)) return value;
  }
  return null;
}
