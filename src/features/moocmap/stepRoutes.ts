import { z } from 'zod';
import { dayOfInstant, formatDay, formatShortDay } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { numberText } from '../syllabus/index.ts';
import { type CourseMap, moocLabel } from './domain/courseMap.ts';
import { progressOf, type StudentSteps, tasksOf } from './domain/progress.ts';
import { showLearners } from './learnersView.ts';
import { getCourse, type MapParts, type Notice, noticeView } from './mapPages.ts';
import { useView } from './mapView.ts';
import { resultView } from './resultView.ts';
import { type Days, daysOf } from './taskDays.ts';
import { anchorOf, rowName } from './mapWords.ts';

const address = z.union([z.literal(''), z.email().max(254)]);

/** The students' way through the online courses, and the teacher's view of it. */
export function stepRoutes(parts: MapParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/moocmap/registered',
      permission: 'grades.own',
      body: z.object({ mooc: z.string().max(20), address: z.string().trim().max(300).default('') }),
      handler: async (context, { body }) => {
        const { courseId, personId } = context.actor;
        const { map } = await getPublished(parts, context);
        if (!map.moocs.some(({ key }) => key === body.mooc))
          throw new AppError('not-found', { what: 'online course of the map' });
        const typed = address.safeParse(body.address);
        if (!typed.success) return showPlan(parts, context, null, body);
        const registration = { mooc: body.mooc, address: typed.data === '' ? null : typed.data };
        await parts.steps.register(courseId, personId, registration, parts.now());
        return redirect(`${context.base}/moocmap?notice=registered`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocmap/done',
      permission: 'grades.own',
      body: z.object({ row: z.string().max(60), done: z.enum(['yes', 'no']) }),
      handler: async (context, { body: { row, done } }) => {
        const { courseId, personId } = context.actor;
        const { map } = await getPublished(parts, context);
        if (!tasksOf(map).some(({ key }) => key === row))
          throw new AppError('not-found', { what: 'task of the map' });
        await parts.steps.setDone(courseId, personId, row, done === 'yes', parts.now());
        return redirect(`${context.base}/moocmap?notice=done#${anchorOf(row)}`);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/moocmap/learners',
      permission: 'roster.read',
      handler: context => showLearners(parts, context),
    }),
  ];
}

async function getPublished(parts: MapParts, { actor }: LaunchContext) {
  const published = await parts.store.newestAccepted(actor.courseId);
  if (published === null) throw new AppError('not-found', { what: 'integration map' });
  return published;
}

/** @param refused the registration whose address is none */
export async function showPlan(
  parts: MapParts,
  context: LaunchContext,
  notice: Notice | null,
  refused: { readonly mooc: string; readonly address: string } | null = null,
): Promise<Reply> {
  const { t, actor } = context;
  const words = t.moocmap;
  const course = await getCourse(parts, actor.courseId);
  const published = await parts.store.newestAccepted(actor.courseId);
  if (published === null) return page('moocmap/none', words.planTitle, {});
  const { map } = published;
  const [steps, results, days] = await Promise.all([
    parts.steps.of(actor.courseId, actor.personId),
    parts.resultsOf([actor.courseId], actor.personId),
    daysOf(parts, course, context),
  ]);
  const progress = progressOf(map, steps, days.today, task => days.dueOf(task)?.on ?? null);
  return page(
    'moocmap/plan',
    words.planTitle,
    {
      notice: noticeView(notice, t),
      model: map.model === null ? null : words.models[map.model],
      documentLang: map.language,
      moocs: map.moocs.map(({ key, title, url }) => {
        const own = steps.registrations.find(({ mooc }) => mooc === key);
        const isRefused = refused?.mooc === key;
        return {
          key,
          name: title ?? moocLabel(map, key),
          url,
          result: resultView(
            results.find(({ moocKey }) => moocKey === key),
            context,
          ),
          registeredOn:
            own === undefined
              ? null
              : words.steps.registeredOn({ date: formatDay(dayOfInstant(own.at, course.term.timeZone)) }),
          address: isRefused ? refused.address : (own?.address ?? ''),
          error: isRefused ? words.steps.addressWrong : null,
        };
      }),
      progress: {
        id: 'progress',
        label: words.steps.progress,
        max: Math.max(1, progress.all),
        value: progress.done,
        text: words.steps.progressOf(progress),
      },
      weeks: weekViews(map, steps, days, context),
    },
    refused === null ? 200 : 422,
  );
}

function weekViews(map: CourseMap, steps: StudentSteps, days: Days, { t, lang }: LaunchContext) {
  const done = new Set(steps.done.map(({ row }) => row));
  const tasks = tasksOf(map);
  return [...new Set(tasks.map(({ row }) => row.week))].map(week => {
    const dates = days.weekOf(week);
    return {
      name: week === null ? t.moocmap.noWeek : t.moocmap.week({ week }),
      dates: dates === null ? null : `${formatShortDay(dates.from)}–${formatShortDay(dates.to)}`,
      isCurrent: dates !== null && dates.from <= days.today && days.today <= dates.to,
      tasks: tasks
        .filter(({ row }) => row.week === week)
        .map(task => {
          const { key, row } = task;
          const due = days.dueOf(task);
          const isDone = done.has(key);
          return {
            key,
            anchor: anchorOf(key),
            name: rowName(row, t),
            kind: row.kind,
            title: row.title,
            hours: row.hours === null ? null : t.calendar.hoursOf({ hours: numberText(row.hours, lang) }),
            tasks: row.tasks,
            assessment: row.assessment,
            platform: row.platform,
            url: row.url ?? map.moocs.find(mooc => mooc.key === row.use?.mooc)?.url ?? null,
            use: useView(map, row, t),
            due: due === null ? null : t.moocmap.steps.due({ date: `${formatDay(due.on)} ${due.at}` }),
            isDone,
            isLate: !isDone && due !== null && due.on < days.today,
          };
        }),
    };
  });
}
