import { z } from 'zod';
import { AppError } from '../../../kernel/errors.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../../web/route.ts';
import { type RosterStore } from '../../roster/index.ts';
import { type AssessmentService, secondKey, type UsableAssessment } from '../assessmentService.ts';
import { listClass, type ListedStudent } from '../classList.ts';
import { findPercents } from '../domain/draft.ts';
import { type Grade, rulesOf } from '../domain/grade.ts';
import { rubricResult } from '../domain/result.ts';
import { criteriaOf } from '../domain/rubric.ts';
import { type DraftService } from '../draftService.ts';
import { type GradeStore } from '../gradeStore.ts';
import { namingOf } from '../gradeWords.ts';
import { problemText } from '../panelWords.ts';
import { showCommission } from './commissionRoutes.ts';

export interface AgreementParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly drafts: DraftService;
}

/** Two independent drafts of one student. Neither is shown before both are complete. */
interface Pair {
  readonly student: ListedStudent;
  readonly first: Marks;
  readonly second: Marks;
  readonly isAgreed: boolean;
}

interface Marks {
  readonly grade: Grade;
  readonly percents: readonly number[];
  readonly total: number;
}

const personParams = z.object({ person: z.string() });
const fields = z.record(z.string(), z.string());

/** Where two markers compare what they have put down, and write what they agree on. */
export function agreementRoutes(parts: AgreementParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/grading/agreement',
      permission: 'grades.draft',
      query: z.object({
        person: z.string().optional(),
        settled: z.coerce.number().int().min(0).optional().catch(undefined),
      }),
      handler: (context, { query }) =>
        query.person === undefined
          ? showPairs(parts, context, query.settled ?? null)
          : showPair(parts, context, query.person, {}),
    }),
    defineRoute({
      method: 'post',
      path: '/grading/agreement/:person',
      permission: 'grades.draft',
      params: personParams,
      body: fields,
      handler: (context, { params, body }) => agree(parts, context, params.person, body),
    }),
  ];
}

async function pairsOf(
  parts: AgreementParts,
  context: LaunchContext,
  assessment: UsableAssessment,
): Promise<{ pairs: Pair[]; waiting: number }> {
  const [students, written] = await Promise.all([
    listClass(parts, assessment, namingOf(context)),
    parts.grades.list(assessment.courseId, secondKey(assessment)),
  ]);
  const carried = await parts.assessmentService.carry(assessment, written);
  const secondOf = new Map<PersonId, Grade>(carried.map(grade => [grade.personId, grade]));
  const pairs = students.flatMap(student => {
    const first = marksOf(student.grade, assessment);
    const second = marksOf(secondOf.get(student.id) ?? null, assessment);
    if (first === null || second === null) return [];
    const isAgreed = first.grade.draft.agreed?.secondRev === second.grade.draft.rev;
    return [{ student, first, second, isAgreed }];
  });
  const active = students.filter(student => student.active).length;
  return { pairs, waiting: Math.max(0, active - pairs.filter(({ student }) => student.active).length) };
}

function marksOf(grade: Grade | null, { policy }: UsableAssessment): Marks | null {
  const percents = grade === null ? null : findPercents(grade.draft);
  if (grade === null || percents === null) return null;
  return { grade, percents, total: rubricResult(policy, percents, rulesOf(grade.draft)).total };
}

async function showPairs(
  parts: AgreementParts,
  context: LaunchContext,
  settled: number | null,
): Promise<Reply> {
  const { t, base, actor } = context;
  const words = t.grading.agreement;
  const readiness = await parts.assessmentService.readinessOf(actor.courseId);
  if (readiness.kind !== 'usable') return redirect(`${base}/grading`);
  const { differenceLimit: limit, secondMarker } = readiness.assessment.settings;
  if (limit !== null && secondMarker !== null)
    return showCommission(parts, context, readiness.assessment, { limit, settled });
  const { pairs, waiting } = await pairsOf(parts, context, readiness.assessment);
  return page('grading/agreement', words.heading, {
    back: `${base}/grading`,
    lead: words.lead({ waiting }),
    hasSecond: readiness.assessment.settings.secondMarker !== null,
    rows: pairs.map(({ student, first, second, isAgreed }) => ({
      name: student.name,
      href: `${base}/grading/agreement?person=${student.key}`,
      first: first.total,
      second: second.total,
      difference: Math.abs(first.total - second.total),
      state: isAgreed
        ? { text: words.agreed, tone: 'success', icon: 'check-circle' }
        : { text: words.open, tone: 'warning', icon: 'pencil' },
    })),
  });
}

interface Typed {
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: ReadonlyMap<number, string>;
  readonly conflict?: boolean;
  readonly closed?: boolean;
}

async function getPair(
  parts: AgreementParts,
  context: LaunchContext,
  unsafeKey: string,
): Promise<{ assessment: UsableAssessment; pair: Pair }> {
  const assessment = await parts.assessmentService.getUsable(context.actor.courseId);
  const { pairs } = await pairsOf(parts, context, assessment);
  const pair = pairs.find(({ student }) => student.key === unsafeKey);
  const { secondMarker, differenceLimit } = assessment.settings;
  // A commission comes to its marks by a rule; nobody types them.
  if (pair === undefined || secondMarker === null || differenceLimit !== null)
    throw new AppError('not-found', { what: 'two complete drafts' });
  return { assessment, pair };
}

async function showPair(
  parts: AgreementParts,
  context: LaunchContext,
  unsafeKey: string,
  { typed = {}, errors = new Map(), conflict = false, closed = false }: Typed,
): Promise<Reply> {
  const { t, base } = context;
  const { assessment, pair } = await getPair(parts, context, unsafeKey);
  const { student, first, second, isAgreed } = pair;
  const before = first.grade.draft.agreed ?? null;
  // Until something was agreed on, the first draft is the first marker's.
  const own = first.percents;
  const view = {
    name: student.name,
    back: `${base}/grading/agreement`,
    action: `${base}/grading/agreement/${student.key}`,
    rev: first.grade.draft.rev,
    secondRev: second.grade.draft.rev,
    trouble: closed ? t.policy.windows.problem : conflict ? t.grading.agreement.changed : null,
    isAgreed,
    rows: criteriaOf(assessment.rubric).map(({ question, number, text }, index) => {
      const [one, other] = [own[index] ?? 0, second.percents[index] ?? 0];
      const value = typed[`percent-${index}`] ?? (one === other || isAgreed ? String(one) : '');
      return {
        ...{ number: `${question}.${number}`, text, lang: assessment.lang, first: one, second: other },
        difference: Math.abs(one - other),
        field: {
          ...{ id: `percent-${index}`, name: `percent-${index}`, value, hiddenLabel: true },
          ...{ label: t.grading.agreement.mark({ criterion: `${question}.${number}` }) },
          ...{ size: 'number', inputMode: 'numeric', autocomplete: 'off', error: errors.get(index) },
        },
      };
    }),
    comment: {
      ...{ id: 'comment', name: 'comment', type: 'textarea', label: t.grading.panel.comment },
      value: typed['comment'] ?? first.grade.draft.comment,
    },
    secondComment: second.grade.draft.comment,
    firstLabel: before === null ? t.grading.agreement.first : t.grading.agreement.agreedMark,
  };
  const status = conflict || closed ? 409 : errors.size > 0 ? 422 : 200;
  return page('grading/agreementOne', student.name, view, status);
}

async function agree(
  parts: AgreementParts,
  context: LaunchContext,
  unsafeKey: string,
  body: Readonly<Record<string, string>>,
): Promise<Reply> {
  const { assessment, pair } = await getPair(parts, context, unsafeKey);
  const criteria = criteriaOf(assessment.rubric).map((_, index) => body[`percent-${index}`] ?? '');
  const missing = criteria.flatMap((written, index) =>
    written.trim() === '' ? [[index, context.t.grading.agreement.missing] as const] : [],
  );
  if (missing.length > 0)
    return showPair(parts, context, unsafeKey, { typed: body, errors: new Map(missing) });
  const { draft } = pair.second.grade;
  // Either marker may have changed something since the page was opened.
  const isStale =
    Number(body['secondRev']) !== draft.rev || Number(body['rev']) !== pair.first.grade.draft.rev;
  if (isStale) return showPair(parts, context, unsafeKey, { typed: body, conflict: true });
  const outcome = await parts.drafts.saveDraft(context.actor, assessment, unsafeKey, {
    ...{ criteria, comment: body['comment'] ?? '', rev: pair.first.grade.draft.rev, mark: null },
    ...{ rubricVersion: assessment.rubricVersion, via: 'agreement' },
    agreed: { second: pair.second.percents, secondRev: draft.rev },
  });
  switch (outcome.kind) {
    case 'saved':
      return redirect(`${context.base}/grading/agreement`);
    case 'invalid': {
      const errors = outcome.problems.flatMap(problem =>
        problem.field === 'criterion'
          ? [[problem.index, problemText(problem.code, null, context.t)] as const]
          : [],
      );
      return showPair(parts, context, unsafeKey, { typed: body, errors: new Map(errors) });
    }
    case 'closed':
      return showPair(parts, context, unsafeKey, { typed: body, closed: true });
    default:
      return showPair(parts, context, unsafeKey, { typed: body, conflict: true });
  }
}
