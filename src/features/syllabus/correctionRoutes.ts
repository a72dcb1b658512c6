import { z } from 'zod';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { correctionGroups, fieldId, type Typed } from './correctionView.ts';
import { correctableSections, type CorrectableSection } from './domain/corrections.ts';
import { shapeOf } from './domain/shape.ts';
import { type FieldOutcome, saveField } from './fieldService.ts';
import { pageOfRow, type RowPage, rowPageOf, rowPager } from './rowPages.ts';
import { type SyllabusParts } from './syllabusPages.ts';
import { type SyllabusVersion } from './syllabusStore.ts';
import { countFindings, findingViews } from './syllabusView.ts';

const draftParams = z.object({ draft: z.string() });
const sectionParams = draftParams.extend({ section: z.enum(correctableSections) });
const pageQuery = z.object({ page: z.coerce.number().int().min(1).catch(1) });
const revBody = z.object({ rev: z.coerce.number().int().min(1) });
const fieldBody = z.object({
  path: z.string().max(200),
  before: z.string().max(20_000),
  value: z.string().max(20_000),
  shape: z.string().max(20),
});

/** The forms that correct a draft section by section, and each value by itself while it is typed. */
export function correctionRoutes(parts: SyllabusParts): Route[] {
  const untouched: Typed = { values: {}, faults: {} };
  return [
    defineRoute({
      method: 'post',
      path: '/syllabus/fields/:draft',
      permission: 'syllabus.import',
      params: draftParams,
      body: fieldBody,
      handler: async (context, { params, body }) => {
        const { courseId } = context.actor;
        const draft = await parts.service.getDraft(courseId, params.draft);
        return fieldReply(parts, context, body.path, await saveField(parts.service, draft, body));
      },
    }),
    defineRoute({
      method: 'get',
      path: '/syllabus/drafts/:draft/:section',
      permission: 'syllabus.import',
      params: sectionParams,
      query: pageQuery,
      handler: async (context, { params, query }) => {
        const draft = await parts.service.getDraft(context.actor.courseId, params.draft);
        const place = { section: params.section, page: pageOf(draft, params.section, query.page) };
        return showCorrection(parts, context, draft, place, untouched, null);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/drafts/:draft/:section',
      permission: 'syllabus.import',
      params: sectionParams,
      query: pageQuery,
      body: revBody.catchall(z.string()),
      handler: async (context, { params, query, body }) => {
        const { rev, ...rest } = body;
        const typed = z.record(z.string(), z.string()).parse(rest);
        const draft = await parts.service.getDraft(context.actor.courseId, params.draft);
        const outcome = await parts.service.correct(draft, rev, params.section, typed);
        if (outcome.kind === 'saved') {
          return redirect(`${context.base}/syllabus/drafts/${draft.id}?notice=saved#${params.section}`);
        }
        const faults = outcome.kind === 'wrong' ? outcome.faults : {};
        const place = { section: params.section, page: pageOf(draft, params.section, query.page) };
        return showCorrection(parts, context, draft, place, { values: typed, faults }, outcome.kind);
      },
    }),
  ];
}

const pageOf = ({ syllabus }: SyllabusVersion, section: CorrectableSection, asked: number): RowPage | null =>
  section === 'calendar' ? rowPageOf(syllabus.calendar.length, asked) : null;

async function showCorrection(
  parts: SyllabusParts,
  context: LaunchContext,
  draft: SyllabusVersion,
  { section, page: rows }: { readonly section: CorrectableSection; readonly page: RowPage | null },
  typed: Typed,
  problem: 'wrong' | 'conflict' | null,
): Promise<Reply> {
  const { t, base } = context;
  const locked = (await parts.service.lockedTextsOf(draft)).map(({ kind }) => kind);
  const address = `${base}/syllabus/drafts/${draft.id}/${section}`;
  const title = t.syllabus.correctSection({ section: t.syllabus.sections[section] });
  return page(
    'syllabus/correct',
    title,
    {
      groups: correctionGroups(section, draft.syllabus, t, problem === 'conflict' ? beside(typed) : typed, {
        locked,
        ...(rows === null ? {} : { rows }),
      }),
      pager: rows === null ? null : rowPager(rows, address, t),
      action: rows === null ? address : `${address}?page=${rows.number}`,
      back: `${base}/syllabus/drafts/${draft.id}#${section}`,
      saved: `${base}/syllabus/drafts/${draft.id}?notice=saved#${section}`,
      // After a conflict the form is based on the newer version: saving again is a decision, not an accident.
      rev: draft.rev,
      fieldsAddress: `${base}/syllabus/fields/${draft.id}`,
      shape: shapeOf(section, draft.syllabus),
      words: {
        severities: JSON.stringify({ ...t.shell.severity }),
        states: JSON.stringify({ ...t.authoring.live.states }),
      },
      ...(await liveFindings(parts, context, draft, section)),
      problem: problem === null ? null : problem === 'wrong' ? t.syllabus.wrong.summary : t.syllabus.conflict,
      problemTone: problem === 'conflict' ? 'warning' : 'danger',
    },
    problem === null ? 200 : problem === 'conflict' ? 409 : 422,
  );
}

/** In a conflict both values are shown: what was typed stands in the field, what somebody else wrote stands below it. */
const beside = (typed: Typed): Typed => ({ ...typed, showsOther: true });

/** What contradicts what, as the page shows it while one types: each finding leads to its fields, or to its section. */
async function liveFindings(
  { service, scaleOf }: SyllabusParts,
  { t, lang, base }: LaunchContext,
  draft: SyllabusVersion,
  section: CorrectableSection,
) {
  const address = `${base}/syllabus/drafts/${draft.id}`;
  const found = await service.findingsOf(draft, await scaleOf(draft.courseId));
  const isPaged = pageOf(draft, section, 1) !== null;
  const href = (path: string): string | null => {
    if (!path.startsWith(`${section}[`)) return null;
    const query = isPaged ? `?page=${pageOfRow(Number(/\d+/u.exec(path)?.[0] ?? 0))}` : '';
    return `${query}#${fieldId(rowOf(path))}`;
  };
  const findings = findingViews(found, { ...draft, address }, t, lang).map(view => ({
    ...view,
    repair: null,
    href: href(view.path) ?? `${address}${view.href ?? ''}`,
  }));
  return { findings, counts: countFindings(findings, t) };
}

const rowOf = (path: string): string => /^\w+\[\d+\]/u.exec(path)?.[0] ?? path;

async function fieldReply(
  parts: SyllabusParts,
  context: LaunchContext,
  path: string,
  outcome: FieldOutcome,
): Promise<Reply> {
  if (outcome.kind === 'wrong')
    return json({ kind: 'wrong', message: context.t.syllabus.wrong[outcome.fault] });
  if (outcome.kind === 'moved') return json({ kind: 'moved' });
  const { draft } = outcome;
  const section = correctableSections.find(name => path.startsWith(name)) ?? 'course';
  const base = { rev: draft.rev, shape: shapeOf(section, draft.syllabus) };
  if (outcome.kind === 'conflict') return json({ kind: 'conflict', theirs: outcome.theirs, ...base });
  return json({ kind: 'saved', ...base, ...(await liveFindings(parts, context, draft, section)) });
}
