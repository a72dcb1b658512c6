import { formatInstant } from '../../kernel/dates.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type RosterStore } from '../roster/index.ts';
import { type UsableAssessment } from './assessmentService.ts';
import { emptyContent, type Grade, stateOf } from './domain/grade.ts';
import { type PanelGrade } from './domain/panel.ts';
import { namingOf } from './gradeWords.ts';

/** Makes of a grade what the panel shows; null is a student for whom nothing was put down. */
export type PanelGradeOf = (grade: Grade | null) => PanelGrade;

/** Looks up whoever wrote these grades, so that each can say who changed it last. */
export async function panelGrades(
  roster: Pick<RosterStore, 'findMember'>,
  context: LaunchContext,
  assessment: UsableAssessment,
  grades: readonly Grade[],
): Promise<PanelGradeOf> {
  const naming = namingOf(context);
  const graders = [
    ...new Set(grades.flatMap(({ draft: { by, breach } }) => (breach == null ? [by] : [by, breach.by]))),
  ];
  const members = await Promise.all(graders.map(id => roster.findMember(context.actor.courseId, id)));
  const names = new Map<PersonId, string>();
  for (const member of members) if (member !== null) names.set(member.person.id, naming.nameOf(member));

  const words = context.t.grading.panel;
  const at = (instant: Date): string => formatInstant(instant, assessment.timeZone);
  return grade => {
    if (grade === null) {
      const content = emptyContent(assessment.rubric);
      return {
        ...content,
        rev: 0,
        cap: null,
        breach: null,
        state: stateOf(null),
        released: null,
        changed: null,
      };
    }
    const { draft, released } = grade;
    const { criteria, bands, comment, rev, breach } = draft;
    const cap = breach?.cap ?? null;
    return {
      ...{ criteria, bands, comment, rev, cap, state: stateOf(grade) },
      breach:
        breach == null || cap === null
          ? null
          : words.breach.shown({
              text: breach.text,
              cap,
              name: names.get(breach.by) ?? '–',
              at: at(breach.at),
            }),
      released:
        released === null
          ? null
          : words.releasedAs({ total: released.total, letter: released.letter, at: at(released.at) }),
      changed: words.lastChange({ name: names.get(draft.by) ?? '–', at: at(draft.at) }),
    };
  };
}
