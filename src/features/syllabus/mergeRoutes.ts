import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type Choices } from './domain/merge/decisions.ts';
import { createMergeService, type MergeParts, type MergeService } from './mergeService.ts';
import { choiceName, lostRowName, mergeGroups } from './mergeView.ts';
import { type SyllabusStore, type SyllabusVersion } from './syllabusStore.ts';

export interface MergeRouteParts extends MergeParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly store: Pick<SyllabusStore, 'find' | 'findReading' | 'correct'>;
}

type Parts = Pick<MergeRouteParts, 'courses' | 'store'> & { readonly service: MergeService };

const params = z.object({ draft: z.string() });
const side = z.enum(['present', 'document']);
const body = z
  .object({ rev: z.coerce.number().int().min(1), beside: z.string().max(40) })
  .catchall(z.string().max(4_000));

/** A newer document beside the published syllabus: what is taken over, what stays, and what somebody must say. */
export function mergeRoutes(given: MergeRouteParts): Route[] {
  const parts: Parts = { ...given, service: createMergeService(given) };
  return [
    defineRoute({
      method: 'get',
      path: '/syllabus/merge/:draft',
      permission: 'syllabus.import',
      params,
      // Answers everything that is asked in one way; nothing is saved by it.
      query: z.object({ all: side.optional().catch(undefined) }),
      handler: async (context, input) => {
        const { draft, published } = await load(parts, context, input.params.draft);
        const { all } = input.query;
        if (published === null || all === undefined) return show(parts, context, draft, published, new Map());
        const { decisions } = await parts.service.compare(draft, published, new Map());
        const choices = new Map(decisions.map(({ id }) => [id, all] as const));
        return show(parts, context, draft, published, choices);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/merge/:draft',
      permission: 'syllabus.import',
      params,
      body,
      handler: async (context, input) => {
        const { rev, beside, ...rest } = input.body;
        const { draft, published } = await load(parts, context, input.params.draft);
        const choices = choicesOf(rest);
        if (published === null) throw new AppError('not-found', { what: 'accepted syllabus' });
        // The questions were asked beside another version: its answers are shown again, and nothing is saved.
        const outcome =
          published.id === beside ? await parts.service.merge(draft, rev, published, choices) : 'conflict';
        if (outcome === 'merged')
          return redirect(`${context.base}/syllabus/drafts/${draft.id}?notice=merged#findings-title`);
        const now = await load(parts, context, input.params.draft);
        return show(parts, context, now.draft, now.published, choices, outcome);
      },
    }),
  ];
}

async function load({ courses, store }: Parts, { actor }: LaunchContext, unsafeId: string) {
  const [course, draft] = await Promise.all([
    courses.find(actor.courseId),
    store.find(actor.courseId, unsafeId),
  ]);
  if (course === null || draft?.state !== 'draft')
    throw new AppError('not-found', { what: 'syllabus draft' });
  const { id, syllabusId } = course;
  return { draft, published: syllabusId === null ? null : await store.find(id, syllabusId) };
}

function choicesOf(values: Readonly<Record<string, string>>): Choices {
  const start = choiceName('');
  return new Map(
    Object.entries(values).flatMap(([name, value]) => {
      const read = side.safeParse(value);
      return name.startsWith(start) && read.success ? [[name.slice(start.length), read.data] as const] : [];
    }),
  );
}

async function show(
  { service }: Parts,
  { t, base }: LaunchContext,
  draft: SyllabusVersion,
  published: SyllabusVersion | null,
  choices: Choices,
  problem: 'open' | 'conflict' | null = null,
): Promise<Reply> {
  const words = t.merge;
  const decisions = published === null ? [] : (await service.compare(draft, published, choices)).decisions;
  const count = (outcome: string): number => decisions.filter(one => one.outcome === outcome).length;
  const texts = { open: words.open, conflict: words.conflict };
  return page(
    'syllabus/merge',
    words.title,
    {
      lead: words.lead({ file: draft.fileName, version: published?.version ?? 0 }),
      groups: mergeGroups(decisions, t, problem === 'open'),
      counts: words.counts({
        taken: count('taken'),
        kept: count('kept'),
        asked: count('asked'),
        held: count('held'),
      }),
      asked: count('asked'),
      isFirst: published === null,
      documentLang: draft.syllabus.language,
      action: `${base}/syllabus/merge/${draft.id}`,
      back: `${base}/syllabus/drafts/${draft.id}`,
      rev: draft.rev,
      beside: published?.id ?? '',
      problem:
        problem === null ? null : { tone: problem === 'open' ? 'danger' : 'warning', text: texts[problem] },
    },
    problem === null ? 200 : problem === 'open' ? 422 : 409,
  );
}

/** What the page of a draft says about the published syllabus: whether to compare, and which marks would not be seen. */
export function draftWarnings(given: MergeRouteParts) {
  const service = createMergeService(given);
  return async (
    { t, base }: Pick<LaunchContext, 't' | 'base'>,
    draft: SyllabusVersion,
    publishedId: string | null,
  ): Promise<{ compare: { text: string; href: string; label: string } | null; lost: string | null }> => {
    if (publishedId === null || publishedId === draft.id) return { compare: null, lost: null };
    const courseId: CourseId = draft.courseId;
    const lost = await service.lostRows(courseId, draft.syllabus);
    const names = lost.map(key => lostRowName(key, t)).join(', ');
    return {
      compare:
        draft.basedOn === publishedId
          ? null
          : { text: t.merge.notCompared, href: `${base}/syllabus/merge/${draft.id}`, label: t.merge.compare },
      lost: lost.length === 0 ? null : t.merge.lost({ rows: names }),
    };
  };
}
