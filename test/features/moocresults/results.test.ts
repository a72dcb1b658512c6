import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../../src/i18n/index.ts';
import { kk } from '../../../src/i18n/kk/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { type MoocApp, startMoocApp } from './moocApp.ts';

let app: MoocApp;
beforeAll(async () => {
  app = await startMoocApp();
});
afterAll(() => app.stop());

const student = (index: number): Visitor => app.students[index] as Visitor;
const marksOf = (index: number) => app.marksOf(index);
const report = (...rows: string[]): string =>
  ['Student ID,Email,Username,Grade,Enrollment Track,Certificate Eligible', ...rows].join('\r\n');
const shown = async (path: string): Promise<string> => (await app.get(app.teacher, path)).text;
const revOf = (html: string): string => /name="rev" value="(\d+)"/u.exec(html)?.[1] ?? '';
const take = async (path: string): Promise<string> => {
  await app.postForm(app.teacher, `${path}/take`, { rev: revOf(await shown(path)) });
  return shown(path);
};
describe('a file of results under model 3', () => {
  it('becomes marks of the counted rows, with where they came from; a corrected file changes exactly what it should', async () => {
    const first = await app.bring(
      report(
        '11,s0@univ.example,a,0.85,audit,N',
        '12,s1@univ.example,b,0.4,audit,N',
        '13,S2@UNIV.example,c,Not Attempted,audit,N',
        '14,stranger@mail.example,d,1.0,audit,Y',
      ),
    );
    const html = await shown(first);
    await expectValidHtml(html);
    expect(html).toContain('Өзгеретін балл саны: 2.');
    expect(html).toContain('Open edX');
    expect(await marksOf(0)).toEqual({});
    const taken = await take(first);
    await expectValidHtml(taken);
    expect(taken).toContain('Журналға жазылған балл саны: 2.');
    expect([await marksOf(0), await marksOf(1), await marksOf(2)]).toEqual([
      { 'srs-1': '18.7' },
      { 'srs-1': '8.8' },
      {},
    ]);
    expect(await shown(`/gradebook/${student(0).personId}`)).toContain('файлдан алынған: report.csv, 2-жол');

    const corrected = await app.bring(
      report(
        '11,s0@univ.example,a,0.85,audit,N',
        '12,s1@univ.example,b,0.5,audit,N',
        '13,s2@univ.example,c,0.9,audit,N',
      ),
      'report-2.csv',
    );
    const second = await shown(corrected);
    expect(second).toContain('Өзгеретін балл саны: 2. Журналда дәл осылай тұрғаны: 1.');
    expect(second).toContain('түзетілген');
    await take(corrected);
    expect([await marksOf(0), await marksOf(1), await marksOf(2)]).toEqual([
      { 'srs-1': '18.7' },
      { 'srs-1': '11' },
      { 'srs-1': '19.8' },
    ]);
    expect(await shown(`/gradebook/${student(0).personId}`)).not.toContain('report-2.csv');
    expect(await take(corrected)).toContain('Журналға жазылған балл саны: 2.');
  });

  it('leaves a mark that a grader typed, unless the teacher says otherwise', async () => {
    await app.postForm(app.teacher, `/gradebook/${student(0).personId}`, {
      'mark:srs-1': '20',
      'was:srs-1': '18.7',
    });
    const text = report('11,s0@univ.example,a,0.6,audit,N');
    const path = await app.bring(text);
    expect(await shown(path)).toContain('қолмен қойылған балдың орнына');
    expect(await take(path)).toContain('Журналға жазылған балл саны: 0.');
    expect((await marksOf(0))['srs-1']).toBe('20');
    const again = await app.bring(text);
    const html = await shown(again);
    const fields = {
      rev: revOf(html),
      'clue:email': '1',
      'column:overall': '3',
      'scale:overall': 'fraction',
    };
    const counted = { 'column:srs-1': '3', 'scale:srs-1': 'fraction', overwrites: '1' };
    expect((await app.postForm(app.teacher, again, { ...fields, ...counted })).status).toBe(303);
    await take(again);
    expect((await marksOf(0))['srs-1']).toBe('13.2');
  });

  it('of last year is asked about, and its name is enough to know it', async () => {
    const path = await app.bring(
      report('11,s0@univ.example,a,0.9,audit,N'),
      'grade_report_2025-12-20-0930.csv',
    );
    const html = await shown(path);
    await expectValidHtml(html);
    expect(html).toContain('Күні осы семестрге сай келмейтін жол саны: 1 (20.12.2025 – 20.12.2025).');
    expect(html).not.toContain('/take');
  });

  it('of people whom only the name tells waits until somebody has said whose rows they are', async () => {
    const rows = ['Аты-жөні;Email;Нәтиже, %', 'Әбдіқадыров Ғалымжан;other@mail.example;90'];
    const html = await shown(await app.bring(rows.join('\r\n'), 'names.csv'));
    await expectValidHtml(html);
    expect(html).toContain(kk.moocresults.nothingDecided);
    expect(html).not.toContain('/take');
  });

  it('is refused with its reason when it has no table, and belongs to its course and its map', async () => {
    expect(await shown(await app.bring('%PDF-1.7 …', 'x.csv'))).toContain('Файлдың түрі сай емес.');
    const path = await app.bring(report('11,s0@univ.example,a,0.9,audit,N'));
    expect((await app.get(student(0), path)).status).toBe(403);
    expect((await app.get(app.teacher, '/moocresults/files/000000000000000000000000')).status).toBe(404);
    expect((await app.attach(app.teacher, '/moocresults/upload/m9', 'a', 'a.csv')).status).toBe(404);
    expect((await app.postForm(app.teacher, path, { rev: '1', 'column:overall': '99' })).status).toBe(422);
  });
});

describe('a file of results under models 1 and 2', () => {
  it('is shown to teacher and student, and no mark changes', async () => {
    await app.approve(2);
    const path = await app.bring('Email;Нәтиже, %\r\ns2@univ.example;77,5\r\n', 'r.csv', 'm2');
    const html = await shown(path);
    await expectValidHtml(html);
    expect(html).toContain('Нәтижесі бар студент саны: 1.');
    const before = await marksOf(2);
    await take(path);
    expect(await marksOf(2)).toEqual(before);
    const { text } = await app.get(student(2), '/moocresults/own');
    await expectValidHtml(text);
    expect(text).toContain('77,5 %');
    const other = await app.get(student(0), '/moocresults/own');
    expect(other.text).not.toContain('77,5 %');
    expect(await shown('/moocresults')).toContain('77,5 %');
  });

  it('stands on the plan of its student and in the list of the class, with what the threshold says', async () => {
    const path = await app.bring('Email;%\r\ns0@univ.example;90\r\ns1@univ.example;40\r\n', 't.csv', 'm2');
    const fields = { 'clue:email': '0', 'column:overall': '1', 'scale:overall': 'percent', threshold: '50' };
    const rules = { rev: revOf(await shown(path)), ...fields };
    expect((await app.postForm(app.teacher, path, rules)).status).toBe(303);
    await take(path);
    const plan = (await app.get(student(0), '/moocmap')).text;
    await expectValidHtml(plan);
    expect(plan).toContain('Нәтижесі: 90 %');
    expect(plan).toContain('Курс аяқталды');
    const other = (await app.get(student(1), '/moocmap')).text;
    expect(other).toContain('Өту шегіне жетпеген');
    expect(other).not.toContain('90 %');
    const list = await shown('/moocmap/learners');
    await expectValidHtml(list);
    expect(list).toContain('Нәтижесі: 90 %');
    expect(list).toContain('Мерзімі өткен тапсырма бар');
  });

  it('has valid pages in every language, with a map and without', async () => {
    for (const lang of languages) {
      const teacher = await app.again('instructor', 'teacher', lang);
      const learner = await app.again('learner', 'student-0', lang);
      await expectValidHtml((await app.get(teacher, '/moocresults')).text);
      await expectValidHtml((await app.get(learner, '/moocresults/own')).text);
    }
    const other = await app.visit({ role: 'instructor', course: 'without' });
    await expectValidHtml((await app.get(other, '/moocresults')).text);
  });
});
