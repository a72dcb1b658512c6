import { type IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { isBrowserValue } from './browserCookie.ts';

/**
 * A session without cookies. Its tab holds a token in the place of the cookie's value, and sends it in a header or in
 * a field of a form, never in an address. The tab keeps it in sessionStorage; where the browser forbids that too, the
 * platform keeps it for the tab.
 */
export interface PlatformStorage {
  /** The name of the platform's frame, or `_parent`. */
  readonly target: string;
  /** The only origin that messages go to and are taken from. */
  readonly origin: string;
}

/** The header and the field that carry the token. */
const header = 'x-tirek-tab';
const field = z.object({ _tab: z.string() });

/** The token of a request's header; null when there is none. */
export function tabTokenOfHeader(headers: IncomingHttpHeaders): string | null {
  const value = headers[header];
  return typeof value === 'string' && isBrowserValue(value) ? value : null;
}

/** The token in a form that was sent; null when there is none. */
export function tabTokenOfForm(body: unknown): string | null {
  const parsed = field.safeParse(body);
  return parsed.success && isBrowserValue(parsed.data._tab) ? parsed.data._tab : null;
}
