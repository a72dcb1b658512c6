import { randomBytes } from 'node:crypto';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createApp } from '../../../src/app.ts';
import { createCourseStore, enterCourse } from '../../../src/features/course/index.ts';
import { createGrading, type Enqueue, type Grading } from '../../../src/features/grading/index.ts';
import { createRosterStore } from '../../../src/features/roster/index.ts';
import { type Lang } from '../../../src/i18n/index.ts';
import { asId, type CourseId, type PersonId } from '../../../src/kernel/ids.ts';
import { type CourseRole } from '../../../src/kernel/permissions.ts';
import { type Log, silentLog } from '../../../src/log.ts';
import { createSealer, randomToken } from '../../../src/secrets/sealer.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { browserCookie } from '../../../src/web/browserCookie.ts';
import { createSessionStore } from '../../../src/web/sessionStore.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { createHttpServer } from '../../../src/web/httpServer.ts';

/** Somebody in a course, with all that a request or a browser needs to be that person. */
export interface Visitor {
  readonly url: string;
  readonly base: string;
  readonly csrf: string;
  readonly cookie: { readonly name: string; readonly value: string };
  readonly courseId: CourseId;
  readonly personId: PersonId;
  get(path: string): Promise<Response>;
  /** Posts a form as a page without script does. */
  post(path: string, fields: Record<string, string> | URLSearchParams): Promise<Response>;
  postJson(path: string, value: unknown): Promise<Response>;
}

export interface GradingApp {
  readonly grading: Grading;
  readonly store: TestStore;
  readonly url: string;
  /** What was put into the queue to the LMS, in order. */
  readonly queue: { courseId: CourseId; columnKey: string; personIds: readonly PersonId[] }[];
  /** What happens instead of queueing; null: it works. */
  failQueue: Error | null;
  /** Whether the edit windows have closed the exam's marks. */
  closed: boolean;
  visit(who: {
    role: CourseRole;
    sub: string;
    name?: [string, string];
    lang?: Lang;
    course?: string;
  }): Promise<Visitor>;
  stop(): Promise<void>;
}

const names: [string, string][] = [
  ['Әбдіқадыров', 'Ғалымжан'],
  ['Бейсенбаева', 'Ұлпан'],
  ['Жүнісова', 'Ақмарал'],
  ['Қожахметов', 'Нұрсұлтан'],
  ['Сүлейменова', 'Һадиша'],
];

/** The grading room alone on a fresh store: its routes, with a queue that only remembers. */
export async function startGradingApp(now: () => Date = () => new Date()): Promise<GradingApp> {
  const store = await startTestStore();
  const { connection } = store;
  const { server, serve } = createHttpServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const courses = createCourseStore(connection);
  const roster = createRosterStore(connection);
  const sessions = createSessionStore(connection);
  const sealer = createSealer('a secret key of tests, long enough to be one');
  const cookie = browserCookie(url);
  const registrationId = asId<'registration'>(randomBytes(12).toString('hex'));
  const queue: GradingApp['queue'] = [];
  const failures: unknown[] = [];
  const log: Log = { ...silentLog, error: fields => void failures.push(fields['error']) };
  const enqueue: Enqueue = async (courseId, columnKey, personIds) => {
    if (app.failQueue !== null) throw app.failQueue;
    queue.push({ courseId, columnKey, personIds });
  };
  const findClosure = async () => (app.closed ? () => 'Балдар жабық.' : null);
  const grading = createGrading({ connection, roster, courses, enqueue, findClosure, now, log });
  await ensureIndexes(connection);
  const express = createApp(
    {
      publicUrl: url,
      trustProxy: 0,
      log,
      sealer,
      cookie,
      sessions,
      now,
      findCourse: id => courses.find(id),
      nav: () => [],
    },
    grading.routes,
  );
  serve(express);

  const app: GradingApp = {
    grading,
    store,
    url,
    queue,
    failQueue: null,
    closed: false,
    async visit({ role, sub, name, lang = 'kk', course = 'course-1' }) {
      const entered = await enterCourse(
        { courses, roster },
        {
          registrationId,
          deploymentId: '1',
          context: { id: course, title: 'Қала әлеуметтануы' },
          person: { sub, ...(name === undefined ? {} : { familyName: name[0], givenName: name[1] }) },
          role,
          locale: lang,
          services: { lineItemsUrl: null, agsScopes: [], nrpsUrl: null, productFamily: null },
        },
        now(),
      );
      const browser = randomToken();
      const session = { ...entered, lang, registrationId, role, frameAncestors: [] };
      const id = await sessions.create(session, browser, now());
      const base = `/l/${id}`;
      const csrf = sealer.sign('csrf', id);
      const headers = { Cookie: `${cookie.name}=${browser}`, 'X-CSRF-Token': csrf };
      const send = (path: string, init: RequestInit): Promise<Response> =>
        fetch(`${url}${base}${path}`, { redirect: 'manual', ...init });
      return {
        url,
        base,
        csrf,
        cookie: { name: cookie.name, value: browser },
        courseId: entered.courseId,
        personId: entered.personId,
        get: path => send(path, { headers }),
        post: (path, fields) => send(path, { method: 'POST', headers, body: new URLSearchParams(fields) }),
        postJson: (path, value) =>
          send(path, {
            method: 'POST',
            headers: { ...headers, Accept: 'application/json', 'Content-Type': 'application/json' },
            body: JSON.stringify(value),
          }),
      };
    },
    async stop() {
      if (failures.length > 0) throw new AggregateError(failures, String(failures[0]));
      await closeServer(server);
      await store.stop();
    },
  };
  return app;
}

/** A class with Kazakh names, in the order of the list. */
export async function enterStudents(
  app: GradingApp,
  count = names.length,
  course?: string,
): Promise<Visitor[]> {
  const students: Visitor[] = [];
  for (let index = 0; index < count; index += 1) {
    const known = names[index];
    const name: [string, string] = known ?? ['Яхияев', `Студент ${String(index + 1).padStart(4, '0')}`];
    const place = course === undefined ? {} : { course };
    students.push(await app.visit({ role: 'learner', sub: `student-${index}`, name, ...place }));
  }
  return students;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise(resolve => server.close(() => resolve()));
}
