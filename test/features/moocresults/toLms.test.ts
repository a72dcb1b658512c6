import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { asId } from '../../../src/kernel/ids.ts';
import { type Landing, type PracticePair, startPracticePair } from '../../support/practicePair.ts';
import { approveMap } from './moocApp.ts';

let pair: PracticePair;
let teacher: Landing;
let addresses: string[];
beforeAll(async () => {
  pair = await startPracticePair();
  const { world } = pair.lms;
  teacher = await pair.launch(world.teacher, world.link);
  for (const student of world.students.slice(0, 3)) await pair.launch(student, world.link);
  await pair.acceptSyllabus(teacher);
  const { connection } = pair.app.store;
  const course = await connection.collection('courses').findOne();
  const people = await connection.collection('people').find().toArray();
  addresses = world.students.slice(0, 3).map(({ email }) => email ?? '');
  const by = people.find(({ email }) => email === world.teacher.email);
  await approveMap(
    connection,
    {
      courseId: asId<'course'>(String(course?.['_id'])),
      personId: asId<'person'>(String(by?.['_id'])),
    },
    3,
  );
  await teacher.post('/gradesync/columns', { mode: 'single', 'key[]': ['srs-1'] });
  await teacher.post('/gradebook/settings', { marksVisible: '1' });
  pair.app.tirek.start();
});
afterAll(() => pair.stop());

const report = (...results: (string | null)[]): Buffer =>
  Buffer.from(
    [
      'Student ID,Email,Username,Grade,Enrollment Track',
      ...results.flatMap((grade, at) =>
        grade === null ? [] : [`${at},${addresses[at] ?? ''},u${at},${grade},audit`],
      ),
    ].join('\n'),
  );

async function take(file: Buffer, name: string): Promise<void> {
  const sent = await teacher.attach('/moocresults/upload/m1', file, name);
  const path = /\/moocresults\/files\/[0-9a-f]{24}/u.exec(sent.headers['location'] ?? '')?.[0] ?? '';
  await vi.waitFor(async () => {
    const { text } = await teacher.get(path);
    expect(text).toContain(`${path}/take`);
  }, 100_000);
  const taken = await teacher.post(`${path}/take`, { rev: '1' });
  expect(taken.status).toBe(303);
}

/** What the LMS shows in the row's column. */
const shown = (): string[] =>
  pair.lms
    .grades(pair.lms.world.course.id)
    .filter(({ tag, score }) => tag === 'tirek:srs-1' && score !== null)
    .map(({ score, maximum }) => `${score} of ${maximum}`)
    .sort();
const posts = () =>
  pair.lms.requests().filter(({ path, method }) => method === 'POST' && path.includes('/scores')).length;

it('a results file becomes marks that arrive in the LMS; a corrected one sends exactly what it changes', async () => {
  await take(report('0.5', '0.9', null), 'report.csv');
  await vi.waitFor(() => expect(shown()).toEqual(['11 of 22', '19.8 of 22']), 100_000);
  expect(posts()).toBe(2);
  await take(report('0.5', '1.0', '0.25'), 'corrected.csv');
  await vi.waitFor(() => expect(shown()).toEqual(['11 of 22', '22 of 22', '5.5 of 22']), 100_000);
  expect(posts()).toBe(4);
});
