import { z } from 'zod';
import { formatInstant } from '../../../kernel/dates.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../../web/route.ts';
import { type RosterStore } from '../../roster/index.ts';
import { type AssessmentService, type UsableAssessment } from '../assessmentService.ts';
import { type Appeal, isPending, mayBecome } from '../domain/appeal.ts';
import { type GradeStore } from '../gradeStore.ts';
import { namingOf } from '../gradeWords.ts';
import { type AppealService } from './appealService.ts';
import { type AppealStore } from './appealStore.ts';
import { appealChip, appealSteps } from './appealView.ts';

export interface AppealParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly appeals: AppealStore;
  readonly appealService: AppealService;
}

const words = z.string().trim().min(1).max(5000);
const listQuery = z.object({
  appeal: z.string().optional(),
  notice: z.enum(['done', 'refused']).optional().catch(undefined),
});
const decision = z.object({
  state: z.enum(['review', 'kept', 'changed']),
  text: z.string().trim().max(5000),
});

/** Students ask for a second look at what was released; teachers answer. */
export function appealRoutes(parts: AppealParts): Route[] {
  const { appealService } = parts;
  return [
    defineRoute({
      method: 'post',
      path: '/results/appeal',
      permission: 'grades.own',
      body: z.object({ text: words }),
      handler: async ({ actor, base }, { body }) => {
        const done = await appealService.appeal(actor, body.text);
        return redirect(`${base}/results?appeal=${done ? 'sent' : 'refused'}`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/results/appeal/withdraw',
      permission: 'grades.own',
      handler: async ({ actor, base }) => {
        await appealService.withdraw(actor);
        return redirect(`${base}/results`);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/grading/appeals',
      permission: 'grades.read',
      query: listQuery,
      handler: (context, { query }) => showAppeals(parts, context, query),
    }),
    defineRoute({
      method: 'post',
      path: '/grading/appeals/:appeal',
      permission: 'grades.release',
      params: z.object({ appeal: z.string() }),
      body: decision,
      handler: async ({ actor, base }, { params, body }) => {
        // An outcome without a reason is none.
        const outcome =
          body.state !== 'review' && body.text === ''
            ? 'refused'
            : await appealService.decide(actor, params.appeal, body);
        return redirect(`${base}/grading/appeals?appeal=${params.appeal}&notice=${outcome}`);
      },
    }),
  ];
}

async function showAppeals(
  parts: AppealParts,
  context: LaunchContext,
  query: z.output<typeof listQuery>,
): Promise<Reply> {
  const { t, actor, base } = context;
  const readiness = await parts.assessmentService.readinessOf(actor.courseId);
  if (readiness.kind !== 'usable') return redirect(`${base}/grading`);
  const { assessment } = readiness;
  const [appeals, members] = await Promise.all([
    parts.appeals.list(actor.courseId, assessment.key),
    parts.roster.members(actor.courseId),
  ]);
  const naming = namingOf(context);
  const names = new Map<string, string>(members.map(member => [member.person.id, naming.nameOf(member)]));
  const nameOf = (id: string): string => names.get(id) ?? '–';
  const chosen = appeals.find(({ id }) => id === query.appeal) ?? null;
  return page('grading/appeals', t.grading.appeals.heading, {
    back: `${base}/grading`,
    notice: query.notice === undefined ? null : noticeOf(query.notice, t),
    chosen: chosen === null ? null : await oneView(parts, context, assessment, chosen, nameOf),
    rows: [...appeals]
      .sort((one, other) => Number(isPending(other.state)) - Number(isPending(one.state)))
      .map(appeal => ({
        name: nameOf(appeal.personId),
        href: `${base}/grading/appeals?appeal=${appeal.id}`,
        state: appealChip(appeal.state, t),
        at: appeal.steps[0] === undefined ? '' : formatInstant(appeal.steps[0].at, assessment.timeZone),
      })),
  });
}

const noticeOf = (notice: 'done' | 'refused', t: LaunchContext['t']): { tone: string; text: string } =>
  notice === 'done'
    ? { tone: 'success', text: t.grading.appeals.noted }
    : { tone: 'warning', text: t.grading.appeals.refused };

async function oneView(
  parts: AppealParts,
  { t, base, actor }: LaunchContext,
  assessment: UsableAssessment,
  appeal: Appeal,
  nameOf: (id: string) => string,
) {
  const grade = await parts.grades.find(actor.courseId, assessment.key, appeal.personId);
  const released = grade?.released ?? null;
  const may = actor.can('grades.release');
  return {
    name: nameOf(appeal.personId),
    state: appealChip(appeal.state, t),
    steps: appealSteps(appeal, t, assessment.timeZone, nameOf),
    panel: `${base}/grading/${appeal.personId}`,
    history: `${base}/grading/${appeal.personId}/history`,
    action: `${base}/grading/appeals/${appeal.id}`,
    canReview: may && mayBecome(appeal, 'review', released),
    canKeep: may && mayBecome(appeal, 'kept', released),
    canChange: may && mayBecome(appeal, 'changed', released),
  };
}
