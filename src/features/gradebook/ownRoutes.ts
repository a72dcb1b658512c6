import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { courseTotal } from '../grading/index.ts';
import { controlsOf } from './domain/plan.ts';
import { computeRow } from './domain/row.ts';
import { type GpaService } from './gpaService.ts';
import { explainGpa } from './gpaView.ts';
import { type ClassRow, type GradebookRules, type GradebookService } from './gradebookService.ts';
import { explanationsOf, neededView, scoreOf, workRows } from './studentView.ts';
import { statusNote } from './statusView.ts';
import { type SettingsStore } from './settingsStore.ts';

export interface OwnParts {
  readonly service: GradebookService;
  readonly settings: SettingsStore;
  readonly gpa: GpaService;
}

/** The student's own marks. There is no id in the address: nobody else's can be asked for. */
export function ownRoutes(parts: OwnParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/marks',
      permission: 'grades.own',
      handler: context => showOwn(parts, context),
    }),
  ];
}

async function showOwn({ service, settings, gpa }: OwnParts, context: LaunchContext): Promise<Reply> {
  const { courseId, personId } = context.actor;
  const { own } = context.t.gradebook;
  const [rules, { marksVisible }] = await Promise.all([service.findRules(courseId), settings.find(courseId)]);
  if (rules === null)
    return page('gradebook/waiting', own.title, { heading: own.emptyTitle, text: own.empty, icon: 'table' });
  if (!marksVisible)
    return page('gradebook/waiting', own.title, { heading: own.hiddenTitle, text: own.hidden, icon: 'lock' });
  const [{ row }, standing] = await Promise.all([
    service.loadStudent(courseId, personId),
    gpa.ofOneself(personId),
  ]);
  const model = ownView(context, rules, released(row));
  return page('gradebook/own', own.title, { ...model, gpa: explainGpa(standing, 'own', context) });
}

/** What the teacher has not released does not exist for the student. */
const released = (row: ClassRow): ClassRow => ({
  ...row,
  exam: row.exam?.released === true ? row.exam : null,
});

function ownView(context: LaunchContext, rules: GradebookRules, row: ClassRow) {
  const computed = computeRow({ ...rules, courseTotal }, row.marks, row.exam, row.status);
  const { controls } = context.t.gradebook;
  return {
    score: scoreOf(computed, rules, context),
    explanations: explanationsOf(computed, rules, row, context),
    groups: controlsOf(rules.plan)
      .map(key => ({
        id: key,
        title: controls[key],
        rows: workRows(
          rules.plan.columns.filter(({ control }) => control === key),
          row,
          context,
        ),
      }))
      .filter(({ rows }) => rows.length > 0),
    needed: computed.exam.isFinal ? null : neededView(computed, rules, context),
    policy: context.t.gradebook.how.policy({ version: rules.version }),
    statusNote: statusNote(computed.status, rules, context),
  };
}
