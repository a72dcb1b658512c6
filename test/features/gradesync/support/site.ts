import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import request, { type Test } from 'supertest';
import { createApp } from '../../../../src/app.ts';
import {
  createCourseStore,
  enterCourse,
  type CourseServices,
} from '../../../../src/features/course/index.ts';
import {
  createGradeSync,
  createSyncStores,
  type GradeSync,
  type SyncStores,
} from '../../../../src/features/gradesync/index.ts';
import { createRosterStore } from '../../../../src/features/roster/index.ts';
import { type Lang } from '../../../../src/i18n/index.ts';
import { asId, type CourseId, type PersonId, type RegistrationId } from '../../../../src/kernel/ids.ts';
import { type CourseRole } from '../../../../src/kernel/permissions.ts';
import { silentLog } from '../../../../src/log.ts';
import { createSealer, randomToken } from '../../../../src/secrets/sealer.ts';
import { ensureIndexes } from '../../../../src/store/index.ts';
import { browserCookie } from '../../../../src/web/browserCookie.ts';
import { type Route } from '../../../../src/web/route.ts';
import { createSessionStore } from '../../../../src/web/sessionStore.ts';
import { startTestStore, type TestStore } from '../../../support/store.ts';
import { seeded, testClock, type TestClock } from './clock.ts';
import { FakePlatform } from './fakePlatform.ts';
import { Grades } from './world.ts';

/** A course with a class, its grades, and the room's pages over HTTP. */
export interface Site {
  readonly store: TestStore;
  readonly stores: SyncStores;
  readonly clock: TestClock;
  readonly platform: FakePlatform;
  readonly grades: Grades;
  readonly sync: GradeSync;
  readonly url: string;
  readonly courseId: CourseId;
  /** Students 1, 2, … by number. */
  readonly students: readonly PersonId[];
  release(scores: readonly (string | null)[]): Promise<void>;
  visit(role: CourseRole, lang?: Lang): Promise<Visitor>;
  stop(): Promise<void>;
}

export interface Visitor {
  readonly base: string;
  readonly cookieName: string;
  readonly cookieValue: string;
  get(path: string): Test;
  post(path: string, body: Record<string, string>): Test;
}

const services: CourseServices = {
  lineItemsUrl: 'https://lms.example/lineitems',
  agsScopes: [],
  nrpsUrl: null,
  productFamily: null,
};
const registrationId: RegistrationId = asId<'registration'>('e'.repeat(24));
const secret = 'a secret key of tests, long enough to be one';

export async function startSite(
  classSize: number,
  names: (number: number) => [string, string],
): Promise<Site> {
  const store = await startTestStore();
  const { connection } = store;
  const courses = createCourseStore(connection);
  const roster = createRosterStore(connection);
  const sessions = createSessionStore(connection);
  const stores = createSyncStores(connection);
  await ensureIndexes(connection);
  const clock = testClock();
  const platform = new FakePlatform();
  const grades = new Grades();
  const sync = createGradeSync({
    stores,
    courses,
    roster,
    gradebook: platform.gradebook,
    source: grades,
    log: silentLog,
    clock,
    random: seeded(1),
  });
  const enter = (role: CourseRole, sub: string, name: [string, string]) =>
    enterCourse(
      { courses, roster },
      {
        registrationId,
        deploymentId: '1',
        context: { id: 'course-1', title: 'Педагогика' },
        person: { sub, familyName: name[0], givenName: name[1] },
        role,
        locale: 'kk',
        services,
      },
      clock.now(),
    );
  const teacher = await enter('instructor', 'teacher', ['Сейітова', 'Гүлнар']);
  const people = await roster.meetPeople(
    registrationId,
    Array.from({ length: classSize }, (_, index) => {
      const [familyName, givenName] = names(index + 1);
      return { sub: `user-${index + 1}`, familyName, givenName };
    }),
  );
  await roster.replaceListed(
    teacher.courseId,
    roster.beginSync(),
    people.map(person => ({ personId: person.id, role: 'learner' as const, active: true })),
  );
  const { server, url } = await listen();
  const cookie = browserCookie(url);
  const sealer = createSealer(secret);
  const app = createApp(
    {
      publicUrl: url,
      trustProxy: 0,
      log: {
        ...silentLog,
        error: (fields, event) =>
          process.stderr.write(
            `${event} ${String(fields.error instanceof Error ? fields.error.stack : fields.error)}\n`,
          ),
      },
      sealer,
      cookie,
      sessions,
      now: () => clock.now(),
      findCourse: id => courses.find(id),
      nav: () => [],
    },
    sync.routes satisfies Route[],
  );
  server.on('request', app);
  const students = people.map(person => person.id);
  return {
    store,
    stores,
    clock,
    platform,
    grades,
    sync,
    url,
    courseId: teacher.courseId,
    students,
    async release(scores) {
      const chosen = students.slice(0, scores.length);
      chosen.forEach((person, index) => grades.release(teacher.courseId, person, scores[index] ?? null));
      await sync.enqueue(teacher.courseId, 'final', chosen);
      await grades.markQueued([...grades.notQueued.values()]);
    },
    async visit(role, lang = 'kk') {
      const entered = role === 'instructor' ? teacher : await enter(role, `${role}-1`, ['Ахметов', 'Ерлан']);
      const browser = randomToken();
      const id = await sessions.create(
        { ...entered, lang, registrationId, role, frameAncestors: [] },
        browser,
        clock.now(),
      );
      return visitorOf({ url, id, browser, cookieName: cookie.name, csrf: sealer.sign('csrf', id) });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      await store.stop();
    },
  };
}

function visitorOf(launch: {
  url: string;
  id: string;
  browser: string;
  cookieName: string;
  csrf: string;
}): Visitor {
  const base = `/l/${launch.id}`;
  const cookie = `${launch.cookieName}=${launch.browser}`;
  return {
    base,
    cookieName: launch.cookieName,
    cookieValue: launch.browser,
    get: path => request(launch.url).get(`${base}${path}`).set('Cookie', cookie),
    post: (path, body) =>
      request(launch.url)
        .post(`${base}${path}`)
        .type('form')
        .set('Cookie', cookie)
        .set('X-CSRF-Token', launch.csrf)
        .send(body),
  };
}

async function listen(): Promise<{ server: Server; url: string }> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}` };
}
