import {
  type ChangesAnswer,
  type GridModel,
  type SaveAnswer,
  type SaveRequest,
} from '../../features/gradebook/domain/grid.ts';
import { tabHeaders } from '../tab/tabToken.ts';

/** The server's answer, or why there is none. */
export type PostResult =
  | SaveAnswer
  /** No connection, a timeout, a server that is away: worth another try. */
  | { readonly kind: 'unreachable' }
  /** The session has ended: only a new launch helps. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'refused' };

export interface GridServer {
  save(request: SaveRequest): Promise<PostResult>;
  /** Null: no answer. */
  changes(since: string): Promise<ChangesAnswer | null>;
}

const timeoutMs = 15_000;
/** A browser lets requests that outlive their page carry 64 KiB together. */
const mostKeptAlive = 30_000;

export function createGridServer({ address, csrf }: Pick<GridModel, 'address' | 'csrf'>): GridServer {
  return {
    async save(request) {
      const body = JSON.stringify(request);
      try {
        const response = await fetch(`${address}/marks`, {
          method: 'POST',
          headers: {
            ...tabHeaders(),
            Accept: 'application/json',
            'Content-Type': 'application/json',
            'X-CSRF-Token': csrf,
          },
          body,
          keepalive: body.length < mostKeptAlive,
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (response.status === 401) return { kind: 'ended' };
        if (response.status === 429 || response.status >= 500) return { kind: 'unreachable' };
        return response.ok ? ((await response.json()) as SaveAnswer) : { kind: 'refused' };
      } catch {
        return { kind: 'unreachable' };
      }
    },
    async changes(since) {
      try {
        const response = await fetch(`${address}/changes?since=${encodeURIComponent(since)}`, {
          headers: { ...tabHeaders(), Accept: 'application/json' },
          signal: AbortSignal.timeout(timeoutMs),
        });
        return response.ok ? ((await response.json()) as ChangesAnswer) : null;
      } catch {
        return null;
      }
    },
  };
}
