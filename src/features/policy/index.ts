import { type Connection } from 'mongoose';
import { type Route } from '../../web/route.ts';
import { type InstitutionPages } from '../connect/index.ts';
import { type FindPolicyMoves } from '../grading/index.ts';
import { createFindMoves } from './moveHistory.ts';
import { createMoveStore } from './moveStore.ts';
import { policyPages } from './policyPages.ts';
import { policyRoutes } from './policyRoutes.ts';
import { createPolicyService, type PolicyServiceParts } from './policyService.ts';

export interface PolicyRoom {
  readonly routes: readonly Route[];
  /** The institution's policy in the console. */
  readonly pages: InstitutionPages;
  /** What moves of a course have changed for a student. */
  readonly findMoves: FindPolicyMoves;
}

/** The institution's grading policy: read in words, made in versions, courses moved between them. */
export function createPolicyRoom(
  parts: Omit<PolicyServiceParts, 'moves'> & { readonly connection: Connection },
): PolicyRoom {
  const moves = createMoveStore(parts.connection);
  const service = createPolicyService({ ...parts, moves });
  return {
    routes: policyRoutes(parts),
    pages: policyPages({ service, now: parts.now }),
    findMoves: createFindMoves({ ...parts, moves }),
  };
}
