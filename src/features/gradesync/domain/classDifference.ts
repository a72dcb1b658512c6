import { type PersonId } from '../../../kernel/ids.ts';

/** One of a course, as far as it matters who is graded. */
export interface Classmate {
  readonly id: PersonId;
  readonly isStudent: boolean;
  /** On the LMS's last list. */
  readonly isActive: boolean;
}

export interface ClassDifference {
  /** Graded here, but not a present student of the LMS's course. */
  readonly gone: readonly PersonId[];
  /** Students of the LMS's course without a released grade. */
  readonly ungraded: readonly PersonId[];
}

/** Who is graded here but gone there, and the reverse. */
export function classDifference(
  graded: readonly PersonId[],
  classmates: readonly Classmate[],
): ClassDifference {
  const present = new Set(classmates.filter(one => one.isActive && one.isStudent).map(one => one.id));
  const known = new Set(graded);
  return {
    gone: graded.filter(id => !present.has(id)),
    ungraded: [...present].filter(id => !known.has(id)),
  };
}
