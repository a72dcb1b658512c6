/**
 * A rectangle of cells as spreadsheets put it on the clipboard: tabs between cells, line ends between rows, and double
 * quotes around a cell that holds one of them (Excel, LibreOffice and Google Sheets agree). The line end after the last
 * row makes no row. Rows may differ in length.
 */
export function readTable(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const source = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (;;) {
    const cell = readCell(source, at);
    row.push(cell.text);
    at = cell.end;
    if (at >= source.length) break;
    if (source[at] === '\n') {
      rows.push(row);
      row = [];
    }
    at += 1;
  }
  rows.push(row);
  return rows;
}

function readCell(source: string, start: number): { text: string; end: number } {
  if (source[start] === '"') {
    const quoted = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y;
    quoted.lastIndex = start;
    const found = quoted.exec(source);
    if (found !== null) return { text: (found[1] ?? '').replaceAll('""', '"'), end: quoted.lastIndex };
  }
  const plain = /[^\t\n]*/y;
  plain.lastIndex = start;
  return { text: plain.exec(source)?.[0] ?? '', end: plain.lastIndex };
}

/** The same the other way: what a spreadsheet reads back as the same cells. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  return rows.map(row => row.map(cellText).join('\t')).join('\n');
}

const cellText = (text: string): string => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
