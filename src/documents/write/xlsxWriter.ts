/** A cell says whether it is a number or a text, so no text can run as a formula (OWASP, "CSV Injection"). */
export interface SheetCell {
  readonly text: string;
  /** What stands there when it is a number; its text is then only for readers of other formats. */
  readonly number?: number | null;
  readonly bold?: boolean;
  /** How many columns it covers; those behind it are left out, as in HTML. */
  readonly columns?: number;
  /** As a printed table has it: a frame, lines that break, and the place of the text. */
  readonly framed?: boolean;
  readonly align?: 'start' | 'center';
  readonly shaded?: boolean;
}

export interface WorkSheet {
  /** Of the tab: at most 31 characters are kept. */
  readonly name: string;
  /** Characters of width, a number a column. */
  readonly widths: readonly number[];
  /** Rows that stay in sight while one scrolls. */
  readonly frozenRows?: number;
  readonly frozenColumns?: number;
  readonly orientation?: 'landscape';
  readonly rows: readonly (readonly SheetCell[])[];
}

/** Writes an Excel file with one sheet. The library is loaded when the first file is asked for. */
export async function writeXlsx({ name, widths, rows, ...more }: WorkSheet): Promise<Buffer> {
  const { default: writeExcel } = await import('write-excel-file/node');
  const data = rows.map(row => row.flatMap(cellsOf));
  const columns = widths.map(width => ({ width }));
  const { frozenRows: stickyRowsCount = 0, frozenColumns: stickyColumnsCount = 0, orientation } = more;
  const page = orientation === undefined ? {} : { orientation };
  const options = { sheet: sheetName(name), columns, stickyRowsCount, stickyColumnsCount, ...page };
  return writeExcel(data, options).toBuffer();
}

/** Excel opens no file with a tab that is called otherwise. */
const sheetName = (name: string): string => name.replace(/[\\/?*[\]:]/gu, ' ').slice(0, 31);

/** A cell, and the empty ones that it covers. */
function cellsOf(cell: SheetCell) {
  const { text, number = null, columns = 1 } = cell;
  const look = { ...styleOf(cell), ...(columns > 1 ? { columnSpan: columns } : {}) };
  const own =
    number === null ? { value: text, type: String, ...look } : { value: number, type: Number, ...look };
  return [own, ...new Array<null>(columns - 1).fill(null)];
}

function styleOf({ bold = false, framed = false, align, shaded = false }: SheetCell) {
  return {
    ...(bold ? { fontWeight: 'bold' as const, wrap: true } : {}),
    ...(framed ? { borderStyle: 'thin' as const, wrap: true, alignVertical: 'top' as const } : {}),
    ...(align === 'center' ? { align: 'center' as const } : {}),
    ...(shaded ? { backgroundColor: '#EDEDED' } : {}),
  };
}
