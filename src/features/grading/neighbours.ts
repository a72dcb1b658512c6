import { type CourseId } from '../../kernel/ids.ts';
import { type Lang } from '../../i18n/lang.ts';
import { type UsableAssessment } from './assessmentService.ts';
import { type Neighbour } from './classList.ts';
import { type Grade, stateOf } from './domain/grade.ts';
import { type GradeStore } from './gradeStore.ts';

/**
 * The class in its order, for pages that show one student and lead on to the next: reading a thousand people and grades
 * for that took most of such a page's time.
 *
 * What this process writes stands here at once. What another one writes, and who joins or leaves, is seen after
 * `freshMs`: a link to the next student may be so old, a grade never is, because it is read by itself.
 */
export interface Neighbours {
  /** @param load reads the class where it is not known, or not any more */
  of(
    assessment: UsableAssessment,
    lang: Lang,
    load: () => Promise<readonly Neighbour[]>,
  ): Promise<readonly Neighbour[]>;
  /** A page has read the class anyway. */
  keep(assessment: UsableAssessment, lang: Lang, students: readonly Neighbour[]): void;
  /** The same grades, telling of every write. */
  watch(grades: GradeStore): GradeStore;
}

interface Kept {
  readonly courseId: CourseId;
  readonly gradesKey: string;
  readonly readAt: number;
  students: readonly Neighbour[];
}

const freshMs = 10_000;
/** More than are graded at the same time. */
const mostClasses = 200;

/** @param elapsed a steady clock in milliseconds */
export function createNeighbours(elapsed: () => number): Neighbours {
  const classes = new Map<string, Kept>();

  function keep(assessment: UsableAssessment, lang: Lang, students: readonly Neighbour[]): void {
    const { courseId, gradesKey } = assessment;
    const name = nameOf(assessment, lang);
    classes.delete(name);
    classes.set(name, { courseId, gradesKey, readAt: elapsed(), students: students.map(lightOf) });
    const [oldest] = classes.keys();
    if (classes.size > mostClasses && oldest !== undefined) classes.delete(oldest);
  }

  function noteDraft({ courseId, assessment, personId, ...written }: Pick<Grade, NotedFields>): void {
    for (const kept of classes.values()) {
      if (kept.courseId !== courseId || kept.gradesKey !== assessment) continue;
      const state = stateOf(written);
      kept.students = kept.students.map(one => (one.id === personId ? { ...one, state } : one));
    }
  }

  function forget(courseIds: ReadonlySet<CourseId>): void {
    for (const [name, { courseId }] of classes) if (courseIds.has(courseId)) classes.delete(name);
  }

  return {
    keep,
    async of(assessment, lang, load) {
      const kept = classes.get(nameOf(assessment, lang));
      if (kept !== undefined && elapsed() - kept.readAt < freshMs) return kept.students;
      const students = await load();
      keep(assessment, lang, students);
      return students;
    },
    watch: grades => ({
      ...grades,
      async saveDraft(before, next) {
        const isWritten = await grades.saveDraft(before, next);
        if (isWritten) noteDraft({ ...next, released: before?.released ?? null });
        return isWritten;
      },
      async release(releases) {
        const released = await grades.release(releases);
        // A released grade has its name again.
        forget(new Set(released.map(({ courseId }) => courseId)));
        return released;
      },
    }),
  };
}

type NotedFields = 'courseId' | 'assessment' | 'personId' | 'draft' | 'released';

/** Another rubric, hidden names or another language make another list. */
const nameOf = ({ courseId, gradesKey, rubricVersion, settings }: UsableAssessment, lang: Lang): string =>
  JSON.stringify([courseId, gradesKey, rubricVersion, lang, settings.anonymous ? settings.seed : null]);

const lightOf = ({ id, key, name, active, state }: Neighbour): Neighbour => ({
  id,
  key,
  name,
  active,
  state,
});
