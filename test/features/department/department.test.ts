import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { createCourseStore } from '../../../src/features/course/index.ts';
import { countsOf, reportOf } from '../../../src/features/department/domain/report.ts';
import { createSyllabusStore } from '../../../src/features/syllabus/index.ts';
import { type Finding, finding } from '../../../src/features/syllabus/domain/finding.ts';
import { parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess } from '../../support/inProcess.ts';
import { openAsOperator } from '../connect/consoleVisitor.ts';

const wrong = finding('weights-sum', 'weights', { sum: 90 });
const doubtful = finding('contact-blank', 'course', {});

describe('the report of a department', () => {
  it('has the courses with most errors first, those without a syllabus behind, clean ones last', () => {
    const course = (title: string, version: number | null, findings: Finding[]) => ({
      title,
      version,
      findings,
    });
    const report = reportOf([
      course('clean', 1, []),
      course('none', null, []),
      course('doubtful', 1, [doubtful]),
      course('wrong', 2, [wrong, doubtful]),
    ]);
    expect(report.courses.map(({ title }) => title)).toEqual(['wrong', 'doubtful', 'none', 'clean']);
    expect(report.totals).toMatchObject({ errors: 1, warnings: 2, without: 1, clean: 1 });
    expect(report.codes.map(({ example, courses }) => [example.code, courses])).toEqual([
      ['contact-blank', 2],
      ['weights-sum', 1],
    ]);
    expect(countsOf([wrong])).toEqual({ errors: 1, warnings: 0, infos: 0 });
  });
});

describe('the page of the report', () => {
  let app: InProcess;
  beforeAll(async () => {
    app = await startInProcess();
  });
  afterAll(() => app.stop());

  it('shows all courses of a platform in the console, and not to strangers', async () => {
    const { tirek, store, url } = app;
    const platform = {
      name: 'KazNU Moodle',
      issuer: 'https://a.example',
      clientId: 'a',
      deploymentId: '1',
      authUrl: 'https://a.example/auth',
      tokenUrl: 'https://a.example/token',
      jwksUrl: 'https://a.example/keys',
    };
    await tirek.trustPlatform(platform);
    const registration = await tirek.lti.registrations.find('https://a.example', 'a');
    if (registration === null) throw new Error('the platform was not added');
    const courses = createCourseStore(store.connection);
    const syllabi = createSyllabusStore(store.connection);
    const bytes = readFileSync(new URL('../../../samples/syllabus-sample-kk.docx', import.meta.url));
    const { syllabus, evidence, findings, provenance } = parseSyllabus(await readDocument(bytes, 'kk.docx'));
    for (const title of ['Бірінші курс', 'Екінші курс']) {
      const course = await courses.enter({
        registrationId: registration.id,
        deploymentId: '1',
        contextId: title,
        title,
        lang: 'kk',
        services: { lineItemsUrl: null, agsScopes: [], nrpsUrl: null, productFamily: null },
      });
      if (title === 'Екінші курс') continue;
      const content = { syllabus, evidence, readingFindings: findings, provenance };
      const createdBy = asId<'person'>('1'.repeat(24));
      const id = await syllabi.create({ courseId: course.id, content, fileName: 'a', createdBy }, new Date());
      await syllabi.accept(course.id, id, 1, new Date());
      await courses.setSyllabus(course.id, id, 'kk');
    }
    const operator = await openAsOperator({ url, publicUrl: url }, tirek.connect, 'en');
    const page = await operator.get(`/platforms/${registration.id}/report`);
    expect(page.status).toBe(200);
    const t = catalogueOf('en').department;
    for (const text of ['Бірінші курс', 'Екінші курс', t.noSyllabus, t.hasWarnings])
      expect(page.text).toContain(text);
    await expectValidHtml(page.text);
    const stranger = await fetch(`${url}/console/${'0'.repeat(24)}/platforms/${registration.id}/report`);
    expect(stranger.status).toBe(401);
  });
});
