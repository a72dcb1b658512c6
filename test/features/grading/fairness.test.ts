import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../../src/i18n/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let course = 0;
let now = new Date('2026-12-20T06:00:00Z');

beforeAll(async () => {
  app = await startGradingApp(() => now);
});
afterAll(() => app.stop());

async function openCourse(size = 3) {
  course += 1;
  const name = `fair-course-${course}`;
  const students = await enterStudents(app, size, name);
  const visit = (
    role: 'instructor' | 'assistant' | 'learner' | 'guest',
    sub: string,
    lang: (typeof languages)[number] = 'kk',
  ): Promise<Visitor> =>
    app.visit({ role, sub: `${sub}-${course}`, course: name, lang, name: ['Серікбаева', sub] });
  const teacher = await visit('instructor', 'teacher');
  await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, 2), lang: 'kk' });
  const [first, second] = students;
  if (first === undefined || second === undefined) throw new Error('no class');
  return { students, first, second, teacher, visit };
}

const set = (teacher: Visitor, fields: Record<string, string>): Promise<Response> =>
  teacher.post('/grading/settings', fields);

const save = (grader: Visitor, key: string, criteria: (number | null)[], rev = 0): Promise<Response> =>
  grader.postJson(`/grading/${key}`, {
    ...{
      rev,
      rubricVersion: 1,
      criteria,
      bands: criteria.map(() => null),
      comment: '',
      client: 'test',
      seq: rev + 1,
    },
  });

const keysIn = (html: string): string[] => [
  ...new Set([...html.matchAll(/\/grading\/([0-9a-f]{24})"/g)].map(([, key = '']) => key)),
];
const text = async (answer: Promise<Response>): Promise<string> => (await answer).text();

describe('anonymous grading', () => {
  it('shows neither names nor ids until the release, in the list, the panel, its title and the history', async () => {
    const { teacher, students } = await openCourse();
    await set(teacher, { anonymous: '1' });
    const list = await text(teacher.get('/grading'));
    const keys = keysIn(list);
    expect(keys).toHaveLength(3);
    await save(teacher, keys[0] ?? '', [80, 90]);
    const pages = [
      list,
      await text(teacher.get(`/grading/${keys[0]}`)),
      await text(teacher.get(`/grading/${keys[0]}/history`)),
      await text(teacher.get(`/grading/drafts?ids=${keys.join(',')}`)),
      await text(teacher.get('/grading/statistics')),
    ];
    for (const page of pages) {
      for (const name of ['Әбдіқадыров', 'Бейсенбаева', 'Жүнісова']) expect(page).not.toContain(name);
      for (const { personId } of students) expect(page).not.toContain(personId);
    }
    expect(pages[1]).toMatch(/<title>Жұмыс № \d{6}/);
  });

  it('does not open a hidden student under the id that other pages know', async () => {
    const { teacher, first } = await openCourse();
    await set(teacher, { anonymous: '1' });
    expect((await teacher.get(`/grading/${first.personId}`)).status).toBe(404);
    expect((await teacher.get(`/grading/${first.personId}/history`)).status).toBe(404);
    expect((await save(teacher, first.personId, [1, 1])).status).toBe(404);
    await teacher.post('/grading/release', { who: 'chosen', 'person[]': first.personId });
    expect(await text(first.get('/results'))).toContain('жарияланған жоқ');
  });

  it('keeps unreleased marks out of the gradebook, where they would stand beside names', async () => {
    const { teacher } = await openCourse();
    await set(teacher, { anonymous: '1' });
    const [key = ''] = keysIn(await text(teacher.get('/grading')));
    await save(teacher, key, [80, 90]);
    expect((await app.grading.panelMarks(teacher.courseId)).marks.size).toBe(0);
    await teacher.post('/grading/release', { who: 'ready' });
    expect((await app.grading.panelMarks(teacher.courseId)).marks.size).toBe(1);
  });

  it('reveals the name with the release, and a page that was open before goes on', async () => {
    const { teacher } = await openCourse();
    await set(teacher, { anonymous: '1' });
    const [key = ''] = keysIn(await text(teacher.get('/grading')));
    await save(teacher, key, [80, 90]);
    await teacher.post('/grading/release', { who: 'chosen', 'person[]': key });
    const list = await text(teacher.get('/grading?state=released'));
    expect(list).toMatch(/Әбдіқадыров|Бейсенбаева|Жүнісова/);
    expect((await save(teacher, key, [81, 90], 1)).status).toBe(200);
  });

  it('gives the same numbers when names were shown in between, and others in another course', async () => {
    const one = await openCourse();
    await set(one.teacher, { anonymous: '1' });
    const before = keysIn(await text(one.teacher.get('/grading')));
    await set(one.teacher, {});
    await set(one.teacher, { anonymous: '1' });
    expect(keysIn(await text(one.teacher.get('/grading')))).toEqual(before);
    const other = await openCourse();
    await set(other.teacher, { anonymous: '1' });
    expect(keysIn(await text(other.teacher.get('/grading')))).not.toEqual(before);
  });
});

describe('a breach of conduct', () => {
  it('forces the lowest level whatever was graded, with its protocol in the history, and can be lifted', async () => {
    const { teacher, first } = await openCourse();
    const path = `/grading/${first.personId}`;
    await save(teacher, first.personId, [90, 80]);
    await teacher.post(`${path}/breach`, { act: 'record', text: 'Телефон пайдаланды, №3 хаттама' });
    const panel = await text(teacher.get(path));
    expect(panel).toContain('№3 хаттама');
    expect(panel).toMatch(/data-result="total">24</);
    await teacher.post('/grading/release', { who: 'ready' });
    const results = await text(first.get('/results'));
    expect(results).toMatch(/score-number">\s*24/);
    expect(results).toContain('Тәртіп');
    await teacher.post(`${path}/breach`, { act: 'lift', text: 'Хаттама қате толтырылған' });
    expect(await text(teacher.get('/grading?state=changed'))).toContain('85');
    await teacher.post('/grading/release', { who: 'ready' });
    expect(await text(first.get('/results'))).toMatch(/score-number">\s*85/);
    const history = await text(teacher.get(`${path}/history`));
    for (const words of ['№3 хаттама', 'Хаттама қате толтырылған', 'Қайта жарияланды: 24 → 85'])
      expect(history).toContain(words);
  });

  it('needs no marks: a student who was sent out gets 0', async () => {
    const { teacher, first } = await openCourse();
    await teacher.post(`/grading/${first.personId}/breach`, { act: 'record', text: 'Емтиханнан шығарылды' });
    await teacher.post('/grading/release', { who: 'ready' });
    expect(await text(first.get('/results'))).toMatch(/score-number">\s*0/);
  });

  it('does not disturb an open panel: its next save is no conflict and keeps the breach', async () => {
    const { teacher, first } = await openCourse();
    await save(teacher, first.personId, [90, 80]);
    await teacher.post(`/grading/${first.personId}/breach`, { act: 'record', text: 'Хаттама' });
    const saved = await save(teacher, first.personId, [91, 80], 1);
    expect(saved.status).toBe(200);
    expect(await saved.json()).toMatchObject({ kind: 'saved', grade: { cap: 24 } });
  });
});

describe('a second marker', () => {
  it('grades independently; only what both agree on is released', async () => {
    const { teacher, first, visit } = await openCourse();
    const marker = await visit('assistant', 'marker');
    await set(teacher, { secondMarker: marker.personId });
    await save(teacher, first.personId, [90, 80]);
    // Neither sees the other's marks.
    const panel = await text(marker.get(`/grading/${first.personId}`));
    expect(panel).not.toContain('value="90"');
    expect(await text(marker.get('/grading/agreement'))).not.toContain(first.personId);
    expect((await app.grading.panelMarks(teacher.courseId)).marks.size).toBe(0);
    await save(marker, first.personId, [70, 80]);
    expect(await text(teacher.get(`/grading/${first.personId}`))).toContain('value="90"');

    const held = await teacher.post('/grading/release', { who: 'ready' });
    expect(held.headers.get('location')).toContain('released=0&incomplete=0&disputed=1');
    const path = `/grading/agreement/${first.personId}`;
    const pair = await text(teacher.get(`/grading/agreement?person=${first.personId}`));
    expect(pair).toContain('data-differs');
    const revs = { rev: '1', secondRev: '1' };
    const missing = await teacher.post(path, { ...revs, 'percent-1': '80' });
    expect(missing.status).toBe(422);
    const agreed = await teacher.post(path, { ...revs, 'percent-0': '78', 'percent-1': '80' });
    expect(agreed.status).toBe(303);
    await teacher.post('/grading/release', { who: 'ready' });
    expect(await text(first.get('/results'))).toMatch(/score-number">\s*79/);
    expect(await text(teacher.get(`/grading/${first.personId}/history`))).toContain(
      'екі бағалаушының келісімі',
    );
  });

  it('an agreement ends when either marker changes something', async () => {
    const { teacher, first, visit } = await openCourse();
    const marker = await visit('assistant', 'marker');
    await set(teacher, { secondMarker: marker.personId });
    await save(teacher, first.personId, [90, 80]);
    await save(marker, first.personId, [90, 80]);
    const path = `/grading/agreement/${first.personId}`;
    const fields = { rev: '1', secondRev: '1', 'percent-0': '90', 'percent-1': '80' };
    expect((await teacher.post(path, fields)).status).toBe(303);
    await save(marker, first.personId, [60, 80], 1);
    const held = await teacher.post('/grading/release', { who: 'ready' });
    expect(held.headers.get('location')).toContain('released=0&incomplete=0&disputed=1');
    const stale = await teacher.post(path, { ...fields, rev: '2' });
    expect(stale.status).toBe(409);
  });
});

describe('who taught the students', () => {
  it('does not grade them where the settings say so, and still releases', async () => {
    const { teacher, first, visit } = await openCourse();
    const examiner = await visit('assistant', 'examiner');
    await set(teacher, { [`taught-${teacher.personId}`]: '1' });
    expect((await save(teacher, first.personId, [90, 80])).status).toBe(403);
    expect((await save(examiner, first.personId, [90, 80])).status).toBe(200);
    expect((await teacher.get(`/grading/${first.personId}`)).headers.get('location')).toMatch(/\/grading$/);
    const list = await text(teacher.get('/grading'));
    expect(list).toContain('Сіз осы студенттерге сабақ бергенсіз');
    expect(list).toContain(`/grading/${first.personId}/history`);
    const released = await teacher.post('/grading/release', { who: 'ready' });
    expect(released.headers.get('location')).toContain('released=1');
  });
});

describe('a release at a set time', () => {
  it('goes out when the time has come, once, and says what was held', async () => {
    const { teacher, first, second } = await openCourse();
    await save(teacher, first.personId, [90, 80]);
    await save(teacher, second.personId, [90, null]);
    // Asia/Almaty is five hours ahead.
    await set(teacher, { releaseAt: '2026-12-20T11:30' });
    expect(await text(teacher.get('/grading'))).toContain('20.12.2026 11:30');
    await app.grading.releaseDue();
    expect(await text(first.get('/results'))).toContain('жарияланған жоқ');
    now = new Date('2026-12-20T06:30:00Z');
    await app.grading.releaseDue();
    await app.grading.releaseDue();
    expect(await text(first.get('/results'))).toMatch(/score-number">\s*85/);
    expect(app.queue.filter(({ courseId }) => courseId === teacher.courseId)).toHaveLength(1);
    expect(await text(teacher.get('/grading'))).toContain('жарияланғаны: 1. Толық бағаланбағаны: 1');
  });

  it('is held where the exam’s marks are closed by then, and says so instead of going out later', async () => {
    const { teacher, first } = await openCourse();
    await save(teacher, first.personId, [90, 80]);
    await set(teacher, { releaseAt: '2026-12-20T11:35' });
    now = new Date('2026-12-20T06:35:00Z');
    app.closed = true;
    await app.grading.releaseDue();
    app.closed = false;
    await app.grading.releaseDue();
    const list = await text(teacher.get('/grading'));
    expect(list).toContain('(20.12.2026 11:35) ешқандай баға жарияланған жоқ: емтихан балдары жабық болды');
    await expectValidHtml(list);
    expect(await text(first.get('/results'))).toContain('жарияланған жоқ');
  });

  it('refuses what is no time', async () => {
    const { teacher } = await openCourse();
    expect((await set(teacher, { releaseAt: '2026-02-30T09:00' })).status).toBe(422);
    expect((await set(teacher, { appealDays: '1,5' })).status).toBe(422);
    expect((await set(teacher, { secondMarker: 'a'.repeat(24) })).status).toBe(422);
  });
});

describe('statistics', () => {
  it('say of every grader, criterion and level how strictly was judged', async () => {
    const { teacher, first, second, visit } = await openCourse();
    const assistant = await visit('assistant', 'helper');
    await save(teacher, first.personId, [90, 80]);
    await save(assistant, second.personId, [70, 55]);
    const page = (await text(teacher.get('/grading/statistics'))).replace(/\s+/g, ' ');
    expect(page).toContain('Толық бағаланған жұмыс: 2. Орташа нәтиже: 74');
    expect(page).toMatch(/1\.2<\/th><td[^>]*>2<\/td><td[^>]*>67,5</);
    expect(page).toMatch(/helper[^<]*<\/th><td[^>]*>1<\/td><td[^>]*>63</);
  });
});

describe('who may', () => {
  it('set, see the figures and agree: by the table of permissions', async () => {
    const { visit, first } = await openCourse();
    const path = `/grading/agreement/${first.personId}`;
    for (const role of ['assistant', 'learner', 'guest'] as const) {
      const visitor = await visit(role, role);
      expect((await visitor.get('/grading/settings')).status, role).toBe(403);
      expect((await set(visitor, { anonymous: '1' })).status, role).toBe(403);
      const breach = { act: 'record', text: 'x' };
      expect((await visitor.post(`/grading/${first.personId}/breach`, breach)).status, role).toBe(403);
      if (role === 'assistant') continue;
      for (const page of ['/grading/statistics', '/grading/agreement'])
        expect((await visitor.get(page)).status, `${role} ${page}`).toBe(403);
      expect((await visitor.post(path, {})).status, role).toBe(403);
    }
  });
});

describe.each(languages)('the pages of fairness in %s', lang => {
  it('are valid HTML', async () => {
    const { teacher, first, visit } = await openCourse();
    const marker = await visit('assistant', 'marker');
    await set(teacher, { anonymous: '1', secondMarker: marker.personId, releaseAt: '2027-01-11T09:00' });
    const [key = ''] = keysIn(await text(teacher.get('/grading')));
    await save(teacher, key, [90, 80]);
    await save(marker, key, [70, 80]);
    await teacher.post(`/grading/${key}/breach`, { act: 'record', text: 'Хаттама' });
    const viewer = await visit('instructor', 'teacher', lang);
    for (const page of [
      '',
      '/settings',
      '/statistics',
      '/agreement',
      `/agreement?person=${key}`,
      `/${key}`,
    ]) {
      const answer = await viewer.get(`/grading${page}`);
      expect(answer.status, page).toBe(200);
      await expectValidHtml(await answer.text());
    }
    expect((await first.get('/grading/settings')).status).toBe(403);
  });
});
