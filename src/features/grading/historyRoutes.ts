import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { type RosterStore } from '../roster/index.ts';
import { type AssessmentService } from './assessmentService.ts';
import { type DraftService } from './draftService.ts';
import { eventsOf, type GradeChange } from './domain/history.ts';
import { criteriaOf, type Rubric } from './domain/rubric.ts';
import { type GradeStore } from './gradeStore.ts';
import { namingOf } from './gradeWords.ts';

export interface HistoryParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly drafts: DraftService;
}

/** Who changed what in one grade, from what to what, when: as a page, for an appeal. */
export function historyRoutes(parts: HistoryParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/grading/:person/history',
      permission: 'grades.read',
      params: z.object({ person: z.string() }),
      handler: (context, { params }) => showHistory(parts, context, params.person),
    }),
  ];
}

async function showHistory(parts: HistoryParts, context: LaunchContext, unsafeId: string): Promise<Reply> {
  const { t, actor, base } = context;
  const naming = namingOf(context);
  const student = await parts.drafts.getStudent(actor.courseId, unsafeId);
  const assessment = await parts.assessmentService.getUsable(actor.courseId);
  const [versions, members, rubrics] = await Promise.all([
    parts.grades.versions(actor.courseId, assessment.key, student.person.id),
    parts.roster.members(actor.courseId),
    parts.assessmentService.rubricsOf(assessment),
  ]);
  const names = new Map(members.map(member => [member.person.id, naming.nameOf(member)]));
  const events = eventsOf(versions, [...rubrics.values()]).map(event => ({
    at: formatInstant(event.at, assessment.timeZone),
    by: names.get(event.by) ?? '–',
    changes: event.changes.map(change =>
      changeText(change, rubrics.get(event.rubricVersion)?.rubric ?? assessment.rubric, context),
    ),
  }));
  return page('grading/history', t.grading.panel.history.title, {
    name: naming.nameOf(student),
    address: `${base}/grading/${student.person.id}`,
    // The newest first: that is what an appeal is about.
    events: events.filter(({ changes }) => changes.length > 0).reverse(),
  });
}

function changeText(change: GradeChange, rubric: Rubric, { t }: LaunchContext): string {
  const words = t.grading.panel.history;
  switch (change.field) {
    case 'criterion': {
      const placed = criteriaOf(rubric)[change.index];
      const text = (percent: number | null): string => (percent === null ? words.blank : String(percent));
      const criterion = placed === undefined ? `${change.index + 1}` : `${placed.question}.${placed.number}`;
      return words.criterion({ criterion, from: text(change.from), to: text(change.to) });
    }
    case 'rubric':
      return words.rubric(change);
    case 'comment':
      return words.comment;
    case 'released':
      return words.released({ total: change.to });
  }
}
