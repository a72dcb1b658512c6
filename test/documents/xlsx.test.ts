import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/documents/index.ts';
import { formatOf, numberText } from '../../src/documents/xlsx/numberText.ts';
import { relationships } from './ooxml.ts';
import { workbookOf, xlsxOf } from './workbook.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const workbook = `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="План" sheetId="1" r:id="rId1"/></sheets></workbook>`;

async function tableOf(sheet: string, styles = '', strings: readonly string[] = []) {
  const parts = [
    { name: 'xl/styles.xml', content: `<styleSheet xmlns="${main}">${styles}</styleSheet>` },
    relationships('xl/worksheets/_rels/sheet1.xml.rels', [
      { id: 'rId7', type: 'hyperlink', target: 'https://moocs.example.kz/course', external: true },
    ]),
  ];
  const content = `<worksheet xmlns="${main}" xmlns:r="${office}">${sheet}</worksheet>`;
  const file = workbookOf(workbook, [{ name: 'xl/worksheets/sheet1.xml', content }], strings, parts);
  const [block] = (await readDocument(file, 'x.xlsx')).blocks;
  if (block?.kind !== 'table') throw new Error('no table');
  return block;
}

describe('a workbook', () => {
  it('is read as it is shown: shared, rich and inline strings, results of formulas, truth values', async () => {
    const table = await tableOf(
      '<sheetData><row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3" t="inlineStr"><is><r><t>Rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>aid</t></rPh></is></c>' +
        '<c r="D3"><f>SUM(A1:A2)</f><v>7.5</v></c><c r="E3" t="str"><f>A1</f><v>formula text</v></c><c r="F3" t="b"><v>1</v></c><c r="G3" t="e"><v>#REF!</v></c></row></sheetData>',
      '',
      ['Shared'],
    );
    expect(table.rows[0]?.cells.map(({ text }) => text)).toEqual([
      'Shared',
      'Rich text',
      '7.5',
      'formula text',
      'TRUE',
      '#REF!',
    ]);
    expect(table.rows[0]?.cells[1]?.place).toEqual({ kind: 'sheet', sheet: 'План', address: 'C3' });
  });

  it('keeps merged cells downwards and across, and links', async () => {
    const table = await tableOf(
      '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>Both</t></is></c></row><row r="2"><c r="B2" t="inlineStr"><is><t>Course</t></is></c><c r="C2"><v>2</v></c></row></sheetData>' +
        '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells><hyperlinks><hyperlink ref="B2" r:id="rId7"/></hyperlinks>',
    );
    const [first, second] = table.rows;
    expect(first?.cells.map(({ text, span }) => [text, span])).toEqual([
      ['1', 1],
      ['Both', 2],
    ]);
    expect(second?.cells[0]?.above).toBe(first?.cells[0]);
    expect(second?.cells[1]?.links).toEqual([{ text: 'Course', url: 'https://moocs.example.kz/course' }]);
  });

  it('has its text and tables apart where rows are empty', async () => {
    const file = xlsxOf([
      {
        name: 'A',
        blocks: [
          'Title',
          [
            ['a', 'b'],
            ['c', 'd'],
          ],
          'Note',
        ],
      },
    ]);
    const { blocks } = await readDocument(file, 'x');
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'table', 'paragraph']);
  });

  it.each([
    ['0%', 0.25, '25%'],
    ['0.0', 4, '4.0'],
    ['0.00', 3.67, '3.67'],
    ['0" сағ"', 2, '2 сағ'],
    ['General', 1.5, '1.5'],
    ['General', 0.1 + 0.2, '0.3'],
    ['#,##0', 1200, '1200'],
    ['[Red]0.0;-0.0', 7, '7.0'],
    ['dd\\.mm\\.yyyy', 46266, '01.09.2026'],
    ['d-mmm', 46054, '1-2'],
    ['h:mm', 0.5, '12:00'],
  ])('shows a number by its format: %s of %d is %s', (code, value, text) => {
    expect(numberText(value, formatOf(164, code), false)).toBe(text);
  });
});
