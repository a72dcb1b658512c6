import { random } from '../secrets/random.ts';

/**
 * One random value a browser, kept in a cookie that a framed page gets back although third-party cookies are
 * blocked: SameSite=None; Secure; Partitioned (CHIPS). With https it carries the `__Host-` prefix, so no other
 * host can set it; on http loopback the prefix is not allowed everywhere, so the plain name is used.
 *
 * Logins that a browser sends before it has the cookie each draw a value, and the last answer wins. So each of them
 * has a cookie of its own besides, with the same attributes, until its launch (decision 11).
 */
export interface BrowserCookie {
  readonly name: string;
  read(cookieHeader: string | undefined): string | null;
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
export interface LoginCookie {
  /** URL-safe characters: it becomes part of the cookie's name. */
  readonly id: string;
  readonly value: string;
  readonly seconds: number;
}

const valuePattern = /^[A-Za-z0-9_-]{43}$/;
/** Whether this can be a value of ours: 32 bytes in base64url. */
export const isBrowserValue = (value: string): boolean => valuePattern.test(value);

const timeBytes = 6;
/** 208 random bits behind the moment at which they were drawn, so that it can be told whether a value is new. */
export function newBrowserValue(now: Date): string {
  const value = Buffer.concat([Buffer.alloc(timeBytes), random(32 - timeBytes)]);
  value.writeUIntBE(now.getTime(), 0, timeBytes);
  return value.toString('base64url');
}

/** For so long, answers to other logins of the browser may be on their way, in milliseconds. */
const newMs = 60_000;
export function isNewBrowserValue(value: string, now: Date): boolean {
  const drawnAt = Buffer.from(value, 'base64url').readUIntBE(0, timeBytes);
  return Math.abs(now.getTime() - drawnAt) < newMs;
}

const maxAgeSeconds = 30 * 24 * 3600;

export function browserCookie(publicUrl: string): BrowserCookie {
  const name = publicUrl.startsWith('https://') ? '__Host-tirek' : 'tirek';
  const loginName = `${name}-login-`;
  const setting = (cookie: string, value: string, seconds: number): string =>
    `${cookie}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=None; Partitioned`;
  return {
    name,
    read: cookieHeader => valueOf(cookieHeader, name),
    readLogin: (cookieHeader, loginId) => valueOf(cookieHeader, loginName + loginId),
    countLogins: cookieHeader => (cookieHeader ?? '').split(loginName).length - 1,
    headers({ setBrowser, setLogin }) {
      const set: string[] = [];
      if (setBrowser != null) set.push(setting(name, setBrowser, maxAgeSeconds));
      if (setLogin != null) set.push(setting(loginName + setLogin.id, setLogin.value, setLogin.seconds));
      return set;
    },
  };
}

function valueOf(cookieHeader: string | undefined, name: string): string | null {
  for (const part of (cookieHeader ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() !== name) continue;
    const value = part.slice(at + 1).trim();
    if (isBrowserValue(value)) return value;
  }
  return null;
}
