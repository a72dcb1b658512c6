import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.ts';
import { page, redirect } from '../../web/route.ts';
import { type InstitutionContext, type InstitutionPages } from '../connect/index.ts';
import { type CourseStore, defaultTimeZone } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { nameOf } from './gradebookWords.ts';
import { type Reopening } from './reopeningStore.ts';
import { type WindowService } from './windowService.ts';
import { requestText } from './windowView.ts';

export interface WindowPagesParts {
  readonly windows: WindowService;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'findMember'>;
  readonly now: () => Date;
}

/** For so many days marks can be opened again. */
const dayChoices = [1, 3, 7, 14] as const;
const dayMs = 86_400_000;
const done = z.object({ done: z.enum(['granted', 'refused', 'late']).optional().catch(undefined) }).catch({});
const body = z.discriminatedUnion('decision', [
  z.object({
    decision: z.literal('grant'),
    days: z.coerce.number().refine(days => dayChoices.some(one => one === days)),
  }),
  z.object({ decision: z.literal('refuse'), answer: z.string().trim().min(1).max(500) }),
]);

/** Requests to open closed marks, for the administrator: who asks, why, and an answer. */
export function windowPages(parts: WindowPagesParts): InstitutionPages {
  const { windows, now } = parts;
  return {
    links: [{ path: '/reopenings', text: t => t.policy.windows.console.open }],
    routes: define => [
      define({
        method: 'get',
        path: '/reopenings',
        handler: async (context, { query }) => {
          const { t, home, registration } = context;
          const requests = await windows.requestsOf(registration.id);
          const notice = done.parse(query).done;
          return page('gradebook/reopenings', t.policy.windows.console.open, {
            home,
            name: registration.name,
            notice: notice === undefined ? null : t.policy.windows.console[notice],
            rows: await Promise.all(requests.map(request => rowOf(parts, context, request))),
          });
        },
      }),
      define({
        method: 'post',
        path: '/reopenings/:request',
        body,
        handler: async (context, { params, body: answer }) => {
          const { registration, isOperator, home } = context;
          const id = params['request'] ?? '';
          const at = now();
          const isGranted = answer.decision === 'grant';
          const isDecided = await windows.decide(registration.id, id, {
            state: isGranted ? 'granted' : 'refused',
            decidedAt: at,
            scope: isOperator ? 'operator' : 'administrator',
            answer: isGranted ? '' : answer.answer,
            until: isGranted ? new Date(at.getTime() + answer.days * dayMs) : null,
          });
          context.audit(`marks-${answer.decision}`, { platform: registration.id, request: id });
          const outcome = isDecided ? (isGranted ? 'granted' : 'refused') : 'late';
          return redirect(`${home}/reopenings?done=${outcome}`);
        },
      }),
    ],
  };
}

async function rowOf(
  { courses, roster }: WindowPagesParts,
  { t, home, canChange }: InstitutionContext,
  request: Reopening,
) {
  const [course, asker] = await Promise.all([
    courses.find(request.courseId),
    roster.findMember(request.courseId, request.askedBy),
  ]);
  const timeZone = course?.term.timeZone ?? defaultTimeZone;
  const isWaiting = request.state === 'waiting';
  return {
    id: request.id,
    course: course?.title ?? '',
    lang: course?.lang ?? 'kk',
    control: t.gradebook.controls[request.control],
    by: asker === null ? '–' : nameOf(asker, t),
    at: formatInstant(request.askedAt, timeZone),
    reason: request.reason,
    state: requestText(request, timeZone, t),
    form:
      isWaiting && canChange
        ? {
            action: `${home}/reopenings/${request.id}`,
            days: dayChoices.map(days => ({
              value: String(days),
              text: t.policy.windows.console.days({ days }),
            })),
          }
        : null,
  };
}
