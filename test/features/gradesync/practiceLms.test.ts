import { decodeJwt } from 'jose';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../../src/app.ts';
import { createCourseStore, enterCourse } from '../../../src/features/course/index.ts';
import { createGradeSync, createSyncStores, type GradeSync } from '../../../src/features/gradesync/index.ts';
import { createRosterStore } from '../../../src/features/roster/index.ts';
import { type CourseId, type PersonId } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/log.ts';
import { createLti, type Lti } from '../../../src/lti/index.ts';
import { type PracticeLms, startPracticeLms } from '../../../src/practice-lms/index.ts';
import { createSealer } from '../../../src/secrets/sealer.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { browserCookie } from '../../../src/web/browserCookie.ts';
import { createSessionStore } from '../../../src/web/sessionStore.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { Grades } from './support/world.ts';

/** The whole way of a grade over HTTP: key set, token, line items, scores, results. */
let store: TestStore;
let server: Server;
let lti: Lti;
let lms: PracticeLms;
let sync: GradeSync;
let grades: Grades;
let courseId: CourseId;
let students: PersonId[];
const dataDir = mkdtempSync(join(tmpdir(), 'tirek-practice-'));

const agsClaim = z.object({ lineitems: z.url(), scope: z.array(z.string()) });

beforeAll(async () => {
  store = await startTestStore();
  const { connection } = store;
  server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  const sealer = createSealer('a secret key of tests, long enough to be one');
  const now = () => new Date();
  const config = { publicUrl, production: false, outboundAllow: [], jwksCooldownMs: 0 };
  lti = createLti({ connection, sealer, log: silentLog, now, config, version: 'test' });
  const courses = createCourseStore(connection);
  const roster = createRosterStore(connection);
  const sessions = createSessionStore(connection);
  const stores = createSyncStores(connection);
  await ensureIndexes(connection);
  const cookie = browserCookie(publicUrl);
  const web = { publicUrl, trustProxy: 0, log: silentLog, sealer, cookie, sessions, now, nav: () => [] };
  const findCourse = (id: CourseId) => courses.find(id);
  const keysOnly = lti.routes(() => Promise.reject(new Error('nobody launches here')));
  server.on('request', createApp({ ...web, findCourse }, keysOnly));

  lms = await startPracticeLms({ port: 0, dataDir, toolUrl: publicUrl, log: silentLog });
  const { deploymentId, ...values } = lms.registration;
  const registration = await lti.registrations.add({ ...values, tokenAudience: null }, [deploymentId]);
  const claims = decodeJwt(await lms.signLaunch());
  const ags = agsClaim.parse(claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint']);
  const entered = await enterCourse(
    { courses, roster },
    {
      registrationId: registration.id,
      deploymentId,
      context: { id: lms.world.course.id, title: lms.world.course.title },
      person: { sub: lms.world.teacher.id },
      role: 'instructor',
      locale: 'kk',
      services: {
        lineItemsUrl: ags.lineitems,
        agsScopes: ags.scope,
        nrpsUrl: null,
        productFamily: 'practice-lms',
      },
    },
    now(),
  );
  courseId = entered.courseId;
  const people = await roster.meetPeople(
    registration.id,
    lms.world.students.map(student => ({ sub: student.id })),
  );
  students = people.map(person => person.id);
  await roster.replaceListed(
    courseId,
    roster.beginSync(),
    students.map(personId => ({ personId, role: 'learner' as const, active: true })),
  );
  grades = new Grades();
  sync = createGradeSync({
    stores,
    courses,
    roster,
    gradebook: lti.ags,
    source: grades,
    log: silentLog,
    pollMs: 100,
  });
});

afterAll(async () => {
  await sync.worker.stop();
  await lms.close();
  server.closeAllConnections();
  server.close();
  await lti.close();
  await store.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

beforeEach(() => lms.clearTroubles());

async function release(scores: readonly (string | null)[]): Promise<void> {
  const chosen = students.slice(0, scores.length);
  chosen.forEach((person, index) =>
    grades.release(courseId, person, scores[index] ?? null, `C+ ${scores[index]}`),
  );
  await sync.enqueue(courseId, 'final', chosen);
  await grades.markQueued([...grades.notQueued.values()]);
}

const shown = () => lms.grades(lms.world.course.id).filter(grade => grade.tag === 'tirek:final');
const scoreOf = (index: number) => shown().find(grade => grade.personId === lms.world.students[index]?.id);

/** Lets the worker run in the background until the course's summary says so. */
async function until(
  test: (summary: { inLms: number; total: number; needTeacher: number }) => boolean,
): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    const [status] = await sync.statusOf(courseId);
    if (status !== undefined && test(status.summary)) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  const [status] = await sync.statusOf(courseId);
  throw new Error(`not reached: ${JSON.stringify(status?.summary)}`);
}

it('puts a released class into one column of the LMS, with one token', async () => {
  sync.worker.start();
  await release(students.map((_, index) => String(50 + index)));
  await until(summary => summary.inLms === students.length);
  expect(shown()).toHaveLength(students.length);
  expect(scoreOf(3)).toMatchObject({ score: 53, comment: 'C+ 53', column: 'Қорытынды бақылау' });
  expect(new Set(shown().map(grade => grade.columnId)).size).toBe(1);
  expect(lms.requests().filter(request => request.path.includes('/token'))).toHaveLength(1);
});

it('mends itself after 429, 500, dropped connections and a revoked token', async () => {
  await lms.setTrouble({ kind: 'too-many', service: 'grades', times: 1, seconds: 1 });
  await release(students.map((_, index) => String(60 + (index % 30))));
  await until(summary => summary.inLms === students.length);
  for (const kind of ['server-error', 'drop', 'drop-after', 'truncated', 'unauthorized'] as const) {
    await lms.setTrouble({ kind, service: 'grades', times: 1, method: 'POST' });
  }
  await release(students.map((_, index) => String(61 + (index % 30))));
  await until(summary => summary.inLms === students.length);
  students.forEach((_, index) => expect(scoreOf(index)?.score).toBe(61 + (index % 30)));
});

it('leaves two students in trouble to the teacher and serves the rest', async () => {
  const [gone] = lms.world.students;
  await lms.setEnrolment(lms.world.course.id, gone?.id ?? '', false);
  const typed = Object.values(lms.state.grades).find(
    grade => grade.personId === lms.world.students[1]?.id && grade.columnId === scoreOf(1)?.columnId,
  );
  if (typed !== undefined) typed.score = 99;
  await lms.save();
  await release(students.map((_, index) => String(40 + index)));
  await until(summary => summary.inLms + summary.needTeacher === students.length);
  const [status] = await sync.statusOf(courseId);
  expect(status?.summary).toMatchObject({ inLms: students.length - 2, needTeacher: 2 });
  const reasons = status?.grades.map(grade => grade.explained.reason).filter(reason => reason !== null);
  expect(reasons?.sort()).toEqual(['changed-in-lms', 'not-gradable']);
  expect(scoreOf(5)?.score).toBe(45);
});
