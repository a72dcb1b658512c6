/**
 * One random value a browser, kept in a cookie that a framed page gets back although third-party cookies are
 * blocked: SameSite=None; Secure; Partitioned (CHIPS). With https it carries the `__Host-` prefix, so no other
 * host can set it; on http loopback the prefix is not allowed everywhere, so the plain name is used.
 */
export interface BrowserCookie {
  readonly name: string;
  read(cookieHeader: string | undefined): string | null;
  header(value: string): string;
}

const valuePattern = /^[A-Za-z0-9_-]{43}$/;
/** Whether this can be a value of ours: 32 random bytes in base64url. */
export const isBrowserValue = (value: string): boolean => valuePattern.test(value);
const maxAgeSeconds = 30 * 24 * 3600;

export function browserCookie(publicUrl: string): BrowserCookie {
  const name = publicUrl.startsWith('https://') ? '__Host-tirek' : 'tirek';
  return {
    name,
    read(cookieHeader) {
      for (const part of (cookieHeader ?? '').split(';')) {
        const at = part.indexOf('=');
        if (part.slice(0, at).trim() !== name) continue;
        const value = part.slice(at + 1).trim();
        if (isBrowserValue(value)) return value;
      }
      return null;
    },
    header(value) {
      return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; Secure; SameSite=None; Partitioned`;
    },
  };
}
