import { type Registration } from './registration.ts';

/** The origins of platforms' own pages: issuer and authorisation address. They may frame ours. */
export function framingOrigins(registrations: readonly Registration[]): string[] {
  const addresses = registrations.flatMap(({ issuer, authUrl }) => [issuer, authUrl]);
  return [...new Set(addresses.map(url => new URL(url).origin))];
}

/**
 * Whether the browser loads this into a frame (Fetch Metadata). Browsers without the header are taken for windows:
 * they are then told at the launch that their cookie did not come back.
 */
export function isFramed(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const destination = headers['sec-fetch-dest'];
  return destination === 'iframe' || destination === 'frame';
}
