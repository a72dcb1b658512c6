import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMatcher } from '../../../src/features/marksimport/domain/people.ts';
import { previewWorks, workTableOf } from '../../../src/features/marksimport/domain/works.ts';
import { type Decision } from '../../../src/features/marksimport/domain/preview.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type GradebookApp, startGradebookApp } from '../gradebook/gradebookApp.ts';

const people = ['Әбдіқадыров Ғалымжан', 'Бейсенбаева Ұлпан', 'Жүнісова Ақмарал'].map((name, place) => ({
  id: asId<'person'>(String(place).repeat(24)),
  ...{ email: null, sourcedId: `S-${place}`, sub: `sub-${place}`, names: [name] },
}));
const match = createMatcher(people);
const blank = { tirekId: '', email: '', sourcedId: '', userId: '', name: '' };
const read = (...rows: string[][]) =>
  workTableOf(
    rows.map((cells, place) => ({ number: place + 1, cells })),
    clues => match({ ...blank, ...clues }),
  );

describe('a pasted table of tickets', () => {
  it('is understood by its headings, in any order and language', () => {
    const table = read(
      ['Топ: ҚӘ-21', ''],
      ['Билет нөмірі', 'Аты-жөні', 'Сілтеме'],
      ['7', 'Бейсенбаева Ұлпан', ''],
    );
    expect([table?.roles, table?.rows.length]).toEqual([['ticket', 'name', 'url'], 1]);
    expect(read(['Номер билета', 'ФИО'], ['7', 'Иванов'])?.roles).toEqual(['ticket', 'name']);
    expect(read(['Ticket', 'ID number', 'Answers'], ['7', 'S-1', '…'])?.roles).toEqual([
      ...['ticket', 'sourced-id', 'answers'],
    ]);
  });

  it('is understood without headings: the class stands in one column, the ticket behind it', () => {
    const table = read(
      ['1', 'Әбдіқадыров Ғалымжан', '12', ''],
      ['2', 'Жүнісова Ақмарал', '3', 'https://x.kz/a'],
    );
    expect([table?.roles, table?.rows.length]).toEqual([['', 'name', 'ticket', 'url'], 2]);
    expect(read(['S-0', '12'], ['S-2', '14'])?.roles).toEqual(['sourced-id', 'ticket']);
  });

  it('is no table of works where nobody of the class or no work stands in it', () => {
    for (const rows of [[['a', 'b']], [['Аты-жөні'], ['Бейсенбаева Ұлпан']], [['Билет'], ['7']]])
      expect(read(...rows)).toBeNull();
  });

  it('names what would change, asks about doubtful names, and refuses what is no link', () => {
    const table = read(
      ['Аты-жөні', 'Билет', 'Сілтеме'],
      ['Бейсенбаева Ұлпан', '7', 'javascript:alert(1)'],
      ['Бейсенбаева Улпан', '8', ''],
      ['Біреу Басқа', '9', ''],
      ['Жүнісова Ақмарал', '11', ''],
      ['Әбдіқадыров Ғалымжан', '', 'https://lms.kz/1'],
      ['', '5', ''],
    );
    if (table === null) throw new Error('no table');
    const works = new Map([[people[2]!.id, { rev: 1, ticket: '11', url: '', answers: '' }]]);
    const preview = previewWorks({ table, match, decisions: new Map(), works });
    expect(preview.changes.map(({ row, field, from, to }) => [row, field, from, to])).toEqual([
      [2, 'ticket', '', '7'],
      [6, 'url', '', 'https://lms.kz/1'],
    ]);
    expect(preview.asked.map(({ row, why }) => [row, why])).toEqual([
      [3, 'similar-name'],
      [4, 'unknown'],
    ]);
    expect(preview.refused).toMatchObject([{ row: 2, field: 'url', problem: 'not-a-link' }]);
    expect(preview.refusedRows).toMatchObject([{ row: 7, problem: 'nameless' }]);
    expect(preview.same).toBe(1);
    const decided = previewWorks({
      table,
      match,
      decisions: new Map<number, Decision>([
        [4, 'nobody'],
        [3, people[1]!.id],
      ]),
      works,
    });
    // Two rows for one student: the first one stands.
    expect(decided.refusedRows.map(({ problem }) => problem)).toEqual(['twice', 'nameless']);
  });
});

describe('the page of tickets', () => {
  let app: GradebookApp;
  beforeAll(async () => {
    app = await startGradebookApp(3);
  });
  afterAll(() => app.stop());
  const post = (fields: Record<string, string>) => app.postForm(app.teacher, '/works', fields);
  const digestIn = (text: string): string => /name="digest" value="([0-9a-f]+)"/u.exec(text)?.[1] ?? '';
  const table = 'Аты-жөні\tБилет\nӘбдіқадыров Ғалымжан\t12\nБейсенбаева Улпан\t14\n';

  it('writes what it has shown, with the names that were asked about, beside the rubric', async () => {
    await expectValidHtml((await app.get(app.teacher, '/works')).text);
    const shown = (await post({ table })).text;
    await expectValidHtml(shown);
    expect(shown).toContain('id="who-3"');
    const decisions = { 'who:3': app.students[1]?.personId ?? '' };
    const again = (await post({ table, ...decisions })).text;
    const made = await post({ table, ...decisions, step: 'make', digest: digestIn(again) });
    expect(made.headers['location']).toMatch(/written=2&kept=0$/u);
    expect((await app.get(app.teacher, '/works?written=2&kept=0')).text).toContain('студенттер: 2.');
    for (const [index, ticket] of [
      [0, '12'],
      [1, '14'],
    ] as const) {
      const panel = (await app.get(app.teacher, `/grading/${app.students[index]?.personId ?? ''}`)).text;
      expect(panel).toMatch(new RegExp(`Билет: <span class="number">${ticket}<`, 'u'));
    }
  });

  it('shows the list anew instead of writing another one than was shown', async () => {
    const changed = table.replace('12', '21');
    const digest = digestIn((await post({ table: changed })).text);
    const work = { rev: '1', ticket: '33', url: '', answers: '' };
    await app.postForm(app.teacher, `/grading/${app.students[0]?.personId ?? ''}/work`, work);
    const answer = await post({ table: changed, step: 'make', digest });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Бұл арада біреу жұмыстарды өзгертті');
    expect(digestIn(answer.text)).not.toBe(digest);
  });

  it('says what is no table, and is closed to students and where names are hidden', async () => {
    expect((await post({ table: 'тек мәтін' })).status).toBe(422);
    expect((await app.get(app.students[0]!, '/works')).status).toBe(403);
    await app.postForm(app.teacher, '/grading/settings', { anonymous: '1' });
    expect((await app.get(app.teacher, '/works')).text).toContain('Аты-жөні жасырылған');
    expect((await post({ table })).status).toBe(409);
  });
});
