import { compareExact, type Exact, formatExact, parseDecimal } from '../../../kernel/exact.ts';
import { type IsoDate } from '../../../kernel/dates.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { type Column, type Mark, maximumOf, readMark } from '../../gradebook/index.ts';
import {
  type AskedRow,
  type Clues,
  type Decision,
  type Match,
  pointsOf,
  type TableRow,
} from '../../marksimport/index.ts';
import { type ClueColumns, cluesIn } from './columns.ts';
import { dayIn, readResult, type ResultSource, type Rules } from './conversion.ts';

/** The result of the whole online course; every file has it. */
export const overall = 'overall';

/** Something that results of the file go into: the overview, or a row of the calendar that the map counts. */
export interface Target {
  /** `overall`, or the key of the row. */
  readonly key: string;
  /** The column of the gradebook; null for the overview, and under models 1 and 2. */
  readonly column: Column | null;
  /** Null: the file has nothing for it. */
  readonly source: ResultSource | null;
  /** The last day of the row; null without one. */
  readonly dueOn: IsoDate | null;
}

export interface TermWindow {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

export interface ResultsInput {
  readonly rows: readonly TableRow[];
  readonly columns: ClueColumns;
  readonly targets: readonly Target[];
  readonly rules: Rules;
  readonly match: (clues: Clues) => Match;
  readonly decisions: ReadonlyMap<number, Decision>;
  /** Days that results of this term have; null while the term has no dates. */
  readonly window: TermWindow | null;
  /** A day for rows that have none: the one in the file's name. */
  readonly fileDay: IsoDate | null;
  /** Columns whose marks nobody may change now. */
  readonly closed: ReadonlySet<string>;
  readonly marksOf: (person: PersonId) => Readonly<Record<string, Mark>>;
  /** The mark that results of this online course brought last. */
  readonly broughtMark: (person: PersonId, column: string) => Mark | null;
}

/** A result of somebody, and the row that it stands in. */
export interface FoundResult {
  readonly row: number;
  readonly person: PersonId;
  readonly target: string;
  /** Percents as a decimal, cut after two digits. */
  readonly percent: string;
  readonly on: IsoDate | null;
}

export interface ResultChange {
  readonly row: number;
  readonly person: PersonId;
  readonly column: string;
  readonly percent: string;
  readonly from: Mark;
  readonly to: Mark;
  /** `by-hand`: what stands there did not come from this online course. */
  readonly kind: 'new' | 'corrected' | 'by-hand';
}

export interface NotTaken {
  readonly row: number;
  readonly person: PersonId;
  readonly target: string;
  readonly text: string;
  readonly why: 'unreadable' | 'late' | 'below' | 'closed';
}

export interface ResultsPreview {
  readonly people: number;
  /** People with more than one row: of those the rules have chosen. */
  readonly merged: number;
  readonly results: readonly FoundResult[];
  readonly changes: readonly ResultChange[];
  readonly same: number;
  readonly asked: readonly AskedRow[];
  readonly notTaken: readonly NotTaken[];
  /** Rows whose day lies outside the term. */
  readonly outside: { readonly rows: number; readonly first: IsoDate; readonly last: IsoDate } | null;
}

interface Attempt {
  readonly row: TableRow;
  readonly on: IsoDate | null;
}

/**
 * What a file of results says of each person, and which marks would follow. Rows of one person are merged by the rule of
 * attempts; rows that could be several people's are asked about; rows of another term wait for a decision.
 */
export function previewResults(input: ResultsInput): ResultsPreview {
  const asked: AskedRow[] = [];
  const attempts = new Map<PersonId, Attempt[]>();
  const outside: IsoDate[] = [];
  for (const row of input.rows) {
    const person = personOf(input, row, asked);
    if (person === null) continue;
    const on = dayOf(input, row);
    const isOutside =
      on !== null && input.window !== null && (on < input.window.from || on > input.window.until);
    if (isOutside) outside.push(on);
    if (isOutside && input.rules.outside !== 'take') continue;
    const known = attempts.get(person);
    if (known === undefined) attempts.set(person, [{ row, on }]);
    else known.push({ row, on });
  }
  const found = [...attempts].map(([person, rows]) => resultsOf(input, person, rows));
  const days = outside.toSorted();
  const [first, last] = [days[0], days.at(-1)];
  return {
    people: attempts.size,
    merged: [...attempts.values()].filter(rows => rows.length > 1).length,
    results: found.flatMap(({ results }) => results),
    changes: found.flatMap(({ changes }) => changes),
    same: found.reduce((sum, { same }) => sum + same, 0),
    asked,
    notTaken: found.flatMap(({ notTaken }) => notTaken),
    outside: first === undefined || last === undefined ? null : { rows: days.length, first, last },
  };
}

function personOf(input: ResultsInput, row: TableRow, asked: AskedRow[]): PersonId | null {
  const clues = cluesIn(row.cells, input.columns);
  const match = input.match(clues);
  if (match.kind === 'matched') return match.id;
  const decision = input.decisions.get(row.number) ?? null;
  asked.push({
    row: row.number,
    label: [clues.name, clues.email, clues.sourcedId]
      .filter(text => text !== '')
      .slice(0, 2)
      .join(', '),
    why: match.kind === 'doubtful' ? match.why : 'unknown',
    candidates: match.kind === 'doubtful' ? match.candidates : [],
    decision,
  });
  return decision === 'nobody' ? null : decision;
}

function dayOf({ columns, fileDay }: ResultsInput, { cells }: TableRow): IsoDate | null {
  const at = columns['completed-on'];
  return (at === null ? null : dayIn(cells[at] ?? '')) ?? fileDay;
}

interface Counted {
  readonly attempt: Attempt;
  readonly percent: Exact;
}

function resultsOf(input: ResultsInput, person: PersonId, attempts: readonly Attempt[]) {
  const results: FoundResult[] = [];
  const changes: ResultChange[] = [];
  const notTaken: NotTaken[] = [];
  let same = 0;
  for (const target of input.targets) {
    const { key, source } = target;
    if (source === null) continue;
    const counted: Counted[] = [];
    for (const attempt of attempts) {
      const text = attempt.row.cells[source.column] ?? '';
      const percent = readResult(text, source);
      if (percent === 'unreadable')
        notTaken.push({ row: attempt.row.number, person, target: key, text, why: percent });
      else if (percent !== 'none') counted.push({ attempt, percent });
    }
    const chosen = chosenOf(counted, input.rules);
    if (chosen === null) continue;
    const percent = formatExact(chosen.percent, { mark: '.', digits: 2 });
    const { row, on } = chosen.attempt;
    results.push({ row: row.number, person, target: key, percent, on });
    if (target.column === null) continue;
    const marked = markOf(input, { ...target, column: target.column }, chosen);
    if ('why' in marked) {
      notTaken.push({ row: row.number, person, target: key, text: percent, why: marked.why });
      continue;
    }
    const from = input.marksOf(person)[target.column.key] ?? '';
    if (from === marked.mark) same += 1;
    else if (input.closed.has(target.column.key))
      notTaken.push({ row: row.number, person, target: key, text: percent, why: 'closed' });
    else {
      const kind = kindOf(from, input.broughtMark(person, target.column.key));
      changes.push({
        row: row.number,
        person,
        column: target.column.key,
        percent,
        from,
        to: marked.mark,
        kind,
      });
    }
  }
  return { results, changes, notTaken, same };
}

const kindOf = (from: Mark, brought: Mark | null): ResultChange['kind'] =>
  from === '' ? 'new' : from === brought ? 'corrected' : 'by-hand';

/** The best attempt; or the last by its day, where days are told, else by its row. */
function chosenOf(counted: readonly Counted[], { attempts }: Rules): Counted | null {
  const isLater = (one: Counted, other: Counted): boolean =>
    (one.attempt.on ?? '') > (other.attempt.on ?? '') ||
    (one.attempt.on === other.attempt.on && one.attempt.row.number > other.attempt.row.number);
  return counted.reduce<Counted | null>((chosen, one) => {
    if (chosen === null) return one;
    const isBetter =
      attempts === 'best' ? compareExact(one.percent, chosen.percent) > 0 : isLater(one, chosen);
    return isBetter ? one : chosen;
  }, null);
}

function markOf(
  { rules }: ResultsInput,
  { column, dueOn }: Target & { readonly column: Column },
  { attempt, percent }: Counted,
): { mark: Mark } | { why: 'late' | 'below' } {
  const maximum = maximumOf(column);
  const threshold = parseDecimal(rules.threshold);
  const isBelow = threshold !== null && compareExact(percent, threshold) < 0;
  if (isBelow && rules.below === 'nothing') return { why: 'below' };
  const isLate = dueOn !== null && attempt.on !== null && attempt.on > dueOn;
  if (isLate && rules.late === 'leave') return { why: 'late' };
  const points = isBelow ? '0' : pointsOf(percent, maximum, rules.digits);
  const reading = readMark(isLate && rules.late === 'mark' ? `${points}L` : points, maximum);
  // Rounded to whole points, a share can pass a maximum that is none (7.5).
  return { mark: reading.ok ? reading.mark : column.maximum };
}
