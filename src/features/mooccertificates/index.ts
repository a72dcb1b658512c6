import { type Connection } from 'mongoose';
import { type Sealer } from '../../secrets/sealer.ts';
import { type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { createBadgeKeys } from './badgeKeys.ts';
import { createBadgeKeyStore } from './badgeKeyStore.ts';
import { badgeRoutes } from './badgeRoutes.ts';
import { createSignBadge } from './badgeService.ts';
import { centreRoutes } from './centreRoutes.ts';
import { createIssueService } from './issueService.ts';
import { createIssuedStore } from './issuedStore.ts';
import { ownRoutes } from './ownRoutes.ts';
import { type CertificatePorts } from './ports.ts';
import { verifyRoute } from './verifyRoute.ts';

export { type CertifiedMooc } from './domain/certificate.ts';

export interface MoocCertificatesParts {
  readonly connection: Connection;
  readonly sealer: Sealer;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly ports: CertificatePorts;
  readonly publicUrl: string;
  readonly now: () => Date;
}

/** Certificates that an institution's MOOC centre issues to those who completed an online course. */
export function createMoocCertificates(given: MoocCertificatesParts): Route[] {
  const store = createIssuedStore(given.connection);
  const service = createIssueService({ ...given, store });
  const keys = createBadgeKeys(createBadgeKeyStore(given.connection), given.sealer, given.now);
  const parts = { ...given, store, service, keys, signBadge: createSignBadge({ ...given, keys }) };
  // "own" stands before the ids of certificates.
  return [...ownRoutes(parts), ...centreRoutes(parts), verifyRoute(parts), ...badgeRoutes(parts)];
}
