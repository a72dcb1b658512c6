import { type Catalogue } from '../../../i18n/index.ts';
import { type Lang } from '../../../i18n/lang.ts';
import { findingMessage, rubricFindings } from '../../syllabus/index.ts';
import { criteriaOf, type Rubric, type RubricProblem } from '../domain/rubric.ts';
import { type FormProblem } from '../domain/rubricForm.ts';

/** Why nobody can be graded by a rubric, in words. */
export function rubricProblemText(problem: RubricProblem, t: Catalogue): string {
  const words = t.grading.none.problems;
  switch (problem.code) {
    case 'no-criteria':
    case 'weights-both':
      return words[problem.code];
    case 'descriptor-count':
      return words[problem.code](problem);
    case 'weight-missing':
    case 'weight-invalid':
      return words[problem.code](problem);
    default:
      return words[problem.code](problem);
  }
}

export function formProblemText(problem: FormProblem, t: Catalogue): string {
  const words = t.grading.rubrics.problems;
  switch (problem.code) {
    case 'band-edge':
      return words[problem.code](problem);
    case 'criterion-blank':
      return words[problem.code](problem);
    default:
      return rubricProblemText(problem, t);
  }
}

/** A finding as the component of that name prints it. */
interface FindingItem {
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
}

/** What to look at twice in a rubric that one can grade by: the syllabus's own checks, and codes that nobody knows. */
export function rubricAdvice(
  rubric: Rubric,
  course: { readonly title: string; readonly outcomes: readonly string[] },
  { t, lang }: { readonly t: Catalogue; readonly lang: Lang },
): FindingItem[] {
  const document = {
    title: rubric.title === '' ? null : rubric.title,
    form: null,
    platform: null,
    bands: [...rubric.bands],
    questions: rubric.questions.map(({ number, criteria }) => ({
      number,
      criteria: criteria.map(({ descriptors, ...criterion }) => ({
        number: criterion.number,
        text: criterion.text,
        descriptors: [...descriptors],
      })),
    })),
  };
  const findings = rubricFindings({ rubric: document, course }, { exampleCriteria: null });
  const known = new Set(course.outcomes);
  const codes = criteriaOf(rubric).flatMap(({ outcomes = [] }) => outcomes);
  const unknown = known.size === 0 ? [] : [...new Set(codes)].filter(code => !known.has(code));
  return [
    ...findings.map(finding => ({ severity: finding.severity, text: findingMessage(finding, lang) })),
    ...(unknown.length === 0
      ? []
      : [
          {
            severity: 'warning' as const,
            text: t.grading.rubrics.unknownOutcomes({ codes: unknown.join(', ') }),
          },
        ]),
  ];
}
