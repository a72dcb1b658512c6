import { catalogueOf } from '../../i18n/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseStore } from '../course/index.ts';
import { type FindPolicyMoves, type Grading } from '../grading/index.ts';
import { type MoveStore } from './moveStore.ts';
import { changeText } from './policyPagesView.ts';

/** What moves of a course have changed for one student, in words, for the history of the grade. */
export function createFindMoves({
  courses,
  grading,
  moves,
}: {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly grading: Pick<Grading, 'policies'>;
  readonly moves: Pick<MoveStore, 'ofStudent'>;
}): FindPolicyMoves {
  return async (courseId, personId, lang) => {
    const found = await moves.ofStudent(courseId, personId);
    if (found.length === 0) return [];
    const course = await courses.find(courseId);
    if (course === null) throw new AppError('not-found', { what: 'course' });
    const versions = await grading.policies.list(course.registrationId);
    const t = catalogueOf(lang);
    return found.map(({ at, reason, changes, ...move }) => ({
      at,
      by: t.policy.title,
      changes: [
        `${t.policy.move.previewTitle(move)}: ${reason}`,
        ...changes.map(change => {
          const [from, to] = changeText(change, move, versions, { t, lang });
          return `${t.policy.move.numbers[change.number]}: ${from} → ${to}`;
        }),
      ],
    }));
  };
}
