import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRosterStore } from '../../src/features/roster/index.ts';
import { type PersonId } from '../../src/kernel/ids.ts';
import { rootFolder } from '../../src/paths.ts';
import { type InProcess, startInProcess, type Visitor } from '../../test/support/inProcess.ts';

/** A course with a class that is graded already, and its teacher. */
export interface BenchClass {
  readonly teacher: Visitor;
  readonly students: readonly PersonId[];
}

export interface BenchTool extends InProcess {
  /** A new course with so many students and graded columns; half of the exams are released. */
  newClass(students: number, columns: number): Promise<BenchClass>;
  get(who: Visitor, path: string): Promise<Response>;
  post(who: Visitor, path: string, body: BodyInit, type?: string): Promise<Response>;
}

interface Content {
  syllabus: { calendar: Record<string, unknown>[] };
}

export async function startBenchTool(): Promise<BenchTool> {
  const app = await startInProcess();
  const { connection } = app.store;
  let made = 0;
  // Once more where the server has closed a connection that was idle while this process computed.
  const send = (address: string, init: RequestInit): Promise<Response> =>
    fetch(address, init).catch(() => fetch(address, init));
  const get = (who: Visitor, path: string): Promise<Response> =>
    send(app.url + who.base + path, { headers: { Cookie: who.cookie } });
  const post = (who: Visitor, path: string, body: BodyInit, type?: string): Promise<Response> =>
    send(app.url + who.base + path, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        Cookie: who.cookie,
        'X-CSRF-Token': who.csrf,
        ...(type === undefined ? {} : { 'Content-Type': type }),
      },
      body,
    });

  /** The sample syllabus with a calendar of so many rows of points in two periods, 100 each. */
  async function publish(teacher: Visitor, columns: number): Promise<void> {
    const form = new FormData();
    form.set(
      'file',
      new Blob([readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.txt'))]),
      'силлабус.txt',
    );
    const uploaded = await post(teacher, '/syllabus/upload', form);
    const draft = uploaded.headers.get('location')?.split('/').at(-1) ?? '';
    const syllabi = connection.collection<{ _id: string; content: string }>('syllabi');
    const found = await syllabi.findOne({ _id: draft });
    const content = JSON.parse(found?.content ?? '') as Content;
    content.syllabus.calendar = calendarOf(content.syllabus.calendar, columns);
    await syllabi.updateOne({ _id: draft }, { $set: { content: JSON.stringify(content) } });
    const accepted = await post(
      teacher,
      `/syllabus/drafts/${draft}/accept`,
      new URLSearchParams({ rev: '1' }),
    );
    if (accepted.status !== 303) throw new Error(`the syllabus was not accepted: ${accepted.status}`);
  }

  return {
    ...app,
    get,
    post,
    async newClass(size, columns) {
      made += 1;
      const course = `bench-${made}`;
      const teacher = await app.visit({ role: 'instructor', sub: 'teacher', course });
      await publish(teacher, columns);
      const roster = createRosterStore(connection);
      const owner = await connection
        .collection<{ _id: string }>('courses')
        .findOne({ _id: teacher.courseId });
      const facts = Array.from({ length: size }, (_, n) => ({
        sub: `student-${made}-${n}`,
        familyName: `Қожахметов${n % 97}`,
        givenName: `Нұрсұлтан ${n}`,
      }));
      const { registrationId } = owner as never as { registrationId: never };
      const people = await roster.meetPeople(registrationId, facts);
      const students = people.map(({ id }) => id);
      await roster.replaceListed(teacher.courseId, roster.beginSync(), [
        { personId: teacher.personId, role: 'instructor', active: true },
        ...students.map(personId => ({ personId, role: 'learner' as const, active: true })),
      ]);
      await connection
        .collection('gradebookRows')
        .insertMany(students.map((id, n) => rowOf(teacher, id, n, columns)) as never);
      await connection
        .collection('grades')
        .insertMany(students.map((id, n) => gradeOf(teacher, id, n)) as never);
      return { teacher, students };
    },
  };
}

function calendarOf(rows: readonly Record<string, unknown>[], columns: number): Record<string, unknown>[] {
  const seminar = rows.find(({ kind }) => kind === 'seminar') ?? {};
  const [first, second] = rows.filter(({ kind }) => kind === 'midterm');
  const half = columns / 2;
  const period = (from: number): Record<string, unknown>[] =>
    Array.from({ length: half }, (_, n) => ({
      ...seminar,
      number: from + n,
      week: Math.ceil(((from + n) * 15) / columns),
      maxPoints: 100 / half,
    }));
  return [
    ...period(1),
    { ...first },
    ...period(half + 1),
    { ...second },
    ...rows.filter(({ kind }) => kind === 'final'),
  ];
}

export function marksOf(student: number, columns: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: columns }, (_, n) => [`seminar-${n + 1}`, String(((student * 7 + n * 3) % 9) / 2)]),
  );
}

function rowOf({ courseId, personId: by }: Visitor, personId: PersonId, n: number, columns: number) {
  return {
    _id: `${courseId}:${personId}`,
    courseId,
    personId,
    rev: 1,
    marks: JSON.stringify(marksOf(n, columns)),
    last: { by, at: new Date(0), via: 'typed', changes: [] },
    write: 'bench',
  };
}

function gradeOf({ courseId, personId: by }: Visitor, personId: PersonId, n: number) {
  const criteria = Array.from({ length: 6 }, (_, index) => 50 + ((n * 13 + index * 7) % 50));
  const at = new Date(0);
  const draft = {
    criteria,
    bands: criteria.map(percent => (percent < 70 ? 2 : percent < 90 ? 1 : 0)),
    comment: '',
    by,
    at,
    rev: 1,
    mark: null,
  };
  const released = {
    criteria,
    comment: '',
    total: 75,
    letter: 'B-',
    gpa: '2.67',
    label: 'good',
    policyVersion: 1,
    rubricVersion: 1,
    by,
    at,
    rev: 1,
  };
  return {
    _id: `${courseId}:final:${personId}`,
    courseId,
    assessment: 'final',
    personId,
    rev: 1,
    rubricVersion: 1,
    draft,
    released: n % 2 === 0 ? released : null,
    queued: true,
  };
}
