import { addExact, type Exact, exactWhole, multiplyExact } from '../../../kernel/exact.ts';
import { quotientExact } from './quotient.ts';

/** A course with a grade that stands: its numeric equivalent, and how much it counts. */
export interface GradedCourse {
  readonly gpa: Exact;
  readonly credits: Exact;
}

export interface GradePointAverage {
  /** Σ(credits × numeric equivalent). */
  readonly points: Exact;
  readonly credits: Exact;
  /** Their quotient, exact. */
  readonly gpa: Exact;
}

/** GPA = Σ(credits × numeric) / Σ credits. Null without a course that has credits. */
export function gpaOf(courses: readonly GradedCourse[]): GradePointAverage | null {
  const counted = courses.filter(({ credits }) => credits.n > 0);
  if (counted.length === 0) return null;
  const points = counted
    .map(({ gpa, credits }) => multiplyExact(gpa, credits))
    .reduce(addExact, exactWhole(0));
  const credits = counted.map(one => one.credits).reduce(addExact, exactWhole(0));
  return { points, credits, gpa: quotientExact(points, credits, 1) };
}
