import type { GradingPolicy, Label } from '../../grading/index.ts';
import { type Mark, type MarkProblem, type MarkWords } from './mark.ts';
import { type Column, type ControlKey, type MidtermKey, midtermKeys, type Plan } from './plan.ts';
import { type Marks } from './row.ts';
import { type CellProblem, type Channel, type CellWrite } from './writing.ts';

/*
 * What the gradebook's page and its server say to each other: plain JSON, the same types on both sides.
 */

/** Between the marks of a student in the order of the columns; no mark holds it. */
const separator = '|';

/** A row as it travels: a class of a thousand is one page, so marks are one short text. */
export interface GridStudent {
  readonly id: string;
  readonly name: string;
  readonly marks: string;
  /** The exam by the panel: percent, and "?" after it while it is not released. Empty: none. */
  readonly exam: string;
  /** The code of what stands beside the grade or in its place; absent: nothing. */
  readonly status?: string;
}

export const packMarks = (columns: readonly Pick<Column, 'key'>[], marks: Marks): string =>
  columns.map(({ key }) => marks[key] ?? '').join(separator);

export function unpackMarks(columns: readonly Pick<Column, 'key'>[], packed: string): Record<string, Mark> {
  const texts = packed.split(separator);
  const marks: Record<string, Mark> = {};
  columns.forEach(({ key }, place) => {
    const mark = texts[place] ?? '';
    if (mark !== '') marks[key] = mark;
  });
  return marks;
}

/** A column's heading: a short name, its maximum, and the calendar's words in full. */
export interface GridHeading {
  readonly key: string;
  readonly short: string;
  readonly maximum: string;
  readonly full: string;
}

/** Everything that the script needs besides the page itself. */
export interface GridModel {
  /** Where marks are sent and rows are asked for; a student's page lies below it. */
  readonly address: string;
  readonly csrf: string;
  /** Distinguishes this grader in this course where a browser keeps what could not be sent yet. */
  readonly storage: string;
  readonly canEdit: boolean;
  /** Codes of statuses that leave the total as it is. */
  readonly counting: readonly string[];
  /** Why marks of a control cannot be changed; a control that is not here is open. */
  readonly closed: Readonly<Partial<Record<ControlKey, string>>>;
  readonly plan: Plan;
  readonly policy: GradingPolicy;
  readonly headings: readonly GridHeading[];
  /** In the order of names. */
  readonly students: readonly GridStudent[];
  readonly mark: '.' | ',';
  /** When this was read; asked for changes since. */
  readonly readAt: string;
  readonly words: GridWords;
}

/** Texts that the script puts on the page; {…} are places for values. */
export interface GridWords {
  readonly marks: MarkWords;
  readonly labels: Readonly<Record<Label, string>>;
  readonly problems: Readonly<Record<MarkProblem | 'closed', string>>;
  readonly controls: Readonly<Record<ControlKey, string>>;
  readonly computed: Readonly<Record<ComputedKey, string>>;
  readonly computedFull: Readonly<Record<ComputedKey, string>>;
  readonly admission: { readonly admitted: string; readonly 'not-admitted': string };
  readonly name: string;
  readonly grid: string;
  readonly saved: string;
  readonly kept: string;
  readonly saving: string;
  readonly unsaved: string;
  readonly offline: string;
  readonly ended: string;
  readonly refused: string;
  readonly conflicts: string;
  readonly pasted: string;
  readonly pastedBad: string;
  readonly outside: string;
  readonly undone: string;
  readonly redone: string;
  readonly nothingToUndo: string;
  readonly readOnly: string;
  readonly shown: string;
  readonly nobody: string;
  readonly keepMine: string;
  readonly takeTheirs: string;
  readonly blank: string;
  readonly byYourself: string;
  readonly goTo: string;
  readonly soFar: string;
}

/** Columns that are computed, in the order of their first appearance. */
export const computedKeys = [
  'sum1',
  'rk1',
  'sum2',
  'rk2',
  'sum3',
  'rk3',
  'sum4',
  'rk4',
  'admission',
  'exam',
  'total',
  'letter',
  'gpa',
  'label',
] as const;
export type ComputedKey = (typeof computedKeys)[number];

/** Which control a computed column shows, as its sum of points or as its value; null: no midterm control. */
export function midtermOfColumn(key: ComputedKey): { control: MidtermKey; isSum: boolean } | null {
  const control = midtermKeys.find(midterm => midterm === key || `sum${midterm.slice(2)}` === key);
  return control === undefined ? null : { control, isSum: control !== key };
}

/** Computed columns that a course has: its midterm controls, without the sums of those that are one mark. */
export function computedColumns({ sources }: Pick<Plan, 'sources'>): ComputedKey[] {
  return computedKeys.filter(key => {
    const midterm = midtermOfColumn(key);
    if (midterm === null) return true;
    return midterm.isSum ? sources[midterm.control] === 'period' : sources[midterm.control] !== undefined;
  });
}

export interface SaveRow {
  readonly id: string;
  readonly cells: readonly CellWrite[];
}

export interface SaveRequest {
  readonly via: Channel;
  readonly rows: readonly SaveRow[];
}

/** Students that one request may bring, and marks of one student. */
export const mostRows = 200;
export const mostCells = 400;

export interface SavedRow {
  readonly id: string;
  /** All marks as they stand now. */
  readonly marks: string;
  readonly conflicts: readonly {
    readonly column: string;
    readonly mine: Mark;
    readonly theirs: Mark;
    /** Null: the same person, in another window. */
    readonly by: string | null;
    readonly at: string;
  }[];
  /** Marks that are none, or stand in a column that the calendar does not have any more. */
  readonly refused: readonly { readonly column: string; readonly problem: CellProblem }[];
}

export interface SaveAnswer {
  readonly kind: 'saved';
  /** HH:mm in the course's zone. */
  readonly at: string;
  readonly rows: readonly SavedRow[];
}

/** Rows that were changed since the page asked last. */
export interface ChangesAnswer {
  readonly readAt: string;
  readonly rows: readonly { readonly id: string; readonly marks: string }[];
}
