import { type Browser as Chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../src/i18n/lang.ts';
import { type Person } from '../../src/practice-lms/index.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { expectValidHtml } from '../support/html.ts';
import { type Bench, Browser, startBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
  await fillGradebook(bench);
});
afterAll(() => bench.close());

/** A grade with a comment, one changed by hand, a trouble and a request, so that every part of the pages shows. */
async function fillGradebook({ lms }: Bench): Promise<void> {
  const { course, columns, students, teacher } = lms.world;
  const browser = await new Browser(lms.url).logIn(teacher);
  await browser.submit(`/courses/${course.id}/columns`, { label: 'Қатысу <b>', maximum: '12,5' });
  const path = `/courses/${course.id}/grades/${columns[0]?.id ?? ''}`;
  await browser.submit(`${path}/${students[0]?.id ?? ''}`, {
    score: '71,5',
    comment: 'Жақсы\nжұмыс',
    overridden: 'on',
  });
  await browser.submit(`${path}/${students[1]?.id ?? ''}`, { score: '', comment: '', locked: 'on' });
  await lms.setTrouble({ kind: 'too-many', service: 'grades', times: 3, percent: 50, method: 'POST' });
  await fetch(lms.registration.jwksUrl);
  await fetch(lms.registration.tokenUrl, { method: 'POST' });
  await lms.setPublished(lms.world.secondCourse.id, false);
  await lms.setEnrolment(course.id, students[5]?.id ?? '', false);
  await lms.rotateKey();
}

interface Page {
  readonly path: string;
  readonly person: Person | null;
}

function everyPage(): Page[] {
  const { course, secondCourse, columns, students, teacher, administrator, link, graded } = bench.lms.world;
  const student = students[0] as Person;
  const column = columns[0]?.id ?? '';
  const of = (person: Person | null, ...paths: string[]): Page[] => paths.map(path => ({ path, person }));
  const courseOf = (path: string): string => `/courses/${course.id}${path}`;
  return [
    ...of(null, '/', '/nowhere', '/settings', '/register-tool', '/troubles', '/requests', courseOf('')),
    ...of(
      teacher,
      '/',
      courseOf(''),
      courseOf('/people'),
      courseOf('/grades'),
      courseOf(`/grades/${column}/${student.id}`),
    ),
    ...of(
      teacher,
      courseOf('/select'),
      courseOf('/select/frame'),
      courseOf(`/review/${column}/${student.id}`),
    ),
    ...of(teacher, `/activities/${link.id}`, `/activities/${link.id}/frame`, `/courses/${secondCourse.id}`),
    ...of(teacher, `/return?course=${course.id}`, `/return?course=${course.id}&lti_errormsg=%3Cb%3E`),
    ...of(teacher, '/auth?redirect_uri=nowhere'),
    ...of(student, '/', courseOf(''), courseOf('/grades'), `/activities/${graded.id}`, courseOf('/people')),
    ...of(administrator, '/', courseOf('/grades')),
  ];
}

describe('every page', () => {
  it.each(languages)('is valid HTML in %s, in that language', async lang => {
    const browsers = new Map<Person | null, Browser>();
    for (const { path, person } of everyPage()) {
      let browser = browsers.get(person);
      if (browser === undefined) {
        browser = new Browser(bench.lms.url);
        if (person !== null) await browser.logIn(person);
        await browser.submit('/language', { lang, back: '/' });
        browsers.set(person, browser);
      }
      const response = await browser.get(path);
      const html = await response.text();
      expect(html, path).toContain(`<html lang="${lang}">`);
      await expectValidHtml(html);
      expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
      expect(html).not.toMatch(/ (style|on\w+)="/);
    }
  });
});

describe('the course page', () => {
  it('offers the sample syllabi, and nothing else from the disk', async () => {
    const browser = await new Browser(bench.lms.url).logIn(bench.lms.world.teacher);
    const html = await (await browser.get(`/courses/${bench.lms.world.course.id}`)).text();
    const offered = [...html.matchAll(/href="(\/samples\/[^"]+)" download/g)].map(([, path = '']) => path);
    expect(offered.map(path => path.replace(/.*\./, ''))).toEqual(expect.arrayContaining(['docx', 'txt']));
    for (const path of offered) {
      const response = await browser.get(path);
      expect([path, response.status, response.headers.get('content-disposition')?.split(';')[0]]).toEqual([
        path,
        200,
        'attachment',
      ]);
    }
    expect((await browser.get('/samples/..%2Fpackage.json')).status).toBe(404);
  });
});

describe.skipIf(findChromium() === null)('in a browser', () => {
  let chromium: Chromium;
  beforeAll(async () => {
    // Containers often do not know localhost by IPv6 and by IPv4 alike.
    chromium = await launchBrowser(['--host-resolver-rules=MAP localhost 127.0.0.1']);
  });
  afterAll(() => chromium.close());

  it('a page has no axe violation and fits into 390 pixels', async () => {
    const page = await (await chromium.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    let loggedIn: Person | null = null;
    for (const { path, person } of everyPage().filter(one => !one.path.endsWith('/frame'))) {
      if (person !== loggedIn && person !== null) {
        await page.goto(bench.lms.url);
        await page.locator(`button[name=personId][value="${person.id}"]`).click();
      }
      loggedIn = person;
      await page.goto(`${bench.lms.url}${path}`);
      await expectNoAxeViolations(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });

  it.each(['redirect', 'post'] as const)(
    'a launch goes through the frame of a cross-site tool that logs in by %s',
    async how => {
      bench.tool.loginBy = how;
      const page = await (await chromium.newContext()).newPage();
      const complaints: string[] = [];
      page.on('console', message => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      const { teacher, course, link } = bench.lms.world;
      await page.goto(bench.lms.url);
      await page.locator(`button[name=personId][value="${teacher.id}"]`).click();
      await page.getByRole('link', { name: course.title }).click();
      await page.locator(`a[href="/activities/${link.id}"]`).click();
      const shown = await page.frameLocator('#contentframe').locator('pre').textContent();
      expect(JSON.parse(shown ?? '')).toMatchObject({ sub: teacher.id, iss: bench.lms.url });
      expect(complaints).toEqual([]);
    },
  );

  it('a tool that is done and silent gives the whole window back to the course', async () => {
    const page = await (await chromium.newContext()).newPage();
    const { teacher, course, link } = bench.lms.world;
    await page.goto(bench.lms.url);
    await page.locator(`button[name=personId][value="${teacher.id}"]`).click();
    await page.goto(`${bench.lms.url}/activities/${link.id}`);
    const frame = page.frameLocator('#contentframe');
    const claims = JSON.parse((await frame.locator('pre').textContent()) ?? '') as Record<
      string,
      { return_url: string }
    >;
    const { return_url: returnUrl = '' } =
      claims['https://purl.imsglobal.org/spec/lti/claim/launch_presentation'] ?? {};
    await frame.locator('pre').evaluate((_element, url) => window.location.assign(url), returnUrl);
    await page.waitForURL(`**/courses/${course.id}`);
  });
});
