import { type Lang } from '../../i18n/lang.ts';
import { dayOfInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type Rubric as DocumentRubric } from '../syllabus/index.ts';
import { type Assessment, type AssessmentStore } from './assessmentStore.ts';
import { carryGrade, type RubricVersion } from './domain/carry.ts';
import { rubricOfDocument } from './domain/documentRubric.ts';
import { finalControl, type Grade } from './domain/grade.ts';
import { type InstitutionPolicy, type Scale } from './domain/policy.ts';
import { type Rubric, type RubricProblem, rubricProblems } from './domain/rubric.ts';
import { weightsOf } from './domain/weights.ts';
import { type PolicyStore, type PolicyVersion } from './policyStore.ts';

/** What an accepted syllabus brings to grading. */
export interface AcceptedRubric {
  readonly rubric: DocumentRubric | null;
  readonly lang: Lang;
}

/** An assessment by whose rubric one can grade. */
export interface UsableAssessment extends Assessment {
  readonly rubric: Rubric;
  /** How much each criterion counts; null: all alike. */
  readonly weights: readonly number[] | null;
  readonly policy: InstitutionPolicy;
  /** So many days after the release a student may appeal: the course's own word, else the policy's; null: not here. */
  readonly appealDays: number | null;
  /** Where grades are kept: under the assessment's key, a second marker's under one of their own. */
  readonly gradesKey: string;
  /** The zone in which the course tells the time. */
  readonly timeZone: string;
}

/** The same for one grader: a second and a third marker work on drafts that nobody else sees. */
export function assessmentFor(assessment: UsableAssessment, grader: PersonId): UsableAssessment {
  const { secondMarker, thirdMarker } = assessment.settings;
  if (secondMarker === grader) return { ...assessment, gradesKey: secondKey(assessment) };
  return thirdMarker === grader ? { ...assessment, gradesKey: thirdKey(assessment) } : assessment;
}

export const secondKey = ({ key }: Pick<UsableAssessment, 'key'>): string => `${key}-second`;
export const thirdKey = ({ key }: Pick<UsableAssessment, 'key'>): string => `${key}-third`;

/** What stands in the way of grading, or nothing does. */
export type Readiness =
  | { readonly kind: 'usable'; readonly assessment: UsableAssessment }
  | { readonly kind: 'no-syllabus' }
  | { readonly kind: 'no-rubric' }
  | { readonly kind: 'unusable'; readonly problems: readonly RubricProblem[] };

/** The policy of a course, and whether a rubric can grade its exam. */
export interface ExamRules extends PolicyVersion {
  readonly byPanel: boolean;
}

export interface AssessmentService {
  /** Takes the rubric of an accepted syllabus over; one that somebody has graded by stays (`rubricKept`). */
  adoptRubric(courseId: CourseId, accepted: AcceptedRubric): Promise<{ rubricKept: boolean }>;
  readinessOf(courseId: CourseId): Promise<Readiness>;
  /** Throws not-found where nobody can grade yet. */
  getUsable(courseId: CourseId): Promise<UsableAssessment>;
  /** The policy of the course: the version it started with, before that the one that is in force today. */
  policyOfCourse(courseId: CourseId): Promise<PolicyVersion>;
  examRules(courseId: CourseId): Promise<ExamRules>;
  scaleOf(courseId: CourseId): Promise<Scale>;
  /** A version of the institution's policy, as a released result names it. */
  policyVersion(courseId: CourseId, version: number): Promise<InstitutionPolicy>;
  /** Grades as they stand under the assessment's rubric, whichever version they were written by. */
  carry(assessment: UsableAssessment, grades: readonly Grade[]): Promise<Grade[]>;
  /** The rubric of each version, the present one included. */
  rubricsOf(assessment: UsableAssessment): Promise<ReadonlyMap<number, RubricVersion>>;
}

export function createAssessmentService(parts: {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly policies: Pick<PolicyStore, 'inForce' | 'get'>;
  readonly assessments: AssessmentStore;
  readonly now: () => Date;
}): AssessmentService {
  const { courses, policies, assessments, now } = parts;

  async function getCourse(courseId: CourseId): Promise<Course> {
    const course = await courses.find(courseId);
    if (course === null) throw new AppError('not-found', { what: 'course' });
    return course;
  }

  async function policyFor(course: Course, assessment: Assessment | null): Promise<PolicyVersion> {
    return assessment === null
      ? policies.inForce(course.registrationId, dayOfInstant(now(), course.term.timeZone))
      : policies.get(course.registrationId, assessment.policyVersion);
  }

  async function policyOfCourse(courseId: CourseId): Promise<PolicyVersion> {
    const [course, assessment] = await Promise.all([
      getCourse(courseId),
      assessments.find(courseId, finalControl),
    ]);
    return policyFor(course, assessment);
  }

  async function examRules(courseId: CourseId): Promise<ExamRules> {
    const [course, assessment] = await Promise.all([
      getCourse(courseId),
      assessments.find(courseId, finalControl),
    ]);
    const rubric = assessment?.rubric ?? null;
    const byPanel = rubric !== null && rubricProblems(rubric).length === 0;
    return { ...(await policyFor(course, assessment)), byPanel };
  }

  async function readinessOf(courseId: CourseId): Promise<Readiness> {
    const [course, assessment] = await Promise.all([
      getCourse(courseId),
      assessments.find(courseId, finalControl),
    ]);
    if (assessment === null) return { kind: 'no-syllabus' };
    const { rubric } = assessment;
    if (rubric === null) return { kind: 'no-rubric' };
    const problems = rubricProblems(rubric);
    if (problems.length > 0) return { kind: 'unusable', problems };
    const { policy } = await policyFor(course, assessment);
    const weights = weightsOf(rubric);
    const { timeZone } = course.term;
    const appealDays = assessment.settings.appealDays ?? policy.windows.appealDays;
    const rules = { rubric, weights, policy, appealDays, timeZone };
    return { kind: 'usable', assessment: { ...assessment, gradesKey: assessment.key, ...rules } };
  }

  async function versionsOf(assessment: UsableAssessment): Promise<RubricVersion[]> {
    const { courseId, key, rubricVersion: version, rubric, from, editedBy: by, editedAt: at } = assessment;
    const past = await assessments.pastVersions(courseId, key);
    return [...past.filter(one => one.version < version), { version, rubric, from, by, at }];
  }

  return {
    readinessOf,
    policyOfCourse,
    examRules,
    async adoptRubric(courseId, { rubric, lang }) {
      const { version, policy } = await policyOfCourse(courseId);
      const usable = rubric === null ? null : rubricOfDocument(rubric, policy.scale);
      const adopted = { rubric: usable, lang, policyVersion: version };
      return { rubricKept: (await assessments.adopt(courseId, finalControl, adopted)) === 'kept' };
    },
    async getUsable(courseId) {
      const readiness = await readinessOf(courseId);
      if (readiness.kind !== 'usable') throw new AppError('not-found', { what: `rubric: ${readiness.kind}` });
      return readiness.assessment;
    },
    async carry(assessment, grades) {
      if (grades.every(grade => grade.rubricVersion === assessment.rubricVersion)) return [...grades];
      const versions = await versionsOf(assessment);
      return grades.map(grade =>
        carryGrade(
          grade,
          versions.filter(({ version }) => version > grade.rubricVersion),
        ),
      );
    },
    async rubricsOf(assessment) {
      return new Map((await versionsOf(assessment)).map(one => [one.version, one]));
    },
    scaleOf: async courseId => (await policyOfCourse(courseId)).policy.scale,
    policyVersion: async (courseId, version) =>
      (await policies.get((await getCourse(courseId)).registrationId, version)).policy,
  };
}
