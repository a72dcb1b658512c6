import { type Clock } from '../../jobs/clock.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type ChoiceStore } from './choiceStore.ts';
import { type ColumnStore } from './columnStore.ts';
import { isChosen } from './domain/choice.ts';
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

/** Notes durably that the LMS should get these people's present grades. Resolves when nothing can lose them any more. */
export async function enqueue(
  parts: ServiceParts,
  courseId: CourseId,
  key: ColumnKey,
  personIds: readonly PersonId[],
): Promise<void> {
  if (personIds.length === 0) return;
  const course = await parts.directory.findCourse(courseId);
  // A course that is gone has no gradebook either.
  if (course === null) return;
  const [gradable, choice] = await Promise.all([
    parts.source.columns(courseId, course.lang),
    parts.choices.find(courseId),
  ]);
  const known = gradable.find(one => one.key === key);
  // Should the teacher want it later, it is filled with everything that was released.
  if (known === undefined || !isChosen(choice, known)) return;
  const column = await parts.columns.ensure({
    courseId,
    registrationId: course.registrationId,
    key,
    label: known.title,
    maximum: known.maximum,
  });
  const userIds = await parts.directory.userIds(courseId, personIds);
  const now = parts.clock.now();
  const wishes = [...new Set(personIds)].map(personId => ({ personId, userId: userIds.get(personId) ?? '' }));
  await parts.outbox.wish(column, wishes, now);
  await parts.columns.touch(column.id);
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
      const people = group.map(grade => grade.personId);
      await enqueue(parts, first.courseId, first.columnKey, people);
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
