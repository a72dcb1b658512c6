import { AppError } from '../../../kernel/errors.ts';
import { type CourseId, type PersonId } from '../../../kernel/ids.ts';
import { type AssessmentService, type UsableAssessment } from '../assessmentService.ts';
import {
  type Appeal,
  type AppealChance,
  appealChance,
  type AppealState,
  isPending,
  mayBecome,
} from '../domain/appeal.ts';
import { type Grader } from '../draftService.ts';
import { type GradeStore } from '../gradeStore.ts';
import { type AppealStore } from './appealStore.ts';

/** A student's own appeals, and whether one more is possible. */
export interface AppealStanding {
  readonly appeals: readonly Appeal[];
  readonly chance: AppealChance;
}

export interface AppealService {
  standingOf(student: Grader, assessment: UsableAssessment): Promise<AppealStanding>;
  /** False: it is not possible (any more). */
  appeal(student: Grader, text: string): Promise<boolean>;
  withdraw(student: Grader): Promise<void>;
  /** `refused`: the appeal is decided, or nothing new was released for `changed`. */
  decide(
    grader: Grader,
    unsafeId: string,
    next: { readonly state: AppealState; readonly text: string },
  ): Promise<'done' | 'refused'>;
}

export function createAppealService(parts: {
  readonly assessmentService: AssessmentService;
  readonly grades: GradeStore;
  readonly appeals: AppealStore;
  /** Hears that somebody's appeal was answered; it never fails. */
  readonly onAnswered?: ((courseId: CourseId, personId: PersonId) => Promise<void>) | undefined;
  readonly now: () => Date;
}): AppealService {
  const { assessmentService, grades, appeals, now } = parts;

  async function standingWith({ courseId, personId }: Grader, assessment: UsableAssessment) {
    const [grade, own] = await Promise.all([
      grades.find(courseId, assessment.key, personId),
      appeals.list(courseId, assessment.key, personId),
    ]);
    const released = grade?.released ?? null;
    const clock = { now: now(), timeZone: assessment.timeZone };
    return { released, appeals: own, chance: appealChance(released, own, assessment, clock) };
  }

  return {
    async standingOf(student, assessment) {
      const { appeals: own, chance } = await standingWith(student, assessment);
      return { appeals: own, chance };
    },
    async appeal(student, text) {
      const { courseId, personId } = student;
      const assessment = await assessmentService.getUsable(courseId);
      const { released, chance } = await standingWith(student, assessment);
      if (released === null || chance.kind !== 'possible') return false;
      const { total, rev: releasedRev } = released;
      return appeals.add(
        { courseId, assessment: assessment.key, personId, releasedRev },
        { state: 'open', by: personId, at: now(), text, total },
      );
    },
    async withdraw(student) {
      const assessment = await assessmentService.getUsable(student.courseId);
      const { released, appeals: own } = await standingWith(student, assessment);
      const pending = own.find(({ state }) => isPending(state));
      if (pending === undefined || released === null) return;
      const step = { state: 'withdrawn' as const, by: student.personId, at: now(), text: '' };
      await appeals.step(pending, { ...step, total: released.total });
    },
    async decide({ courseId, personId: by }, unsafeId, { state, text }) {
      const assessment = await assessmentService.getUsable(courseId);
      const appeal = await appeals.find(courseId, unsafeId);
      if (appeal === null) throw new AppError('not-found', { what: 'appeal' });
      const released = (await grades.find(courseId, assessment.key, appeal.personId))?.released ?? null;
      if (released === null || state === 'withdrawn' || !mayBecome(appeal, state, released)) return 'refused';
      const step = { state, by, at: now(), text, total: released.total };
      if (!(await appeals.step(appeal, step))) return 'refused';
      if (!isPending(state)) await parts.onAnswered?.(courseId, appeal.personId);
      return 'done';
    },
  };
}
