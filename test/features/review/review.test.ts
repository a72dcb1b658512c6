import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kk } from '../../../src/i18n/kk/index.ts';
import { type Column, type Person } from '../../../src/practice-lms/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Landing, type PracticePair, startPracticePair } from '../../support/practicePair.ts';

/** LTI Submission Review 1.0: from a grade in the LMS's gradebook to the work behind it. */
let pair: PracticePair;
let teacher: Landing;
let ours: Column;
beforeAll(async () => {
  pair = await startPracticePair();
  teacher = await pair.launch(pair.lms.world.teacher, pair.lms.world.link);
  await pair.acceptSyllabus(teacher);
  ours = {
    id: '9001',
    courseId: pair.lms.world.course.id,
    label: 'Қорытынды бақылау',
    maximum: 100,
    origin: 'tool',
    activityId: null,
    resourceId: 'tirek:x:final',
    tag: 'tirek:final',
    startDateTime: null,
    endDateTime: null,
  };
  pair.lms.state.columns.push(ours);
  await pair.lms.save();
});
afterAll(() => pair.stop());

const student = (): Person => pair.lms.world.students[0] ?? pair.lms.world.teacher;

const review = (person: Person, personId: string, columnId = ours.id): Promise<Landing> =>
  pair.launch(person, {
    message: 'LtiSubmissionReviewRequest',
    courseId: pair.lms.world.course.id,
    activity: null,
    columnId,
    personId,
  });

describe('a submission review', () => {
  it('opens the grading panel at the student, also one who never came in', async () => {
    const opened = await review(pair.lms.world.teacher, student().id);
    expect(opened.path).toMatch(/^\/grading\/[0-9a-f]{24}$/);
    expect((await opened.get(opened.path)).text).toContain(student().familyName);
  });

  it('opens it for an assistant, who drafts grades', async () => {
    expect((await review(pair.lms.world.assistant, student().id)).path).toMatch(/^\/grading\//);
  });

  it('opens a student’s own result, whoever was named', async () => {
    const [one, other] = pair.lms.world.students;
    expect((await review(student(), one?.id ?? '')).path).toBe('/results');
    expect((await review(student(), other?.id ?? '')).path).toBe('/results');
  });

  it('says that the student is not in the course', async () => {
    for (const id of ['no-such-person', pair.lms.world.teacher.id]) {
      const opened = await review(pair.lms.world.teacher, id);
      expect(opened.path).toBe('/review?missing=student');
      const { status, text } = await opened.get(opened.path);
      expect(status).toBe(200);
      await expectValidHtml(text);
      expect(text).toContain(kk.review.missing.student.title);
    }
  });

  it('says that the column is not one that Tirek fills, and offers the student’s panel', async () => {
    const other = pair.lms.world.columns[0]?.id ?? '';
    const opened = await review(pair.lms.world.teacher, student().id, other);
    expect(opened.path).toMatch(/^\/review\?missing=column&student=[0-9a-f]{24}$/);
    const { text } = await opened.get(opened.path);
    await expectValidHtml(text);
    expect(text).toContain(kk.review.missing.column.title);
    expect(text).toContain(kk.review.openPanel);
  });

  it('says so too when the column is gone', async () => {
    expect((await review(pair.lms.world.teacher, student().id, '424242')).path).toContain('missing=column');
  });

  it('says that the LMS has not given its list, and has the way on', async () => {
    const opened = await pair.launch(pair.lms.world.teacher, pair.lms.world.link);
    const { status, text } = await opened.get('/review?missing=list');
    expect(status).toBe(200);
    await expectValidHtml(text);
    expect(text).toContain(kk.review.missing.list.title);
    expect(text).toContain(kk.review.openList);
  });

  it('is not shown to students', async () => {
    const opened = await pair.launch(student(), pair.lms.world.link);
    expect((await opened.get('/review')).status).toBe(403);
  });
});
