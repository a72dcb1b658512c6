import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../src/documents/index.ts';
import { writeXlsx } from '../../src/documents/write/index.ts';

async function rowsOf(bytes: Uint8Array, name = 'baga.csv'): Promise<[number, readonly string[]][]> {
  const rows: [number, readonly string[]][] = [];
  await readRows(bytes, name, (cells, row) => rows.push([row, cells]));
  return rows;
}
const textRows = (text: string) => rowsOf(Buffer.from(text));

const table = [
  ['Тегі', 'Аты', 'СС 1'],
  ['Қожахметов', 'Нұрсұлтан', '7,5'],
  ['Бейсенбаева', 'Ұлпан', '8'],
];
const tableRows = table.map((cells, index) => [index + 1, cells]);

describe('a table of rows', () => {
  it.each([',', ';', '\t'])(
    'is read with %j between its cells, decimal commas in quotes or without',
    async mark => {
      const text = table
        .map(row => row.map(cell => (mark === ',' && cell.includes(',') ? `"${cell}"` : cell)).join(mark))
        .join('\r\n');
      expect(await textRows(text)).toEqual(tableRows);
    },
  );

  it.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', (text: string) => iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['the Kazakh single-byte encoding', (text: string) => iconv.encode(text, 'rk1048')],
  ])('is read in %s', async (_, encoded) => {
    const text = table.map(row => row.join(';')).join('\r\n');
    expect(await rowsOf(encoded(text))).toEqual(tableRows);
  });

  it('is read in windows-1251, as Excel saves a Russian list', async () => {
    const text = 'Фамилия;Имя;Баллы\r\nИванова;Анна;7,5\r\nПетров;Сергей;8\r\n';
    const rows = await rowsOf(iconv.encode(text, 'win1251'));
    expect(rows.map(([, cells]) => cells.join('|'))).toEqual([
      'Фамилия|Имя|Баллы',
      'Иванова|Анна|7,5',
      'Петров|Сергей|8',
    ]);
  });

  it('obeys the line by which Excel names the separator', async () => {
    expect(await textRows('sep=;\r\na,b;c\r\n1,5;2\r\n')).toEqual([
      [1, ['a,b', 'c']],
      [2, ['1,5', '2']],
    ]);
  });

  it('counts empty rows, so that a number is the one of the spreadsheet', async () => {
    expect((await textRows('a;b\r\n\r\n;\r\n1;2\r\n')).map(([row]) => row)).toEqual([1, 4]);
  });

  it('is read from a workbook, each row with its number', async () => {
    const rows = [...table.slice(0, 2), ['', '', ''], ...table.slice(2)].map(row =>
      row.map(text => ({ text })),
    );
    const file = await writeXlsx({ name: 'Журнал', widths: [10, 10, 10], rows });
    expect(await rowsOf(file, 'baga.xlsx')).toEqual([
      [1, table[0]],
      [2, table[1]],
      [4, table[2]],
    ]);
  });

  it('may be longer than a document', async () => {
    const lines = Array.from(
      { length: 45_000 },
      (_, index) => `student-${index}@kaznu.example,${index % 100}`,
    );
    expect((await textRows(['email,grade', ...lines].join('\n'))).length).toBe(45_001);
  });

  it('is refused by name when it is empty, no text, or a quote never ends', async () => {
    await expect(textRows('')).rejects.toMatchObject({ code: 'document-empty' });
    await expect(textRows(' \n ; \n')).rejects.toMatchObject({ code: 'document-empty' });
    await expect(rowsOf(Buffer.from('%PDF-1.7 …'))).rejects.toMatchObject({ code: 'document-unknown' });
    await expect(textRows(`a,b\n"${'x'.repeat(300_000)}`)).rejects.toMatchObject({
      code: 'document-damaged',
    });
    await expect(textRows(`a,b\n${','.repeat(400)}`)).rejects.toMatchObject({ code: 'document-too-long' });
  });

  it('keeps every cell as it was written, whatever stands in it', async () => {
    const cell = fc.string({ maxLength: 12 }).map(text => text.replace(/[\p{Cc}\ufeff]/gu, '').trim());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async rows => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const all = [['head', 'head'], ...rows];
        const text = all.map(row => row.map(quoted).join(';')).join('\r\n');
        const numbered = all.map((cells, index): [number, string[]] => [index + 1, cells]);
        const kept = numbered.filter(([, cells]) => cells.some(one => one !== ''));
        expect(await textRows(`sep=;\r\n${text}`)).toEqual(kept);
      }),
      { numRuns: 50 },
    );
  });
});
