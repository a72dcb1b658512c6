import { z } from 'zod';
import { dayOfInstant, formatDay, isIsoDate } from '../../kernel/dates.ts';
import { type Catalogue, catalogueOf, type Lang } from '../../i18n/index.ts';
import { languages } from '../../i18n/lang.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type Syllabus } from '../syllabus/index.ts';
import { writeCalendarFile } from './calendarFile.ts';
import { calendarView } from './calendarView.ts';
import { buildCalendar } from './domain/calendar.ts';
import { type TermDays } from './domain/term.ts';

export interface CalendarParts {
  readonly courses: CourseStore;
  readonly publishedSyllabus: (course: Course) => Promise<Syllabus | null>;
  /** What the term's days are beyond its weeks. */
  readonly daysOf: (courseId: CourseId, t: Catalogue, lang: Lang) => Promise<TermDays>;
  readonly now: () => Date;
}

type Notice = 'saved' | 'cleared' | 'wrong';

export function calendarRoutes(parts: CalendarParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/calendar',
      permission: 'calendar.read',
      query: z.object({ term: z.enum(['saved', 'cleared']).optional().catch(undefined) }),
      handler: (context, { query }) => show(parts, context, query.term ?? null),
    }),
    defineRoute({
      method: 'get',
      path: '/calendar/file',
      permission: 'calendar.read',
      query: z.object({ lang: z.enum(languages).optional().catch(undefined) }),
      handler: async ({ actor, lang: own }, { query: { lang = own } }) => {
        const course = await parts.courses.find(actor.courseId);
        const syllabus = course === null ? null : await parts.publishedSyllabus(course);
        if (course === null || syllabus === null) throw new AppError('not-found', { what: 'calendar' });
        const days = await parts.daysOf(course.id, catalogueOf(lang), lang);
        const { startOn } = course.term;
        const courseTitle = syllabus.course.title ?? course.title;
        return { kind: 'file', ...(await writeCalendarFile(syllabus, { courseTitle, startOn, days, lang })) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/calendar/term',
      permission: 'course.settings',
      body: z.object({ startOn: z.string().trim().max(20) }),
      handler: async (context, { body }) => {
        const startOn = readDay(body.startOn);
        if (startOn === undefined) return show(parts, context, 'wrong', body.startOn);
        await parts.courses.setTermStart(context.actor.courseId, startOn);
        return redirect(`${context.base}/calendar?term=${startOn === null ? 'cleared' : 'saved'}`);
      },
    }),
  ];
}

/** Null clears; undefined is no day. Browsers without a date field send what the person typed: 01.09.2026. */
function readDay(text: string): string | null | undefined {
  if (text === '') return null;
  const typed = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const [, day = '', month = '', year = ''] = typed ?? [];
  const iso = typed === null ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isIsoDate(iso) ? iso : undefined;
}

async function show(
  parts: CalendarParts,
  context: LaunchContext,
  notice: Notice | null,
  typed?: string,
): Promise<Reply> {
  const course = await parts.courses.find(context.actor.courseId);
  if (course === null) throw new AppError('not-found');
  const { t, lang, actor } = context;
  const words = t.calendar;
  const syllabus = await parts.publishedSyllabus(course);
  const canSet = actor.can('course.settings');
  if (syllabus === null)
    return page('calendar/empty', words.title, { canImport: actor.can('syllabus.import') });
  const viewer = {
    t,
    lang,
    startOn: course.term.startOn,
    today: dayOfInstant(parts.now(), course.term.timeZone),
    days: await parts.daysOf(course.id, t, lang),
  };
  const notices = { saved: words.termSaved, cleared: words.termCleared, wrong: words.termWrong };
  return page(
    'calendar/calendar',
    words.title,
    {
      ...calendarView(buildCalendar(syllabus.calendar), viewer),
      courseLang: syllabus.language,
      notice: notice === null || notice === 'wrong' ? null : notices[notice],
      term: canSet
        ? {
            startOn: typed ?? course.term.startOn ?? '',
            shown: course.term.startOn === null ? null : formatDay(course.term.startOn),
            error: notice === 'wrong' ? words.termWrong : null,
          }
        : null,
      noDates: course.term.startOn === null,
      late: viewer.days.late,
      files: languages.map(one => ({
        href: `${context.base}/calendar/file?lang=${one}`,
        text: t.form.languageOf[one],
        label: `${words.file.excel}: ${t.form.languageOf[one]}`,
      })),
    },
    notice === 'wrong' ? 422 : 200,
  );
}
