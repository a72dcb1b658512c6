import { z } from 'zod';
import { catalogueOf } from '../../i18n/index.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { type CourseId } from '../../kernel/ids.ts';
import {
  definePublicRoute,
  page,
  type PublicReply,
  type PublicRequest,
  type Route,
} from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { readCode } from './domain/statement.ts';
import { type StatementService } from './statementService.ts';
import { type StatementStore } from './statementStore.ts';

export interface VerifyParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly store: StatementStore;
  readonly service: StatementService;
}

const query = z.object({ code: z.string().max(60).optional().catch(undefined) });

/** Where anybody who holds a printed statement sees whether it is genuine. It names no student and no result. */
export function verifyRoute(parts: VerifyParts): Route {
  return definePublicRoute({
    why: 'whoever receives a printed statement has no launch; the code is the key, and no person’s data are shown',
    method: 'get',
    path: '/statement',
    handler: request => verify(parts, request),
  });
}

async function verify(
  { courses, store, service }: VerifyParts,
  request: PublicRequest,
): Promise<PublicReply> {
  const t = catalogueOf(request.lang);
  const typed = query.parse(request.query).code ?? '';
  const code = readCode(typed);
  const statement = code === null ? null : await store.findByCode(code);
  const view = { typed, unknown: typed !== '' && statement === null, found: null };
  if (statement === null) {
    const status = view.unknown ? 404 : 200;
    return { reply: page('statement/verify', t.statement.verify.title, view, status) };
  }
  const [isWhole, all, timeZone] = await Promise.all([
    service.isWhole(statement),
    store.list(statement.courseId),
    timeZoneOf(courses, statement.courseId),
  ]);
  const words = t.statement;
  const replacedBy = all.find(({ replaces }) => replaces === statement.number)?.number ?? null;
  const found = {
    isWhole,
    text: isWhole ? words.verify.genuine : words.verify.damaged,
    replaced: replacedBy === null ? null : words.verify.replaced({ number: replacedBy }),
    facts: [
      { term: words.columns.number, value: String(statement.number) },
      { term: words.facts.course, value: statement.courseTitle },
      { term: words.facts.kind, value: words.kinds[statement.kind] },
      { term: words.facts.madeAt, value: formatInstant(statement.madeAt, timeZone) },
      { term: words.facts.count, value: String(statement.lines) },
      { term: words.facts.digest, value: statement.digest },
    ],
  };
  return { reply: page('statement/verify', words.verify.title, { ...view, found }) };
}

const timeZoneOf = async (courses: Pick<CourseStore, 'find'>, id: CourseId): Promise<string> =>
  (await courses.find(id))?.term.timeZone ?? 'Asia/Almaty';
