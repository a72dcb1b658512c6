import { type CourseId } from '../../kernel/ids.ts';
import { AppError } from '../../kernel/errors.ts';
import { type Log } from '../../log.ts';
import { type AgsTarget, type ServiceFailure } from '../../lti/index.ts';
import { type ChoiceStore } from './choiceStore.ts';
import { type ColumnStore } from './columnStore.ts';
import { type Choice, type GradableColumn, isChosen, without } from './domain/choice.ts';
import { type Column, type ColumnKey, isOurs, lineItemKey } from './domain/column.ts';
import { type OutboxStore } from './outboxStore.ts';
import { type Directory, type Gradebook, type GradeSource } from './ports.ts';
import { type Clock } from '../../jobs/clock.ts';
import { inTime, late } from '../../jobs/inTime.ts';

export interface ColumnsParts {
  readonly columns: ColumnStore;
  readonly choices: ChoiceStore;
  readonly outbox: OutboxStore;
  readonly source: GradeSource;
  readonly directory: Directory;
  readonly gradebook: Gradebook;
  readonly clock: Clock;
  readonly log: Log;
  /** Queues everybody who has a released grade in the column. */
  readonly fill: (courseId: CourseId, key: ColumnKey) => Promise<void>;
}

export interface ChosenColumn {
  readonly gradable: GradableColumn;
  readonly isChosen: boolean;
  /** Null: none was ever needed. */
  readonly column: Column | null;
}

export interface CourseColumns {
  readonly choice: Choice;
  readonly columns: readonly ChosenColumn[];
}

/** What can be graded in the course, what of it goes to the LMS, and what stands there. */
export async function columnsOf(parts: ColumnsParts, courseId: CourseId): Promise<CourseColumns> {
  const [choice, gradable, columns] = await Promise.all([
    parts.choices.find(courseId),
    gradableOf(parts, courseId),
    parts.columns.ofCourse(courseId),
  ]);
  return {
    choice,
    columns: gradable.map(one => ({
      gradable: one,
      isChosen: isChosen(choice, one),
      column: columns.find(column => column.key === one.key) ?? null,
    })),
  };
}

export async function gradableOf(
  { source, directory }: Pick<ColumnsParts, 'source' | 'directory'>,
  courseId: CourseId,
): Promise<readonly GradableColumn[]> {
  const course = await directory.findCourse(courseId);
  return course === null ? [] : source.columns(courseId, course.lang);
}

/**
 * Takes over the teacher's choice: columns that are chosen anew are filled with what was released before, others are
 * let go. What stands in the LMS stays there.
 */
export async function choose(parts: ColumnsParts, courseId: CourseId, wanted: Choice): Promise<void> {
  const gradable = await gradableOf(parts, courseId);
  const keys = wanted.mode === 'single' ? known(wanted.keys, gradable) : [];
  const choice: Choice = { mode: wanted.mode, keys };
  await parts.choices.set(courseId, choice);
  const columns = await parts.columns.ofCourse(courseId);
  for (const one of gradable) {
    const column = columns.find(({ key }) => key === one.key);
    if (!isChosen(choice, one)) {
      if (column !== undefined && column.state !== 'off') await parts.columns.turnOff(column.id);
      continue;
    }
    if (column?.state === 'off') {
      await parts.outbox.resendAll(column.id, parts.clock.now());
      await parts.columns.turnOn(column.id);
    }
    if (column === undefined || column.state === 'off') await parts.fill(courseId, one.key);
  }
}

const known = (unsafeKeys: readonly ColumnKey[], gradable: readonly GradableColumn[]): ColumnKey[] =>
  gradable.map(column => column.key).filter(key => unsafeKeys.includes(key));

/** Lets one column go: it was deleted in the LMS, and the teacher does not want it there. */
export async function stopColumn(
  parts: ColumnsParts,
  courseId: CourseId,
  unsafeColumnId: string,
): Promise<void> {
  const column = await getColumn(parts, courseId, unsafeColumnId);
  const choice = await parts.choices.find(courseId);
  await choose(parts, courseId, without(choice, await gradableOf(parts, courseId), column.key));
}

/** A token, a look and the deletion are three calls of up to 5 s each; a page answers within 10 s. */
const deletePatienceMs = 8_000;

/**
 * Deletes a column in the LMS with all its grades. Only one that Tirek made, that nothing is sent to any more, and that
 * still carries our id and belongs to no activity: Moodle deletes an activity's own column as readily (204).
 *
 * @returns null when it is gone; else why not. `late` when the LMS has not answered in time: a deletion that it has got
 * by then is written down when it answers, and none is sent any more
 */
export async function deleteColumn(
  parts: ColumnsParts,
  courseId: CourseId,
  unsafeColumnId: string,
): Promise<ServiceFailure | typeof late | null> {
  const column = await getColumn(parts, courseId, unsafeColumnId);
  if (!column.made || column.state !== 'off' || column.url === null) throw new AppError('conflict');
  const course = await parts.directory.findCourse(courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  const target: AgsTarget = { registrationId: course.registrationId, ...course.services };
  const until = parts.clock.elapsed() + deletePatienceMs;
  const work = deleteInLms(parts, target, column, column.url, until);
  work.catch((error: unknown) => {
    // Nobody may be waiting for it any more.
    if (parts.clock.elapsed() >= until)
      parts.log.warn({ column: column.id, course: courseId, error }, 'gradesync-column-not-deleted');
  });
  return inTime(parts.clock, until, work);
}

async function deleteInLms(
  parts: ColumnsParts,
  target: AgsTarget,
  column: Column,
  url: string,
  until: number,
): Promise<ServiceFailure | typeof late | null> {
  const item = await parts.gradebook.getLineItem(target, url);
  if (item.kind === 'done') {
    if (!isOurs(column, item.value)) throw new AppError('conflict');
    if (parts.clock.elapsed() >= until) return late;
    const deleted = await parts.gradebook.deleteLineItem(target, url);
    if (deleted.kind !== 'done' && deleted.kind !== 'not-found') return deleted;
  } else if (item.kind !== 'not-found') return item;
  const { id, courseId } = column;
  parts.log.info({ column: id, course: courseId, ...lineItemKey(column) }, 'gradesync-column-deleted');
  await parts.columns.setUrl(id, null);
  return null;
}

async function getColumn(
  parts: Pick<ColumnsParts, 'columns'>,
  courseId: CourseId,
  unsafeColumnId: string,
): Promise<Column> {
  const column = (await parts.columns.ofCourse(courseId)).find(one => one.id === unsafeColumnId);
  if (column === undefined) throw new AppError('not-found', { what: 'column' });
  return column;
}
