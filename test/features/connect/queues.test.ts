import request from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGradeSync, createSyncStores, type GradeSync } from '../../../src/features/gradesync/index.ts';
import { createRosterStore } from '../../../src/features/roster/index.ts';
import { enterCourse } from '../../../src/features/course/index.ts';
import { type CourseId, type PersonId } from '../../../src/kernel/ids.ts';
import { type Registration } from '../../../src/lti/index.ts';
import { silentLog } from '../../../src/log.ts';
import { FakePlatform } from '../gradesync/support/fakePlatform.ts';
import { Grades } from '../gradesync/support/world.ts';
import { register } from '../../lti/support/testTool.ts';
import { type ConsoleTool, startConsoleTool } from './consoleTool.ts';
import { openAsAdministrator, openAsOperator } from './consoleVisitor.ts';

let app: ConsoleTool;
let sync: GradeSync;
let registration: Registration;
let other: Registration;
let courseId: CourseId;
let students: PersonId[];
const grades = new Grades();
const platform = new FakePlatform();

beforeAll(async () => {
  const holder: { current?: GradeSync } = {};
  app = await startConsoleTool(() => holder.current?.queues);
  const { connection } = app.tool.store;
  const roster = createRosterStore(connection);
  sync = holder.current = createGradeSync({
    stores: createSyncStores(connection),
    courses: app.courses,
    roster,
    gradebook: platform.gradebook,
    source: grades,
    log: silentLog,
  });
  registration = await register(app.tool, {
    issuer: 'https://a.example',
    clientId: 'a',
    name: 'KazNU Moodle',
  });
  other = await register(app.tool, { issuer: 'https://b.example', clientId: 'b', name: 'Other Canvas' });
  const services = { lineItemsUrl: 'https://a.example/1', agsScopes: [], nrpsUrl: null, productFamily: null };
  const entered = await enterCourse(
    { courses: app.courses, roster },
    {
      registrationId: registration.id,
      deploymentId: '1',
      context: { id: '1', title: 'Педагогика' },
      person: { sub: 'teacher' },
      role: 'instructor',
      locale: 'kk',
      services,
    },
    new Date(),
  );
  courseId = entered.courseId;
  const people = await roster.meetPeople(registration.id, [{ sub: 'user-1' }, { sub: 'user-2' }]);
  students = people.map(person => person.id);
});
afterAll(() => app.stop());

async function release(score: string): Promise<void> {
  for (const person of students) grades.release(courseId, person, score);
  await sync.enqueue(courseId, 'final', students);
}

it('shows what waits on each platform, since when, and how many calls fail', async () => {
  await release('70');
  for (let call = 0; call < 8; call++) {
    const outcome = call < 2 ? 'retry' : call === 2 ? 'rejected' : 'done';
    sync.countCall({ registrationId: registration.id, service: 'score', outcome, seconds: 0.1 });
  }
  const operator = await openAsOperator(app, app.connect);
  const { text } = await operator.get('/queues').expect(200);
  expect(text).toContain('KazNU Moodle');
  expect(text).toContain('Other Canvas');
  expect(text).toContain('Sending');
  expect(text).toContain('Errors in the last two hours: 25.0 % of 8 calls');
  expect(text).toMatch(/Longest waiting since">\d\d\.\d\d\.\d{4} \d\d:\d\d</);
});

it('stops a platform until it is resumed, whatever teachers press, and says so to them', async () => {
  const operator = await openAsOperator(app, app.connect);
  expect((await operator.post(`/queues/${registration.id}/stop`)).status).toBe(303);
  await release('71');
  expect(await sync.worker.drain()).toBe(0);
  expect(platform.posts).toHaveLength(0);
  const [status] = await sync.statusOf(courseId);
  expect(status?.grades[0]?.explained).toMatchObject({
    standing: 'held',
    reason: 'stopped',
    nextAt: null,
    who: 'administrator',
  });
  expect((await operator.get('/queues')).text).toContain('Resume sending');
  expect((await operator.post(`/queues/${registration.id}/resume`)).status).toBe(303);
  expect(await sync.worker.drain()).toBe(2);
  expect((await operator.get('/queues')).text).not.toContain('Resume sending');
});

it('lets an administrator of an LMS see and stop that LMS alone', async () => {
  const administrator = await openAsAdministrator(app, app.connect, registration);
  const { text } = await administrator.get('/queues').expect(200);
  expect(text).toContain('KazNU Moodle');
  expect(text).not.toContain('Other Canvas');
  expect((await administrator.post(`/queues/${other.id}/stop`)).status).toBe(404);
  expect((await administrator.post(`/queues/${registration.id}/stop`)).status).toBe(303);
  expect((await administrator.post(`/queues/${registration.id}/resume`)).status).toBe(303);
});

it('is nobody else’s page', async () => {
  const operator = await openAsOperator(app, app.connect);
  expect((await request(app.url).get(`${operator.base}/queues`)).status).toBe(401);
});
