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

async function columnStatus(
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
