import { randomBytes } from 'node:crypto';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { readConfig } from '../../src/config.ts';
import { createCourseStore, enterCourse } from '../../src/features/course/index.ts';
import { createRosterStore } from '../../src/features/roster/index.ts';
import { type Lang } from '../../src/i18n/index.ts';
import { asId, type CourseId, type PersonId } from '../../src/kernel/ids.ts';
import { type CourseRole } from '../../src/kernel/permissions.ts';
import { silentLog } from '../../src/log.ts';
import { createSealer, randomToken } from '../../src/secrets/sealer.ts';
import { createTirek, type Tirek } from '../../src/tirek.ts';
import { browserCookie } from '../../src/web/browserCookie.ts';
import { createSessionStore } from '../../src/web/sessionStore.ts';
import { startTestStore, type TestStore } from './store.ts';
import { createHttpServer } from '../../src/web/httpServer.ts';

/** Somebody inside a launch, as if an LMS had sent them. */
export interface Visitor {
  readonly base: string;
  /** For the Cookie header of requests. */
  readonly cookie: string;
  readonly csrf: string;
  readonly courseId: CourseId;
  readonly personId: PersonId;
  readonly cookieName: string;
  readonly cookieValue: string;
}

export interface InProcess {
  readonly tirek: Tirek;
  readonly store: TestStore;
  readonly url: string;
  visit(visitor: {
    role: CourseRole;
    lang?: Lang;
    sub?: string;
    course?: string;
    names?: [string, string];
  }): Promise<Visitor>;
  stop(): Promise<void>;
}

const secretKey = 'a secret key of tests, long enough to be one';

/** The whole tool on a fresh store and a free port, without an LMS. */
export async function startInProcess(now: () => Date = () => new Date()): Promise<InProcess> {
  const store = await startTestStore();
  const { server, serve } = createHttpServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const config = readConfig({ PUBLIC_URL: url, PRACTICE_LMS: 'off' });
  const tirek = await createTirek({ config, store, secretKey, log: silentLog, now });
  serve(tirek.app);
  const sealer = createSealer(secretKey);
  const stores = {
    courses: createCourseStore(store.connection),
    roster: createRosterStore(store.connection),
  };
  const sessions = createSessionStore(store.connection);
  const registrationId = asId<'registration'>(randomBytes(12).toString('hex'));
  const { name: cookieName } = browserCookie(url);
  return {
    tirek,
    store,
    url,
    async visit({ role, lang = 'kk', sub = `${role}-1`, course = 'course-1', names }) {
      const entered = await enterCourse(
        stores,
        {
          registrationId,
          deploymentId: '1',
          context: { id: course, title: 'Деректерді талдау негіздері' },
          person: { sub, ...(names === undefined ? {} : { familyName: names[0], givenName: names[1] }) },
          role,
          locale: lang,
          services: { lineItemsUrl: null, agsScopes: [], nrpsUrl: null, productFamily: null },
        },
        now(),
      );
      const browser = randomToken();
      const session = { ...entered, lang, registrationId, role, frameAncestors: ['https://lms.example'] };
      const id = await sessions.create(session, browser, now());
      return {
        base: `/l/${id}`,
        cookie: `${cookieName}=${browser}`,
        csrf: sealer.sign('csrf', id),
        courseId: entered.courseId,
        personId: entered.personId,
        cookieName,
        cookieValue: browser,
      };
    },
    async stop() {
      await closeServer(server);
      await tirek.stop();
      await store.stop();
    },
  };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise(resolve => server.close(() => resolve()));
}
