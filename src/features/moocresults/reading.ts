import { readRows } from '../../documents/index.ts';
import { type Clues, type FileTable, type Match, tableOf, type TableRow } from '../marksimport/index.ts';
import {
  type ClueColumns,
  type ClueField,
  cluesIn,
  guessColumns,
  isKnownHeading,
  platformOf,
} from './domain/columns.ts';
import { type FileContent } from './fileStore.ts';

/** Lines above the table that may be titles; headings are looked for in them. */
const lookedAt = 15;
/** Up to so many rows a file is kept whole, and other columns can still be chosen for its people. */
const keptWhole = 2_000;
/** Rows that may be about people of the class; more is another kind of file. */
const mostKept = 6_000;
/** Of all kept rows together: what is kept is one document of the store. */
const mostCharacters = 6_000_000;

export class TooManyRowsError extends Error {}

/**
 * Reads a platform's export and keeps what concerns the class: of 50,000 learners of an online course a few hundred are
 * students of this one. Nothing else stays in memory.
 *
 * @param progress hears the number of rows read so far
 * @returns null when the file has no table
 * @throws DocumentError, TooManyRowsError
 */
export async function readResultFile(
  file: { readonly name: string; readonly bytes: Uint8Array },
  match: (clues: Clues) => Match,
  remembered: ReadonlyMap<ClueField, string>,
  progress: (rows: number) => void,
): Promise<FileContent | null> {
  const top: TableRow[] = [];
  const kept: TableRow[] = [];
  let found: { table: FileTable; columns: ClueColumns } | null = null;
  let rows = 0;
  let strangers = 0;
  let characters = 0;

  const keep = (row: TableRow, columns: ClueColumns): void => {
    rows += 1;
    if (rows % 1_000 === 0) progress(rows);
    const isStranger = match(cluesIn(row.cells, columns)).kind === 'unknown';
    if (isStranger) strangers += 1;
    if (isStranger && rows > keptWhole) return;
    kept.push(row);
    characters += row.cells.reduce((sum, cell) => sum + cell.length, 0);
    if (kept.length > mostKept || characters > mostCharacters) throw new TooManyRowsError();
  };
  const begin = (): void => {
    const table = tableOf(top, isKnownHeading);
    if (table === null) return;
    found = { table, columns: guessColumns(table.headings, remembered) };
    for (const row of table.rows) keep(row, found.columns);
  };

  await readRows(file.bytes, file.name, (cells, number) => {
    if (found !== null) keep({ number, cells }, found.columns);
    else if (top.push({ number, cells }) === lookedAt) begin();
  });
  if (found === null) begin();
  // TypeScript does not see that the callbacks above have set it.
  const read = found as { table: FileTable; columns: ClueColumns } | null;
  if (read === null) return null;
  const { headings } = read.table;
  return {
    platform: platformOf(headings),
    table: { headings, rows: rows <= keptWhole ? kept : onlyMatched(kept, read.columns, match) },
    rows,
    strangers,
  };
}

/** Of a long file the first rows were kept in case it were a short one. */
const onlyMatched = (
  rows: readonly TableRow[],
  columns: ClueColumns,
  match: (clues: Clues) => Match,
): TableRow[] => rows.filter(({ cells }) => match(cluesIn(cells, columns)).kind !== 'unknown');
