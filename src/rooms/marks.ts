import { withFormerLineItems } from '../features/coursecopy/index.ts';
import { createGradebook, type Gradebook } from '../features/gradebook/index.ts';
import { createGrading, finalControl, type Grading } from '../features/grading/index.ts';
import { chipOf, createGradeSync, createSyncStores, type GradeSync } from '../features/gradesync/index.ts';
import { createPolicyRoom, type PolicyRoom } from '../features/policy/index.ts';
import { syncStaleRoster } from '../features/roster/index.ts';
import { type NoticeTeller } from '../features/notices/index.ts';
import { createStatements, type Statements } from '../features/statement/index.ts';
import { catalogueOf } from '../i18n/index.ts';
import { type IsoDate } from '../kernel/dates.ts';
import { type CourseId } from '../kernel/ids.ts';
import { type Ground } from './ground.ts';

/** The rooms from a mark to the LMS's gradebook. */
export interface MarkRooms {
  readonly grading: Grading;
  readonly gradebook: Gradebook;
  readonly statements: Statements;
  readonly sync: GradeSync;
  readonly policy: PolicyRoom;
}

/** What these rooms ask of rooms that are made after them. */
export interface LaterRooms {
  /** Grade sync and grading need each other: one queues what it releases, the other asks for the score at the last moment. */
  readonly syncOf: () => GradeSync | undefined;
  /** What is left of late points in a course; see the term's `percentsKept`. */
  readonly lateOf: (courseId: CourseId) => Promise<readonly string[]>;
  /** Mondays of weeks of a course in which nothing is taught. */
  readonly freeWeeksOf: (courseId: CourseId) => Promise<readonly IsoDate[]>;
  /** Hears what is released. */
  readonly tell?: Pick<NoticeTeller, 'resultsReleased' | 'appealAnswered'>;
}

export function createMarkRooms(
  ground: Ground,
  { syncOf, lateOf, freeWeeksOf, tell }: LaterRooms,
): MarkRooms {
  const { connection, courses, roster, log, now, lti, listMembers, publishedSyllabus } = ground;
  const enqueue: GradeSync['enqueue'] = async (courseId, columnKey, personIds) => {
    // What is released is released, also when the queue cannot be told now.
    await tell?.resultsReleased(courseId, personIds);
    await syncOf()?.enqueue(courseId, columnKey, personIds);
  };
  const grading = createGrading({
    connection,
    roster,
    courses,
    now,
    log,
    findOutcomes: async courseId => {
      const course = await courses.find(courseId);
      const outcomes = course === null ? [] : ((await publishedSyllabus(course))?.outcomes ?? []);
      return outcomes.flatMap(({ code, indicators }) => [code, ...indicators.map(one => one.code)]);
    },
    enqueue,
    findClosure: courseId => gradebook.examClosure(courseId),
    findPolicyMoves: (...asked) => policy.findMoves(...asked),
    onAppealAnswered: async (courseId, personId) => tell?.appealAnswered(courseId, personId),
    syncStates: async (courseId, personIds, lang) => {
      const standings = await syncOf()?.standingsOf(courseId, finalControl, personIds);
      const t = catalogueOf(lang);
      return new Map([...(standings ?? [])].map(([id, { standing }]) => [id, chipOf(standing, t)]));
    },
  });
  const gradebook: Gradebook = createGradebook({
    ...{ connection, courses, roster, grading, now, log, publishedSyllabus, lateOf, freeWeeksOf },
    attestedAt: courseId => statements.attestedAt(courseId),
    enqueue: async (courseId, wanted) => syncOf()?.enqueueColumns(courseId, wanted),
  });
  const statements: Statements = createStatements({
    connection,
    policies: grading.policies,
    policyOfCourse: id => grading.policyOfCourse(id),
    courses,
    roster,
    now,
    log,
    classResults: courseId => gradebook.classResults(courseId),
    enqueue,
  });
  const sync = createGradeSync({
    stores: createSyncStores(connection),
    courses,
    roster,
    gradebook: withFormerLineItems(lti.ags, id => courses.find(id)),
    source: statements.addTo(gradebook.addTo(grading.gradeSource)),
    log,
    async refreshRoster(id) {
      const course = await courses.find(id);
      if (course !== null) await syncStaleRoster({ store: roster, listMembers, now }, course);
    },
  });
  const policy: PolicyRoom = createPolicyRoom({ connection, courses, grading, gradebook, now });
  return { grading, gradebook, statements, sync, policy };
}
