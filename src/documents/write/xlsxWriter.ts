/** A cell says whether it is a number or a text, so no text can run as a formula (OWASP, "CSV Injection"). */
export interface SheetCell {
  readonly text: string;
  /** What stands there when it is a number; its text is then only for readers of other formats. */
  readonly number?: number | null;
  readonly bold?: boolean;
}

export interface WorkSheet {
  /** Of the tab: at most 31 characters are kept. */
  readonly name: string;
  /** Characters of width, a number a column. */
  readonly widths: readonly number[];
  /** Rows that stay in sight while one scrolls. */
  readonly frozenRows?: number;
  readonly frozenColumns?: number;
  readonly rows: readonly (readonly SheetCell[])[];
}

/** Writes an Excel file with one sheet. The library is loaded when the first file is asked for. */
export async function writeXlsx({ name, widths, rows, ...frozen }: WorkSheet): Promise<Buffer> {
  const { default: writeExcel } = await import('write-excel-file/node');
  const data = rows.map(row => row.map(cellOf));
  const columns = widths.map(width => ({ width }));
  const { frozenRows: stickyRowsCount = 0, frozenColumns: stickyColumnsCount = 0 } = frozen;
  const options = { sheet: name.slice(0, 31), columns, stickyRowsCount, stickyColumnsCount };
  return writeExcel(data, options).toBuffer();
}

function cellOf({ text, number = null, bold = false }: SheetCell) {
  const style = bold ? { fontWeight: 'bold' as const, wrap: true } : {};
  return number === null
    ? { value: text, type: String, ...style }
    : { value: number, type: Number, ...style };
}
