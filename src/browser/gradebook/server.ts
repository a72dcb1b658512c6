import {
  type ChangesAnswer,
  type GridModel,
  type SaveAnswer,
  type SaveRequest,
} from '../../features/gradebook/domain/grid.ts';
import { getJson, postJson } from '../tab/askServer.ts';

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

/** A browser lets requests that outlive their page carry 64 KiB together. */
const mostKeptAlive = 30_000;

export function createGridServer({ address, csrf }: Pick<GridModel, 'address' | 'csrf'>): GridServer {
  return {
    async save(request) {
      const isSmall = (body: string): boolean => body.length < mostKeptAlive;
      const answer = await postJson<SaveAnswer>(`${address}/marks`, csrf, request, isSmall);
      if (answer.kind !== 'answered') return answer;
      return answer.ok ? answer.value : { kind: 'refused' };
    },
    changes: since => getJson<ChangesAnswer>(`${address}/changes?since=${encodeURIComponent(since)}`),
  };
}
