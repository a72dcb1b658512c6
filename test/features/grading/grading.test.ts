import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rubric } from '../../../src/features/syllabus/index.ts';
import { type CourseRole } from '../../../src/kernel/permissions.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let count = 0;

beforeAll(async () => {
  app = await startGradingApp();
});
afterAll(() => app?.stop());

/** A class with a rubric of three criteria, in a course of its own. */
async function openCourse(rubric: Rubric | null = sampleRubric(1, 3)) {
  count += 1;
  const course = `course-${count}`;
  app.queue.length = 0;
  app.failQueue = null;
  const students = await enterStudents(app, 3, course);
  const visit = (role: CourseRole, sub: string, name: [string, string]): Promise<Visitor> =>
    app.visit({ role, sub, name, course, lang: 'en' });
  const teacher = await visit('instructor', 'teacher', ['Серікбаева', 'Айгүл']);
  const assistant = await visit('assistant', 'assistant', ['Омаров', 'Дәурен']);
  const adopt = (next: Rubric | null) =>
    app.grading.adoptRubric(teacher.courseId, { rubric: next, lang: 'kk' });
  await adopt(rubric);
  const [first, second, third] = students;
  if (first === undefined || second === undefined || third === undefined) throw new Error('no class');
  return { course, teacher, assistant, students, first, second, third, adopt };
}

interface Sent {
  readonly rev?: number;
  readonly client?: string;
  readonly seq?: number;
  readonly criteria?: (number | string | null)[];
  readonly bands?: (number | null)[];
  readonly comment?: string;
  readonly rubricVersion?: number;
}

async function save(grader: Visitor, student: Visitor, sent: Sent) {
  const response = await grader.postJson(`/grading/${student.personId}`, {
    ...{ rev: 0, client: 'page', seq: 1, criteria: [], bands: [], comment: '', rubricVersion: 1 },
    ...sent,
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

const wanted = (student: Visitor) =>
  app.grading.gradeSource.wanted(student.courseId, 'final', student.personId);
const release = async (teacher: Visitor, ...chosen: Visitor[]) => {
  const fields = new URLSearchParams([['who', chosen.length === 0 ? 'ready' : 'chosen']]);
  for (const { personId } of chosen) fields.append('person[]', personId);
  return teacher.post('/grading/release', fields);
};
const isQueued = async (student: Visitor): Promise<boolean> =>
  !(await app.grading.gradeSource.unqueued(1000)).some(({ personId }) => personId === student.personId);

describe('two graders of one student', () => {
  it('lets the first one save and shows the second one what is there, by whom', async () => {
    const { teacher, assistant, first } = await openCourse();
    const saved = await save(assistant, first, { criteria: [70, 71, null], comment: 'Жақсы' });
    expect(saved).toMatchObject({
      status: 200,
      answer: { kind: 'saved', grade: { rev: 1, state: 'in-progress' } },
    });
    const late = await save(teacher, first, { client: 'other', criteria: [90, 91, 92] });
    expect(late).toMatchObject({
      status: 409,
      answer: {
        kind: 'conflict',
        by: 'Омаров Дәурен',
        theirs: { criteria: [70, 71, null], comment: 'Жақсы', rev: 1 },
      },
    });
  });

  it('keeps one of many who save at the same moment and tells all others', async () => {
    const { teacher, first } = await openCourse();
    await save(teacher, first, { criteria: [1, 1, 1] });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        save(teacher, first, { rev: 1, client: `page-${index}`, criteria: [50 + index, 1, 1] }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array.from({ length: 7 }, () => 409),
    ]);
  });

  it('keeps both versions in the history, whoever wins', async () => {
    const { teacher, assistant, first } = await openCourse();
    await save(assistant, first, { criteria: [70, 71, 72] });
    await save(teacher, first, { rev: 1, client: 'other', criteria: [90, 71, 72] });
    await release(teacher);
    const history = await (await teacher.get(`/grading/${first.personId}/history`)).text();
    const order = ['Released: 78', 'Criterion 1.1: 70 → 90', 'Criterion 1.1: blank → 70'];
    const places = order.map(text => history.indexOf(text));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('does not take a release in between for a conflict of drafts', async () => {
    const { teacher, first } = await openCourse();
    await save(teacher, first, { criteria: [70, 71, 72] });
    await release(teacher);
    const saved = await save(teacher, first, { rev: 1, client: 'other', criteria: [70, 71, 73] });
    expect(saved).toMatchObject({ status: 200, answer: { grade: { state: 'changed' } } });
  });
});

describe('a draft', () => {
  it('answers every mark that is no percent at its place and saves nothing', async () => {
    const { teacher, first } = await openCourse();
    const { status, answer } = await save(teacher, first, {
      criteria: ['71,5', 101, 'н/я'],
      comment: 'ә'.repeat(5001),
    });
    expect(status).toBe(422);
    expect(answer['problems']).toEqual([
      { field: 'criterion', index: 0, code: 'not-whole' },
      { field: 'criterion', index: 1, code: 'above-100' },
      { field: 'criterion', index: 2, code: 'not-a-number' },
      { field: 'comment', code: 'too-long' },
    ]);
    const bands = await save(teacher, first, { criteria: [-3, 95, 1], bands: [null, 1, 9] });
    expect(bands.answer['problems']).toEqual([
      { field: 'criterion', index: 0, code: 'negative' },
      { field: 'criterion', index: 1, code: 'outside-band' },
      { field: 'criterion', index: 2, code: 'unknown-band' },
    ]);
    expect(await (await teacher.get('/grading')).text()).not.toContain('In progress');
  });

  it('is saved by a form without script, which goes on to the next student', async () => {
    const { teacher, first, second } = await openCourse();
    const fields = {
      rev: '0',
      rubricVersion: '1',
      'percent-0': '80',
      'percent-1': '',
      'band-1': '2',
      comment: 'Ой',
      go: 'next',
    };
    const response = await teacher.post(`/grading/${first.personId}`, fields);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`${teacher.base}/grading/${second.personId}`);
    const answer: unknown = await (await teacher.get(`/grading/drafts?ids=${first.personId}`)).json();
    expect(answer).toMatchObject({
      grades: { [first.personId]: { criteria: [80, null, null], bands: [1, 2, null], comment: 'Ой' } },
    });
  });

  it('is not written under a rubric that was replaced meanwhile', async () => {
    const { teacher, first, adopt } = await openCourse();
    expect(await adopt(sampleRubric(1, 2))).toEqual({ rubricKept: false });
    const { status, answer } = await save(teacher, first, { criteria: [70, 71, 72] });
    expect([status, answer['kind']]).toEqual([409, 'rubric-changed']);
  });
});

describe('the rubric of an accepted syllabus', () => {
  it('stays when somebody has graded by it, and all marks with it', async () => {
    const { teacher, first, adopt } = await openCourse();
    await save(teacher, first, { criteria: [70, 71, 72] });
    expect(await adopt(sampleRubric(2, 2))).toEqual({ rubricKept: true });
    expect(await adopt(null)).toEqual({ rubricKept: true });
    expect(await adopt(sampleRubric(1, 3))).toEqual({ rubricKept: false });
    const page = await (await teacher.get(`/grading/${first.personId}`)).text();
    expect(page.match(/name="percent-\d" [^>]*value="7\d"/g)).toHaveLength(3);
  });

  it.each([
    ['there is none', null, 'There is no rubric to grade by yet'],
    [
      'it has a hole',
      { ...sampleRubric(1, 1), bands: [{ min: 50, max: 100, label: 'good' }] },
      'Percents that are in no level: 0–49.',
    ],
    ['it is empty', { ...sampleRubric(0, 0) }, 'The rubric has no criterion.'],
  ] as const)('is explained instead of a panel when %s', async (_what, rubric, words) => {
    const { teacher, assistant, first } = await openCourse(rubric as Rubric | null);
    const list = await teacher.get('/grading');
    expect(list.status).toBe(200);
    expect(await list.text()).toContain(words);
    expect((await teacher.get(`/grading/${first.personId}`)).status).toBe(303);
    expect(await (await assistant.get('/grading')).text()).toContain('Grading opens here when');
    expect((await save(teacher, first, { criteria: [1] })).status).toBe(404);
  });

  it('keeps one version of the institution’s policy for the course', async () => {
    const { teacher } = await openCourse();
    const scale = await app.grading.scaleOf(teacher.courseId);
    expect(scale.map(({ letter }) => letter)).toContain('FX');
  });
});

describe('a release', () => {
  it('takes only complete drafts, says how many are not, and queues what the student sees', async () => {
    const { teacher, first, second } = await openCourse();
    await save(teacher, first, { criteria: [100, 75, 40], comment: 'Жақсы жұмыс' });
    await save(teacher, second, { criteria: [100, null, 40] });
    const response = await release(teacher);
    expect(response.headers.get('location')).toBe(
      `${teacher.base}/grading?released=1&incomplete=1&disputed=0`,
    );
    expect(app.queue).toEqual([
      { courseId: teacher.courseId, columnKey: 'final', personIds: [first.personId] },
    ]);
    expect(await wanted(first)).toEqual({
      rev: 2,
      score: '72',
      maximum: 100,
      comment: '72 – C+ (2,33), Жақсы\n\nЖақсы жұмыс',
    });
    expect(await wanted(second)).toBeNull();
    expect(await isQueued(first)).toBe(true);
  });

  it('releases only the chosen, never somebody of another course', async () => {
    const other = await openCourse();
    await save(other.teacher, other.first, { criteria: [90, 90, 90] });
    const { teacher, first, second } = await openCourse();
    await save(teacher, first, { criteria: [60, 60, 60] });
    await save(teacher, second, { criteria: [61, 61, 61] });
    // The people of both courses are the same; the grade of the other course must stay a draft.
    await release(teacher, second, other.first);
    expect((await wanted(second))?.score).toBe('61');
    expect(await wanted(other.first)).toBeNull();
    expect((await wanted(first))?.score).toBe('60');
  });

  it('sends a changed grade only when it is released again', async () => {
    const { teacher, first } = await openCourse();
    await save(teacher, first, { criteria: [60, 60, 60] });
    await release(teacher);
    await save(teacher, first, { rev: 1, seq: 2, criteria: [90, 60, 60] });
    expect((await wanted(first))?.score).toBe('60');
    await release(teacher);
    expect(await wanted(first)).toMatchObject({ score: '70', rev: 4 });
    expect(app.queue).toHaveLength(2);
    expect((await release(teacher)).headers.get('location')).toContain('released=0');
  });

  it('is found again when the process ends between the release and the queue', async () => {
    const { teacher, first } = await openCourse();
    await save(teacher, first, { criteria: [60, 60, 60] });
    app.failQueue = new Error('the process has ended here');
    const response = await release(teacher);
    expect(response.headers.get('location')).toContain('notice=not-queued');
    expect((await wanted(first))?.score).toBe('60');
    const lost = await app.grading.gradeSource.unqueued(1000);
    const own = lost.filter(
      ({ personId, courseId }) => personId === first.personId && courseId === teacher.courseId,
    );
    expect(own).toEqual([
      { courseId: teacher.courseId, columnKey: 'final', personId: first.personId, rev: 2 },
    ]);
    app.failQueue = null;
    await save(teacher, first, { rev: 1, seq: 2, criteria: [70, 70, 70] });
    await release(teacher);
    // The mark of the older release must not hide the newer one.
    await app.grading.gradeSource.markQueued(own);
    expect(await isQueued(first)).toBe(true);
  });

  it('does not mark a newer release as queued for an older one', async () => {
    const { teacher, first } = await openCourse();
    app.failQueue = new Error('away');
    await save(teacher, first, { criteria: [60, 60, 60] });
    await release(teacher);
    await save(teacher, first, { rev: 1, seq: 2, criteria: [70, 70, 70] });
    await release(teacher);
    const key = { courseId: teacher.courseId, columnKey: 'final', personId: first.personId };
    await app.grading.gradeSource.markQueued([{ ...key, rev: 2 }]);
    expect(await isQueued(first)).toBe(false);
    await app.grading.gradeSource.markQueued([{ ...key, rev: 4 }]);
    expect(await isQueued(first)).toBe(true);
  });
});

describe('who may do what', () => {
  it('lets an assistant draft but not release', async () => {
    const { assistant, first } = await openCourse();
    expect((await save(assistant, first, { criteria: [60, 60, 60] })).status).toBe(200);
    expect((await release(assistant)).status).toBe(403);
    const page = await (await assistant.get(`/grading/${first.personId}`)).text();
    expect(page).not.toContain('id="release"');
    expect(await wanted(first)).toBeNull();
  });

  it('refuses students everything but their own released result', async () => {
    const { teacher, first, second } = await openCourse();
    await save(teacher, first, { criteria: [60, 60, 60], comment: 'Құпия пікір' });
    const paths = [
      '/grading',
      `/grading/${second.personId}`,
      `/grading/${first.personId}/history`,
      `/grading/drafts?ids=${first.personId}`,
    ];
    for (const path of paths) expect((await first.get(path)).status, path).toBe(403);
    expect((await save(first, first, { criteria: [100, 100, 100] })).status).toBe(403);
    expect((await release(first)).status).toBe(403);
    expect(await (await first.get('/results')).text()).not.toContain('Құпия');
    await release(teacher);
    expect(await (await first.get('/results')).text()).toContain('Құпия');
    expect(await (await second.get('/results')).text()).not.toContain('Құпия');
    expect((await teacher.get('/results')).status).toBe(403);
  });

  it('finds nobody outside the caller’s course', async () => {
    const { teacher, course, second } = await openCourse();
    const stranger = await app.visit({ role: 'learner', sub: 'stranger', course: `${course}-other` });
    const unknown = ['0'.repeat(24), 'release', '..%2f', stranger.personId, teacher.personId];
    for (const id of unknown) {
      expect((await teacher.get(`/grading/${id}`)).status, id).toBe(404);
      expect((await teacher.get(`/grading/${id}/history`)).status, id).toBe(404);
      if (id !== 'release') {
        const response = await teacher.postJson(`/grading/${id}`, {
          rev: 0,
          client: 'p',
          seq: 1,
          criteria: [1, 1, 1],
          bands: [],
          comment: '',
          rubricVersion: 1,
        });
        expect(response.status, id).toBe(404);
      }
    }
    const drafts: unknown = await (
      await teacher.get(`/grading/drafts?ids=${stranger.personId},${second.personId}`)
    ).json();
    expect(drafts).toMatchObject({ grades: { [stranger.personId]: { rev: 0 } } });
    expect((await teacher.get('/grading/drafts?ids=nobody')).status).toBe(400);
  });
});
