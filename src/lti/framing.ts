import { parseHttpUrl } from './addresses.ts';
import { isSharedIssuer } from './registering/platformConfiguration.ts';
import { type Registration } from './registration.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The origins of platforms' own pages, and those that were allowed for them. They may frame ours. */
export function framingOrigins(registrations: readonly Registration[]): string[] {
  const origins = registrations.flatMap(({ issuer, authUrl, frames }) => [
    new URL(issuer).origin,
    new URL(authUrl).origin,
    ...frames.filter(({ status }) => status === 'active').map(({ origin }) => origin),
  ]);
  return [...new Set(origins)];
}

/** What a verified launch tells of the page around it. */
export interface LaunchFrames {
  /** Who may frame the pages of this launch. */
  readonly origins: readonly string[];
  /** The login's page, when it may not and an administrator has yet to decide. */
  readonly waiting: string | null;
}

/**
 * Who may frame the pages of a launch that has been verified. The page that its login came from may, where its host is
 * that of the platform or below it. Where schools share an issuer, hosts below the vendor's are other schools': there,
 * and for every other host, an administrator confirms. Anybody can put a login into a page of his own, and a good launch
 * of the person in front of it would follow, so "the launch was good" is not enough.
 *
 * @param page origin of the login's page; null when it is not known
 */
export function launchFrames(registration: Registration, page: string | null): LaunchFrames {
  const origins = framingOrigins([registration]);
  if (page === null || origins.includes(page)) return { origins, waiting: null };
  const url = parseHttpUrl(page);
  if (url?.protocol !== 'https:') return { origins, waiting: null };
  if (isBelow(registration, url)) return { origins: [...origins, page], waiting: null };
  const isKnown = registration.frames.some(({ origin }) => origin === page);
  return { origins, waiting: isKnown ? null : page };
}

function isBelow({ issuer, authUrl }: Registration, { hostname }: URL): boolean {
  if (isSharedIssuer(issuer)) return false;
  return [issuer, authUrl].some(address => {
    const own = new URL(address).hostname;
    return hostname === own || hostname.endsWith(`.${own}`);
  });
}

/**
 * The origin of the page that a login came from: of the form that was sent, or of the frame's page (Fetch Standard,
 * `Origin`; where a form's page hides it, and for addresses that are simply opened, the referrer's origin).
 */
export function pageOrigin({ origin, referer }: Headers, publicUrl: string): string | null {
  for (const value of [origin, referer]) {
    const found = typeof value === 'string' ? (parseHttpUrl(value)?.origin ?? null) : null;
    if (found !== null && found !== publicUrl && found.length <= longestOrigin) return found;
  }
  return null;
}

/** A host has at most 253 characters (RFC 1035, section 2.3.4). */
const longestOrigin = 300;

/**
 * Whether the browser loads this into a frame (Fetch Metadata). Where a browser does not say so (Safari before 16.4), an
 * LMS that offers its storage most likely shows the tool in a frame of its page; others are taken for windows, and are
 * told at the launch that their cookie did not come back. Programs that test a tool are no browsers and have no frames.
 */
export function isFramed(headers: Headers, offersStorage: boolean): boolean {
  const destination = headers['sec-fetch-dest'];
  if (destination === undefined) return offersStorage && /^Mozilla\//.test(String(headers['user-agent']));
  return destination === 'iframe' || destination === 'frame';
}
