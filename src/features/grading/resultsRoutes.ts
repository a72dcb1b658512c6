import { type LaunchContext } from '../../web/context.ts';
import { z } from 'zod';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { type AppealService } from './appeals/appealService.ts';
import { ownAppealsView } from './appeals/appealView.ts';
import { type AssessmentService, type UsableAssessment } from './assessmentService.ts';
import { finalControl } from './domain/grade.ts';
import { type GradeStore } from './gradeStore.ts';
import { resultsView } from './resultsView.ts';

export interface ResultsParts {
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly appealService: AppealService;
}

const ownQuery = z.object({ appeal: z.enum(['sent', 'refused']).optional().catch(undefined) });

/** With fewer results, a distribution would say too much about single people. */
const fewestShown = 5;

/** The student's own result. It has no id in its address: nobody else's can be asked for. */
export function resultsRoutes(parts: ResultsParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/results',
      permission: 'grades.own',
      query: ownQuery,
      handler: (context, { query }) => showOwn(parts, context, query.appeal),
    }),
  ];
}

async function showOwn(
  parts: ResultsParts,
  context: LaunchContext,
  appeal: 'sent' | 'refused' | undefined,
): Promise<Reply> {
  const { grades, assessmentService, appealService } = parts;
  const { courseId, personId } = context.actor;
  const { title } = context.t.results;
  const released = (await grades.find(courseId, finalControl, personId))?.released ?? null;
  if (released === null) return page('results/waiting', title, {});
  const assessment = await assessmentService.getUsable(courseId);
  const rubrics = await assessmentService.rubricsOf(assessment);
  const rubric = rubrics.get(released.rubricVersion)?.rubric ?? assessment.rubric;
  // By the rubric that it was released by, whatever the rubric is now.
  const policy = await assessmentService.policyVersion(courseId, released.policyVersion);
  const standing = await appealService.standingOf(context.actor, assessment);
  const words = context.t.grading.appeals;
  return page('results/results', title, {
    ...resultsView(context, { ...assessment, rubric }, released, policy),
    distribution: await distributionOf(parts, assessment),
    appeals: ownAppealsView(standing, context.t, assessment.timeZone),
    appealNotice:
      appeal === undefined
        ? null
        : appeal === 'sent'
          ? { tone: 'success', text: words.sent }
          : { tone: 'warning', text: words.notPossible },
  });
}

/** How many released results have each letter; null where the teacher does not show it, or they are too few. */
async function distributionOf(
  { grades }: Pick<ResultsParts, 'grades'>,
  { courseId, key, settings, policy }: UsableAssessment,
): Promise<{ letter: string; count: number; of: number }[] | null> {
  if (!settings.distribution) return null;
  const letters = (await grades.list(courseId, key)).flatMap(({ released }) => released?.letter ?? []);
  if (letters.length < fewestShown) return null;
  return policy.scale.map(({ letter }) => ({
    letter,
    count: letters.filter(one => one === letter).length,
    of: letters.length,
  }));
}
