import {
  type DraftsAnswer,
  type PanelModel,
  type PresenceAnswer,
  type SaveRequest,
} from '../../features/grading/domain/panel.ts';
import { tabHeaders } from '../tab/tabToken.ts';
import { type PostResult } from './saveQueue.ts';

const timeoutMs = 10_000;

/** The panel's two questions to its server. */
export interface PanelServer {
  save(personId: string, request: SaveRequest): Promise<PostResult>;
  /** Says which student is on screen; null: no answer. */
  presence(personId: string): Promise<PresenceAnswer | null>;
  /** Null: no answer. */
  drafts(ids: readonly string[]): Promise<DraftsAnswer | null>;
}

export function createPanelServer({ address, csrf }: Pick<PanelModel, 'address' | 'csrf'>): PanelServer {
  return {
    async save(personId, request) {
      try {
        const response = await fetch(`${address}/${personId}`, {
          method: 'POST',
          headers: {
            ...tabHeaders(),
            Accept: 'application/json',
            'Content-Type': 'application/json',
            'X-CSRF-Token': csrf,
          },
          body: JSON.stringify(request),
          // Outlives the page when somebody closes it in this moment.
          keepalive: true,
          signal: AbortSignal.timeout(timeoutMs),
        });
        return await readAnswer(response);
      } catch {
        return { kind: 'unreachable' };
      }
    },
    async presence(person) {
      try {
        const response = await fetch(`${address}/presence`, {
          method: 'POST',
          headers: {
            ...tabHeaders(),
            Accept: 'application/json',
            'Content-Type': 'application/json',
            'X-CSRF-Token': csrf,
          },
          body: JSON.stringify({ person }),
          signal: AbortSignal.timeout(timeoutMs),
        });
        return response.ok ? ((await response.json()) as PresenceAnswer) : null;
      } catch {
        return null;
      }
    },
    async drafts(ids) {
      try {
        const response = await fetch(`${address}/drafts?ids=${ids.join(',')}`, {
          headers: { ...tabHeaders(), Accept: 'application/json' },
          signal: AbortSignal.timeout(timeoutMs),
        });
        return response.ok ? ((await response.json()) as DraftsAnswer) : null;
      } catch {
        return null;
      }
    },
  };
}

async function readAnswer(response: Response): Promise<PostResult> {
  if (response.status === 401) return { kind: 'ended' };
  if (response.status === 429 || response.status >= 500) return { kind: 'unreachable' };
  const answer = (await response.json()) as PostResult | { readonly error: unknown };
  return 'kind' in answer ? answer : { kind: 'refused' };
}
