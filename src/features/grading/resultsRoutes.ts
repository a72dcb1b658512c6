import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { type AssessmentService } from './assessmentService.ts';
import { finalControl } from './domain/grade.ts';
import { type GradeStore } from './gradeStore.ts';
import { resultsView } from './resultsView.ts';

export interface ResultsParts {
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
}

/** The student's own result. It has no id in its address: nobody else's can be asked for. */
export function resultsRoutes(parts: ResultsParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/results',
      permission: 'grades.own',
      handler: context => showOwn(parts, context),
    }),
  ];
}

async function showOwn({ grades, assessmentService }: ResultsParts, context: LaunchContext): Promise<Reply> {
  const { courseId, personId } = context.actor;
  const { title } = context.t.results;
  const released = (await grades.find(courseId, finalControl, personId))?.released ?? null;
  if (released === null) return page('results/waiting', title, {});
  const assessment = await assessmentService.getUsable(courseId);
  const rubrics = await assessmentService.rubricsOf(assessment);
  const rubric = rubrics.get(released.rubricVersion)?.rubric ?? assessment.rubric;
  // By the rubric that it was released by, whatever the rubric is now.
  return page('results/results', title, resultsView(context, { ...assessment, rubric }, released));
}
