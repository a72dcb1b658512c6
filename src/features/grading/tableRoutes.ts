import { z } from 'zod';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type RosterStore } from '../roster/index.ts';
import { assessmentFor, type AssessmentService, type UsableAssessment } from './assessmentService.ts';
import { listClass, type ListedStudent } from './classList.ts';
import { type DraftService } from './draftService.ts';
import { emptyContent } from './domain/grade.ts';
import { criteriaOf } from './domain/rubric.ts';
import { type TableModel } from './domain/table.ts';
import { type GradeStore } from './gradeStore.ts';
import { bandTones, labelText, namingOf } from './gradeWords.ts';
import { panelWords, problemText } from './panelWords.ts';

export interface TableParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly drafts: DraftService;
}

const place = z.coerce.number().int().min(0).max(500);
const tableQuery = z.object({
  criterion: place.optional().catch(undefined),
  saved: place.optional().catch(undefined),
});
const tableBody = z.object({ criterion: place, rubricVersion: z.coerce.number().int() }).catchall(z.string());
type TableBody = z.output<typeof tableBody>;

/** One criterion over the whole class: the same question is judged in one go, by the same yardstick. */
export function tableRoutes(parts: TableParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/grading/table',
      permission: 'grades.draft',
      query: tableQuery,
      handler: async (context, { query }) => {
        const readiness = await parts.assessmentService.readinessOf(context.actor.courseId);
        if (readiness.kind !== 'usable') return redirect(`${context.base}/grading`);
        const assessment = assessmentFor(readiness.assessment, context.actor.personId);
        return showTable(parts, context, assessment, {
          index: query.criterion ?? 0,
          saved: query.saved ?? null,
        });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/grading/table',
      permission: 'grades.draft',
      body: tableBody,
      handler: (context, { body }) => saveTable(parts, context, body),
    }),
  ];
}

/** What went wrong in a row, and what was typed there. */
interface RowTrouble {
  readonly typed: string;
  readonly error: string;
}

interface Shown {
  readonly index: number;
  readonly saved: number | null;
  readonly troubles?: ReadonlyMap<string, RowTrouble>;
}

async function showTable(
  parts: TableParts,
  context: LaunchContext,
  assessment: UsableAssessment,
  { index: wanted, saved, troubles = new Map() }: Shown,
): Promise<Reply> {
  const { t, base } = context;
  const words = t.grading.table;
  const criteria = criteriaOf(assessment.rubric);
  const index = Math.min(wanted, criteria.length - 1);
  const criterion = criteria[index];
  if (criterion === undefined) return redirect(`${base}/grading`);
  const { bands } = assessment.rubric;
  const tones = bandTones(bands);
  const number = `${criterion.question}.${criterion.number}`;
  const students = (await listClass(parts, assessment, namingOf(context))).filter(({ active }) => active);
  const view = {
    back: `${base}/grading`,
    action: `${base}/grading/table`,
    index,
    rubricVersion: assessment.rubricVersion,
    model: JSON.stringify(modelOf(context, assessment, students, index)),
    notices: [
      ...(saved === null ? [] : [{ tone: 'success', text: words.saved({ count: saved }) }]),
      ...(troubles.size === 0 ? [] : [{ tone: 'danger', text: words.troubles({ count: troubles.size }) }]),
    ],
    tabs: criteria.map((one, at) => ({
      href: `${base}/grading/table?criterion=${at}`,
      text: `${one.question}.${one.number}`,
      current: at === index,
      count: students.filter(({ grade }) => grade?.draft.criteria[at] != null).length,
    })),
    criterion: {
      ...{ id: 'criterion', number, title: criterion.text, lang: assessment.lang },
      bands: bands.map(({ min, max, label }, at) => ({
        ...{ range: `${min}–${max}`, label: labelText(assessment.policy, label, context), tone: tones[at] },
        ...{ text: criterion.descriptors[at], chosen: false },
      })),
    },
    rows: students.map(student => rowOf(context, student, index, number, troubles.get(student.key))),
  };
  return page('grading/table', words.heading, view, troubles.size > 0 ? 422 : 200);
}

function modelOf(
  context: LaunchContext,
  assessment: UsableAssessment,
  students: readonly ListedStudent[],
  criterion: number,
): TableModel {
  const { status, problems, rubricChanged, closed } = panelWords(context, assessment.policy);
  return {
    address: `${context.base}/grading`,
    csrf: context.csrf,
    storage: `${context.actor.courseId}:${context.actor.personId}`,
    rubricVersion: assessment.rubricVersion,
    criterion,
    criteria: criteriaOf(assessment.rubric).length,
    bands: assessment.rubric.bands,
    drafts: Object.fromEntries(
      students.flatMap(({ key, grade }) => {
        if (grade === null) return [];
        const { rev, criteria, bands, comment } = grade.draft;
        return [[key, { rev, criteria, bands, comment }]];
      }),
    ),
    words: {
      ...{ status, problems, rubricChanged, closed },
      conflict: context.t.grading.table.conflictNow({ percent: '{percent}' }),
    },
  };
}

function rowOf(
  { t, base }: LaunchContext,
  { key, name, grade }: ListedStudent,
  index: number,
  number: string,
  trouble: RowTrouble | undefined,
) {
  const value = String(grade?.draft.criteria[index] ?? '');
  return {
    id: key,
    name,
    href: `${base}/grading/${key}`,
    // What stood here: only what was changed is saved, and only over what was seen.
    before: { name: `before-${key}`, value },
    rev: { name: `rev-${key}`, value: String(grade?.draft.rev ?? 0) },
    field: {
      ...{ id: `percent-${key}`, name: `percent-${key}`, hiddenLabel: true, size: 'number' },
      ...{
        label: t.grading.table.percent({ criterion: number, name }),
        inputMode: 'numeric',
        autocomplete: 'off',
      },
      ...{ value: trouble?.typed ?? value, error: trouble?.error },
    },
  };
}

/** Saves each changed row by itself: a faulty one, or one that somebody else has changed, stops no other. */
async function saveTable(parts: TableParts, context: LaunchContext, body: TableBody): Promise<Reply> {
  const assessment = assessmentFor(
    await parts.assessmentService.getUsable(context.actor.courseId),
    context.actor.personId,
  );
  const { criterion: index } = body;
  const students = await listClass(parts, assessment, namingOf(context));
  const changed = students.filter(
    ({ key }) =>
      typeof body[`percent-${key}`] === 'string' && body[`percent-${key}`] !== body[`before-${key}`],
  );
  const troubles = new Map<string, RowTrouble>();
  let saved = 0;
  for (const student of changed) {
    const typed = String(body[`percent-${student.key}`]);
    const error = await saveRow(parts, context, assessment, student, body, typed);
    if (error === null) saved += 1;
    else troubles.set(student.key, { typed, error });
  }
  if (troubles.size > 0) return showTable(parts, context, assessment, { index, saved, troubles });
  return redirect(`${context.base}/grading/table?criterion=${index}&saved=${saved}`);
}

/** Null: saved; else why not, in words. */
async function saveRow(
  parts: TableParts,
  context: LaunchContext,
  assessment: UsableAssessment,
  { key, grade }: ListedStudent,
  body: TableBody,
  typed: string,
): Promise<string | null> {
  const draft = grade?.draft ?? emptyContent(assessment.rubric);
  const criteria = draft.criteria.map((percent, at) => (at === body.criterion ? typed : percent));
  const bands = draft.bands.map((band, at) => (at === body.criterion ? null : band));
  const outcome = await parts.drafts.saveDraft(context.actor, assessment, key, {
    ...{ criteria, bands, comment: draft.comment, mark: null, via: 'table' },
    rev: Number(body[`rev-${key}`]) || 0,
    rubricVersion: body.rubricVersion,
  });
  const { t } = context;
  switch (outcome.kind) {
    case 'saved':
      return null;
    case 'conflict':
      return t.grading.table.conflict({ percent: outcome.grade.draft.criteria[body.criterion] ?? '–' });
    case 'closed':
      return t.policy.windows.problem;
    case 'rubric-changed':
      return t.grading.panel.rubricChanged;
    case 'invalid': {
      const problem = outcome.problems.find(one => one.field === 'criterion');
      return problem?.field === 'criterion' ? problemText(problem.code, null, t) : t.grading.panel.invalid;
    }
  }
}
