import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Table, readDocument } from '../../../src/documents/index.ts';
import { createCourseStore } from '../../../src/features/course/index.ts';
import { type GradeSource } from '../../../src/features/gradesync/index.ts';
import { firstPolicy } from '../../../src/features/grading/index.ts';
import { createPolicyStore } from '../../../src/features/grading/policyStore.ts';
import { withStatements } from '../../../src/features/statement/gradeSource.ts';
import { createStatementStore } from '../../../src/features/statement/statementStore.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { readCode } from '../../../src/features/statement/domain/statement.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type GradebookApp, startGradebookApp } from '../gradebook/gradebookApp.ts';
import request, { type Response } from 'supertest';

let app: GradebookApp;
/** The points of all works of both periods: the sample's calendar. */
const periods = {
  rk1: { seminars: [1, 2, 3, 4, 5, 6, 7], srs: [1, 2], points: [22, 22] },
  rk2: { seminars: [8, 9, 10, 11, 12, 13, 14, 15], srs: [3, 4], points: [18, 18] },
} as const;

beforeAll(async () => {
  app = await startGradebookApp(4);
  await complete(0, 'rk1', '7,5');
  await complete(1, 'rk1', '8');
});
afterAll(() => app.stop());

/** Gives every work of a period its mark: seminars this one, independent work the highest. */
async function complete(index: number, control: 'rk1' | 'rk2', seminar: string): Promise<void> {
  const { seminars, srs, points } = periods[control];
  const cells = [
    ...seminars.map(number => ({ column: `seminar-${number}`, from: [''], to: seminar })),
    ...srs.map((number, place) => ({ column: `srs-${number}`, from: [''], to: String(points[place]) })),
  ];
  const rows = [{ id: app.students[index]?.personId ?? '', cells }];
  const answer = await app.postJson(app.teacher, '/gradebook/marks', { via: 'typed', rows });
  expect(answer.status).toBe(200);
}

const make = (kind: string, replaces = '', reason = '') =>
  app.postForm(app.teacher, '/statements', { kind, replaces, reason });
const list = async (): Promise<string> => (await app.get(app.teacher, '/statements')).text;
const codeIn = (text: string): string => /[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}/.exec(text)?.[0] ?? '';

/** The rows of the table with students, as a file says them. */
async function rowsOf(number: number, as: string): Promise<string[][]> {
  const answer = await request(app.url)
    .get(`${app.teacher.base}/statements/${number}/file?as=${as}`)
    .set('Cookie', app.teacher.cookie)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });
  expect(answer.status).toBe(200);
  const { blocks } = await readDocument(new Uint8Array(answer.body as Buffer), `statement.${as}`);
  const rows = blocks
    .filter((block): block is Table => block.kind === 'table')
    .flatMap(table => table.rows.map(({ cells }) => cells.map(({ text }) => text.trim())));
  return rows.filter(([first = '', name = '']) => /^\d+$/.test(first) && /\p{L}/u.test(name));
}

describe('a statement', () => {
  it('attests nothing while nobody has a result', async () => {
    const answer = await make('rk2');
    expect(answer.headers['location']).toMatch(/\/statements\?notice=nothing$/);
  });

  it('is numbered, holds what the gradebook says, and has a code', async () => {
    const answer = await make('rk1');
    expect(answer.headers['location']).toMatch(/\/statements\/1\?made=1$/);
    const { text } = await app.get(app.teacher, '/statements/1');
    // 7 seminars of 7.5 and both works: 96.5 → 97; all highest: 100.
    expect(text).toMatch(/Әбдіқадыров Ғалымжан<\/td>\s*<td class="number">97</);
    expect(text).toMatch(/Бейсенбаева Ұлпан<\/td>\s*<td class="number">100</);
    expect(text).toMatch(/Жүнісова Ақмарал<\/td>\s*<td class="number">–</);
    expect(readCode(codeIn(text).replaceAll('-', '').toLowerCase())).toBe(codeIn(text));
  });

  it('does not change when marks do', async () => {
    const rows = [{ id: app.students[1]?.personId, cells: [{ column: 'seminar-1', from: ['8'], to: '0' }] }];
    await app.postJson(app.teacher, '/gradebook/marks', { via: 'typed', rows });
    expect((await app.get(app.teacher, '/statements/1')).text).toMatch(
      /Бейсенбаева Ұлпан<\/td>\s*<td class="number">100</,
    );
  });

  it('is corrected only by a new one that names it and says why', async () => {
    expect((await make('rk1')).headers['location']).toMatch(/notice=changed$/);
    expect((await make('rk1', '1')).headers['location']).toMatch(/notice=reason$/);
    expect((await make('rk1', '1', 'СС 1 балы түзетілді')).headers['location']).toMatch(/\/statements\/2\?/);
    expect((await make('rk1', '1', 'Тағы да')).headers['location']).toMatch(/notice=changed$/);
    expect((await app.get(app.teacher, '/statements/1')).text).toContain(
      'Бұл ведомостты № 2 ведомость түзеткен.',
    );
    const { text } = await app.get(app.teacher, '/statements/2');
    expect(text).toContain('СС 1 балы түзетілді');
    expect(text).toMatch(/Бейсенбаева Ұлпан<\/td>\s*<td class="number">92</);
  });

  it('gets each number once when several are made at once', async () => {
    await complete(0, 'rk2', '8');
    const answers = await Promise.all([make('rk2'), make('rk2'), make('rk2')]);
    const places = answers.map(({ headers }) => String(headers['location']));
    expect(places.filter(place => /\/statements\/3\?/.test(place))).toHaveLength(1);
    expect(places.filter(place => place.endsWith('notice=changed'))).toHaveLength(2);
  });

  it('has the same rows as Excel, Word and PDF file', async () => {
    const expected = [
      ['1', 'Әбдіқадыров Ғалымжан', '97'],
      ['2', 'Бейсенбаева Ұлпан', '92'],
      ['3', 'Жүнісова Ақмарал', '–'],
      ['4', 'Қожахметов Нұрсұлтан', '–'],
    ];
    for (const as of ['xlsx', 'docx', 'pdf']) {
      const rows = await rowsOf(2, as);
      expect(rows, as).toEqual(expected);
    }
  });

  it('proves itself to whoever has its code, without naming anybody', async () => {
    const code = codeIn((await app.get(app.teacher, '/statements/1')).text);
    const proof = await request(app.url).get(`/statement?code=${code}`).set('Accept-Language', 'kk');
    expect(proof.status).toBe(200);
    expect(proof.text).toContain('ол жасалғаннан бері өзгермеген');
    expect(proof.text).toContain('Назар аударыңыз: бұл ведомостты № 2 ведомость түзеткен.');
    expect(proof.text).not.toContain('Әбдіқадыров');
    const unknown = await request(app.url).get('/statement?code=K7QF-2M9D-4HTX-9RWE');
    expect(unknown.status).toBe(404);
    expect((await request(app.url).get('/statement')).status).toBe(200);
  });

  it('says when its stored lines are not what was attested', async () => {
    const lines = app.store.connection.collection('statementLines');
    const code = codeIn((await app.get(app.teacher, '/statements/2')).text);
    await lines.updateOne({ number: 2, rk1: '97' }, { $set: { rk1: '98' } });
    const proof = await request(app.url).get(`/statement?code=${code}`).set('Accept-Language', 'en');
    expect(proof.text).toContain('do not match its checksum');
    await lines.updateOne({ number: 2, rk1: '98' }, { $set: { rk1: '97' } });
  });

  it('is made by instructors, read by assistants, and nothing for students', async () => {
    const assistant = await app.visit({ role: 'assistant', sub: 'assistant' });
    expect(
      (await app.postForm(assistant, '/statements', { kind: 'rk1', replaces: '2', reason: 'x' })).status,
    ).toBe(403);
    expect((await app.get(assistant, '/statements/1')).status).toBe(200);
    const [student] = app.students;
    if (student === undefined) throw new Error('no student');
    expect((await app.get(student, '/statements')).status).toBe(403);
    expect((await app.get(app.teacher, '/statements/99')).status).toBe(404);
    expect(await list()).toContain('№ 3 ведомость');
  });

  it('is what the LMS gets for RK1, RK2 and the total: the newest one, and nothing for blanks', async () => {
    const { connection } = app.store;
    const store = createStatementStore(connection);
    const other: GradeSource = {
      columns: async () => [{ key: 'final', kind: 'total', title: 'Емтихан', maximum: 100 }],
      released: async () => [],
      wanted: async () => null,
      unqueued: async () => [],
      markQueued: async () => {},
    };
    const policies = createPolicyStore(connection);
    const source = withStatements(other, {
      ...{ store, courses: createCourseStore(connection), policies },
      policyOfCourse: () => Promise.resolve({ version: 1, policy: firstPolicy }),
    });
    const { courseId } = app.teacher;
    const people = app.students.map(({ personId }) => personId);
    expect((await source.columns(courseId, 'kk')).map(({ key }) => key)).toEqual([
      'rk1',
      'rk2',
      'total',
      'final',
    ]);
    expect(await source.released(courseId, 'rk1')).toEqual(people.slice(0, 2));
    const wanted = await source.wantedMany?.(courseId, 'rk1', people);
    expect([...(wanted ?? [])].map(([, { score, rev }]) => [score, rev])).toEqual([
      ['97', 2],
      ['92', 2],
    ]);
    const [first] = people;
    if (first === undefined) throw new Error('nobody');
    expect(await source.wanted(courseId, 'total', first)).toBeNull();
    expect(await source.unqueued(10)).toEqual([]);
    await connection.collection('statements').updateOne({ number: 2 }, { $set: { queued: false } });
    const left = await source.unqueued(10);
    expect(left.map(({ columnKey, rev }) => [columnKey, rev])).toEqual([
      ['rk1', 2],
      ['rk1', 2],
    ]);
    await source.markQueued(left);
    expect(await source.unqueued(10)).toEqual([]);
  });
});

/** The course is graded by a policy with so many midterm controls from now on. */
async function takePolicy(version: number, count: number, changes = {}): Promise<void> {
  const { connection } = app.store;
  const course = await connection.collection('courses').findOne({});
  const registrationId = String(course?.['registrationId']);
  const policy = JSON.stringify({ ...firstPolicy, periods: { count, rule: 'mean' }, ...changes });
  const _id = `${registrationId}:${version}` as never;
  await connection.collection('policies').insertOne({ _id, registrationId, version, policy });
  await connection.collection('assessments').updateMany({}, { $set: { policyVersion: version } });
}

describe('a statement of a resit', () => {
  const grade = async (index: number, percent: number, rev: number): Promise<void> => {
    const path = `/grading/${app.students[index]?.personId ?? ''}`;
    const page = (await app.get(app.teacher, path)).text;
    const criteria = [...page.matchAll(/name="percent-\d+"/gu)].map(() => percent);
    const draft = { rev, rubricVersion: 1, client: 'page', seq: rev + 1, criteria, bands: [], comment: '' };
    expect((await app.postJson(app.teacher, path, draft)).body).toMatchObject({ kind: 'saved' });
  };
  const release = () => app.postForm(app.teacher, '/grading/release', { who: 'ready' });
  const numberOf = (answer: Response): number =>
    Number(/statements\/(\d+)\?made/.exec(answer.headers['location'] ?? '')?.[1]);
  let number = 0;

  it('is for those alone whose attested exam is an FX, and needs a new result', async () => {
    const thresholds = { eachMidterm: null, meanMidterm: null, exam: 50 };
    await takePolicy(3, 2, { thresholds, resits: 1 });
    await complete(1, 'rk2', '8');
    // By the exam's threshold 40 is an FX and 20 an F.
    await grade(0, 40, 0);
    await grade(1, 20, 0);
    await release();
    expect(await list()).not.toContain('make-resit');
    expect(numberOf(await make('exam'))).toBeGreaterThan(0);
    expect(await list()).toContain('Емтиханды қайта тапсыра алады: Әбдіқадыров Ғалымжан.');
    expect((await make('resit')).headers['location']).toMatch(/notice=nothing$/);
  });

  it('has the resit beside the earlier exam and the new total, the same in every format', async () => {
    await grade(0, 65, 1);
    await release();
    number = numberOf(await make('resit'));
    // 60 % of (97 + 100) / 2 and 40 % of 65: 85.1.
    const expected = [['1', 'Әбдіқадыров Ғалымжан', '97', '100', '40', '65', '85', 'B+', '3,33', 'Жақсы']];
    for (const as of ['xlsx', 'docx', 'pdf']) {
      const rows = await rowsOf(number, as);
      expect(
        rows.map(cells => cells.map(text => text.replace('3.33', '3,33'))),
        as,
      ).toEqual(expected);
    }
    const { text } = await app.get(app.teacher, `/statements/${number}`);
    expect(text).toContain('Емтиханды қайта тапсыру');
    await expectValidHtml(await list());
  });

  it('brings the new total to the LMS, and lets nobody resit who has passed', async () => {
    const { connection } = app.store;
    const source = withStatements(
      {} as GradeSource,
      Object.assign(
        { store: createStatementStore(connection), courses: createCourseStore(connection) },
        { policies: createPolicyStore(connection), policyOfCourse: () => Promise.reject(new Error('no')) },
      ),
    );
    const people = app.students.map(({ personId }) => personId);
    const wanted = await source.wantedMany?.(app.teacher.courseId, 'total', people);
    expect([...(wanted ?? [])].map(([id, { score, rev }]) => [id, score, rev])).toEqual([
      [people[0], '85', number],
    ]);
    expect(await source.released(app.teacher.courseId, 'total')).toEqual([people[0]]);
    expect(await list()).not.toContain('id="make-resit"');
  });

  it('is corrected by one for the same students that names it', async () => {
    expect((await make('resit')).headers['location']).toMatch(/notice=(changed|nothing)$/);
    expect((await make('resit', String(number))).headers['location']).toMatch(/notice=reason$/);
    const corrected = numberOf(await make('resit', String(number), 'Қате жазылған'));
    expect(await rowsOf(corrected, 'docx')).toEqual(await rowsOf(number, 'docx'));
    expect((await app.get(app.teacher, `/statements/${number}`)).text).toContain(`№ ${corrected}`);
  });
});

describe('more resits than the policy allows', () => {
  it('are named on the page and in the question before a statement', async () => {
    await takePolicy(5, 2, { resits: 0 });
    const path = `/grading/${app.students[1]?.personId ?? ''}`;
    const criteria = [...(await app.get(app.teacher, path)).text.matchAll(/name="percent-\d+"/gu)].map(
      () => 22,
    );
    const draft = { rev: 1, rubricVersion: 1, client: 'other', seq: 1, criteria, bands: [], comment: '' };
    expect((await app.postJson(app.teacher, path, draft)).body).toMatchObject({ kind: 'saved' });
    await app.postForm(app.teacher, '/grading/release', { who: 'ready' });
    const text = await list();
    await expectValidHtml(text);
    // Above the list, and in the questions before a statement of the exam and of the total.
    const words = catalogueOf('kk').statement.overResits({ names: 'Бейсенбаева Ұлпан' });
    expect(text.split(words)).toHaveLength(4);
  });
});

describe('a course with four midterm controls', () => {
  it('has them in the gradebook, its file, a statement in every format, and the LMS', async () => {
    await takePolicy(4, 4);
    const [student] = app.students;
    if (student === undefined) throw new Error('nobody');
    // The calendar has two controls with periods of their own: the others are one mark.
    const cells = [
      { column: 'rk3', from: [''], to: '61' },
      { column: 'rk4', from: [''], to: '70,5' },
    ];
    const saved = await app.postJson(app.teacher, '/gradebook/marks', {
      via: 'typed',
      rows: [{ id: student.personId, cells }],
    });
    expect(saved.status).toBe(200);
    expect((await app.get(app.teacher, `/gradebook/${student.personId}`)).text).toContain('Аралық бақылау 4');
    const csv = (await app.get(app.teacher, '/gradebook/file?as=csv')).text;
    for (const name of ['АБ 3', 'АБ 4', 'Аралық бақылау 4']) expect(csv).toContain(name);
    expect(await list()).toContain('id="make-rk4"');
    expect((await make('rk4')).headers['location']).toMatch(/\/statements\/\d+\?/);
    const number = Number(/statements\/(\d+)/.exec((await make('rk3')).headers['location'] ?? '')?.[1]);
    const expected = await rowsOf(number, 'xlsx');
    expect(expected[0]).toEqual(['1', expect.any(String), '61']);
    for (const as of ['docx', 'pdf']) expect(await rowsOf(number, as)).toEqual(expected);
  });
});

describe('a course with a single midterm control', () => {
  it('is offered no statement of a second one, which stays to be read where there is one', async () => {
    expect(await list()).toContain('id="make-rk2"');
    await takePolicy(2, 1);
    const text = await list();
    expect(text).toContain('id="make-rk1"');
    expect(text).not.toContain('id="make-rk2"');
    expect((await make('rk2')).headers['location']).toMatch(/notice=(nothing|changed)$/);
  });
});
