import { openPlatformStorage, type StorageAddress } from './platformStorage.ts';

/**
 * The token of a tab that works without cookies. The page has it for its own requests; between pages sessionStorage
 * keeps it, or, where the browser forbids a framed page that too, the LMS's page.
 */

/** The session that an address of ours belongs to; null outside of one. */
export function sessionOf(path: string): string | null {
  return /^\/(?:l|console)\/([0-9a-f]{24})(?:\/|$)/.exec(path)?.[1] ?? null;
}

const keyOf = (session: string): string => `tirek-tab-${session}`;

export async function keepToken(session: string, token: string, address: StorageAddress): Promise<void> {
  try {
    sessionStorage.setItem(keyOf(session), token);
  } catch {
    const storage = await openPlatformStorage(address);
    await storage.put(keyOf(session), token);
  }
}

export async function findToken(session: string, address: StorageAddress): Promise<string | null> {
  try {
    const kept = sessionStorage.getItem(keyOf(session));
    if (kept !== null) return kept;
  } catch {
    // Then the LMS's page has it.
  }
  const storage = await openPlatformStorage(address);
  return storage.get(keyOf(session));
}

/** The token that the server printed on this page; null where there is a cookie. */
export function tokenOfPage(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name="tirek-tab"]')?.content ?? null;
}

/** What every request of a page's script carries. */
export function tabHeaders(): Record<string, string> {
  const token = tokenOfPage();
  return token === null ? {} : { 'X-Tirek-Tab': token };
}
