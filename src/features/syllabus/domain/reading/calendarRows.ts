import { type Place } from '../../../../documents/index.ts';
import { finding, type Finding } from '../finding.ts';
import { type CalendarRow } from '../types.ts';
import { cellOf, modeOf, platformOf, weekIn, type AlignedRow } from './calendarRow.ts';
import { partsOf, type ClassPart } from './classParts.ts';
import { type CalendarHeader, type Column } from './columns.ts';
import { pointsOfControl } from './controlPoints.ts';
import { textOf, wholeText, type Line, type LineCell } from './lines.ts';
import { moduleHeadingOf } from './modules.ts';
import { numberIn } from './numbers.ts';
import { preparesOf, rowLabelOf } from './rowLabel.ts';

type Module = CalendarRow['module'];

/** Collects the rows of a calendar from top to bottom: a blank week or module is that of the row above. */
export class CalendarRows {
  hasFinal = false;
  private readonly rows: CalendarRow[] = [];
  private readonly findings: Finding[] = [];
  private readonly places = new Map<string, Place>();
  private readonly coveredWeeks = new Set<number>();
  private readonly writtenWeeks: number[] = [];
  private shared = 0;
  private named: Set<string> | null = null;
  private week: number | null = null;
  private module: Module = null;

  result() {
    return {
      rows: this.rows,
      findings: [
        ...this.findings,
        ...this.repeatedWeeks(),
        ...(this.shared === 0 ? [] : [finding('points-shared', 'calendar', { rows: this.shared })]),
      ],
      places: this.places,
      coveredWeeks: [...this.coveredWeeks],
      namedOutcomes: this.named === null ? null : [...this.named],
    };
  }

  openModule(line: Line): void {
    const [first, second] = line.cells.filter(
      cell => cell.text !== '' && typeof numberIn(cell.text) !== 'number',
    );
    const heading = moduleHeadingOf(first?.text ?? '');
    if (heading === null) return;
    const title = heading.module.title === '' ? (second?.text ?? '') : heading.module.title;
    this.setModule({ ...heading.module, title }, heading.wrongWord);
  }

  /** A row of its own that says which week follows ("3 неделя"). */
  openWeek(line: Line): void {
    this.readWeek(line.cells.find(cell => cell.text !== ''));
  }

  addUnknown(line: Line): void {
    this.findings.push(finding('row-unknown', 'calendar', { text: shortened(wholeText(line)) }, 'info'));
  }

  add(line: Line, cells: AlignedRow, header: CalendarHeader): void {
    const isControl = line.cells.some(cell => rowLabelOf(cell.text)?.kind === 'midterm');
    if (isOwnWork(header) && !hasWeeks(header)) this.week = null;
    this.readWeek(cellOf(cells, 'week') ?? numberAsWeek(cells, header), isControl);
    this.readModuleCell(cellOf(cells, 'module'));
    this.readOutcomes(cellOf(cells, 'outcomes'), header);
    const parts = partsOf(cells, line, header);
    if (sharePoints(parts, header)) this.shared += 1;
    for (const part of parts) this.addPart(part, cells, line);
  }

  /** @param isControl a midterm control names the week that it follows once more */
  private readWeek(cell: LineCell | undefined, isControl = false): void {
    const found = cell === undefined ? null : weekIn(textOf(cell));
    if (found === null || cell === undefined) return;
    this.week = found.week;
    if (cell.above !== null) return;
    if (!isControl) this.writtenWeeks.push(found.week);
    if (found.until === found.week) return;
    for (let week = found.week + 1; week <= found.until; week += 1) this.coveredWeeks.add(week);
    this.findings.push(
      finding('week-range', `calendar[${this.rows.length}].week`, { text: cell.text, week: found.week }),
    );
  }

  private readModuleCell(cell: LineCell | undefined): void {
    const text = textOf(cell);
    if (text === '') return;
    const heading = moduleHeadingOf(text);
    this.setModule(heading?.module ?? { number: null, title: text }, heading?.wrongWord ?? null);
  }

  private setModule(module: Module, wrongWord: string | null): void {
    const isNew = module?.number !== this.module?.number || module?.title !== this.module?.title;
    this.module = module;
    if (isNew && wrongWord !== null) {
      this.findings.push(
        finding('term-module', `calendar[${this.rows.length}].module`, { written: wrongWord }),
      );
    }
  }

  private readOutcomes(cell: LineCell | undefined, header: CalendarHeader): void {
    if (!header.columns.some(({ role }) => role === 'outcomes')) return;
    this.named ??= new Set();
    for (const code of textOf(cell).match(/\d{1,2}(?:\.\d{1,2})?/gu) ?? []) this.named.add(code);
  }

  private addPart(part: ClassPart, cells: AlignedRow, line: Line): void {
    const path = `calendar[${this.rows.length}]`;
    const kind = part.label?.kind ?? part.kind ?? 'other';
    const number = kind === 'final' ? null : (part.label?.number ?? null);
    const title = part.label?.title ?? part.text;
    const isFinal = kind === 'final';
    const modeText = textOf(cellOf(cells, 'mode'));
    this.rows.push({
      week: isFinal ? null : this.week,
      module: isFinal ? null : this.module,
      kind,
      number,
      title,
      hours: this.numberOf(part.hours, `${path}.hours`),
      maxPoints: this.numberOf(part.points, `${path}.maxPoints`) ?? pointsBehind(kind, part.text),
      prepares: kind === 'srsp' || kind === 'consultation' ? preparesOf(title, number, kind) : null,
      tasks: blankIsNull(textOf(cellOf(cells, 'tasks'))),
      assessment: blankIsNull(textOf(cellOf(cells, 'assessment'))),
      mode: modeOf(modeText),
      modeText: blankIsNull(modeText),
      ...platformOf(cellOf(cells, 'platform')),
    });
    this.places.set(path, line.place);
    for (const [column, cell] of cells) {
      const field = fieldOf[column.role];
      if (field !== undefined) this.places.set(`${path}.${field}`, cell.place);
    }
    if (isFinal) this.hasFinal = true;
    if (kind === 'other') this.findings.push(finding('row-unknown', path, { text: shortened(title) }));
  }

  private numberOf(source: LineCell | string | undefined, path: string): number | null {
    const text = typeof source === 'string' ? source : textOf(source);
    const value = numberIn(text);
    if (value === null) this.findings.push(finding('value-unread', path, { text: shortened(text) }));
    return value ?? null;
  }

  /** In a calendar that writes each week once, a week written twice is a slip. */
  private repeatedWeeks(): Finding[] {
    const counts = new Map<number, number>();
    for (const week of this.writtenWeeks) counts.set(week, (counts.get(week) ?? 0) + 1);
    const repeated = [...counts].filter(([, count]) => count > 1).map(([week]) => week);
    if (repeated.length === 0 || repeated.length > counts.size / 4) return [];
    return repeated.map(week => finding('week-order', 'calendar', { problem: 'repeated', week }));
  }
}

const earning: readonly CalendarRow['kind'][] = ['seminar', 'practical', 'lab', 'srs'];

/** Whether one number of points stands for several classes of a row that could each have earned them. */
function sharePoints(parts: readonly ClassPart[], { columns }: CalendarHeader): boolean {
  if (columns.filter(({ role }) => role === 'points').length !== 1) return false;
  const earners = parts.filter(part => earning.includes(part.label?.kind ?? part.kind ?? 'other'));
  return earners.length > 1 && parts.some(({ points }) => isNumber(points));
}

const isNumber = (points: ClassPart['points']) =>
  typeof points === 'object' && typeof numberIn(textOf(points)) === 'number';

/** A control's points may stand behind its name in the same text. */
function pointsBehind(kind: CalendarRow['kind'], text: string): number | null {
  return kind === 'midterm' || kind === 'final' ? pointsOfControl(text) : null;
}

const fieldOf: Partial<Record<Column['role'], keyof CalendarRow>> = {
  week: 'week',
  topic: 'title',
  hours: 'hours',
  points: 'maxPoints',
  tasks: 'tasks',
  assessment: 'assessment',
  mode: 'mode',
  platform: 'platform',
};

function blankIsNull(text: string): string | null {
  return /^[-–—_.\s]*$/u.test(text) ? null : text;
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const hasWeeks = ({ columns }: CalendarHeader): boolean => columns.some(({ role }) => role === 'week');

/** A list of SRS is numbered by itself: its numbers say nothing of weeks, and neither do the rows above it. */
const isOwnWork = ({ kind }: CalendarHeader): boolean => kind === 'srs' || kind === 'srsp';

/** A first column "№" counts weeks when there is no other and all its numbers fit a term. */
function numberAsWeek(cells: AlignedRow, header: CalendarHeader): LineCell | undefined {
  if (!header.numbersAreWeeks || hasWeeks(header) || isOwnWork(header)) return undefined;
  const cell = cellOf(cells, 'number');
  const number = numberIn(textOf(cell));
  return typeof number === 'number' && number <= 18 ? cell : undefined;
}
