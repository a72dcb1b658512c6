import {
  type ComputedKey,
  type GridModel,
  midtermOfColumn,
  unpackMarks,
} from '../../features/gradebook/domain/grid.ts';
import { type Mark, type MarkProblem, readMark, showMark } from '../../features/gradebook/domain/mark.ts';
import { maximumOf } from '../../features/gradebook/domain/plan.ts';
import {
  computeRow,
  type ControlResult,
  type ExamMark,
  findControl,
  type RowResult,
  type StandingStatus,
} from '../../features/gradebook/domain/row.ts';
import { courseTotal } from '../../features/grading/domain/result.ts';
import { type Exact, formatExact } from '../../kernel/exact.ts';

/** A text that is no mark, as it was typed. */
export interface BadMark {
  readonly text: string;
  readonly problem: MarkProblem | 'closed';
}

/** What stands in a cell: a mark, and over it a text that could not be taken. */
export interface CellValue {
  readonly mark: Mark;
  readonly bad: BadMark | null;
}

/** A cell by the place of its student in the class and of its column. */
export interface Place {
  readonly student: number;
  readonly column: number;
}

/** One computed number as a cell shows it. */
export interface ComputedText {
  readonly text: string;
  /** Marks are still missing, or the exam is not released. */
  readonly isOpen: boolean;
  readonly isFailing: boolean;
}

/** The class in the browser's memory: marks, texts that are none, and everything that follows from them. */
export class Book {
  readonly model: GridModel;
  readonly columns: GridModel['plan']['columns'];
  readonly #marks: Record<string, Mark>[];
  readonly #bad = new Map<string, BadMark>();
  readonly #exams: (ExamMark | null)[];
  readonly #maxima: Exact[];
  readonly #results: (RowResult | undefined)[] = [];

  constructor(model: GridModel) {
    this.model = model;
    this.columns = model.plan.columns;
    this.#marks = model.students.map(({ marks }) => unpackMarks(this.columns, marks));
    this.#exams = model.students.map(({ exam }) => readExam(exam));
    this.#maxima = this.columns.map(maximumOf);
  }

  get size(): number {
    return this.model.students.length;
  }

  markAt({ student, column }: Place): Mark {
    return this.#marks[student]?.[this.columns[column]?.key ?? ''] ?? '';
  }

  valueAt(place: Place): CellValue {
    return { mark: this.markAt(place), bad: this.#bad.get(keyOf(place)) ?? null };
  }

  /** What the cell shows and what an editor begins with. */
  textAt(place: Place): string {
    return this.#bad.get(keyOf(place))?.text ?? this.show(this.markAt(place));
  }

  show(mark: Mark): string {
    return showMark(mark, this.model.words.marks, this.model.mark);
  }

  /** Why marks in this column cannot be changed now; null: they can. */
  closedAt({ column }: Pick<Place, 'column'>): string | null {
    const control = this.columns[column]?.control ?? null;
    return control === null ? null : (this.model.closed[control] ?? null);
  }

  /** What a typed text means in a column. A text that is no mark leaves the mark below it as it is. */
  read(place: Place, text: string): CellValue {
    const maximum = this.#maxima[place.column];
    if (this.closedAt(place) !== null && text !== this.show(this.markAt(place)))
      return { mark: this.markAt(place), bad: { text, problem: 'closed' } };
    if (maximum === undefined) return this.valueAt(place);
    const reading = readMark(text, maximum);
    return reading.ok
      ? { mark: reading.mark, bad: null }
      : { mark: this.markAt(place), bad: { text, problem: reading.problem } };
  }

  set(place: Place, { mark, bad }: CellValue): void {
    const { student, column } = place;
    const marks = this.#marks[student];
    const key = this.columns[column]?.key;
    if (marks === undefined || key === undefined) return;
    marks[key] = mark;
    if (bad === null) this.#bad.delete(keyOf(place));
    else this.#bad.set(keyOf(place), bad);
    this.#results[student] = undefined;
  }

  /** Places with a text that is no mark. */
  badPlaces(): { place: Place; bad: BadMark }[] {
    return [...this.#bad].map(([key, bad]) => {
      const [student = 0, column = 0] = key.split(':').map(Number);
      return { place: { student, column }, bad };
    });
  }

  resultOf(student: number): RowResult {
    const { plan, policy } = this.model;
    return (this.#results[student] ??= computeRow(
      { plan, policy, courseTotal },
      this.#marks[student] ?? {},
      this.#exams[student] ?? null,
      this.#statusOf(student),
    ));
  }

  computedAt(student: number, key: ComputedKey): ComputedText {
    const row = this.resultOf(student);
    const { result } = row;
    const isFailing = result !== null && result.label === 'unsatisfactory';
    const ofTotal = (text: string): ComputedText => ({ text, isOpen: row.isProvisional, isFailing });
    const midterm = midtermOfColumn(key);
    if (midterm !== null) {
      const control = findControl(row, midterm.control);
      if (control === null) return ofTotal('');
      return midterm.isSum ? this.#sumText(control) : this.#controlText(control);
    }
    switch (key) {
      case 'exam':
        return { ...this.#controlText(row.exam), isOpen: row.isProvisional };
      case 'admission': {
        const text = row.admission === null ? '' : this.model.words.admission[row.admission];
        return { text, isOpen: false, isFailing: row.admission === 'not-admitted' };
      }
      case 'total':
        return ofTotal(result === null ? '' : String(result.total));
      case 'letter':
        return ofTotal(letterText(row));
      case 'gpa':
        return ofTotal((result?.gpa ?? '').replace('.', this.model.mark));
      default:
        return ofTotal(result === null ? '' : this.model.words.labels[result.label]);
    }
  }

  #statusOf(student: number): StandingStatus | null {
    const code = this.model.students[student]?.status;
    if (code === undefined) return null;
    return { code, counts: this.model.counting.includes(code) };
  }

  #sumText({ earned, percent, isFinal }: ControlResult): ComputedText {
    return { text: percent === null ? '' : this.#number(earned), isOpen: !isFinal, isFailing: false };
  }

  /** Not before every mark is there: a number that still moves must not look like one for a statement. */
  #controlText({ value, isFinal }: ControlResult): ComputedText {
    return { text: value === null || !isFinal ? '' : this.#number(value), isOpen: false, isFailing: false };
  }

  #number(value: Exact): string {
    return formatExact(value, { mark: this.model.mark, digits: 2 });
  }
}

/** The letter; beside it, or in its place, the status that was given. */
const letterText = ({ result, status }: RowResult): string =>
  [result?.letter, status?.code].filter(text => text !== undefined).join(' ');

function readExam(text: string): ExamMark | null {
  if (text === '') return null;
  return { percent: Number.parseInt(text, 10), released: !text.endsWith('?') };
}

const keyOf = ({ student, column }: Place): string => `${student}:${column}`;
