import { z } from 'zod';
import { writeXlsx } from '../../../documents/write/index.ts';
import { formatInstant } from '../../../kernel/dates.ts';
import { page, type PublicRoute, type Reply } from '../../../web/route.ts';
import { type DefineInstitutionPage, type InstitutionContext } from '../../connect/index.ts';
import { type CourseStore } from '../../course/index.ts';
import { displayName, type RosterStore } from '../../roster/index.ts';
import { type Approvable } from '../approvable.ts';
import { type ApprovalStore } from '../approvalStore.ts';
import { documentKinds } from '../domain/documentKind.ts';
import { filterWaiting, type Waiting, type WaitingFilter, waitingOf } from '../domain/waiting.ts';

export interface WaitingPageParts {
  readonly courses: Pick<CourseStore, 'ofRegistration'>;
  readonly roster: Pick<RosterStore, 'findPeople'>;
  readonly store: Pick<ApprovalStore, 'openOf'>;
  readonly documents: readonly Approvable[];
  readonly now: () => Date;
}

/** Choices of "waits at least so many days"; 0 shows all. */
const ages = [0, 3, 7, 14, 30] as const;
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** So many are shown; whoever has more sees the longest waiting ones. */
const shown = 200;

const query = z.object({
  kind: z.enum(documentKinds).nullable().catch(null).default(null),
  days: z.coerce
    .number()
    .catch(0)
    .default(0)
    .transform(days => ages.findLast(age => age <= days) ?? 0),
});

/** Who waits for whom since when, in all courses of an institution. People act in the LMS, so nothing leads there. */
export function waitingPage(parts: WaitingPageParts, define: DefineInstitutionPage): PublicRoute[] {
  return [
    define({
      method: 'get',
      path: '/approval/waiting',
      handler: async (context, input) => {
        const { kind, days } = query.parse(input.query);
        return show(parts, context, { kind, leastDays: days });
      },
    }),
    define({
      method: 'get',
      path: '/approval/waiting/file',
      handler: async (context, input) => {
        const { kind, days } = query.parse(input.query);
        return asFile(parts, context, { kind, leastDays: days });
      },
    }),
  ];
}

async function show(
  parts: WaitingPageParts,
  context: InstitutionContext,
  filter: WaitingFilter,
): Promise<Reply> {
  const { t, home, registration } = context;
  const words = t.approvalSteps.waiting;
  const courses = await parts.courses.ofRegistration(registration.id);
  const open = await parts.store.openOf(courses.map(({ id }) => id));
  const all = waitingOf(open, parts.now());
  const found = filterWaiting(all, filter);
  const href = ({ kind, leastDays }: WaitingFilter): string =>
    `${home}/approval/waiting?days=${leastDays}${kind === null ? '' : `&kind=${kind}`}`;
  const count = (one: WaitingFilter): number => filterWaiting(all, one).length;
  const item = (one: WaitingFilter, text: string) => ({
    href: href(one),
    text,
    current: one.kind === filter.kind && one.leastDays === filter.leastDays,
    count: count(one),
  });
  return page('approval/waiting', words.title, {
    back: `${home}/approval`,
    kinds: [
      item({ ...filter, kind: null }, words.allKinds),
      ...parts.documents.map(one => item({ ...filter, kind: one.kind }, one.name(t))),
    ],
    ages: ages.map(leastDays =>
      item({ ...filter, leastDays }, leastDays === 0 ? words.anyAge : words.atLeast({ days: leastDays })),
    ),
    rows: await rowsOf(parts, context, found.slice(0, shown), courses),
    file: href(filter).replace('/waiting?', '/waiting/file?'),
    more: found.length > shown ? words.more({ count: found.length - shown }) : null,
  });
}

/** The whole list, as it is chosen. */
async function asFile(
  parts: WaitingPageParts,
  context: InstitutionContext,
  filter: WaitingFilter,
): Promise<Reply> {
  const words = context.t.approvalSteps.waiting;
  const courses = await parts.courses.ofRegistration(context.registration.id);
  const open = await parts.store.openOf(courses.map(({ id }) => id));
  const rows = await rowsOf(parts, context, filterWaiting(waitingOf(open, parts.now()), filter), courses);
  const { course, document, by, submitted, waitsFor, since, days } = words.columns;
  const heads = [course, document, by, submitted, waitsFor, since, days];
  const body = await writeXlsx({
    name: words.title,
    widths: [40, 24, 32, 20, 36, 20, 10],
    rows: [
      heads.map(text => ({ text, bold: true })),
      ...rows.map(row => [
        ...[row.course, row.document, row.by, row.submittedAt, row.waitsFor, row.since].map(text => ({
          text,
        })),
        { text: row.days, number: Number(row.days) },
      ]),
    ],
  });
  return { kind: 'file', name: `${words.fileName}.xlsx`, type: xlsxType, body };
}

async function rowsOf(
  { roster, documents }: WaitingPageParts,
  { t, lang }: InstitutionContext,
  waiting: readonly Waiting[],
  courses: Awaited<ReturnType<CourseStore['ofRegistration']>>,
) {
  const courseOf = new Map(courses.map(course => [course.id, course]));
  const people = await roster.findPeople([...new Set(waiting.map(({ by }) => by))]);
  const names = new Map(
    people.map(person => [person.id, displayName(person, 0, () => t.approval.formerMember)]),
  );
  return waiting.flatMap(one => {
    const course = courseOf.get(one.courseId);
    if (course === undefined) return [];
    const { timeZone } = course.term;
    return [
      {
        course: course.title === '' ? t.department.untitled : course.title,
        document: documents.find(({ kind }) => kind === one.kind)?.name(t) ?? '',
        by: names.get(one.by) ?? t.approval.formerMember,
        submittedAt: formatInstant(one.submittedAt, timeZone),
        waitsFor: one.waitsFor[lang],
        since: formatInstant(one.since, timeZone),
        days: String(one.days),
      },
    ];
  });
}
