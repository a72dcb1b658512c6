import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstPolicy } from '../../../src/features/grading/index.ts';
import { formOf, type Typed } from '../../../src/features/policy/domain/policyForm.ts';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { type Registration } from '../../../src/lti/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { registerSchool } from '../../support/school.ts';
import { type ConsoleVisitor, openAsAdministrator, openAsOperator } from '../connect/consoleVisitor.ts';
import { type GradebookApp, startGradebookApp } from '../gradebook/gradebookApp.ts';

let app: GradebookApp;
let own: Registration;
let administrator: ConsoleVisitor;
let path: string;
const t = catalogueOf('en').policy;

beforeAll(async () => {
  app = await startGradebookApp(2);
  own = await registerSchool(app, app.teacher.courseId);
  administrator = await openAsAdministrator(listening(), app.tirek.connect, own, 'en');
  path = `/platforms/${own.id}/policy`;
  // RK1 49.5 and RK2 50 of the first student; the second has no marks.
  const columns = [
    ...Array.from({ length: 15 }, (_, n) => `seminar-${n + 1}`),
    ...[1, 2, 3, 4].map(n => `srs-${n}`),
  ];
  const cells = columns.map(column => ({ column, from: [''], to: column.startsWith('srs') ? '9' : '4' }));
  const first = cells.map(cell => (cell.column === 'srs-1' ? { ...cell, to: '12.5' } : cell));
  const rows = [{ id: app.students[0]?.personId ?? '', cells: first }];
  expect((await app.postJson(app.teacher, '/gradebook/marks', { via: 'typed', rows })).status).toBe(200);
});
afterAll(() => app.stop());

const listening = () => ({ url: app.url, publicUrl: app.url });

const form = (changes: Typed = {}): Record<string, string> => ({
  ...formOf(firstPolicy),
  from: '2026-01-01',
  note: 'Order No. 12',
  base: '1',
  ...changes,
});

describe('the policy of an institution in the console', () => {
  it('is linked from the platform and said in words', async () => {
    expect((await administrator.get(`/platforms/${own.id}`)).text).toContain(`${path}"`);
    const { text } = await administrator.get(path).expect(200);
    expect(text).toContain(t.words.rules.mean);
    expect(text).toContain(t.console.inForce);
  });

  it('is not saved with a gap in the scale: the place is named, and what was typed stays', async () => {
    const answer = await administrator.post(`${path}/new`, form({ 'scale.B.max': '83', note: 'Mine' }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Points that are in no row: 84–84.');
    expect(answer.text).toContain('>Mine</textarea>');
    expect((await administrator.get(path)).text).not.toContain('Mine');
  });

  it('is a new version with every save, and overwrites no version that one has not seen', async () => {
    const rounded = form({ mode: 'down', eachMidterm: '50' });
    expect((await administrator.post(`${path}/new`, rounded)).status).toBe(303);
    expect((await administrator.get(path)).text).toContain('Order No. 12');
    const late = await administrator.post(`${path}/new`, form({ note: 'Later' }));
    expect(late.status).toBe(409);
    expect(late.text).toContain('name="base" value="2"');
    expect((await administrator.post(`${path}/new`, form({ base: '2', from: '2999-01-01' }))).status).toBe(
      303,
    );
    const words = await administrator.get(`${path}/versions/2`).expect(200);
    expect(words.text).toContain('50 points');
    expect((await administrator.get(`${path}/versions/9`)).status).toBe(404);
  });

  it('can begin with a preset, and says what the documents leave open', async () => {
    const { text } = await administrator.get(`${path}/new?from=no-fx`).expect(200);
    expect(text).toMatch(/name="scale.F.max"[^>]*value="49"/);
    expect(text).toContain(t.form.presetNote);
  });

  it('has valid pages in every language', async () => {
    const pages = ['', '?done=saved', '/versions/1', '/new', '/new?from=kaznu', '/courses'];
    for (const lang of languages) {
      const operator = await openAsOperator(listening(), app.tirek.connect, lang);
      await operator.post('/language', { lang });
      for (const page of [...pages, `/courses/${app.teacher.courseId}?to=2`]) {
        const answer = await operator.get(`${path}${page}`);
        expect(answer.status, page).toBe(200);
        await expectValidHtml(answer.text);
      }
    }
  });
});

describe('a course and the version that it started with', () => {
  const course = (): string => `${path}/courses/${app.teacher.courseId}`;
  const digestOf = (html: string): string => /name="digest" value="([0-9a-f]+)"/.exec(html)?.[1] ?? '';
  const read = async (): Promise<string> => (await app.get(app.teacher, '/policy')).text;

  it('stay together while newer versions are made', async () => {
    expect(await read()).toContain('Осы курс бағаланатын ереже: 1-нұсқа.');
    expect((await administrator.get(`${path}/courses`)).text).toContain(t.version({ version: 1 }));
  });

  it('are parted only after every number that changes was shown, student by student', async () => {
    const { text } = await administrator.get(`${course()}?to=2`).expect(200);
    // The first period is 7 × 4 + 12.5 + 9 = 49.5: rounded it is 50, cut off it is 49.
    expect(text).toContain('Әбдіқадыров Ғалымжан');
    expect(text).toMatch(/Midterm control 1<\/td>.*?>50<\/td>.*?49<\/strong>/s);
    expect(text).not.toContain('Бейсенбаева');
    const shown = { from: '1', to: '2', digest: digestOf(text), reason: 'Order No. 13' };
    const stale = await administrator.post(course(), { ...shown, digest: '0'.repeat(64) });
    expect(stale.status).toBe(409);
    expect(await read()).toContain('1-нұсқа');
    expect((await administrator.post(course(), shown)).status).toBe(303);
    expect(await read()).toContain('2-нұсқа');
    const again = await administrator.get(`${course()}?to=1`);
    expect(again.text).toContain('Order No. 13');
    const kept = await app.store.connection.collection('policyChanges').find({}).toArray();
    expect(kept).toMatchObject([{ personId: app.students[0]?.personId, from: 1, to: 2 }]);
  });

  it('say in the history of a grade what a move has changed for this student, and for nobody else', async () => {
    const historyOf = async (place: number): Promise<string> =>
      (await app.get(app.teacher, `/grading/${app.students[place]?.personId ?? ''}/history`)).text;
    const moved = await historyOf(0);
    expect(moved).toContain('Order No. 13');
    expect(moved).toContain(`${catalogueOf('kk').policy.move.numbers.rk1}: 50 → 49`);
    await expectValidHtml(moved);
    expect(await historyOf(1)).not.toContain('Order No. 13');
  });

  it('are another institution’s business for nobody', async () => {
    const others = (await app.tirek.lti.registrations.list()).find(
      ({ name, id }) => name === 'second' && id !== own.id,
    );
    if (others === undefined) throw new Error('no other platform');
    const stranger = await openAsAdministrator(listening(), app.tirek.connect, others, 'en');
    expect((await stranger.get(`${course()}?to=1`)).status).toBe(404);
    const foreign = `/platforms/${others.id}/policy/courses/${app.teacher.courseId}?to=1`;
    expect((await stranger.get(foreign)).status).toBe(404);
    const student = app.students[0];
    if (student === undefined) throw new Error('no student');
    expect((await app.get(student, '/policy')).status).toBe(200);
  });
});
