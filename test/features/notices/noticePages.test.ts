import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChoiceStore } from '../../../src/features/notices/choiceStore.ts';
import { noticeKinds } from '../../../src/features/notices/domain/notice.ts';
import { unsubscribeUrl } from '../../../src/features/notices/mail/unsubscribe.ts';
import { createNoticeStore } from '../../../src/features/notices/noticeStore.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { createSealer } from '../../../src/secrets/sealer.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { openDialog } from '../../support/openDialog.ts';
import { openTeachersCourse, type TeachersCourse } from '../../support/teachersCourse.ts';

let course: TeachersCourse;
let student: Visitor;
let other: Visitor;
const t = catalogueOf('en');

beforeAll(async () => {
  course = await openTeachersCourse('syllabus-sample-kk.docx');
  student = await course.app.visit({ role: 'learner', lang: 'en', sub: 'first' });
  other = await course.app.visit({ role: 'learner', lang: 'en', sub: 'second' });
});
afterAll(() => course.app.stop());

const get = (visitor: Visitor, path: string) =>
  request(course.app.url)
    .get(`${visitor.base}${path}`)
    .set('Cookie', visitor.cookie)
    .set('Accept', 'text/html');
const saveTerm = async () => {
  const page = await get(course.teacher, '/term');
  const rev = /name="rev" value="(\d+)"/.exec(page.text)?.[1] ?? '0';
  const typed = { rev, startOn: '02.09.2026', weeks: '', free: '', moved: '', dueAt: '23:59' };
  return course
    .post('/term')
    .type('form')
    .send({ ...typed, timeZone: 'Asia/Almaty' });
};
const unread = (count: number): string => `aria-label="${t.notices.linkUnread({ count })}"`;
const choices = () => createChoiceStore(course.app.store.connection);

describe('what is new in a course', () => {
  it('is told to everybody but who changed it, counted in the header, and read once opened', async () => {
    expect((await saveTerm()).status).toBe(303);
    expect((await get(course.teacher, '/calendar')).text).toContain(`aria-label="${t.notices.link}"`);
    const calendar = (await get(student, '/calendar')).text;
    expect(calendar).toContain(unread(1));
    const list = await get(student, '/notices');
    expect(list.text).toContain(t.notices.texts.calendar);
    await expectValidHtml(list.text);
    const open = /\/notices\/[0-9a-f]{24}\/open/.exec(list.text)?.[0] ?? '';
    expect((await course.post(open, other)).status).toBe(404);
    const answer = await course.post(open, student);
    expect(answer.headers.location).toBe(`${student.base}/calendar`);
    expect((await get(student, '/notices')).text).toContain(`aria-label="${t.notices.link}"`);
    // A second change of the same day makes it new again, and not two.
    await saveTerm();
    expect((await get(student, '/notices')).text).toContain(unread(1));
    await course.post('/notices/read', student);
    expect((await get(student, '/notices')).text).not.toContain(unread(1));
  });

  it('tells of a new version of the syllabus', async () => {
    const revised = await course.post('/syllabus/revise');
    const draft = revised.headers.location?.split('/').at(-1) ?? '';
    await course.post(`/syllabus/drafts/${draft}/accept`).type('form').send({ rev: '1' });
    const list = (await get(other, '/notices')).text;
    expect(list).toContain(t.notices.texts.syllabus);
    expect((await get(course.teacher, '/notices')).text).not.toContain(t.notices.texts.syllabus);
  });

  it('tells nothing of a kind that the person has chosen not to be told', async () => {
    const visitor = await course.app.visit({ role: 'learner', lang: 'en', sub: 'unwilling' });
    const form = await get(visitor, '/notices/choices');
    await expectValidHtml(form.text);
    // Without a mail server there is nothing to choose about mail.
    expect(form.text).not.toContain('mail.calendar');
    const kept = noticeKinds.filter(kind => kind !== 'calendar');
    const typed = Object.fromEntries(kept.map(kind => [`show.${kind}`, '1']));
    expect((await course.post('/notices/choices', visitor).type('form').send(typed)).status).toBe(303);
    await saveTerm();
    expect((await get(visitor, '/notices')).text).toContain(t.notices.none);
    expect(await choices().find(visitor.personId)).toEqual({ off: ['calendar'], mailOff: [] });
  });

  it('tells a student that there is a result, and not which', async () => {
    const works = [1, 2, 3, 4, 5, 6, 7].map(number => [`mark:seminar-${number}`, '7.5']);
    const marks = Object.fromEntries([...works, ['mark:srs-1', '20'], ['mark:srs-2', '21']]) as object;
    await course.post(`/gradebook/${student.personId}`).type('form').send(marks);
    await course.post('/statements').type('form').send({ kind: 'rk1', replaces: '' });
    const list = (await get(student, '/notices')).text;
    expect(list).toContain(t.notices.texts.result);
    const notices = createNoticeStore(course.app.store.connection);
    const told = await notices.list(student.courseId, student.personId);
    expect(told.map(({ fact }) => fact)).toContainEqual({ kind: 'result' });
    expect((await get(other, '/notices')).text).not.toContain(t.notices.texts.result);
  });

  it('tells who submitted a document that it came back', async () => {
    const head = await course.app.visit({ role: 'guest', lang: 'en', sub: 'head' });
    const revised = await course.post('/syllabus/revise');
    const draft = revised.headers.location?.split('/').at(-1) ?? '';
    const submitted = await course.post(`/syllabus/submit/${draft}`).type('form').send({ rev: '1' });
    const approval = /\/approval\/[0-9a-f]{24}/.exec(submitted.headers.location ?? '')?.[0] ?? '';
    const page = (await course.post(`${approval}/code`)).text;
    const code = /(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}(?=<)/.exec(page)?.[0] ?? '';
    await course.post('/approval/open', head).type('form').send({ code });
    const decision = { decision: 'returned', rev: '1', text: 'Week 3 is empty.' };
    await course.post(`${approval}/decide`, head).type('form').send(decision);
    const list = (await get(course.teacher, '/notices')).text;
    expect(list).toContain(t.notices.texts.approval.returned);
    const open = /\/notices\/[0-9a-f]{24}\/open/.exec(list)?.[0] ?? '';
    expect((await course.post(open)).headers.location).toBe(`${course.teacher.base}${approval}`);
  });

  it('is not in a dialog of the LMS', async () => {
    await openDialog(course.app, course.teacher);
    const dialog = (await get(course.teacher, '/deeplinking')).text;
    expect(dialog).toContain('<main');
    expect(dialog).not.toContain('/notices"');
  });

  it('is nobody else’s', async () => {
    const stranger = await course.app.visit({ role: 'learner', lang: 'en', sub: 'far', course: 'course-2' });
    expect((await get(stranger, '/notices')).text).toContain(t.notices.none);
    const notices = createNoticeStore(course.app.store.connection);
    expect(await notices.countUnread(stranger.courseId, other.personId)).toBe(0);
  });
});

describe('the address that ends the mail', () => {
  const path = (visitor: Visitor): string => {
    const sealer = createSealer('a secret key of tests, long enough to be one');
    return unsubscribeUrl(visitor.personId, { sealer, publicUrl: 'https://tirek.example' }).slice(
      'https://tirek.example'.length,
    );
  };

  it('only asks when it is opened, and ends the mail by one POST without a session', async () => {
    const asked = await request(course.app.url)
      .get(path(other))
      .set('Accept', 'text/html')
      .set('Accept-Language', 'en');
    expect([asked.status, asked.text.includes(t.notices.unsubscribe.button)]).toEqual([200, true]);
    await expectValidHtml(asked.text);
    expect((await choices().find(other.personId)).mailOff).toEqual([]);
    const ended = await request(course.app.url)
      .post(path(other))
      .type('form')
      .send('List-Unsubscribe=One-Click');
    expect(ended.status).toBe(200);
    expect(await choices().find(other.personId)).toEqual({ off: [], mailOff: noticeKinds });
  });

  it('opens nothing with another signature', async () => {
    for (const method of ['get', 'post'] as const) {
      const answer = await request(course.app.url)[method](`${path(student)}x`);
      expect(answer.status).toBe(404);
    }
    expect((await choices().find(student.personId)).mailOff).toEqual([]);
  });
});
