import { contentTypes, escaped, relationships } from './ooxml.ts';
import { cellOf, rowsBelow, type TestBlock, type TestRow } from './blocks.ts';
import { zipOf, type ZipPart } from './zip.ts';

export interface TestSheet {
  readonly name: string;
  readonly blocks: readonly TestBlock[];
  readonly isHidden?: boolean;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';

/** A workbook as simple writers make it: strings are shared, numbers are numbers, merges are listed. */
export function xlsxOf(sheets: readonly TestSheet[], parts: readonly ZipPart[] = []): Buffer {
  const strings: string[] = [];
  const files = sheets.map(({ blocks }, index) => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    content: sheetOf(blocks, strings),
  }));
  const list = sheets.map(
    ({ name, isHidden }, index) =>
      `<sheet name="${escaped(name)}" sheetId="${index + 1}"${isHidden === true ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  );
  return workbookOf(
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list.join('')}</sheets></workbook>`,
    files,
    strings,
    parts,
  );
}

/** A workbook of given sheets; `strings` are what its cells of type "s" name. */
export function workbookOf(
  workbook: string,
  files: readonly { name: string; content: string }[],
  strings: readonly string[],
  parts: readonly ZipPart[] = [],
): Buffer {
  const shared = strings.map(text => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('');
  return zipOf([
    contentTypes(sheetType, '/xl/workbook.xml'),
    relationships('_rels/.rels', [{ id: 'rId1', type: 'officeDocument', target: 'xl/workbook.xml' }]),
    relationships('xl/_rels/workbook.xml.rels', [
      ...files.map(({ name }, index) => ({
        id: `rId${index + 1}`,
        type: 'worksheet',
        target: name.replace('xl/', ''),
      })),
      { id: 'rIdS', type: 'sharedStrings', target: 'sharedStrings.xml' },
      { id: 'rIdF', type: 'styles', target: 'styles.xml' },
    ]),
    { name: 'xl/workbook.xml', content: `<?xml version="1.0"?>${workbook}` },
    { name: 'xl/sharedStrings.xml', content: `<?xml version="1.0"?><sst xmlns="${main}">${shared}</sst>` },
    ...files,
    ...parts,
  ]);
}

function sheetOf(blocks: readonly TestBlock[], strings: string[]): string {
  const rows: string[] = [];
  const merges: string[] = [];
  for (const block of blocks) {
    const table: readonly TestRow[] = typeof block === 'string' ? [[block]] : block;
    const width = Math.max(...table.map(row => row.reduce((sum, cell) => sum + (cellOf(cell).span ?? 1), 0)));
    for (const [index, row] of table.entries()) {
      const number = rows.length + 1;
      let column = 0;
      const cells = row.map(cellOf).map(cell => {
        const { text, span = 1, merge } = cell;
        const down = merge === 'start' ? rowsBelow(table, index, column) : 1;
        // A cell that covers the whole row is often left as it is, its text runs over.
        const isWide = span > 1 && span < width;
        if (down > 1 || isWide)
          merges.push(`${letters(column)}${number}:${letters(column + span - 1)}${number + down - 1}`);
        const own = merge === 'more' ? '' : cellXml(`${letters(column)}${number}`, text, strings);
        column += span;
        return own;
      });
      rows.push(`<row r="${number}">${cells.join('')}</row>`);
    }
    rows.push(`<row r="${rows.length + 1}"/>`);
  }
  const merged =
    merges.length === 0
      ? ''
      : `<mergeCells>${merges.map(ref => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
  return `<?xml version="1.0"?><worksheet xmlns="${main}" xmlns:r="${office}"><sheetData>${rows.join('')}</sheetData>${merged}</worksheet>`;
}

const letters = (column: number) => String.fromCharCode(65 + column);

function cellXml(address: string, text: string, strings: string[]): string {
  if (text === '') return `<c r="${address}"/>`;
  if (/^\d+(?:[.,]\d+)?$/u.test(text)) return `<c r="${address}"><v>${text.replace(',', '.')}</v></c>`;
  strings.push(text);
  return `<c r="${address}" t="s"><v>${strings.length - 1}</v></c>`;
}
