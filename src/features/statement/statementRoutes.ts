import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type ClassResults } from '../gradebook/index.ts';
import { type Grading } from '../grading/index.ts';
import { type Member, type RosterStore } from '../roster/index.ts';
import { type Entitled, overResitLimit } from './domain/resits.ts';
import { printsExam, statementKinds } from './domain/statement.ts';
import { type Reading, sheetOf } from './sheet.ts';
import { statementFormats, writeStatement } from './statementFile.ts';
import { findEntitled } from './resitLines.ts';
import { lineOf } from './statementLine.ts';
import { type StatementParts, type StatementService } from './statementService.ts';
import { type StoredStatement } from './statementStore.ts';
import { listView, pageView } from './statementView.ts';
import { nameIn } from './naming.ts';

export interface RouteParts extends Pick<StatementParts, 'store' | 'classResults'> {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly service: StatementService;
  /** The versions of an institution’s policy. */
  readonly policies: Pick<Grading['policies'], 'get'>;
}

const notices = ['nothing', 'changed', 'reason'] as const;
const numbered = z.object({ number: z.coerce.number().int().min(1).max(1_000_000) });
const numberOrNone = z
  .string()
  .regex(/^\d{0,7}$/)
  .transform(text => (text === '' ? null : Number(text)));
const makeBody = z.object({
  kind: z.enum(statementKinds),
  replaces: numberOrNone,
  /** The newest of its kind on the page; without it, the one that is corrected. */
  seen: numberOrNone.optional(),
  reason: z.string().trim().max(500).default(''),
});

export function statementRoutes(parts: RouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/statements',
      permission: 'grades.read',
      query: z.object({ notice: z.enum(notices).optional().catch(undefined) }),
      handler: (context, { query }) => showList(parts, context, query.notice ?? null),
    }),
    defineRoute({
      method: 'post',
      path: '/statements',
      permission: 'grades.release',
      body: makeBody,
      handler: async (context, { body }) => {
        const { actor, base } = context;
        const wish = { ...body, seen: body.seen === undefined ? body.replaces : body.seen };
        const outcome = await parts.service.make(await getCourse(parts, context), actor.personId, wish);
        return redirect(
          outcome.kind === 'made'
            ? `${base}/statements/${outcome.statement.number}?made=1`
            : `${base}/statements?notice=${outcome.kind}`,
        );
      },
    }),
    defineRoute({
      method: 'get',
      path: '/statements/:number',
      permission: 'grades.read',
      params: numbered,
      query: z.object({ made: z.literal('1').optional().catch(undefined) }),
      handler: (context, { params, query }) => showOne(parts, context, params.number, query.made === '1'),
    }),
    defineRoute({
      method: 'get',
      path: '/statements/:number/file',
      permission: 'grades.read',
      params: numbered,
      query: z.object({ as: z.enum(statementFormats).catch('pdf') }),
      handler: async (context, { params, query }) => {
        const { statement, reading } = await getOne(parts, context, params.number);
        const sheet = sheetOf(statement, await parts.store.linesOf(statement), reading);
        return { kind: 'file', ...(await writeStatement(sheet, query.as, context.lang)) };
      },
    }),
  ];
}

async function getCourse(parts: RouteParts, context: LaunchContext): Promise<Course> {
  const course = await parts.courses.find(context.actor.courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  return course;
}

/** How the people are called today; a statement keeps who they were. */
function readingOf(
  context: LaunchContext,
  course: Course,
  members: readonly Member[],
): Omit<Reading, 'policy'> {
  const names = new Map(members.map(member => [member.person.id as string, nameIn(member, context.t)]));
  return {
    t: context.t,
    lang: context.lang,
    timeZone: course.term.timeZone,
    nameOf: personId => names.get(personId) ?? '–',
  };
}

async function showList(
  parts: RouteParts,
  context: LaunchContext,
  notice: (typeof notices)[number] | null,
): Promise<Reply> {
  const { courseId } = context.actor;
  const [course, statements, results, members] = await Promise.all([
    getCourse(parts, context),
    parts.store.list(courseId),
    parts.classResults(courseId),
    parts.roster.members(courseId),
  ]);
  const [overLimit, entitled] =
    results === null
      ? [[], new Map<PersonId, Entitled>()]
      : await Promise.all([
          overLimitIn(parts, course, statements, results),
          findEntitled(parts, course, statements, results.policyVersion),
        ]);
  const reading = readingOf(context, course, members);
  const view = listView(context, { statements, results, reading, overLimit, entitled });
  return page('statement/list', context.t.statement.title, {
    ...view,
    notice: notice === null ? null : context.t.statement.notices[notice],
  });
}

/** Students who would have more resits of the exam than the policy allows. */
async function overLimitIn(
  parts: RouteParts,
  course: Course,
  statements: readonly StoredStatement[],
  results: ClassResults,
): Promise<PersonId[]> {
  const printed = statements.filter(printsExam);
  if (printed.length === 0) return [];
  const oldestFirst = printed.toSorted((one, other) => one.number - other.number);
  const lines = (await Promise.all(oldestFirst.map(one => parts.store.linesOf(one)))).flat();
  const { policy } = await parts.policies.get(course.registrationId, results.policyVersion);
  return overResitLimit(lines, results.rows.map(lineOf), policy.resits);
}

async function getOne(
  parts: RouteParts,
  context: LaunchContext,
  number: number,
): Promise<{ statement: StoredStatement; reading: Reading }> {
  const [course, statement, members] = await Promise.all([
    getCourse(parts, context),
    parts.store.find(context.actor.courseId, number),
    parts.roster.members(context.actor.courseId),
  ]);
  if (statement === null) throw new AppError('not-found', { what: 'statement' });
  const { policy } = await parts.policies.get(course.registrationId, statement.policyVersion);
  return { statement, reading: { ...readingOf(context, course, members), policy } };
}

async function showOne(
  parts: RouteParts,
  context: LaunchContext,
  number: number,
  isNew: boolean,
): Promise<Reply> {
  const { statement, reading } = await getOne(parts, context, number);
  const [lines, all] = await Promise.all([
    parts.store.linesOf(statement),
    parts.store.list(context.actor.courseId),
  ]);
  const replacedBy = all.find(one => one.replaces === number)?.number ?? null;
  return page('statement/statement', context.t.statement.name(statement), {
    ...pageView(context, sheetOf(statement, lines, reading), statement, replacedBy),
    notice: isNew ? context.t.statement.notices.made(statement) : null,
    madeAt: formatInstant(statement.madeAt, reading.timeZone),
  });
}
