import type { CourseMarks, GradingPolicy, Letter } from '../../grading/index.ts';
import { exactWhole } from '../../../kernel/exact.ts';
import { type CourseTotal } from './row.ts';

/** The least whole percent of the exam that brings a letter or a better one; null: no exam brings it. */
export interface NeededExam {
  readonly letter: Letter;
  readonly percent: number | null;
}

/**
 * What a student needs in the exam for each letter, best first, from the midterm controls as they stand. Tried out by
 * the same arithmetic that computes the total, so it can never promise something else. Letters below the pass are left
 * out. A student who is not admitted, or fails by a threshold, reaches nothing.
 */
export function neededExams(
  rules: { readonly policy: GradingPolicy; readonly courseTotal: CourseTotal },
  midterms: Omit<CourseMarks, 'exam'>,
): NeededExam[] {
  const { policy, courseTotal } = rules;
  const outcomes = Array.from({ length: 101 }, (_, percent) =>
    courseTotal(policy, { ...midterms, exam: exactWhole(percent) }),
  );
  return policy.scale
    .filter(({ label }) => label !== 'unsatisfactory')
    .map(({ letter, min }) => {
      const percent = outcomes.findIndex(({ total, status }) => total >= min && status === 'passed');
      return { letter, percent: percent === -1 ? null : percent };
    });
}
