import { z } from 'zod';
import { type Column, type Course, type Grade, gradeKey, newId, type State } from './state.ts';
import { type Ways } from './ways.ts';

/** What the gradebook does with columns and grades. Nothing here knows of HTTP or asks the clock. */

const activityProgress = ['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed'] as const;
const gradingProgress = ['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady'] as const;

/** A score as AGS 2.0, section 3.4 has it. Moodle also takes numeric strings and unknown words; here they are mistakes. */
export const scoreBody = z.looseObject({
  userId: z.string().min(1),
  timestamp: z.iso.datetime({ offset: true }),
  activityProgress: z.enum(activityProgress),
  gradingProgress: z.enum(gradingProgress),
  scoreGiven: z.number().nullish(),
  scoreMaximum: z.number().min(0).nullish(),
  comment: z.string().nullish(),
});
export type Score = z.infer<typeof scoreBody>;

export type Verdict =
  | { readonly kind: 'stored'; readonly grade: Grade }
  /** Taken politely and without effect: the teacher's own grade stands. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly status: 409 | 500; readonly reason: string };

/** Instants as the LMS compares them: in whole seconds or to the millisecond. */
function moment(instant: string, { wholeSeconds }: Pick<Ways, 'wholeSeconds'>): number {
  const milliseconds = Date.parse(instant);
  return wholeSeconds ? Math.floor(milliseconds / 1000) : milliseconds;
}

/** A score on the column's scale, within it, to five decimals (Moodle's precision). A maximum of 0 means: as it is. */
export function scaled(given: number, scoreMaximum: number, columnMaximum: number): number {
  const onScale = scoreMaximum === 0 ? given : (given / scoreMaximum) * columnMaximum;
  return Math.min(Math.max(Number(onScale.toFixed(5)), 0), columnMaximum);
}

/**
 * What a score does to a person's grade, by the rules seen on Moodle 4.1:
 * a locked grade fails; a timestamp must be newer than the last (a column of an activity compares with the LMS's
 * own clock at the last store, any other with the last timestamp sent); anything but FullyGraded with a score wipes
 * grade and comment; a grade overridden by the teacher stays in an activity's column and is overwritten elsewhere.
 */
export function judgeScore(
  column: Column,
  before: Grade | null,
  score: Score,
  now: Date,
  ways: Ways,
): Verdict {
  if (before?.isLocked) return { kind: 'refused', status: 500, reason: 'The grade is locked' };
  const comparedAt = before?.comparedAt ?? null;
  if (comparedAt !== null && moment(score.timestamp, ways) <= moment(comparedAt, ways)) {
    const reason = `Refusing score with an earlier timestamp for item ${column.id} and user ${score.userId}`;
    return { kind: 'refused', status: 409, reason };
  }
  const isActivity = column.origin === 'activity';
  if (before?.isOverridden && isActivity) return { kind: 'kept' };
  const { scoreGiven, scoreMaximum } = score;
  const isWipe = scoreGiven == null || score.gradingProgress !== 'FullyGraded';
  return {
    kind: 'stored',
    grade: {
      columnId: column.id,
      personId: score.userId,
      score: isWipe ? null : scaled(scoreGiven, scoreMaximum ?? 0, column.maximum),
      comment: isWipe ? '' : (score.comment ?? ''),
      storedAt: now.toISOString(),
      comparedAt: isActivity ? (isWipe ? null : now.toISOString()) : score.timestamp,
      setBy: 'tool',
      isOverridden: false,
      isLocked: false,
    },
  };
}

export function storeGrade(state: State, grade: Grade): void {
  state.grades[gradeKey(grade.columnId, grade.personId)] = grade;
}

/** Grades of a column, in no order. */
export function gradesOf(state: State, columnId: string): Grade[] {
  return Object.values(state.grades).filter(one => one.columnId === columnId);
}

/** Gives a column another maximum; its grades keep their share of it. */
export function rescaleColumn(state: State, column: Column, maximum: number): void {
  if (maximum === column.maximum) return;
  for (const grade of gradesOf(state, column.id)) {
    if (grade.score !== null) grade.score = scaled(grade.score, column.maximum, maximum);
  }
  column.maximum = maximum;
}

export function deleteColumn(state: State, column: Column): void {
  for (const grade of gradesOf(state, column.id)) delete state.grades[gradeKey(column.id, grade.personId)];
  state.columns = state.columns.filter(one => one.id !== column.id);
}

/** A column that the LMS keeps for itself: tools never see it. */
export function addOwnColumn(state: State, course: Course, label: string, maximum: number): Column {
  const column: Column = {
    id: newId(state),
    courseId: course.id,
    label,
    maximum,
    origin: 'teacher',
    activityId: null,
    resourceId: '',
    tag: '',
    startDateTime: null,
    endDateTime: null,
  };
  state.columns.push(column);
  return column;
}

export interface OwnGrade {
  readonly score: number | null;
  readonly comment: string;
  readonly isOverridden: boolean;
  readonly isLocked: boolean;
}

/** What a teacher types into the gradebook. Its time counts for later scores too, as in Moodle. */
export function setGrade(state: State, column: Column, personId: string, own: OwnGrade, now: Date): void {
  storeGrade(state, {
    columnId: column.id,
    personId,
    score: own.score,
    comment: own.comment,
    storedAt: now.toISOString(),
    comparedAt: now.toISOString(),
    setBy: 'teacher',
    isOverridden: own.isOverridden,
    isLocked: own.isLocked,
  });
}
