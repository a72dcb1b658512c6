import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages, type Lang } from '../../src/i18n/index.ts';
import { abilitiesOf, type CourseRole } from '../../src/kernel/permissions.ts';
import { rootFolder } from '../../src/paths.ts';
import { type LaunchRoute } from '../../src/web/route.ts';
import {
  allButColours,
  bringAxe,
  expectNoAxeViolations,
  findChromium,
  launchBrowser,
  lookAtDesktop,
} from '../support/browser.ts';
import { expectValidHtml } from '../support/html.ts';
import { type InProcess, startInProcess, type Visitor } from '../support/inProcess.ts';
import { fillRegistry } from '../features/moocregistry/desk.ts';
import { openDialog } from '../support/openDialog.ts';

const sample = join(rootFolder, 'samples/syllabus-sample-kk.txt');

/** The term is under way, so that the pages show a week. */
const aWhileAgo = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10);

let app: InProcess;
let teacher: Visitor;
/** Values for the parameters of routes, so that every page has something to show. */
const parameters: Record<string, string> = { section: 'calendar', number: '1' };

/** What an address needs besides its path. */
const queryOf = (path: string): string =>
  path === '/grading/drafts' ? `?ids=${parameters.person ?? ''}` : '';

beforeAll(async () => {
  app = await startInProcess();
  teacher = await app.visit({ role: 'instructor' });
  await openDialog(app, teacher);
  const student = await app.visit({ role: 'learner', names: ['Қуанышқызы', 'Әсел'] });
  parameters.person = student.personId;
  await fillCourse();
  Object.assign(parameters, await fillRegistry(app, teacher));
  await attestFirstControl(student);
  await approveMap();
  await bringMarks();
  await bringResults();
  await handInCertificate(student);
  await issueCertificate(student);
});
afterAll(() => app.stop());

const post = (visitor: Visitor, path: string) =>
  request(app.url)
    .post(`${visitor.base}${path}`)
    .set('Cookie', visitor.cookie)
    .set('X-CSRF-Token', visitor.csrf);

/** An accepted syllabus, a term, and one more draft to look at. */
async function fillCourse(): Promise<void> {
  const upload = async (): Promise<string> => {
    const answer = await post(teacher, '/syllabus/upload').attach(
      'file',
      readFileSync(sample),
      'силлабус.txt',
    );
    expect(answer.status).toBe(303);
    return answer.headers.location?.split('/').at(-1) ?? '';
  };
  const first = await upload();
  expect(
    (await post(teacher, `/syllabus/drafts/${first}/accept`).type('form').send({ rev: '1' })).status,
  ).toBe(303);
  parameters.draft = await upload();
  const submitted = await post(teacher, `/syllabus/submit/${parameters.draft}`)
    .type('form')
    .send({ rev: '1' });
  parameters.approval = /approval\/([0-9a-f]{24})/.exec(submitted.headers.location ?? '')?.[1] ?? '';
  await post(teacher, '/calendar/term').type('form').send({ startOn: aWhileAgo });
}

/** A student with every mark of the first period, and a statement of it. */
async function attestFirstControl({ personId }: Visitor): Promise<void> {
  const seminars = [1, 2, 3, 4, 5, 6, 7].map(number => [`mark:seminar-${number}`, '7,5']);
  const marks = Object.fromEntries([...seminars, ['mark:srs-1', '20'], ['mark:srs-2', '21']]) as object;
  expect((await post(teacher, `/gradebook/${personId}`).type('form').send(marks)).status).toBe(303);
  const made = await post(teacher, '/statements').type('form').send({ kind: 'rk1', replaces: '' });
  expect(made.headers.location).toContain('/statements/1?');
}

/** An integration map that counts as approved, and a draft of the next one with something wrong in it. */
async function approveMap(): Promise<void> {
  const begin = async (): Promise<string> => {
    const answer = await post(teacher, '/moocmap/new');
    return /drafts\/([0-9a-f]{24})/.exec(answer.headers.location ?? '')?.[1] ?? '';
  };
  const map = await begin();
  const save = (path: string, values: object) =>
    post(teacher, `/moocmap/drafts/${map}/${path}`).type('form').send(values);
  await save('moocs/add', { rev: '1' });
  const titled = { 'm1:title': 'Деректерді талдау', 'm1:url': 'https://moocs.kz/data' };
  await save('parts/moocs', { rev: '2', ...titled, 'm1:percent': '80', 'm1:reason': 'Төрт модуль сәйкес' });
  await save('parts/model', { rev: '3', model: '2' });
  const lectures = { kind: 'lecture', from: '1', to: '15', mooc: 'm1', mode: 'asynchronous' };
  const filled = await save('fill', { rev: '4', ...lectures, replaces: 'yes' });
  expect(filled.status).toBe(303);
  await app.store.connection
    .collection('moocMaps')
    .updateOne({ _id: map as never }, { $set: { state: 'accepted', version: 1 } });
  parameters.map = await begin();
}

/** A file with a mark, a name that is asked about, and a cell that is no mark. */
async function bringMarks(): Promise<void> {
  const text = 'Тегі;Аты;СС 8;СС 9\r\nҚуанышқызы;Әсел;7;101\r\nКуанышкызы;Асел;7;\r\n';
  const answer = await post(teacher, '/marksimport').attach('file', Buffer.from(text), 'baga.csv');
  parameters.import = answer.headers.location?.split('/').at(-1) ?? '';
}

/** A file of MOOC results that could not be read; with an approved map see the room's own tests. */
async function bringResults(): Promise<void> {
  parameters.file = '0123456789abcdef01234567';
  await app.store.connection.collection('moocResultFiles').insertOne({
    _id: parameters.file as never,
    ...{ courseId: teacher.courseId, moocKey: 'm1', by: teacher.personId, at: new Date() },
    ...{ file: 'report.csv', digest: '0', state: 'failed', failure: 'not-a-table', rev: 1 },
    ...{ outcome: null, content: null, choices: null, preview: null, forgetAt: null },
  });
}

/** Evidence of an online course that a student has handed in. */
async function handInCertificate({ courseId, personId }: Visitor): Promise<void> {
  parameters.certificate = '0123456789abcdef01234568';
  const _id = parameters.certificate as never;
  const { connection } = app.store;
  const file = { name: 'сертификат.pdf', type: 'application/pdf', size: 5 };
  await connection.collection('moocCertificates').insertOne({
    ...{ _id, courseId, personId, moocKey: 'm1', at: new Date(), file, link: null, digest: '0' },
    ...{ validUntil: null, state: 'waiting', decision: null },
  });
  const bytes = Buffer.from('%PDF-');
  await connection.collection('moocCertificateFiles').insertOne({ _id, personId, bytes });
}

/** A certificate that the MOOC centre has issued to a student. */
async function issueCertificate({ courseId, personId }: Visitor): Promise<void> {
  parameters.issued = '0123456789abcdef01234569';
  const inThree = { kk: 'Деректерді талдау', ru: 'Анализ данных', en: 'Data analysis' };
  await app.store.connection.collection('moocIssuedCertificates').insertOne({
    ...{ _id: parameters.issued as never, courseId, personId, moocKey: 'm1', holder: 'Қуанышқызы Әсел' },
    ...{ registrationId: '0'.repeat(24), year: 2026, number: 1, code: 'K7QF-2M9D-4HTX-9RWE' },
    ...{ credentialId: '6d0f9f0e-3c53-4a54-9d7b-1f2e3d4c5b6a', institution: 'Үлгі университеті' },
    mooc: { titles: inThree, platforms: inThree, url: null, hours: 60, credits: 2.5 },
    ...{ completedOn: null, issuedBy: teacher.personId, issuedAt: new Date(), live: true, revoked: null },
  });
}

/** Paths that answer with a file, which is no page: a browser saves it. Making one is dear, so not every language asks. */
const files = new Map<string, boolean>();
async function isFile(visitor: Visitor, path: string): Promise<boolean> {
  const known = files.get(path);
  if (known !== undefined) return known;
  return (await read(visitor, path)).type !== 'text/html';
}

async function read({ base, cookie }: Visitor, path: string): Promise<request.Response> {
  const answer = await request(app.url)
    .get(`${base}${path}`)
    .set('Cookie', cookie)
    .set('Accept', 'text/html');
  files.set(path, answer.type !== 'text/html');
  return answer;
}

interface Shown {
  readonly role: CourseRole;
  readonly path: string;
}

function filled(path: string): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`no value for :${name} of ${path}`);
    return value;
  });
}

const roles = ['instructor', 'assistant', 'learner', 'guest'] as const;

/** Every page of every role that may see it; a route with a parameter that is not filled in fails here. */
function pages(): Shown[] {
  const routes = app.tirek.routes.filter(
    (route): route is LaunchRoute =>
      route.scope === 'launch' && route.shape.method === 'get' && route.shape.path !== '/',
  );
  return roles.flatMap(role =>
    routes
      .filter(route => abilitiesOf(role).has(route.permission))
      .map(route => ({
        role,
        path: filled(route.shape.path) + queryOf(route.shape.path),
      })),
  );
}

describe('every page', () => {
  it('is valid HTML in Kazakh, Russian and English', async () => {
    const shown = pages();
    expect(shown.length).toBeGreaterThan(10);
    for (const lang of languages) {
      for (const role of roles) {
        const visitor = await app.visit({ role, lang });
        await openDialog(app, visitor);
        for (const { path } of shown.filter(one => one.role === role)) {
          if (files.get(path) === true && lang !== 'kk') continue;
          const answer = await read(visitor, path);
          expect(answer.status, `${role} ${path} ${lang}`).toBe(200);
          if (answer.type !== 'text/html') continue;
          expect(answer.text).toContain(`<html lang="${lang}"`);
          await expectValidHtml(answer.text);
        }
      }
    }
  }, 400_000);
});

describe.skipIf(findChromium() === null)('every page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function openOnPhone(visitor: Visitor, lang: Lang): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
    await context.addCookies([{ name: visitor.cookieName, value: visitor.cookieValue, url: app.url }]);
    // The other languages' pages are mostly looked at already.
    if (lang === 'kk') await bringAxe(context);
    return context.newPage();
  }

  it('has no axe violation and fits a phone in every language, and at desktop width in light and dark', async () => {
    for (const lang of languages) {
      for (const role of ['instructor', 'learner'] as const) {
        const visitor = await app.visit({ role, lang });
        await openDialog(app, visitor);
        const page = await openOnPhone(visitor, lang);
        const widely = lang === 'kk' && role === 'instructor';
        for (const { path } of pages().filter(one => one.role === role)) {
          if (await isFile(visitor, path)) continue;
          await page.goto(`${app.url}${visitor.base}${path}`);
          await expectNoAxeViolations(page, widely || lang !== 'kk' ? allButColours : {});
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          expect(overflow, `${role} ${path} ${lang} is wider than the phone`).toBeLessThanOrEqual(0);
          // The table of marks is built by its script for the width that it finds.
          if (widely) await lookAtDesktop(page, path === '/gradebook');
        }
        await page.context().close();
      }
    }
  }, 500_000);
});
