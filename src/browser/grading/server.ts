import {
  type DraftsAnswer,
  type PanelModel,
  type PresenceAnswer,
  type SaveRequest,
} from '../../features/grading/domain/panel.ts';
import { getJson, postJson } from '../tab/askServer.ts';
import { type PostResult } from './saveQueue.ts';

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
      // Outlives the page when somebody closes it in this moment.
      const answer = await postJson<PostResult | { readonly error: unknown }>(
        `${address}/${personId}`,
        csrf,
        request,
        () => true,
      );
      if (answer.kind !== 'answered') return answer;
      return 'kind' in answer.value ? answer.value : { kind: 'refused' };
    },
    async presence(person) {
      const answer = await postJson<PresenceAnswer>(`${address}/presence`, csrf, { person });
      return answer.kind === 'answered' && answer.ok ? answer.value : null;
    },
    drafts: ids => getJson<DraftsAnswer>(`${address}/drafts?ids=${ids.join(',')}`),
  };
}
