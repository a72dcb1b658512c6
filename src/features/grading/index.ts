import { type Connection } from 'mongoose';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { systemClock } from '../../jobs/clock.ts';
import { createLoop, type Loop } from '../../jobs/loop.ts';
import { type Log } from '../../log.ts';
import { type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type GradeSource } from '../gradesync/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { appealRoutes } from './appeals/appealRoutes.ts';
import { createAppealService } from './appeals/appealService.ts';
import { createAppealStore } from './appeals/appealStore.ts';
import { type AcceptedRubric, createAssessmentService, type ExamRules } from './assessmentService.ts';
import { createAssessmentStore } from './assessmentStore.ts';
import { commentRoutes } from './comments/commentRoutes.ts';
import { createCommentStore } from './comments/commentStore.ts';
import { createDraftService } from './draftService.ts';
import { finalControl } from './domain/grade.ts';
import { type Scale } from './domain/policy.ts';
import { type FindClosure } from './examClosure.ts';
import { createFindPanelMarks, type FindPanelMarks } from './examMarks.ts';
import { createGradeSource } from './gradeSource.ts';
import { createGradeStore } from './gradeStore.ts';
import { agreementRoutes } from './fairness/agreementRoutes.ts';
import { commissionRoutes } from './fairness/commissionRoutes.ts';
import { settingsRoutes } from './fairness/settingsRoutes.ts';
import { statisticsRoutes } from './fairness/statisticsRoutes.ts';
import { groupRoutes } from './groups/groupRoutes.ts';
import { createGroupStore } from './groups/groupStore.ts';
import { type FindPolicyMoves, historyRoutes } from './historyRoutes.ts';
import { listRoutes, type SyncStates } from './listRoutes.ts';
import { createNeighbours } from './neighbours.ts';
import { panelRoutes } from './panelRoutes.ts';
import { createPolicyStore, type PolicyStore, type PolicyVersion } from './policyStore.ts';
import { presenceRoutes } from './presenceRoutes.ts';
import { createPresenceStore } from './presenceStore.ts';
import { createReleaseService, type Enqueue } from './releaseService.ts';
import { resultsRoutes } from './resultsRoutes.ts';
import { createLibraryStore } from './rubrics/libraryStore.ts';
import { type FindOutcomes, rubricRoutes } from './rubrics/rubricRoutes.ts';
import { createRubricService } from './rubrics/rubricService.ts';
import { tableRoutes } from './tableRoutes.ts';
import { type ClassWorks, createClassWorks } from './works/classWorks.ts';
import { workRoutes } from './works/workRoutes.ts';
import { createWorkStore } from './works/workStore.ts';

export { type AcceptedRubric } from './assessmentService.ts';
export { type Step } from './domain/explanation.ts';
export { finalControl } from './domain/grade.ts';
export { isWorkLink, longestAnswers, longestLink, longestTicket, type PanelWork } from './domain/panel.ts';
export {
  firstPolicy,
  gpas,
  type GradingPolicy,
  type InstitutionPolicy,
  type Label,
  labels,
  type Letter,
  letters,
  type PeriodRule,
  type MidtermCount,
  midtermCounts,
  periodRules,
  type ScaleRow,
  type StatusRule,
  type Words,
} from './domain/policy.ts';
export { type ScaleFault, scaleFaults } from './domain/scaleFaults.ts';
export { type FindPolicyMoves } from './historyRoutes.ts';
export { labelText } from './gradeWords.ts';
export { type CourseMarks, courseTotal, type GradeResult } from './domain/result.ts';
export { type FindPanelMarks, type PanelMark } from './examMarks.ts';
export { type SyncStates } from './listRoutes.ts';
export {
  type PolicyMaker,
  type PolicyRecordOfChange,
  type PolicyStore,
  type PolicyVersion,
} from './policyStore.ts';
export { type Enqueue } from './releaseService.ts';

/** What grading needs from the rest of the house. */
export interface GradingParts {
  readonly connection: Connection;
  readonly roster: RosterStore;
  readonly courses: CourseStore;
  /** Puts released grades into the queue to the LMS. */
  readonly enqueue: Enqueue;
  /** How released grades stand in the LMS; the list has no such column without it. */
  readonly syncStates?: SyncStates;
  /** The codes of the course's learning outcomes; without it, rubrics may name any. */
  readonly findOutcomes?: FindOutcomes;
  /** Whether the policy's edit windows close the exam now; without it, nothing does. */
  readonly findClosure?: FindClosure;
  /** What moves between versions of the policy have changed for a student; without it, nothing did. */
  readonly findPolicyMoves?: FindPolicyMoves;
  /** Hears that a student's appeal was answered; it never fails. */
  readonly onAppealAnswered?: (courseId: CourseId, personId: PersonId) => Promise<void>;
  readonly now: () => Date;
  readonly log: Log;
}

export interface Grading {
  readonly routes: readonly Route[];
  /** Where the queue to the LMS asks what it should send. */
  readonly gradeSource: GradeSource;
  /** Takes over the rubric of an accepted syllabus; one that somebody has graded by stays. */
  adoptRubric(courseId: CourseId, accepted: AcceptedRubric): Promise<{ rubricKept: boolean }>;
  /** The versions of an institution's policy. */
  readonly policies: Pick<PolicyStore, 'list' | 'get' | 'add'>;
  /** The versions that courses are graded by; those that have not started are left out. */
  policyVersions(courseIds: readonly CourseId[]): Promise<ReadonlyMap<CourseId, number>>;
  /** False: the course is not graded by `from` any more. */
  movePolicy(courseId: CourseId, from: number, to: number): Promise<boolean>;
  /** The scale that letters come from in this course. */
  scaleOf(courseId: CourseId): Promise<Scale>;
  /** The version of the policy that the course is graded by. */
  policyOfCourse(courseId: CourseId): Promise<PolicyVersion>;
  /** The same, and whether a rubric can grade the exam: one reading for both. */
  examRules(courseId: CourseId): Promise<ExamRules>;
  /** Releases what was set to a time. */
  readonly releaseLoop: Loop;
  /** One turn of it. */
  releaseDue(): Promise<void>;
  /** The final controls as the panel has them. */
  readonly panelMarks: FindPanelMarks;
  /** What students handed in, put down for a whole class. */
  readonly works: ClassWorks;
}

/** A release at a set time is at most so late. */
const releaseEveryMs = 20_000;

/** Grading by rubric: drafts, release, results. */
export function createGrading(parts: GradingParts): Grading {
  const { connection, roster, courses, enqueue, syncStates, now, log } = parts;
  const { findClosure = async () => null, findPolicyMoves = async () => [] } = parts;
  const policies = createPolicyStore(connection);
  const assessments = createAssessmentStore(connection);
  const neighbours = createNeighbours(() => systemClock.elapsed());
  const grades = neighbours.watch(createGradeStore(connection));
  const assessmentService = createAssessmentService({ courses, policies, assessments, now });
  const drafts = createDraftService({ roster, assessments, assessmentService, grades, findClosure, now });
  const releases = createReleaseService({
    roster,
    assessments,
    assessmentService,
    grades,
    enqueue,
    findClosure,
    now,
    log,
  });
  const appeals = createAppealStore(connection);
  const appealService = createAppealService({
    ...{ assessmentService, grades, appeals, now },
    onAnswered: parts.onAppealAnswered,
  });
  const library = createLibraryStore(connection);
  const rubrics = createRubricService({ courses, assessments, assessmentService, grades, library, now });
  const { findOutcomes = async () => [] } = parts;
  const comments = createCommentStore(connection);
  const presence = createPresenceStore(connection);
  const groups = createGroupStore(connection);
  const works = createWorkStore(connection);
  const shared = {
    roster,
    grades,
    assessmentService,
    drafts,
    releases,
    comments,
    syncStates,
    neighbours,
    groups,
    works,
    findClosure,
  };
  return {
    // Paths with fixed words come before those that take a student's id in the same place.
    routes: [
      ...listRoutes(shared),
      ...appealRoutes({ ...shared, appeals, appealService }),
      ...groupRoutes(shared),
      ...commissionRoutes(shared),
      ...agreementRoutes(shared),
      ...settingsRoutes({ ...shared, assessments }),
      ...statisticsRoutes(shared),
      ...tableRoutes(shared),
      ...commentRoutes(shared),
      ...presenceRoutes({ ...shared, presence, now }),
      ...rubricRoutes({ ...shared, courses, rubrics, findOutcomes }),
      ...workRoutes({ ...shared, now }),
      ...panelRoutes(shared),
      ...historyRoutes({ ...shared, findPolicyMoves }),
      ...resultsRoutes({ ...shared, appealService }),
    ],
    gradeSource: createGradeSource({
      grades,
      assessments,
      policyVersion: (...asked) => assessmentService.policyVersion(...asked),
    }),
    adoptRubric: (courseId, accepted) => assessmentService.adoptRubric(courseId, accepted),
    policies,
    policyVersions: courseIds => assessments.policyVersions(courseIds, finalControl),
    movePolicy: (courseId, from, to) => assessments.movePolicy(courseId, finalControl, from, to),
    scaleOf: courseId => assessmentService.scaleOf(courseId),
    policyOfCourse: courseId => assessmentService.policyOfCourse(courseId),
    examRules: courseId => assessmentService.examRules(courseId),
    releaseDue: () => releases.releaseDue(),
    releaseLoop: createLoop({
      clock: systemClock,
      everyMs: releaseEveryMs,
      turn: () => releases.releaseDue(),
      onError: error => log.error({ error }, 'release-at-time-failed'),
    }),
    panelMarks: createFindPanelMarks({ grades, assessmentService }),
    works: createClassWorks({ assessmentService, works, now }),
  };
}
