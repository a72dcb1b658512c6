import { AppError } from '../../kernel/errors.ts';
import { type IsoDate } from '../../kernel/dates.ts';
import { type CourseId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { datesOfWeek } from '../calendar/index.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type GradebookRules } from './gradebookService.ts';
import { type ControlKey, controlKeys, type Plan } from './domain/plan.ts';
import { type Grant, lastWeekOf, windowState, type WindowState } from './domain/windows.ts';
import { type Decision, type Reopening, type ReopeningStore } from './reopeningStore.ts';

export interface WindowDoors {
  readonly courses: Pick<CourseStore, 'find'>;
  /** Mondays of weeks in which nothing is taught. */
  readonly freeWeeksOf: (courseId: CourseId) => Promise<readonly IsoDate[]>;
  /** When the newest statement was made that attests each control. */
  readonly attestedAt: (courseId: CourseId) => Promise<Readonly<Partial<Record<ControlKey, Date>>>>;
  readonly now: () => Date;
}

/** One control of a course: whether its marks may be changed, and what was asked about it. */
export interface ControlWindow {
  readonly control: ControlKey;
  readonly state: WindowState;
  /** Newest first. */
  readonly requests: readonly Reopening[];
}

/** What decides whether marks can be closed at all: a save has it at hand already. */
type WindowRules = Pick<GradebookRules, 'plan' | 'policy'>;

export interface WindowService {
  /** Of controls whose marks are put down in the gradebook or in the grading panel; empty where the policy closes nothing. */
  windows(courseId: CourseId, rules: WindowRules): Promise<ControlWindow[]>;
  closedControls(courseId: CourseId, rules: WindowRules): Promise<ReadonlySet<ControlKey>>;
  /** False: it is not closed, or a request waits already. */
  ask(
    asker: { readonly courseId: CourseId; readonly personId: PersonId },
    rules: WindowRules,
    request: { readonly control: ControlKey; readonly reason: string },
  ): Promise<boolean>;
  /** Requests of all courses of a platform, newest first. */
  requestsOf(registrationId: RegistrationId): Promise<Reopening[]>;
  /** False: somebody else has decided. */
  decide(registrationId: RegistrationId, id: string, decision: Decision): Promise<boolean>;
}

export function createWindowService(doors: WindowDoors & { readonly store: ReopeningStore }): WindowService {
  const { courses, freeWeeksOf, attestedAt, now, store } = doors;

  async function getCourse(courseId: CourseId): Promise<Course> {
    const course = await courses.find(courseId);
    if (course === null) throw new AppError('not-found', { what: 'course' });
    return course;
  }

  /** The last day of the week in which a control's last work is handed in; null without a term. */
  async function periodEnds(course: Course, plan: Plan): Promise<(control: ControlKey) => IsoDate | null> {
    const { startOn } = course.term;
    if (startOn === null) return () => null;
    const freeWeeks = await freeWeeksOf(course.id);
    return control => {
      const week = lastWeekOf(plan, control);
      return week === null ? null : datesOfWeek(startOn, week, freeWeeks).to;
    };
  }

  const service: WindowService = {
    async windows(courseId, { plan, policy: { windows } }) {
      if (windows.editDays === null && !windows.closedByStatement) return [];
      const course = await getCourse(courseId);
      const [endOf, attested, requests] = await Promise.all([
        periodEnds(course, plan),
        attestedAt(courseId),
        store.ofCourse(courseId),
      ]);
      const used = controlKeys.filter(
        key => plan.sources[key] === 'panel' || plan.columns.some(({ control }) => control === key),
      );
      return used.map(control => {
        const own = requests.filter(request => request.control === control);
        const facts = {
          windows,
          periodEnd: endOf(control),
          attestedAt: attested[control] ?? null,
          grant: grantOf(own),
        };
        return { control, state: windowState(facts, now(), course.term.timeZone), requests: own };
      });
    },
    async closedControls(courseId, rules) {
      const windows = await service.windows(courseId, rules);
      return new Set(windows.flatMap(({ control, state }) => (state.kind === 'closed' ? [control] : [])));
    },
    async ask({ courseId, personId }, rules, { control, reason }) {
      const { registrationId } = await getCourse(courseId);
      if (!(await service.closedControls(courseId, rules)).has(control)) return false;
      return store.ask(registrationId, { courseId, control, reason, askedBy: personId, askedAt: now() });
    },
    requestsOf: registrationId => store.ofRegistration(registrationId),
    decide: (registrationId, id, decision) => store.decide(registrationId, id, decision),
  };
  return service;
}

function grantOf(requests: readonly Reopening[]): Grant | null {
  const granted = requests.find(({ state }) => state === 'granted');
  if (granted?.until == null || granted.decidedAt === null) return null;
  return { from: granted.decidedAt, until: granted.until };
}
