import { tabHeaders } from './tabToken.ts';

/** A question without an answer in this time counts as lost. */
const timeoutMs = 15_000;

/** The server's answer, or why there is none. */
export type Answer<T> =
  | { readonly kind: 'answered'; readonly ok: boolean; readonly value: T }
  /** No connection, a timeout, a server that is away: worth another try. */
  | { readonly kind: 'unreachable' }
  /** The session has ended: only a new launch helps. */
  | { readonly kind: 'ended' };

/**
 * Posts a value as JSON and reads the JSON of the answer.
 * @param keepalive lets the request outlive its page; a browser lets such requests carry 64 KiB together
 */
export async function postJson<T>(
  address: string,
  csrf: string,
  value: unknown,
  keepalive: (body: string) => boolean = () => false,
): Promise<Answer<T>> {
  const body = JSON.stringify(value);
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        ...tabHeaders(),
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'X-CSRF-Token': csrf,
      },
      body,
      keepalive: keepalive(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 401) return { kind: 'ended' };
    if (response.status === 429 || response.status >= 500) return { kind: 'unreachable' };
    return { kind: 'answered', ok: response.ok, value: (await response.json()) as T };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** Null: no answer that says anything. */
export async function getJson<T>(address: string): Promise<T | null> {
  try {
    const response = await fetch(address, {
      headers: { ...tabHeaders(), Accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}
