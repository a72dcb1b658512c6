import { type Connection } from 'mongoose';
import { type Lang } from '../../i18n/index.ts';
import { type Route } from '../../web/route.ts';
import { type Signature, type SyllabusVersion } from '../syllabus/index.ts';
import { type ApprovalParts, approvalRoutes } from './approvalRoutes.ts';
import { type ApprovalServiceParts, createApprovalService } from './approvalService.ts';
import { createApprovalStore } from './approvalStore.ts';
import { changesRoutes } from './changesRoutes.ts';
import { usualSteps } from './domain/process.ts';
import { signaturesOf } from './signatures.ts';

export interface ApprovalRoom {
  readonly routes: Route[];
  /** Who has agreed to a version, for its official form. */
  readonly signaturesOf: (version: SyllabusVersion, lang: Lang) => Promise<readonly Signature[]>;
}

export function createApprovalRoom(
  parts: Omit<ApprovalParts, 'store' | 'service'> &
    Pick<ApprovalServiceParts, 'syllabus' | 'now'> & { readonly connection: Connection },
): ApprovalRoom {
  const store = createApprovalStore(parts.connection);
  const stepsOf = () => Promise.resolve(usualSteps);
  const service = createApprovalService({ ...parts, store, stepsOf });
  return {
    routes: [...approvalRoutes({ ...parts, store, service }), ...changesRoutes(parts)],
    signaturesOf: (version, lang) => signaturesOf({ ...parts, store }, version, lang),
  };
}
