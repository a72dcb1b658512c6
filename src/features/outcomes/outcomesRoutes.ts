import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type Syllabus } from '../syllabus/index.ts';
import { readCodes } from './domain/coverage.ts';
import { type KeptLinks, type LinkStore } from './linkStore.ts';
import { coverageView, goalsOf, linkFields, targetsOf } from './outcomesView.ts';

export interface OutcomesParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly store: LinkStore;
  readonly publishedSyllabus: (course: Course) => Promise<Syllabus | null>;
}

type Typed = Readonly<Record<string, string>>;
const body = z.record(z.string(), z.string().max(20_000));

/** Which outcome is taught and assessed where: the matrix, and the form with the links. */
export function outcomesRoutes(parts: OutcomesParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/outcomes',
      permission: 'syllabus.read',
      query: z.object({ saved: z.literal('yes').optional().catch(undefined) }),
      handler: async (context, { query }) => {
        const { syllabus, kept } = await load(parts, context);
        const { t, actor } = context;
        const title = t.outcomes.title;
        if (syllabus === null || syllabus.outcomes.length === 0)
          return page('outcomes/none', title, {
            text: syllabus === null ? t.syllabus.none : t.outcomes.noOutcomes,
          });
        return page('outcomes/coverage', title, {
          ...coverageView(syllabus, kept.links, kept.topics, t),
          documentLang: syllabus.language,
          canEdit: actor.can('syllabus.import'),
          notice: query.saved === undefined ? null : { tone: 'success', text: t.outcomes.saved },
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/outcomes/links',
      permission: 'syllabus.import',
      handler: async context => {
        const { syllabus, kept } = await load(parts, context);
        return showForm(context, syllabus, kept, typedOf(kept), {}, null);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/outcomes/links',
      permission: 'syllabus.import',
      body,
      handler: async (context, input) => save(parts, context, input.body),
    }),
  ];
}

async function load(parts: OutcomesParts, { actor }: LaunchContext) {
  const course = await parts.courses.find(actor.courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  const [syllabus, kept] = await Promise.all([parts.publishedSyllabus(course), parts.store.find(course.id)]);
  return { syllabus, kept };
}

const topicsIn = (typed: Typed): string[] =>
  (typed.topics ?? '')
    .split(/\r\n?|\n/)
    .map(line => line.replace(/^\s*\d{1,3}[.)]\s*/, '').trim())
    .filter(line => line !== '');

function typedOf({ links, topics }: KeptLinks): Typed {
  return {
    topics: topics.map((topic, index) => `${index + 1}. ${topic}`).join('\n'),
    ...Object.fromEntries(Object.entries(links).map(([key, codes]) => [`codes:${key}`, codes.join(', ')])),
  };
}

async function save(parts: OutcomesParts, context: LaunchContext, typed: Typed): Promise<Reply> {
  const { t, actor, base } = context;
  const { syllabus, kept } = await load(parts, context);
  if (syllabus === null) throw new AppError('not-found', { what: 'accepted syllabus' });
  const goals = goalsOf(syllabus);
  const topics = topicsIn(typed);
  const links: Record<string, readonly string[]> = {};
  const unknown: Record<string, readonly string[]> = {};
  for (const { key } of targetsOf(syllabus, topics, t)) {
    const read = readCodes(typed[`codes:${key}`] ?? '', goals);
    if (read.unknown.length > 0) unknown[key] = read.unknown;
    if (read.codes.length > 0) links[key] = read.codes;
  }
  if (Object.keys(unknown).length > 0) return showForm(context, syllabus, kept, typed, unknown, 'wrong');
  const rev = Number(typed.rev) || 0;
  if (!(await parts.store.save(actor.courseId, { links, topics, rev })))
    return showForm(context, syllabus, kept, typed, {}, 'conflict');
  return redirect(`${base}/outcomes?saved=yes`);
}

function showForm(
  { t }: LaunchContext,
  syllabus: Syllabus | null,
  kept: KeptLinks,
  typed: Typed,
  unknown: Readonly<Record<string, readonly string[]>>,
  problem: 'wrong' | 'conflict' | null,
): Reply {
  if (syllabus === null) return page('outcomes/none', t.outcomes.title, { text: t.syllabus.none });
  return page(
    'outcomes/links',
    t.outcomes.linksTitle,
    {
      rows: linkFields(syllabus, topicsIn(typed), typed, unknown, t),
      goals: goalsOf(syllabus),
      topics: typed.topics ?? '',
      // After a conflict the form is based on the newer links: saving again is a decision, not an accident.
      rev: kept.rev,
      documentLang: syllabus.language,
      problem:
        problem === null
          ? null
          : { tone: problem === 'wrong' ? 'danger' : 'warning', text: t.outcomes[problem] },
    },
    problem === null ? 200 : problem === 'wrong' ? 422 : 409,
  );
}
