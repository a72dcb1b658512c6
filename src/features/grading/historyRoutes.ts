import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.ts';
import { type Lang } from '../../i18n/lang.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { type RosterStore } from '../roster/index.ts';
import { assessmentFor, type AssessmentService } from './assessmentService.ts';
import { eventsOf, type GradeChange } from './domain/history.ts';
import { criteriaOf, type Rubric } from './domain/rubric.ts';
import { type GradeStore } from './gradeStore.ts';
import { namingOf } from './gradeWords.ts';
import { getStudent, identitiesOf } from './identities.ts';
import { nameIn } from './classList.ts';

export interface HistoryParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly findPolicyMoves: FindPolicyMoves;
}

/** What another version of the policy has changed for a student, in words, newest first. */
export type FindPolicyMoves = (
  courseId: CourseId,
  personId: PersonId,
  lang: Lang,
) => Promise<readonly { readonly at: Date; readonly by: string; readonly changes: readonly string[] }[]>;

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
  const assessment = assessmentFor(await parts.assessmentService.getUsable(actor.courseId), actor.personId);
  const identities = await identitiesOf(parts, assessment);
  const student = await getStudent(identities, unsafeId);
  const [versions, members, rubrics] = await Promise.all([
    parts.grades.versions(actor.courseId, assessment.gradesKey, student.person.id),
    parts.roster.members(actor.courseId),
    parts.assessmentService.rubricsOf(assessment),
  ]);
  const names = new Map(members.map(member => [member.person.id, naming.nameOf(member)]));
  const isNamed = !assessment.settings.anonymous || versions.at(-1)?.released != null;
  // Numbers of current work would tell whose work it is.
  const moves = isNamed ? await parts.findPolicyMoves(actor.courseId, student.person.id, context.lang) : [];
  const written = eventsOf(versions, [...rubrics.values()]).map(event => ({
    instant: event.at,
    by: names.get(event.by) ?? '–',
    via: event.via === null ? '' : t.grading.panel.history.via[event.via],
    changes: event.changes.map(change =>
      changeText(change, rubrics.get(event.rubricVersion)?.rubric ?? assessment.rubric, context),
    ),
  }));
  return page('grading/history', t.grading.panel.history.title, {
    name: nameIn(identities, naming, student),
    address: `${base}/grading/${identities.keyOf(student.person.id)}`,
    facts: [
      { term: t.grading.panel.history.course, value: context.course.title },
      { term: t.grading.panel.history.assessment, value: t.grading.assessment },
      { term: t.grading.panel.history.versions, value: String(versions.length) },
    ],
    // The newest first: that is what an appeal is about.
    events: [...written.reverse(), ...moves.map(({ at, ...move }) => ({ ...move, instant: at, via: '' }))]
      .filter(({ changes }) => changes.length > 0)
      .toSorted((one, other) => other.instant.getTime() - one.instant.getTime())
      .map(({ instant, ...event }) => ({ ...event, at: formatInstant(instant, assessment.timeZone) })),
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
      return words.comment({ from: change.from || words.blank, to: change.to || words.blank });
    case 'breach':
      return change.lifted ? words.breachLifted(change) : words.breach(change);
    case 'released':
      return change.from === null
        ? words.released({ total: change.to })
        : words.releasedAgain({ from: change.from, to: change.to });
  }
}
