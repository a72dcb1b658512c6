import { type Clock } from '../../jobs/clock.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type ColumnStore } from './columnStore.ts';
import { type Column, type ColumnKey } from './domain/column.ts';
import { type EntryLine, explain, type Explained, summarise, type Summary } from './domain/summary.ts';
import { type OutboxStore } from './outboxStore.ts';
import { type PauseStore } from './pauseStore.ts';

export interface GradeStatus {
  readonly line: EntryLine;
  readonly explained: Explained;
}

export interface ColumnStatus {
  readonly column: Column;
  readonly grades: readonly GradeStatus[];
  readonly summary: Summary;
}

export interface StatusParts {
  readonly columns: ColumnStore;
  readonly outbox: OutboxStore;
  readonly pauses: PauseStore;
  readonly clock: Clock;
}

/** Where every grade of the course stands, column by column. */
export async function statusOf(parts: StatusParts, courseId: CourseId): Promise<ColumnStatus[]> {
  const columns = await parts.columns.ofCourse(courseId);
  // What stands in a column that nothing is sent to is not Tirek's concern any more.
  const sent = columns.filter(column => column.state !== 'off');
  return Promise.all(sent.map(column => columnStatus(parts, column)));
}

/** A column with grades, without them. */
export interface ShownColumn {
  readonly column: Column;
  /** How many grades there are to show. */
  readonly count: number;
}

/** The columns that there is something to show of; a course may have many, and a page shows one at a time. */
export async function shownColumns(parts: StatusParts, courseId: CourseId): Promise<ShownColumn[]> {
  const sent = (await parts.columns.ofCourse(courseId)).filter(column => column.state !== 'off');
  const counts = await parts.outbox.countShown(sent.map(column => column.id));
  return sent.flatMap(column => {
    const count = counts.get(column.id) ?? 0;
    return count === 0 ? [] : [{ column, count }];
  });
}

/** The column that is asked for, else the first; null when nothing was ever released. */
export function chooseColumn(
  columns: readonly ShownColumn[],
  unsafeColumnId: string | undefined,
): Column | null {
  return (columns.find(({ column }) => column.id === unsafeColumnId) ?? columns[0])?.column ?? null;
}

/** Where the grades of one column stand; of these people alone when they are named. */
export async function columnStatus(
  parts: StatusParts,
  column: Column,
  personIds?: readonly PersonId[],
): Promise<ColumnStatus> {
  const [lines, registrationPause] = await Promise.all([
    parts.outbox.lines(column.id, personIds),
    parts.pauses.find(column.registrationId),
  ]);
  const around = { column, registrationPause, now: parts.clock.now() };
  const grades = lines.flatMap(line => {
    const explained = explain(line, around);
    return explained === null ? [] : [{ line, explained }];
  });
  return { column, grades, summary: summarise(grades.map(grade => grade.explained)) };
}

/** Where the grades of these people stand; people without one are left out. */
export async function standingsOf(
  parts: StatusParts,
  courseId: CourseId,
  key: ColumnKey,
  personIds: readonly PersonId[],
): Promise<Map<PersonId, Explained>> {
  const column = (await parts.columns.ofCourse(courseId)).find(one => one.key === key);
  if (column === undefined || personIds.length === 0) return new Map();
  const { grades } = await columnStatus(parts, column, personIds);
  return new Map(grades.map(({ line, explained }) => [line.personId, explained]));
}
