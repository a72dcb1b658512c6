import { AppError } from '../../kernel/errors.ts';
import { type CourseId, idPattern, type PersonId, type SyllabusId } from '../../kernel/ids.ts';
import { buildCalendar, type CourseCalendar } from '../calendar/index.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type Grading, type PanelMark, type PolicyVersion } from '../grading/index.ts';
import { type Member, type RosterStore } from '../roster/index.ts';
import { type Syllabus } from '../syllabus/index.ts';
import { type Plan, planOf } from './domain/plan.ts';
import { type Marks, type StandingStatus } from './domain/row.ts';
import { type GradebookStore } from './gradebookStore.ts';
import { type StatusStore } from './statusStore.ts';

/** What the gradebook needs from the rest of the house. */
export interface GradebookDoors {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members' | 'findMember'>;
  readonly publishedSyllabus: (course: Course) => Promise<Syllabus | null>;
  readonly grading: Pick<Grading, 'policyOfCourse' | 'examRules' | 'panelMarks'>;
  /** What is left of late points, day by day. */
  readonly lateOf: (courseId: CourseId) => Promise<readonly string[]>;
}

/** The rules of one course's gradebook. */
export interface GradebookRules extends PolicyVersion {
  readonly plan: Plan;
  readonly timeZone: string;
}

/** A student of the class with everything that the row is computed from. */
export interface ClassRow {
  readonly member: Member;
  readonly marks: Marks;
  readonly exam: PanelMark | null;
  /** What stands beside the grade, or in its place. */
  readonly status: StandingStatus | null;
}

export interface ClassBook {
  readonly rules: GradebookRules;
  /** In no particular order; those who have left only where something was put down for them. */
  readonly rows: readonly ClassRow[];
}

export interface GradebookService {
  /** Null: the course has no accepted syllabus, so there are no columns. */
  findRules(courseId: CourseId): Promise<GradebookRules | null>;
  /** Throws not-found without an accepted syllabus. */
  getRules(courseId: CourseId): Promise<GradebookRules>;
  /** @param under another version of the policy than the course's, to see what it would change */
  loadClass(courseId: CourseId, under?: PolicyVersion): Promise<ClassBook | null>;
  /** The student of the caller's course; throws not-found for anybody else. */
  loadStudent(courseId: CourseId, unsafePersonId: string): Promise<{ rules: GradebookRules; row: ClassRow }>;
}

/** More than are open at the same time; what is over starts afresh. */
const mostCalendars = 500;

export function createGradebookService(
  doors: GradebookDoors & {
    readonly store: GradebookStore;
    readonly statuses: Pick<StatusStore, 'find' | 'list'>;
  },
): GradebookService {
  const { courses, roster, publishedSyllabus, grading, lateOf, store, statuses } = doors;

  const calendars = new Map<SyllabusId, CourseCalendar>();

  /** An accepted syllabus never changes, so its calendar is built once. */
  async function calendarOf(course: Course): Promise<CourseCalendar | null> {
    const { syllabusId } = course;
    if (syllabusId === null) return null;
    const known = calendars.get(syllabusId);
    if (known !== undefined) return known;
    const syllabus = await publishedSyllabus(course);
    if (syllabus === null) return null;
    const calendar = buildCalendar(syllabus.calendar);
    if (calendars.size >= mostCalendars) calendars.clear();
    calendars.set(syllabusId, calendar);
    return calendar;
  }

  /** Everything is asked for at once: each answer of the store is waited for in the midst of a save. */
  async function findRules(courseId: CourseId, under?: PolicyVersion): Promise<GradebookRules | null> {
    const [course, { byPanel, ...version }, late] = await Promise.all([
      courses.find(courseId),
      grading.examRules(courseId),
      lateOf(courseId),
    ]);
    if (course === null) throw new AppError('not-found', { what: 'course' });
    const calendar = await calendarOf(course);
    if (calendar === null) return null;
    const { periods } = (under ?? version).policy;
    const plan = planOf(calendar, byPanel, { periods, late });
    return { ...(under ?? version), plan, timeZone: course.term.timeZone };
  }

  const service: GradebookService = {
    findRules: courseId => findRules(courseId),
    async getRules(courseId) {
      const rules = await findRules(courseId);
      if (rules === null) throw new AppError('not-found', { what: 'syllabus' });
      return rules;
    },
    async loadClass(courseId, under) {
      const [rules, members, rows, given, panel] = await Promise.all([
        findRules(courseId, under),
        roster.members(courseId),
        store.list(courseId),
        statuses.list(courseId),
        grading.panelMarks(courseId, undefined, under?.policy),
      ]);
      if (rules === null) return null;
      const marksOf = new Map<PersonId, Marks>(rows.map(({ personId, marks }) => [personId, marks]));
      const codeOf = new Map(given.map(({ personId, code }) => [personId, code]));
      const listed = members.filter(
        ({ role, active, person }) => role === 'learner' && (active || marksOf.has(person.id)),
      );
      return {
        rules,
        rows: listed.map(member => ({
          member,
          marks: marksOf.get(member.person.id) ?? {},
          exam: panel.marks.get(member.person.id) ?? null,
          status: standing(codeOf.get(member.person.id), rules),
        })),
      };
    },
    async loadStudent(courseId, unsafePersonId) {
      const member = await getStudent(roster, courseId, unsafePersonId);
      const { id } = member.person;
      const [rules, kept, given, panel] = await Promise.all([
        service.getRules(courseId),
        store.find(courseId, id),
        statuses.find(courseId, id),
        grading.panelMarks(courseId, [id]),
      ]);
      const exam = panel.marks.get(id) ?? null;
      return { rules, row: { member, marks: kept?.marks ?? {}, exam, status: standing(given?.code, rules) } };
    },
  };
  return service;
}

/** A status that the policy does not have any more stands in the grade's place, as nobody says that it counts. */
function standing(code: string | undefined, { policy }: PolicyVersion): StandingStatus | null {
  if (code === undefined || code === '') return null;
  return { code, counts: policy.statuses.find(status => status.code === code)?.counts ?? false };
}

/** What a client calls a student is looked up inside the caller's course. */
export async function getStudent(
  roster: Pick<RosterStore, 'findMember'>,
  courseId: CourseId,
  unsafePersonId: string,
): Promise<Member> {
  const member = idPattern.test(unsafePersonId) ? await roster.findMember(courseId, unsafePersonId) : null;
  if (member?.role !== 'learner') throw new AppError('not-found', { what: 'student' });
  return member;
}
