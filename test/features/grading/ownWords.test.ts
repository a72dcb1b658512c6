import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstPolicy } from '../../../src/features/grading/index.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let teacher: Visitor;
let student: Visitor;

const same = (word: string) => ({ kk: `${word} kk`, ru: `${word} ru`, en: `${word} en` });
const labels = {
  excellent: same('Sparkling'),
  good: same('Solid'),
  satisfactory: same('Enough'),
  unsatisfactory: same('Lacking'),
};

beforeAll(async () => {
  app = await startGradingApp();
  teacher = await app.visit({ role: 'instructor', sub: 'teacher', lang: 'en' });
  [student] = (await enterStudents(app, 1)) as [Visitor];
  await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, 3), lang: 'ru' });
  const { connection } = app.store;
  const course = await connection.collection('courses').findOne({});
  const registrationId = String(course?.['registrationId']);
  await connection.collection('policies').insertOne({
    ...{ _id: `${registrationId}:2` as never, registrationId, version: 2 },
    policy: JSON.stringify({ ...firstPolicy, labels }),
  });
  await connection.collection('assessments').updateMany({}, { $set: { policyVersion: 2 } });
});
afterAll(() => app.stop());

it('the institution’s own names of the grades stand in the panel, the table, the results and the LMS', async () => {
  const path = `/grading/${student.personId}`;
  const draft = { rev: 0, rubricVersion: 1, client: 'test', seq: 1, bands: [] };
  await teacher.postJson(path, { ...draft, criteria: [80, 80, 80], comment: 'This is {label}.' });
  for (const page of [path, '/grading/table', '/grading/rubric', '/grading/rubric/edit']) {
    const text = await (await teacher.get(page)).text();
    for (const { en } of Object.values(labels)) expect(text).toContain(en);
    expect(text).not.toContain('Unsatisfactory');
  }
  await teacher.post('/grading/release', { who: 'ready' });
  const own = await app.visit({ role: 'learner', sub: 'student-0', lang: 'en' });
  const results = await (await own.get('/results')).text();
  expect(results).toContain('Solid en');
  expect(results).not.toContain('Unsatisfactory');
  const wanted = await app.grading.gradeSource.wanted(teacher.courseId, 'final', student.personId);
  expect(wanted?.comment).toContain('Solid ru');
  // A course that moves on to other words does not rename what it has released.
  await app.store.connection.collection('assessments').updateMany({}, { $set: { policyVersion: 1 } });
  expect(await (await own.get('/results')).text()).toContain('Solid en');
  const after = await app.grading.gradeSource.wanted(teacher.courseId, 'final', student.personId);
  expect(after).toEqual(wanted);
});
