import { describe, expect, it } from 'vitest';
import { documentErrorCodes, readDocument } from '../../src/documents/index.ts';
import { NotASyllabusError, parseSyllabus } from '../../src/features/syllabus/domain/index.ts';
import { docxOf, p, tbl, tc } from '../documents/ooxml.ts';
import { pdfOf } from '../documents/pdf.ts';
import { type TestBlock, type TestRow } from '../documents/blocks.ts';
import { rendered } from '../documents/rendered.ts';
import { xlsxOf } from '../documents/workbook.ts';

const head: TestRow = ['Неделя', 'Название темы', 'Кол-во часов', 'Макс. балл'];
const rows = (from: number, count: number, name = 'Тема'): TestRow[] =>
  Array.from({ length: count }, (_, index) => [
    String(from + index),
    `Л ${from + index}. ${name} ${from + index}`,
    '1',
    '',
  ]);

async function parsed(bytes: Uint8Array) {
  const { syllabus, findings } = parseSyllabus(await readDocument(bytes, 'x'));
  return { rows: syllabus.calendar, codes: findings.map(({ code }) => code) };
}

async function refusal(bytes: Uint8Array): Promise<string> {
  return readDocument(bytes, 'x').then(
    () => 'read',
    (error: { code?: string }) => error.code ?? 'thrown',
  );
}

describe('documents that are not as they should be', () => {
  it('with two calendars: the longer one is read, and the other is named', async () => {
    const foreign = Array.from({ length: 6 }, (_, index) => `Посторонний текст номер ${index + 1}.`);
    const blocks: TestBlock[] = [
      'Силлабус',
      [head, ...rows(1, 8)],
      ...foreign,
      [head, ...rows(1, 5, 'Иное')],
    ];
    for (const format of ['docx', 'xlsx', 'pdf'] as const) {
      const read = await parsed(rendered(blocks, format));
      expect(
        read.rows.map(({ title }) => title),
        format,
      ).toEqual(rows(1, 8).map((_, at) => `Тема ${at + 1}`));
      expect(read.codes, format).toContain('calendar-several');
    }
  });

  it('without a calendar or other parts is no syllabus', async () => {
    const blocks: TestBlock[] = [
      'Протокол заседания кафедры',
      [
        ['№', 'Вопрос'],
        ['1', 'О разном'],
      ],
    ];
    for (const format of ['docx', 'xlsx', 'pdf', 'txt'] as const)
      await expect(parsed(rendered(blocks, format)), format).rejects.toThrow(NotASyllabusError);
  });

  it('with the calendar inside a cell of another table', async () => {
    const inner = tbl([head, ...rows(1, 6)]);
    const outer = `<w:tbl><w:tblPr/><w:tr>${tc({ text: 'План' })}<w:tc>${inner}${p('')}</w:tc></w:tr></w:tbl>`;
    expect((await parsed(docxOf(p('Силлабус') + outer))).rows).toHaveLength(6);
  });

  it('with tracked changes: what was deleted is not read, what was inserted is', async () => {
    const row = (text: string) =>
      `<w:tr>${tc({ text: '7' })}<w:tc>${text}</w:tc>${tc({ text: '1' })}${tc({ text: '' })}</w:tr>`;
    const changed =
      '<w:p><w:r><w:t xml:space="preserve">Л 7. </w:t></w:r><w:del w:id="1"><w:r><w:delText>Старая тема</w:delText></w:r></w:del>' +
      '<w:ins w:id="2"><w:r><w:t>Новая тема</w:t></w:r></w:ins></w:p>';
    const table = tbl([head, ...rows(1, 6)]).replace('</w:tbl>', `${row(changed)}</w:tbl>`);
    const read = await parsed(docxOf(p('Силлабус') + table));
    expect(read.rows.at(-1)?.title).toBe('Новая тема');
  });

  it('of 200 pages, with ten megabytes of pictures', async () => {
    const text = Array.from({ length: 6_000 }, (_, index) =>
      p(`Абзац ${index}: ${'слово '.repeat(18)}`),
    ).join('');
    const picture = Buffer.alloc(10 * 1024 * 1024, 'picture of a campus');
    const file = docxOf(p('Силлабус') + tbl([head, ...rows(1, 15)]) + text, [
      { name: 'word/media/image1.jpeg', content: picture },
    ]);
    expect((await parsed(file)).rows).toHaveLength(15);
  });

  it('of seven weeks, and with weeks that are read together', async () => {
    const table: TestRow[] = [
      head,
      ['1-2', 'Л 1. Тема 1', '2', ''],
      ['3–4', 'Л 2. Тема 2', '2', ''],
      ['5', 'Л 3. Тема 3', '1,5', ''],
      ['6 – 7', 'ПЗ 1. Тема 4', '2', '7,5'],
    ];
    for (const format of ['docx', 'xlsx', 'pdf', 'txt'] as const) {
      const read = await parsed(rendered(['Силлабус', table], format));
      expect(
        read.rows.map(({ week, hours, maxPoints }) => [week, hours, maxPoints]),
        format,
      ).toEqual([
        [1, 2, null],
        [3, 2, null],
        [5, 1.5, null],
        [6, 2, 7.5],
      ]);
      expect(
        read.codes.filter(code => code === 'week-range'),
        format,
      ).toHaveLength(3);
    }
  });

  it('of eighteen weeks, with decimal commas', async () => {
    const table: TestRow[] = [
      head,
      ...Array.from({ length: 18 }, (_, at): TestRow => [
        String(at + 1),
        `ПЗ ${at + 1}. Тема ${at + 1}`,
        '1,5',
        '5,5',
      ]),
      ['', 'РК 1', '', '100'],
    ];
    for (const format of ['docx', 'xlsx', 'pdf', 'txt'] as const) {
      const read = await parsed(rendered(['Силлабус', table], format));
      expect(
        read.rows.map(({ week }) => week),
        format,
      ).toEqual([...Array.from({ length: 18 }, (_, at) => at + 1), 18]);
      expect(read.rows[17], format).toMatchObject({ hours: 1.5, maxPoints: 5.5 });
    }
  });

  it('with a calendar that pages break: in one table, and typed as a table a page with its head', async () => {
    const names = rows(1, 15).map((_, at) => `Тема ${at + 1}`);
    const filler = Array.from({ length: 34 }, (_, at) => `Строка ${at + 1} перед календарём.`);
    const pages: TestBlock[] = [
      [head, ...rows(1, 7)],
      [head, ...rows(8, 8)],
    ];
    for (const format of ['docx', 'xlsx', 'pdf', 'txt'] as const) {
      const one = await parsed(rendered(['Силлабус', ...filler, [head, ...rows(1, 15)]], format));
      const two = await parsed(rendered(['Силлабус', ...pages], format));
      for (const read of [one, two])
        expect(
          read.rows.map(({ title }) => title),
          format,
        ).toEqual(names);
    }
  });

  it('scanned: a page that is a picture has no text, and that is said', async () => {
    expect(await refusal(pdfOf([]))).toBe('document-no-text');
  });

  it('on several sheets of a workbook, of which a hidden one is not read', async () => {
    const file = xlsxOf([
      {
        name: 'Титул',
        blocks: [
          'Силлабус',
          [
            ['Название дисциплины', 'Ботаника'],
            ['Количество кредитов', '5'],
          ],
        ],
      },
      { name: 'Черновик', blocks: [[head, ...rows(1, 12, 'Черновик')]], isHidden: true },
      { name: 'Календарь', blocks: [[head, ...rows(1, 10)]] },
    ]);
    const { syllabus } = parseSyllabus(await readDocument(file, 'x.xlsx'));
    expect([syllabus.course.title, syllabus.course.credits, syllabus.calendar.length]).toEqual([
      'Ботаника',
      5,
      10,
    ]);
    expect(syllabus.calendar[0]?.title).toBe('Тема 1');
  });

  it('with a table of weights behind the calendar: its kinds of work are no rows', async () => {
    const weights: TestRow[] = [
      ['Компонент', '%'],
      ['Практические занятия', '30'],
      ['Самостоятельная работа', '30'],
      ['Итоговый экзамен', '40'],
      ['Итого', '100'],
    ];
    const own = ['СРО 1. Эссе', 'Итоговый экзамен'].map((title, at): TestRow => [
      '',
      title,
      '',
      String(20 + at),
    ]);
    for (const title of [[], ['Политика оценивания']]) {
      const blocks: TestBlock[] = ['Силлабус', [head, ...rows(1, 5), ...own], ...title, weights];
      for (const format of ['docx', 'xlsx', 'pdf', 'txt'] as const) {
        if (format === 'txt' && title.length === 0) continue;
        const { syllabus } = parseSyllabus(await readDocument(rendered(blocks, format), 'x'));
        expect(syllabus.calendar, `${format} ${title.join()}`).toHaveLength(7);
        expect(syllabus.weights.map(({ kind, percent }) => [kind, percent])).toEqual([
          ['practice', 30],
          ['independent', 30],
          ['exam', 40],
        ]);
      }
    }
  });

  it('protected by a password', async () => {
    const text = pdfOf(['Силлабус']).toString('latin1');
    const key = `<${'5a'.repeat(32)}>`;
    const locked = text.replace(
      '/Root 1 0 R',
      `/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O ${key} /U ${key} /P -4 >>`,
    );
    expect(await refusal(Buffer.from(locked, 'latin1'))).toBe('document-encrypted');
  });

  it('cut off in the middle: refused by a code, never by a crash', async () => {
    const table: TestBlock[] = ['Силлабус', [head, ...rows(1, 15)]];
    for (const format of ['docx', 'xlsx', 'pdf'] as const) {
      const whole = rendered(table, format);
      for (const share of [0.2, 0.5, 0.9]) {
        const code = await refusal(whole.slice(0, Math.floor(whole.length * share)));
        expect(['read', ...documentErrorCodes], `${format} ${share}`).toContain(code);
      }
    }
  });
});
