import { describe, expect, it } from 'vitest';
import { readDocument, readPasted, type ReadDocument } from '../../src/documents/index.ts';
import { type TestBlock } from './blocks.ts';
import { formats, rendered, type TestFormat } from './rendered.ts';
import { type PdfOptions } from './pdf.ts';

async function read(
  blocks: readonly TestBlock[],
  format: TestFormat,
  pdf: PdfOptions = {},
): Promise<ReadDocument> {
  const bytes = rendered(blocks, format, pdf);
  if (format === 'html') return readPasted({ html: Buffer.from(bytes).toString(), text: '' }, 'x');
  return readDocument(bytes, `x.${format}`);
}

/** What a reader of the model sees: each row as its cells' texts, with "^" where a cell goes on from above. */
function seen({ blocks }: ReadDocument): unknown[] {
  return blocks.map(block =>
    block.kind === 'paragraph'
      ? block.text
      : block.rows.map(row =>
          row.cells.map(cell => (cell.above === null ? cell.text : `^${cell.above.text}`)),
        ),
  );
}

const blocks: readonly TestBlock[] = [
  'Силлабус',
  'Пәннің атауы: Қазіргі әлем тарихы',
  [
    ['Апта', 'Тақырып атауы', 'Сағат саны', 'Макс. балл'],
    [{ text: 'Модуль 1. Кіріспе', span: 4 }],
    [
      { text: '1', merge: 'start' },
      'Д 1. Ғылымның пәні мен мақсаттары, негізгі ұғымдар және оларды қолдану',
      '1',
      '',
    ],
    [{ text: '', merge: 'more' }, 'СС 1. Талқылау', '2', '8'],
    ['2', 'Д 2. Әдістер', '1', ''],
    [{ text: 'АБ 1', span: 3 }, '100'],
  ],
  'Соңғы сөз',
];

const expected = [
  'Силлабус',
  'Пәннің атауы: Қазіргі әлем тарихы',
  [
    ['Апта', 'Тақырып атауы', 'Сағат саны', 'Макс. балл'],
    ['Модуль 1. Кіріспе'],
    ['1', 'Д 1. Ғылымның пәні мен мақсаттары, негізгі ұғымдар және оларды қолдану', '1', ''],
    ['^1', 'СС 1. Талқылау', '2', '8'],
    ['2', 'Д 2. Әдістер', '1', ''],
    ['АБ 1', '100'],
  ],
  'Соңғы сөз',
];

describe('one document is the same blocks in every format', () => {
  it.each(formats.filter(format => format !== 'txt'))('%s', async format => {
    expect(seen(await read(blocks, format))).toEqual(expected);
  });

  it.each<[string, PdfOptions]>([
    ['with strips for lines', { isFilled: true }],
    ['cut into pieces', { isCut: true }],
    ['without lines', { isRuled: false }],
  ])('pdf %s', async (name, options) => {
    const [title, course, table] = seen(await read(blocks, 'pdf', options));
    expect([title, course]).toEqual(expected.slice(0, 2));
    // Without lines a cell that covers rows is a text beside the first of them, and one text has the row for itself.
    const isBlank = name === 'without lines';
    const rows = (expected[2] as string[][]).map(row =>
      row.map(text => (isBlank ? text.replace(/\^.*/u, '') : text)),
    );
    const filled = (row: readonly string[]) => row.filter(text => text !== '');
    expect((table as string[][]).map(isBlank ? filled : row => row)).toEqual(
      rows.map(isBlank ? filled : row => row),
    );
  });

  it('pdf says that columns were guessed where no lines draw them', async () => {
    expect((await read(blocks, 'pdf', { isRuled: false })).notes).toEqual([
      { kind: 'guessed-columns', tables: 1 },
    ]);
    expect((await read(blocks, 'pdf')).notes).toEqual([]);
  });

  it('pdf with a table cut by pages that repeat its header and are numbered', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => [`${index + 1}`, `Л ${index + 1}. Тема`, '1', '']);
    const table = [['Неделя', 'Тема', 'Часы', 'Баллы'], ...rows];
    const [read_, ...others] = seen(await read([table], 'pdf', { height: 300, repeatsHeader: true }));
    expect(others).toEqual([]);
    const [header, ...body] = read_ as string[][];
    expect(header).toEqual(table[0]);
    expect(body.filter(row => row[0] !== 'Неделя')).toEqual(rows);
  });
});
