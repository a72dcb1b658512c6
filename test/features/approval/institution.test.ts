import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRows } from '../../../src/documents/index.ts';
import { createStepStore } from '../../../src/features/approval/institution/stepStore.ts';
import { createCourseStore } from '../../../src/features/course/index.ts';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { type RegistrationId } from '../../../src/kernel/ids.ts';
import { rootFolder } from '../../../src/paths.ts';
import { expectValidHtml } from '../../support/html.ts';
import { openTeachersCourse, type TeachersCourse } from '../../support/teachersCourse.ts';
import { openAsOperator } from '../connect/consoleVisitor.ts';

let course: TeachersCourse;
let platform: RegistrationId;
let now = new Date('2026-11-22T05:00:00Z');
const t = catalogueOf('en');
const sample = 'syllabus-sample-kk.docx';
const council = { key: 'council', role: { kk: 'Кеңес', ru: 'Совет', en: 'Council' } };

beforeAll(async () => {
  course = await openTeachersCourse(sample, () => now);
  const host = 'https://lms.example';
  await course.app.tirek.trustPlatform({
    ...{ name: 'University', issuer: host, clientId: 'a', deploymentId: '1' },
    ...{ authUrl: `${host}/auth`, tokenUrl: `${host}/token`, jwksUrl: `${host}/keys` },
  });
  const found = await course.app.tirek.lti.registrations.find(host, 'a');
  platform = found?.id ?? platform;
});
afterAll(() => course.app.stop());

const console = (lang: (typeof languages)[number] = 'en') =>
  openAsOperator({ url: course.app.url, publicUrl: course.app.url }, course.app.tirek.connect, lang);
const steps = () => createStepStore(course.app.store.connection);

async function submit(): Promise<string> {
  const document = readFileSync(join(rootFolder, 'samples', sample));
  const uploaded = await course.post('/syllabus/upload').attach('file', document, sample);
  const draft = uploaded.headers.location?.split('/').at(-1) ?? '';
  const answer = await course.post(`/syllabus/submit/${draft}`).type('form').send({ rev: '1' });
  return /\/approval\/[0-9a-f]{24}/.exec(answer.headers.location ?? '')?.[0] ?? '';
}

describe('the steps of an institution in the console', () => {
  it('are the usual ones until the administrator settles others, in an order of numbers', async () => {
    const operator = await console();
    const path = `/platforms/${platform}/approval`;
    expect((await operator.get(path)).text).toContain(t.approvalSteps.usual);
    const line = (n: number, order: string, name: string) => ({
      [`order.${n}`]: order,
      ...Object.fromEntries(languages.map(lang => [`${lang}.${n}`, name])),
    });
    const typed = {
      rev: '0',
      required: '1',
      ...line(0, '2', 'Rector'),
      ...line(1, '1', 'Dean'),
      ...line(2, '3', ''),
    };
    expect((await operator.post(`${path}/steps/syllabus`, typed)).status).toBe(303);
    const saved = await steps().newest(platform, 'syllabus');
    expect(saved.steps.map(({ role }) => role.en)).toEqual(['Dean', 'Rector']);
    expect(saved.isRequired).toBe(true);
    expect((await operator.get(path)).text).toContain(t.approvalSteps.isRequired);
    expect((await steps().newest(platform, 'mooc-map')).version).toBe(0);
    expect((await operator.post(`${path}/steps/syllabus`, typed)).status).toBe(409);
    const none = await operator.post(`${path}/steps/syllabus`, { rev: '1', ...line(0, '1', '') });
    expect([none.status, none.text.includes(t.approvalSteps.none)]).toEqual([422, true]);
    expect((await operator.get(`${path}/steps/letter`)).status).toBe(404);
  });

  it('hold for processes that begin, while those under way keep theirs', async () => {
    const { registrationId } = (await createCourseStore(course.app.store.connection).find(
      course.teacher.courseId,
    )) ?? { registrationId: platform };
    const before = await submit();
    expect(
      await steps().save(registrationId, 'syllabus', 0, { steps: [council], isRequired: false }, now),
    ).toBe(true);
    const after = await submit();
    expect((await course.read(before)).text).toContain('Dean of the faculty');
    expect((await course.read(before)).text).not.toContain('Council');
    expect((await course.read(after)).text).toContain('Council');
    expect((await course.read(after)).text).not.toContain('Dean of the faculty');
  });

  it('may let a syllabus be published by its approval alone: its author can no longer do it', async () => {
    const { registrationId } = (await createCourseStore(course.app.store.connection).find(
      course.teacher.courseId,
    )) ?? { registrationId: platform };
    const document = readFileSync(join(rootFolder, 'samples', sample));
    const uploaded = await course.post('/syllabus/upload').attach('file', document, sample);
    const draft = uploaded.headers.location?.split('/').at(-1) ?? '';
    const accept = () => course.post(`/syllabus/drafts/${draft}/accept`).type('form').send({ rev: '1' });
    const { version, ...settled } = await steps().newest(registrationId, 'syllabus');
    await steps().save(registrationId, 'syllabus', version, { ...settled, isRequired: true }, now);
    const page = (await course.read(`/syllabus/drafts/${draft}`)).text;
    await expectValidHtml(page);
    expect(page).not.toContain(`/syllabus/drafts/${draft}/accept`);
    const refused = await accept();
    expect([refused.status, refused.text.includes(t.syllabus.needsApproval)]).toEqual([409, true]);
    await steps().save(registrationId, 'syllabus', version + 1, { ...settled, isRequired: false }, now);
    expect((await accept()).status).toBe(303);
  });

  it('has valid pages in every language, and tells who waits for whom since when', async () => {
    // The course of the test belongs to no registration: it is moved under the one that the console sees.
    const { collection } = course.app.store.connection.model('Course');
    const { _id } = (await collection.findOne({ title: /./ })) ?? {};
    await collection.updateOne({ _id } as never, { $set: { registrationId: platform } });
    await submit();
    now = new Date(now.getTime() + 4 * 86_400_000);
    for (const lang of languages) {
      const operator = await console(lang);
      await operator.post('/language', { lang });
      for (const page of ['', '/steps/syllabus', '/waiting', '/waiting?days=14&kind=mooc-map']) {
        const answer = await operator.get(`/platforms/${platform}/approval${page}`);
        expect(answer.status, page).toBe(200);
        await expectValidHtml(answer.text);
      }
    }
    const operator = await console();
    const waiting = (await operator.get(`/platforms/${platform}/approval/waiting?days=3`)).text;
    for (const text of ['Head of department', 'Council', '22.11.2026']) expect(waiting).toContain(text);
    expect((await operator.get(`/platforms/${platform}/approval/waiting?days=7`)).text).toContain(
      t.approvalSteps.waiting.none,
    );
    const linesOf = async (days: number): Promise<(readonly string[])[]> => {
      const address = `/platforms/${platform}/approval/waiting/file?days=${days}`;
      const lines: (readonly string[])[] = [];
      const answer = await operator.get(address).responseType('blob');
      await readRows(answer.body as Buffer, 'a.xlsx', cells => lines.push(cells));
      return lines;
    };
    const { columns } = t.approvalSteps.waiting;
    const [heads, ...lines] = await linesOf(3);
    expect(heads?.slice(3, 6)).toEqual([columns.submitted, columns.waitsFor, columns.since]);
    expect(lines.flat()).toContain('Council');
    expect(lines.every(line => Number(line[6]) >= 3)).toBe(true);
    expect(await linesOf(7)).toHaveLength(1);
  });
});
