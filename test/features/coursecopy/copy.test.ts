import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCourseStore } from '../../../src/features/course/index.ts';
import { withFormerLineItems } from '../../../src/features/coursecopy/index.ts';
import { kk } from '../../../src/i18n/kk/index.ts';
import { type LineItemKey } from '../../../src/lti/index.ts';
import { type Activity, type Course } from '../../../src/practice-lms/index.ts';
import { fieldsOf } from '../../practice-lms/support.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Landing, type PracticePair, startPracticePair } from '../../support/practicePair.ts';

/** A course that was copied in the LMS: recognised, asked about, taken over. */
let pair: PracticePair;
beforeAll(async () => {
  pair = await startPracticePair();
  const teacher = await pair.launch(pair.lms.world.teacher, pair.lms.world.link);
  await pair.acceptSyllabus(teacher);
  await teacher.post('/calendar/term', { startOn: '2025-09-01' });
});
afterAll(() => pair.stop());

const courses = () => createCourseStore(pair.app.store.connection);

/** A copy as the LMS's own page makes it. */
async function copyOf(course: Course): Promise<{ course: Course; link: Activity }> {
  const atLms = await pair.atLms(pair.lms.world.teacher);
  const made = await atLms.submit(`/courses/${course.id}/copy`);
  const id = made.headers.get('location')?.split('/').at(-1) ?? '';
  return placeOf(id);
}

function placeOf(id: string): { course: Course; link: Activity } {
  const course = pair.lms.state.courses.find(one => one.id === id);
  const link = pair.lms.state.activities.find(one => one.courseId === id);
  if (course === undefined || link === undefined) throw new Error('no such copy');
  return { course, link };
}

const open = (link: Activity): Promise<Landing> => pair.launch(pair.lms.world.teacher, link);

const stored = async (contextId: string) => {
  const registration = (await pair.app.tirek.lti.registrations.list())[0];
  if (registration === undefined) throw new Error('no registration');
  return (await courses().findByContexts(registration.id, [contextId]))[0];
};

describe('a copied course', () => {
  it('asks its teacher, and takes over syllabus, rubric and term with shifted dates, but no grades', async () => {
    const copy = await copyOf(pair.lms.world.course);
    const teacher = await open(copy.link);
    expect(teacher.path).toBe('/copy');
    const { text } = await teacher.get('/copy');
    await expectValidHtml(text);
    expect(text).toContain(kk.coursecopy.never);
    expect(text).toMatch(/name="startOn" type="date" value="2026-08-31"/);

    expect((await teacher.post('/copy/take', { startOn: '2026-09-07' })).status).toBe(303);
    const course = await stored(copy.course.id);
    const origin = await stored(pair.lms.world.course.id);
    expect(course).toMatchObject({
      copy: { state: 'taken', from: [origin?.id] },
      term: { startOn: '2026-09-07' },
    });
    expect(course?.syllabusId).not.toBe(origin?.syllabusId);
    const calendar = (await teacher.get('/calendar')).text;
    expect(calendar).toContain('07.09');
    expect((await teacher.get('/grading')).text).not.toContain(kk.grading.none.title);
    expect(
      await pair.app.store.connection.collection('grades').countDocuments({ courseId: course?.id }),
    ).toBe(0);
    expect((await open(copy.link)).path).toBe('/calendar');
  });

  it('refuses a first day that is none, and asks again', async () => {
    const copy = await copyOf(pair.lms.world.course);
    const teacher = await open(copy.link);
    const answer = await teacher.post('/copy/take', { startOn: '2026-02-30' });
    expect(answer.status).toBe(422);
    await expectValidHtml(answer.text);
    expect((await stored(copy.course.id))?.syllabusId).toBeNull();
  });

  it('starts empty when the teacher wants that, and may think it over until there is a syllabus', async () => {
    const copy = await copyOf(pair.lms.world.course);
    const teacher = await open(copy.link);
    expect((await teacher.post('/copy/empty')).headers.location).toContain('/syllabus');
    expect((await open(copy.link)).path).toBe('/syllabus');
    expect((await teacher.get('/copy')).text).toContain(kk.coursecopy.take);
    await pair.acceptSyllabus(teacher);
    const { text } = await teacher.get('/copy');
    await expectValidHtml(text);
    expect(text).toContain(kk.coursecopy.nothing.title);
  });

  it('asks nobody but a teacher', async () => {
    const copy = await copyOf(pair.lms.world.course);
    const [student] = pair.lms.world.students;
    if (student === undefined) throw new Error('nobody');
    pair.lms.state.enrolments.push({
      courseId: copy.course.id,
      personId: student.id,
      role: 'student',
      isActive: true,
    });
    await pair.lms.save();
    const opened = await pair.launch(student, copy.link);
    expect(opened.path).toBe('/calendar');
    expect((await opened.get('/copy')).status).toBe(403);
  });

  it('knows a copy of a copy, also one that started empty', async () => {
    const first = await copyOf(pair.lms.world.course);
    await (await open(first.link)).post('/copy/empty');
    const second = await copyOf(first.course);
    expect((await open(second.link)).path).toBe('/copy');
    const [origin, middle] = [await stored(pair.lms.world.course.id), await stored(first.course.id)];
    expect((await stored(second.course.id))?.copy?.from).toEqual([middle?.id, origin?.id]);
  });
});

describe('where the LMS has no history', () => {
  const link = (copy: { link: Activity }): Activity => copy.link;

  /** A link as the dialog makes it in the first course. */
  async function placedLink(): Promise<Record<string, string>> {
    const { teacher, course } = pair.lms.world;
    const dialog = await pair.launch(teacher, { message: 'LtiDeepLinkingRequest', courseId: course.id });
    const { text } = await dialog.post('/deeplinking', { 'place[]': 'calendar' });
    const { JWT = '' } = fieldsOf(text);
    const items = decodeJwt(JWT)['https://purl.imsglobal.org/spec/lti-dl/claim/content_items'];
    return (items as { custom: Record<string, string> }[])[0]?.custom ?? {};
  }

  it('a copied link tells by its id where it was made, when the id is signed', async () => {
    const made = await placedLink();
    const forged = (made['tirek_id'] ?? '').replace(':calendar:', ':week:');
    for (const [tirekId, path] of [
      [forged, '/calendar#this-week'],
      [(made['tirek_id'] ?? '').split(':').slice(0, 2).join(':'), '/calendar'],
      [made['tirek_id'] ?? '', '/copy'],
    ] as const) {
      const copy = await copyOf(pair.lms.world.course);
      copy.course.copiedFrom = [];
      link(copy).custom = { context_id_history: '$Context.id.history', tirek_id: tirekId };
      await pair.lms.save();
      expect((await open(link(copy))).path).toBe(path);
    }
  });

  it('a copied link tells by its own history, on an LMS that keeps one for links', async () => {
    const { link: older } = pair.lms.world;
    older.custom = { resource_link_id_history: '' };
    await pair.lms.save();
    await open(older);
    older.custom = {};
    const copy = await copyOf(pair.lms.world.course);
    copy.course.copiedFrom = [];
    link(copy).custom = { resource_link_id_history: `${older.id},7` };
    await pair.lms.save();
    expect((await open(link(copy))).path).toBe('/copy');
    // Another LMS's links are nobody's business here, and neither is one's own link.
    const stranger = await copyOf(pair.lms.world.course);
    stranger.course.copiedFrom = [];
    link(stranger).custom = { resource_link_id_history: `9999,${link(stranger).id}` };
    await pair.lms.save();
    expect((await open(link(stranger))).path).not.toBe('/copy');
  });

  it('its notice tells of the copy, once the tool has asked for notices at a launch', async () => {
    await pair.lms.setWays({ offerHistory: false, offerNotices: true });
    await open(pair.lms.world.link);
    await vi.waitFor(() =>
      expect(Object.keys(pair.lms.state.noticeHandlers)).toEqual([
        'LtiHelloWorldNotice',
        'LtiContextCopyNotice',
      ]),
    );
    const copy = await copyOf(pair.lms.world.course);
    expect((await open(link(copy))).path).toBe('/copy');
    await pair.lms.setWays({ offerHistory: true, offerNotices: false });
  });

  it('nothing is asked, and an id of nobody or of the course itself is nothing', async () => {
    for (const id of [
      '$Tirek.id',
      `${'0'.repeat(24)}:calendar`,
      `${(await stored(pair.lms.world.course.id))?.id}:week`,
    ]) {
      const { link: place } = pair.lms.world;
      place.custom = { tirek_id: id };
      await pair.lms.save();
      expect((await open(place)).path).not.toBe('/copy');
    }
    pair.lms.world.link.custom = {};
    expect((await stored(pair.lms.world.course.id))?.copy).toBeNull();
  });
});

describe('columns of a copied course', () => {
  it('are looked for under the ids that they had in the older courses', async () => {
    const copy = await copyOf(pair.lms.world.course);
    await open(copy.link);
    const course = await stored(copy.course.id);
    const origin = await stored(pair.lms.world.course.id);
    const asked: LineItemKey[] = [];
    const gradebook = withFormerLineItems(
      {
        findLineItem: (_target, key) => {
          asked.push(key);
          return Promise.resolve({ kind: 'done', status: 200, value: null });
        },
      },
      id => courses().find(id),
    );
    const target = {
      registrationId: course?.registrationId as never,
      productFamily: null,
      lineItemsUrl: null,
      agsScopes: [],
    };
    const key = (id: string | undefined) => ({
      resourceId: `tirek:${id ?? ''}:final`,
      tag: 'tirek:final',
      resourceLinkId: null,
    });
    await gradebook.findLineItem(target, key(course?.id));
    await gradebook.findLineItem(target, key(origin?.id));
    expect(asked.map(one => one.formerResourceIds)).toEqual([[`tirek:${origin?.id ?? ''}:final`], undefined]);
  });
});
