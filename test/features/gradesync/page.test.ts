import { afterEach, expect, it } from 'vitest';
import { languages } from '../../../src/i18n/index.ts';
import { failure } from '../../../src/lti/services/result.ts';
import { expectValidHtml } from '../../support/html.ts';
import { startSite, type Site, type Visitor } from './support/site.ts';

let site: Site;
afterEach(() => site.stop());

const kazakhNames = ['Әбілова', 'Бекова', 'Ғабитова', 'Қасымова', 'Өтегенова', 'Үсенова'];
const nameOf = (number: number): [string, string] => [kazakhNames[(number - 1) % 6] ?? '', `Айым ${number}`];

async function column(): Promise<string> {
  const [first] = await site.stores.columns.ofCourse(site.courseId);
  if (first === undefined) throw new Error('no column');
  return first.id;
}

/** Four students: in the LMS, refused, changed by hand, waiting for a retry. */
async function troubledSite(): Promise<Visitor> {
  site = await startSite(4, nameOf);
  await site.release(['70', '71', '72']);
  await site.sync.worker.drain();
  const [item] = [...site.platform.items.values()];
  site.platform.typeGrade(item?.url ?? '', 'user-3', 95, 1);
  site.platform.strangers.add('user-2');
  site.platform.trouble = call =>
    call.what === 'post' && call.userId === 'user-4'
      ? { failure: failure('retry', 'status 503', 503), after: false }
      : null;
  site.clock.advance(60_000);
  await site.release(['70', '75.5', '80', '81']);
  await site.sync.worker.drain();
  return site.visit('instructor');
}

it('says in one line how many grades are there and how many need somebody', async () => {
  const teacher = await troubledSite();
  const { text } = await teacher.get('/gradesync').expect(200);
  expect(text).toContain('LMS журналында: 1 / 4 · Сізді күтіп тұр: 2 · Жолда: 1');
});

it('shows what needs the teacher first, with the reason, both values and what happens next', async () => {
  const teacher = await troubledSite();
  const { text } = await teacher.get('/gradesync');
  const order = ['Бекова', 'Ғабитова', 'Қасымова', 'Әбілова'].map(name => text.indexOf(name));
  expect(order.every(place => place > 0)).toBe(true);
  expect([...order].sort((a, b) => a - b)).toEqual(order);
  expect(text).toContain('студент ретінде тіркелмеген');
  expect(text).toContain('Tirek-те: 80 · LMS-те: 95');
  expect(text).toMatch(/LMS ішінде қате шықты\. Келесі әрекет: 14:01\./);
});

it('is valid HTML in three languages, for the teacher and for the assistant, full and empty', async () => {
  await troubledSite();
  for (const lang of languages) {
    for (const role of ['instructor', 'assistant'] as const) {
      const visitor = await site.visit(role, lang);
      for (const path of ['/gradesync', '/gradesync?show=attention', '/gradesync?show=done&page=9']) {
        await expectValidHtml((await visitor.get(path).expect(200)).text);
      }
    }
  }
  await site.stop();
  site = await startSite(1, nameOf);
  const teacher = await site.visit('instructor');
  const { text } = await teacher.get('/gradesync').expect(200);
  expect(text).toContain('Жарияланған баға әлі жоқ');
  await expectValidHtml(text);
});

it('lets the teacher keep the grade of the LMS until the next release', async () => {
  const teacher = await troubledSite();
  const person = site.students[2] ?? '';
  await teacher.post('/gradesync/keep', { column: await column(), person }).expect(303);
  await site.sync.enqueue(site.courseId, 'final', [site.students[2]!]);
  await site.sync.worker.drain();
  expect(site.platform.gradeOf('user-3')?.score).toBe(95);
  expect((await teacher.get('/gradesync?show=done')).text).toContain('LMS бағасы қалдырылды');
  site.clock.advance(60_000);
  await site.release(['70', '75.5', '88', '81']);
  await site.sync.worker.drain();
  expect(site.platform.gradeOf('user-3')?.score).toBe(88);
});

it('lets the teacher put the grade of Tirek over the changed one', async () => {
  const teacher = await troubledSite();
  await teacher
    .post('/gradesync/send', { column: await column(), person: site.students[2] ?? '' })
    .expect(303);
  await site.sync.worker.drain();
  expect(site.platform.gradeOf('user-3')?.score).toBe(80);
});

it('retries one grade and all of them', async () => {
  const teacher = await troubledSite();
  site.platform.strangers.clear();
  site.platform.trouble = () => null;
  await teacher
    .post('/gradesync/retry', { column: await column(), person: site.students[1] ?? '' })
    .expect(303);
  await site.sync.worker.drain();
  expect(site.platform.gradeOf('user-2')?.score).toBe(75.5);
  expect(site.platform.gradeOf('user-4')).toBeUndefined();
  await teacher.post('/gradesync/retry-all', { column: await column() }).expect(303);
  await site.sync.worker.drain();
  expect(site.platform.gradeOf('user-4')?.score).toBe(81);
});

it('makes a deleted column again when the teacher says so, and fills it whole', async () => {
  const teacher = await troubledSite();
  site.platform.items.clear();
  site.platform.trouble = () => null;
  site.clock.advance(60_000);
  await site.release(['74', '75.5', '80', '81']);
  await site.sync.worker.drain();
  expect((await teacher.get('/gradesync')).text).toContain('Баға бағаны LMS журналынан жойылған.');
  await teacher.post('/gradesync/remake', { column: await column() }).expect(303);
  await site.sync.worker.drain();
  site.clock.advance(2_000);
  await site.sync.worker.drain();
  expect(site.platform.items.size).toBe(1);
  expect(site.platform.gradeOf('user-1')?.score).toBe(74);
  expect(site.platform.gradeOf('user-3')?.score).toBe(80);
});

it('names the pause that the administrator must end', async () => {
  site = await startSite(2, nameOf);
  site.platform.trouble = () => ({ failure: failure('forbidden', 'scope not granted'), after: false });
  await site.release(['70', '71']);
  await site.sync.worker.drain();
  const teacher = await site.visit('instructor');
  const { text } = await teacher.get('/gradesync');
  expect(text).toContain('Әкімшіні күтіп тұр: 2');
  expect(text).toContain('Tirek тіркеліміне баға жазу рұқсаты берілмеген.');
});

it('refuses actions to assistants and the page to students', async () => {
  await troubledSite();
  const assistant = await site.visit('assistant');
  await assistant.get('/gradesync').expect(200);
  await assistant.post('/gradesync/retry-all', { column: await column() }).expect(403);
  const student = await site.visit('learner');
  await student.get('/gradesync').expect(403);
  await student.post('/gradesync/export', { column: await column() }).expect(403);
});

it('knows no columns and people of other courses', async () => {
  const teacher = await troubledSite();
  const stranger = 'f'.repeat(24);
  await teacher.post('/gradesync/retry', { column: stranger, person: site.students[1] ?? '' }).expect(404);
  await teacher.post('/gradesync/keep', { column: await column(), person: stranger }).expect(404);
  await teacher
    .post('/gradesync/keep', { column: await column(), person: site.students[0] ?? '' })
    .expect(409);
});

it('exports the list without formulas', async () => {
  site = await startSite(2, number =>
    number === 1 ? ['=HYPERLINK("http://x")', 'А'] : ['Қасымова; "Ә"', 'Б'],
  );
  await site.release(['71.5', '60']);
  await site.sync.worker.drain();
  const teacher = await site.visit('instructor');
  const answer = await teacher.post('/gradesync/export', { column: await column() }).expect(200);
  expect(answer.headers['content-disposition']).toContain('attachment');
  expect(answer.text).toContain('"\'=HYPERLINK(""http://x"") А";LMS-те;71,5;100;20.12.2026 14:00;;');
  expect(answer.text).toContain('"Қасымова; ""Ә"" Б";LMS-те;60;100');
});

it('tells a script whether something is under way and when the page would look different', async () => {
  const teacher = await troubledSite();
  const before = await teacher.get('/gradesync/status').expect(200);
  expect(before.body).toMatchObject({ running: false, summary: { total: 4, inLms: 1, needTeacher: 2 } });
  await teacher.post('/gradesync/retry-all', { column: await column() });
  const after = await teacher.get('/gradesync/status');
  expect(after.body).toMatchObject({ running: true });
  expect((after.body as { stamp: string }).stamp).not.toBe((before.body as { stamp: string }).stamp);
});

it('compares with the LMS when asked, and shows what differs and who is on one list alone', async () => {
  site = await startSite(3, nameOf);
  await site.release(['70', '71']);
  await site.sync.worker.drain();
  const [item] = [...site.platform.items.values()];
  site.platform.typeGrade(item?.url ?? '', 'user-3', 95, 1);
  const teacher = await site.visit('instructor');
  expect((await teacher.get('/gradesync')).text).toContain('Әлі салыстырылған жоқ.');
  await (await site.visit('assistant')).post('/gradesync/compare', { column: await column() }).expect(403);
  await teacher.post('/gradesync/compare', { column: await column() }).expect(303);
  expect((await teacher.get('/gradesync/status')).body).toMatchObject({ running: true });
  await site.sync.checks.tick();
  const { text } = await teacher.get('/gradesync?show=attention').expect(200);
  expect(text).toContain('Айырмашылық бар, тексерілген баға саны: 2.');
  expect(text).toContain('LMS-те бар, бірақ Tirek-те жарияланбағаны: 1');
  expect(text).toContain('LMS-те: 95');
  expect(text).toContain('LMS журналында: 2 / 2');
  await expectValidHtml(text);
});
