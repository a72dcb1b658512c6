import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRows } from '../../../src/documents/index.ts';
import { writeXlsx } from '../../../src/documents/write/index.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';
import { appoint, get, post } from './desk.ts';

let app: InProcess;
let centre: Visitor;
let colleague: Visitor;

beforeAll(async () => {
  app = await startInProcess();
  centre = await app.visit({ role: 'assistant', sub: 'centre', lang: 'ru' });
  colleague = await app.visit({ role: 'instructor', sub: 'colleague', lang: 'ru' });
  await appoint(app, centre);
});
afterAll(() => app.stop());

const upload = (who: Visitor, bytes: Buffer, name: string) =>
  post(app, who, '/moocs/import').type('multipart/form-data').attach('file', bytes, name);

async function shown(bytes: Buffer, name: string): Promise<{ path: string; text: string; seen: string }> {
  const answer = await upload(centre, bytes, name);
  expect(answer.status).toBe(303);
  const path = (answer.headers.location ?? '').slice(centre.base.length);
  const { text } = await get(app, centre, path);
  return { path, text, seen: /name="seen" value="(\w+)"/.exec(text)?.[1] ?? '' };
}

const sheet = (rows: readonly string[][]) =>
  writeXlsx({ name: 'a', widths: [], rows: rows.map(row => row.map(text => ({ text }))) });

describe('a file of courses', () => {
  it('is shown first, and written as it was shown', async () => {
    const csv = [
      'Қазақша атауы;Сілтеме;Платформа;Академиялық сағат;Бекітілген күні;Хаттама;Күйі;Пікір',
      'Математика;https://m.example.kz/1;Coursera;60;01.02.2026;12;Қолданыста;x',
      '=cmd|calc;https://m.example.kz/2;moocs.kz;30;;;;',
      'Қате;https://m.example.kz/3;moocs.kz;сағат;;;;',
    ].join('\r\n');
    const { path, text, seen } = await shown(Buffer.from(`\ufeff${csv}`), 'курсы.csv');
    for (const said of [
      'Математика',
      '=cmd|calc',
      'похожа на формулу',
      'Пікір',
      'Академические часы: Нужно целое',
    ])
      expect(text).toContain(said);
    expect((await get(app, centre, '/moocs')).text).not.toContain('Математика');
    const made = await post(app, centre, path).send({ seen, 'choice:3': 'add' });
    expect(made.headers.location).toContain('notice=imported');
    const list = (await get(app, centre, '/moocs')).text;
    expect(list).toContain('Математика');
    expect(list).toContain('01.02.2029');
    expect(list).not.toContain('Қате');
    // It is written once, however often the button is pressed.
    expect((await post(app, centre, path).send({ seen })).headers.location).toContain('gone=yes');
  });

  it('comes back from an export as it went, in either format, and runs no formula', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      const answer = await get(app, centre, `/moocs/export?format=${format}`).responseType('blob');
      const body = answer.body as Buffer;
      const rows: (readonly string[])[] = [];
      await readRows(body, `a.${format}`, cells => rows.push(cells));
      expect(rows.flat().some(cell => cell === (format === 'csv' ? "'=cmd|calc" : '=cmd|calc'))).toBe(true);
      const { text } = await shown(body, `a.${format}`);
      expect(text).toContain('нет ничего, что изменило бы реестр');
    }
  });

  it('is shown anew when the registry has changed what it would do', async () => {
    const file = await sheet([
      ['Title in Kazakh', 'Link', 'Academic hours'],
      ['Математика', 'https://m.example.kz/1', '75'],
    ]);
    const { path, text, seen } = await shown(file, 'a.xlsx');
    expect(text).toContain('<del>60</del> → <ins>75</ins>');
    const id =
      /moocs\/([0-9a-f]{24})"[^>]*>Математика/.exec((await get(app, centre, '/moocs')).text)?.[1] ?? '';
    const page = (await get(app, centre, `/moocs/${id}/edit`)).text;
    const rev = /name="rev" value="(\d+)"/.exec(page)?.[1] ?? '';
    const other = {
      titleKk: 'Математика',
      url: 'https://m.example.kz/1',
      platform: 'coursera',
      hours: '61',
      rev,
    };
    expect((await post(app, centre, `/moocs/${id}/edit`).send(other)).status).toBe(303);
    const refused = await post(app, centre, path).send({ seen });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('<del>61</del> → <ins>75</ins>');
    const again = /name="seen" value="(\w+)"/.exec(refused.text)?.[1] ?? '';
    expect((await post(app, centre, path).send({ seen: again })).status).toBe(303);
    expect((await get(app, centre, `/moocs/${id}`)).text).toContain('Загружен из файла');
  });

  it('is refused by name when it is no table of courses', async () => {
    expect((await upload(centre, Buffer.from('a;b\n1;2'), 'a.csv')).text).toContain(
      'нет знакомых названий столбцов',
    );
    expect((await upload(centre, Buffer.from('Сілтеме;Қазақша атауы\n'), 'a.csv')).status).toBe(422);
    expect((await upload(centre, Buffer.from('%PDF-1.7'), 'a.pdf')).status).toBe(422);
  });

  it('is taken in by the MOOC centre alone', async () => {
    expect((await get(app, colleague, '/moocs/import')).text).toContain('для сотрудников центра');
    expect((await upload(colleague, Buffer.from('x'), 'a.csv')).text).toContain('для сотрудников центра');
  });
});
