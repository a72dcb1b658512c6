/** A row of a file with the number that a spreadsheet shows beside it. */
export interface TableRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** A table as it was read: its headings, and the rows below them. */
export interface FileTable {
  readonly headings: readonly string[];
  readonly rows: readonly TableRow[];
}

/** Headings stand at most so far below the name of the course, the group and the date. */
const lookedAt = 15;

/**
 * Finds the line of headings: the one that most of what is known stands in; without one, the first that is a table.
 * Null when nothing is below it.
 */
export function tableOf(rows: readonly TableRow[], isKnown: (heading: string) => boolean): FileTable | null {
  const scored = rows.slice(0, lookedAt).map(({ cells }, index) => ({
    index,
    known: cells.filter(cell => cell !== '' && isKnown(cell)).length,
    isTable: cells.filter(cell => cell !== '').length > 1,
  }));
  const most = Math.max(0, ...scored.map(({ known }) => known));
  const heading =
    most > 0 ? scored.find(({ known }) => known === most) : scored.find(({ isTable }) => isTable);
  if (heading === undefined) return null;
  const below = rows.slice(heading.index + 1);
  const headings = rows[heading.index]?.cells ?? [];
  return below.length === 0 ? null : { headings, rows: below };
}
