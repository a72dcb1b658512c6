import { withoutFormulaGuard } from '../../../documents/index.ts';
import { type Column, type Mark, type MarkProblem, maximumOf, readMark } from '../../gradebook/index.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { type ColumnRole, markRoleOf, type PersonField } from './headings.ts';
import { type Clues, type Doubt, type Match } from './people.ts';
import { pointsOf, readPercent } from './points.ts';
import { type FileTable, type TableRow } from './table.ts';

/** Whom a row is about, as somebody decided: one of the class, or nobody. */
export type Decision = PersonId | 'nobody';

export interface PreviewInput {
  readonly table: FileTable;
  readonly roles: readonly ColumnRole[];
  readonly columns: readonly Column[];
  readonly match: (clues: Clues) => Match;
  /** By the number of the row. */
  readonly decisions: ReadonlyMap<number, Decision>;
  /** Marks as they stand; null: the person is not in the class any more. */
  readonly marksOf: (id: PersonId) => Readonly<Record<string, Mark>> | null;
  /** Columns whose marks nobody may change now. */
  readonly closed: ReadonlySet<string>;
  /** Whether an empty cell takes a mark away; otherwise it says nothing. */
  readonly clears: boolean;
}

/** One mark that would be written. */
export interface PlannedChange {
  readonly row: number;
  readonly person: PersonId;
  readonly column: string;
  readonly from: Mark;
  readonly to: Mark;
}

/** A cell that is no mark of its column, as it stands in the file. */
export interface RefusedCell {
  readonly row: number;
  readonly person: PersonId;
  readonly column: string;
  readonly text: string;
  readonly problem: MarkProblem | 'not-a-percent' | 'closed';
}

/** A row about which somebody has to be asked. */
export interface AskedRow {
  readonly row: number;
  /** The person's name or address in the file. */
  readonly label: string;
  readonly why: Doubt | 'repeated' | 'unknown';
  readonly candidates: readonly PersonId[];
  readonly decision: Decision | null;
}

export interface RefusedRow {
  readonly row: number;
  readonly label: string;
  /** Nobody in particular; another row is taken for the same person. */
  readonly problem: 'nameless' | 'twice';
}

export interface ImportPreview {
  /** Rows that are about somebody of the class. */
  readonly matched: number;
  readonly changes: readonly PlannedChange[];
  /** Cells whose mark stands in the gradebook already. */
  readonly same: number;
  readonly asked: readonly AskedRow[];
  readonly refusedCells: readonly RefusedCell[];
  readonly refusedRows: readonly RefusedRow[];
}

export function cluesOf({ cells }: TableRow, roles: readonly string[]): Clues {
  const of = (field: PersonField): string => {
    const at = roles.indexOf(field);
    return at === -1 ? '' : withoutFormulaGuard(cells[at] ?? '');
  };
  const parts = `${of('family-name')} ${of('given-name')}`.trim();
  return {
    tirekId: of('tirek-id'),
    email: of('email'),
    sourcedId: of('sourced-id'),
    userId: of('user-id'),
    name: parts === '' ? of('name') : parts,
  };
}

const labelOf = ({ name, email, sourcedId, userId }: Clues): string =>
  [name, email, sourcedId, userId]
    .filter(text => text !== '')
    .slice(0, 2)
    .join(', ');

/** Which row is about whom: what is certain or decided, what waits for a decision, and what is about nobody. */
interface MatchedRows extends Pick<ImportPreview, 'asked' | 'refusedRows'> {
  readonly taken: ReadonlyMap<PersonId, TableRow>;
}

/**
 * Finds the people of a table. Nothing is guessed: a row that could be about several people, or that has a second row for
 * the same person, waits for a decision.
 */
export function matchRows({
  table,
  roles,
  match,
  decisions,
}: Pick<PreviewInput, 'table' | 'match' | 'decisions'> & {
  /** Of each column, a person's field or anything else. */
  readonly roles: readonly string[];
}): MatchedRows {
  const asked: AskedRow[] = [];
  const refusedRows: RefusedRow[] = [];
  const taken = new Map<PersonId, TableRow>();
  const found = table.rows.map(row => {
    const clues = cluesOf(row, roles);
    return { row, label: labelOf(clues), match: match(clues) };
  });
  const repeated = repeatedAmong(found.map(one => one.match));
  for (const { row, label, match: matched } of found) {
    if (label === '') {
      refusedRows.push({ row: row.number, label, problem: 'nameless' });
      continue;
    }
    const question = questionOf(matched, repeated);
    const decision = decisions.get(row.number) ?? null;
    if (question !== null) asked.push({ row: row.number, label, ...question, decision });
    const person = question === null ? (matched.kind === 'matched' ? matched.id : null) : decision;
    if (person === null || person === 'nobody') continue;
    if (taken.has(person)) refusedRows.push({ row: row.number, label, problem: 'twice' });
    else taken.set(person, row);
  }
  return { taken, asked, refusedRows };
}

/** What an import would change, cell by cell, and everything that it would not take, with the reason. */
export function previewImport(input: PreviewInput): ImportPreview {
  const { taken, asked, refusedRows } = matchRows(input);
  const cells = [...taken].map(([person, row]) => cellsOf(input, person, row));
  return {
    matched: taken.size,
    changes: cells.flatMap(({ changes }) => changes),
    same: cells.reduce((sum, { same }) => sum + same, 0),
    asked,
    refusedCells: cells.flatMap(({ refused }) => refused),
    refusedRows,
  };
}

function repeatedAmong(matches: readonly Match[]): ReadonlySet<PersonId> {
  const [once, twice] = [new Set<PersonId>(), new Set<PersonId>()];
  for (const match of matches) {
    if (match.kind !== 'matched') continue;
    (once.has(match.id) ? twice : once).add(match.id);
  }
  return twice;
}

function questionOf(
  match: Match,
  repeated: ReadonlySet<PersonId>,
): Pick<AskedRow, 'why' | 'candidates'> | null {
  switch (match.kind) {
    case 'unknown':
      return { why: 'unknown', candidates: [] };
    case 'doubtful':
      return { why: match.why, candidates: match.candidates };
    case 'matched':
      return repeated.has(match.id) ? { why: 'repeated', candidates: [match.id] } : null;
  }
}

function cellsOf(input: PreviewInput, person: PersonId, { number, cells }: TableRow) {
  const changes: PlannedChange[] = [];
  const refused: RefusedCell[] = [];
  let same = 0;
  const marks = input.marksOf(person) ?? {};
  input.roles.forEach((role, at) => {
    const marked = markRoleOf(role);
    const column = input.columns.find(({ key }) => key === marked?.column);
    if (marked === null || column === undefined) return;
    const text = withoutFormulaGuard(cells[at] ?? '');
    const place = { row: number, person, column: column.key };
    const reading = readCell(text, marked.scale, column);
    if ('problem' in reading) refused.push({ ...place, text, problem: reading.problem });
    else if (reading.mark !== '' || input.clears) {
      const from = marks[column.key] ?? '';
      if (from === reading.mark) same += reading.mark === '' ? 0 : 1;
      else if (input.closed.has(column.key)) refused.push({ ...place, text, problem: 'closed' });
      else changes.push({ ...place, from, to: reading.mark });
    }
  });
  return { changes, refused, same };
}

function readCell(
  text: string,
  scale: 'points' | 'percent',
  column: Column,
): { mark: Mark } | { problem: RefusedCell['problem'] } {
  const maximum = maximumOf(column);
  const reading = readMark(text, maximum);
  // "н/я" and an empty cell mean the same in either scale.
  const isNumber = /^[\d.,\s%-]*\d[\d.,\s%]*$/u.test(text);
  if (scale === 'points' || !isNumber)
    return reading.ok ? { mark: reading.mark } : { problem: reading.problem };
  const percent = readPercent(text);
  return percent === null ? { problem: 'not-a-percent' } : { mark: pointsOf(percent, maximum) };
}
