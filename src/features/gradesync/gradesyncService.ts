import { type Clock } from '../../jobs/clock.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Course } from '../course/index.ts';
import { type ChoiceStore } from './choiceStore.ts';
import { type ColumnStore } from './columnStore.ts';
import { type GradableColumn, isChosen } from './domain/choice.ts';
import { type ColumnKey } from './domain/column.ts';
import { type OutboxStore } from './outboxStore.ts';
import { type Directory, type GradeSource, type ReleasedGrade } from './ports.ts';

export interface ServiceParts {
  readonly columns: ColumnStore;
  readonly choices: ChoiceStore;
  readonly outbox: OutboxStore;
  readonly directory: Directory;
  readonly source: GradeSource;
  readonly clock: Clock;
}

const sweepBatch = 500;

/** People whose present grades in one column the LMS should get. */
export interface ColumnWishes {
  readonly key: ColumnKey;
  readonly personIds: readonly PersonId[];
}

/** Notes durably that the LMS should get these people's present grades. Resolves when nothing can lose them any more. */
export async function enqueue(
  parts: ServiceParts,
  courseId: CourseId,
  wanted: readonly ColumnWishes[],
): Promise<void> {
  const named = wanted.filter(({ personIds }) => personIds.length > 0);
  if (named.length === 0) return;
  const course = await parts.directory.findCourse(courseId);
  // A course that is gone has no gradebook either.
  if (course === null) return;
  const [gradable, choice] = await Promise.all([
    parts.source.columns(courseId, course.lang),
    parts.choices.find(courseId),
  ]);
  // Should the teacher want another later, or open it to students, it is filled with everything that was released.
  const sent = gradable.filter(one => isChosen(choice, one) && one.isClosed !== true);
  const chosen = named.flatMap(({ key, personIds }) => {
    const column = sent.find(one => one.key === key);
    return column === undefined ? [] : [{ column, personIds }];
  });
  if (chosen.length === 0) return;
  const everybody = [...new Set(chosen.flatMap(({ personIds }) => personIds))];
  const userIds = await parts.directory.userIds(courseId, everybody);
  for (const { column, personIds } of chosen) await wish(parts, course, column, personIds, userIds);
}

async function wish(
  { columns, outbox, clock }: ServiceParts,
  { id: courseId, registrationId }: Pick<Course, 'id' | 'registrationId'>,
  { key, title: label, maximum }: GradableColumn,
  personIds: readonly PersonId[],
  userIds: ReadonlyMap<PersonId, string>,
): Promise<void> {
  const column = await columns.ensure({ courseId, registrationId, key, label, maximum });
  const wishes = [...new Set(personIds)].map(personId => ({ personId, userId: userIds.get(personId) ?? '' }));
  await outbox.wish(column, wishes, clock.now());
  await columns.touch(column.id);
}

/**
 * Queues what was released by a process that ended before it could queue it.
 * @returns how many grades there were
 */
export async function queueLeftovers(parts: ServiceParts): Promise<number> {
  let count = 0;
  for (;;) {
    const grades = await parts.source.unqueued(sweepBatch);
    for (const group of byColumn(grades)) {
      const [first] = group;
      if (first === undefined) continue;
      const personIds = group.map(grade => grade.personId);
      await enqueue(parts, first.courseId, [{ key: first.columnKey, personIds }]);
    }
    if (grades.length > 0) await parts.source.markQueued(grades);
    count += grades.length;
    if (grades.length < sweepBatch) return count;
  }
}

function byColumn(grades: readonly ReleasedGrade[]): ReleasedGrade[][] {
  const groups = new Map<string, ReleasedGrade[]>();
  for (const grade of grades) {
    const name = `${grade.courseId} ${grade.columnKey}`;
    groups.set(name, [...(groups.get(name) ?? []), grade]);
  }
  return [...groups.values()];
}

/** Columns that say "nothing is due" although something is: their process ended between two writes. */
export async function wakeForgottenColumns(parts: Pick<ServiceParts, 'columns' | 'outbox'>): Promise<void> {
  for await (const column of parts.columns.quiet()) {
    const nextAt = await parts.outbox.nextDueAt(column.id);
    if (nextAt !== null) await parts.columns.park(column.id, column.touches, nextAt);
  }
}
