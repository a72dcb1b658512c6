import { z } from 'zod';
import { type IsoDate, readDay } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type CourseCalendar } from '../calendar/index.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { readTermForm, type TermFaults, type Typed } from './termForm.ts';
import { type KeptPlan, type TermStore } from './termStore.ts';
import { dueRows, termView, typedOf, withStateHolidays } from './termView.ts';

export interface TermParts {
  readonly courses: Pick<CourseStore, 'find' | 'setTerm'>;
  readonly store: TermStore;
  readonly findCalendar: (course: Course) => Promise<CourseCalendar | null>;
  /** Hears that days or deadlines were saved; it never fails. */
  readonly onChanged?: (courseId: Course['id'], by: PersonId) => Promise<void>;
}

const typedBody = z.record(z.string(), z.string().max(20_000));
/** A term without a known length: as long as the national academic calendar's. */
const usualWeeks = 15;

/** The term of the course: its days, its deadlines, what late work costs. */
export function termRoutes(parts: TermParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/term',
      permission: 'course.settings',
      query: z.object({ saved: z.literal('yes').optional().catch(undefined) }),
      handler: async (context, { query }) => {
        const facts = await load(parts, context);
        const notice =
          query.saved === undefined ? null : ({ tone: 'success', text: context.t.term.saved } as const);
        return show(context, facts, typedOf(facts.course.term, facts.kept.plan, context.lang), { notice });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/term',
      permission: 'course.settings',
      body: typedBody,
      handler: async (context, { body }) => save(parts, context, body),
    }),
  ];
}

interface Facts {
  readonly course: Course;
  readonly kept: KeptPlan;
  readonly calendar: CourseCalendar | null;
}

async function load(parts: TermParts, { actor }: LaunchContext): Promise<Facts> {
  const course = await parts.courses.find(actor.courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  const [kept, calendar] = await Promise.all([parts.store.find(course.id), parts.findCalendar(course)]);
  return { course, kept, calendar };
}

async function save(parts: TermParts, context: LaunchContext, typed: Typed): Promise<Reply> {
  const { t } = context;
  const facts = await load(parts, context);
  if (typed.add === 'state-holidays') {
    const startOn: IsoDate | null = readDay((typed.startOn ?? '').trim());
    if (startOn === null) return show(context, facts, typed, { faults: { startOn: { fault: 'day' } } });
    const weeks = Number(typed.weeks) || facts.calendar?.lastWeek || usualWeeks;
    return show(context, facts, withStateHolidays(typed, startOn, weeks, t), {
      notice: { tone: 'info', text: t.term.holidaysAdded },
    });
  }
  const reading = readTermForm(
    typed,
    dueRows(facts.calendar, t).map(({ key }) => key),
  );
  if (reading.kind === 'wrong') return show(context, facts, typed, { faults: reading.faults });
  const { startOn, timeZone, plan } = reading.term;
  if (!(await parts.store.save(facts.course.id, Number(typed.rev) || 0, plan)))
    return show(context, facts, typed, { notice: { tone: 'warning', text: t.term.conflict }, status: 409 });
  await parts.courses.setTerm(facts.course.id, { startOn, timeZone });
  await parts.onChanged?.(facts.course.id, context.actor.personId);
  return redirect(`${context.base}/term?saved=yes`);
}

function show(
  { t }: LaunchContext,
  { course, kept, calendar }: Facts,
  typed: Typed,
  told: { notice?: { tone: string; text: string } | null; faults?: TermFaults; status?: number },
): Reply {
  const { notice = null, faults = {} } = told;
  const isWrong = Object.keys(faults).length > 0;
  const rows = dueRows(calendar, t);
  return page(
    'term/term',
    t.term.title,
    {
      ...termView(typed, faults, { rows, plan: kept.plan, startOn: course.term.startOn, t }),
      // After a conflict the form is based on the newer plan: saving again is a decision, not an accident.
      rev: kept.rev,
      notice: isWrong ? { tone: 'danger', text: t.term.notSaved } : notice,
    },
    told.status ?? (isWrong ? 422 : 200),
  );
}
