import { type Connection } from 'mongoose';
import { langOfLocale } from '../../i18n/lang.ts';
import {
  type AdministrateLaunch,
  type CheckStep,
  type Lti,
  type RecordLaunchOutcome,
  type Registration,
} from '../../lti/index.ts';
import { type Log } from '../../log.ts';
import { type Sealer } from '../../secrets/sealer.ts';
import { type PublicRoute } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type ReadDepartment } from '../department/index.ts';
import { type Queues } from '../gradesync/index.ts';
import { byHandRoutes } from './byHandRoutes.ts';
import { createCheckStore } from './checkStore.ts';
import { createConsoleSessionStore } from './consoleSessionStore.ts';
import { doorRoutes } from './doorRoutes.ts';
import { type InstitutionPages } from './institution.ts';
import { institutionRoutes } from './institutionPages.ts';
import { invitationRoutes } from './invitationRoutes.ts';
import { createLaunchLog } from './launchLog.ts';
import { createLaunchLogStore } from './launchLogStore.ts';
import { type ConnectParts } from './parts.ts';
import { platformRoutes } from './platformRoutes.ts';
import { queueRoutes } from './queueRoutes.ts';
import { registerRoutes } from './registerRoutes.ts';
import { removeRoutes } from './removeRoutes.ts';
import { reportRoutes } from './reportRoutes.ts';
import { runSelfCheck } from './selfCheckService.ts';

/** Connecting LMSs and looking after the connections. */
export interface Connect {
  readonly routes: PublicRoute[];
  /** Never fails and never waits. */
  readonly recordLaunchOutcome: RecordLaunchOutcome;
  /** Tries what a platform needs and keeps what was found. */
  check(registration: Registration): Promise<CheckStep[]>;
  /** A link that opens the operator's console once, within ten minutes. */
  consoleLink(): Promise<{ url: string; expiresAt: Date }>;
  /**
   * Lets an LMS's administrator into the console of that LMS's own connection: by a link whose address is `/console`,
   * or by a launch outside of courses (Canvas places tools in an account's menu).
   */
  readonly administrate: AdministrateLaunch;
  /** Writes down what is waiting. */
  stop(): Promise<void>;
}

export interface CreateConnectParts {
  readonly connection: Connection;
  readonly lti: Lti;
  readonly courses: Pick<CourseStore, 'findNewest' | 'countOf'>;
  readonly sealer: Sealer;
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly log: Log;
  /** The queues of grades, for the administrator's page. */
  readonly queues?: Queues;
  /** The report on all syllabi of a platform, for the administrator's page. */
  readonly department?: ReadDepartment;
  /** Pages of other rooms about one platform's institution. */
  readonly institutionPages?: readonly InstitutionPages[];
}

export function createConnect(given: CreateConnectParts): Connect {
  const { connection, publicUrl, now, log } = given;
  const sessions = createConsoleSessionStore(connection);
  const launchLog = createLaunchLog({ store: createLaunchLogStore(connection), now, log });
  const checks = createCheckStore(connection);
  const { institutionPages = [] } = given;
  const parts: ConnectParts = { ...given, institutionPages, sessions, launchLog, checks };
  return {
    routes: [
      ...registerRoutes({ dynamicRegistration: given.lti.dynamicRegistration }),
      ...doorRoutes(parts),
      ...platformRoutes(parts),
      ...removeRoutes(parts),
      ...invitationRoutes(parts),
      ...byHandRoutes(parts),
      ...queueRoutes(parts),
      ...reportRoutes(parts),
      ...institutionRoutes(parts),
    ],
    recordLaunchOutcome: outcome => launchLog.record(outcome),
    check: registration => runSelfCheck(parts, registration),
    async consoleLink() {
      const { key, expiresAt } = await sessions.createLink(now());
      return { url: `${publicUrl}/console/open?key=${key}`, expiresAt };
    },
    async administrate({ isAdministrator, targetLinkUri, context, registrationId, locale }, door) {
      const isMeant = context === null || new URL(targetLinkUri).pathname === '/console';
      if (!isAdministrator || !isMeant) return null;
      const lang = langOfLocale(locale ?? undefined) ?? 'kk';
      const { frameAncestors, storage } = door;
      const session = { registrationId, lang, frameAncestors, storage };
      const id = await sessions.create(session, door.browser, now());
      log.info({ action: 'open', session: id, scope: registrationId }, 'console-action');
      return { redirectTo: `/console/${id}/` };
    },
    stop: () => launchLog.flush(),
  };
}
