import { decimalMark, formatInstant } from '../../kernel/dates.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type UsableAssessment } from './assessmentService.ts';
import { findNextToDo, findPosition, type ListedStudent, type Neighbour } from './classList.ts';
import { findPercents, longestComment } from './domain/draft.ts';
import { emptyContent, type Grade } from './domain/grade.ts';
import {
  type DraftProblem,
  longestAnswers,
  longestTicket,
  packStudents,
  type PackedPanelModel,
  type PanelGrade,
  type PanelWork,
} from './domain/panel.ts';
import { rubricResult } from './domain/result.ts';
import { criteriaOf, lowestCap, type PlacedCriterion } from './domain/rubric.ts';
import { sumLine } from './domain/sumLine.ts';
import { bandTones, labelText, scoreView, stateChip } from './gradeWords.ts';
import { panelWords, problemText } from './panelWords.ts';

/** What the form shows: what is kept, or what somebody typed and could not be saved. */
export interface ShownForm {
  readonly percents: readonly string[];
  readonly bands: readonly (number | null)[];
  readonly comment: string;
  /** The draft that a save from this page will follow. */
  readonly rev: number;
}

/** Why the page is shown again instead of being saved. */
export type Trouble =
  | { readonly kind: 'invalid'; readonly problems: readonly DraftProblem[] }
  | { readonly kind: 'conflict'; readonly grade: Grade; readonly by: string | null }
  | { readonly kind: 'rubric-changed' | 'closed' };

export interface PanelInput {
  readonly assessment: UsableAssessment;
  readonly students: readonly Neighbour[];
  readonly student: ListedStudent;
  readonly form: ShownForm;
  readonly trouble: Trouble | null;
  /** Kept comments to choose from. */
  readonly comments: readonly { readonly text: string }[];
  /** The student's grade as the script gets it. */
  readonly grade: PanelGrade;
  readonly work: PanelWork | null;
  /** Why nothing can be changed, and where one asks to; null: it can. */
  readonly closed: { readonly text: string; readonly href: string; readonly link: string } | null;
}

export function formOf(assessment: UsableAssessment, grade: Grade | null): ShownForm {
  const { criteria, bands, comment } = grade?.draft ?? emptyContent(assessment.rubric);
  const percents = criteria.map(percent => (percent === null ? '' : String(percent)));
  return { percents, bands, comment, rev: grade?.draft.rev ?? 0 };
}

/** The page of one student: rubric, marks, result, comment, and what the script needs. */
export function panelView(context: LaunchContext, input: PanelInput) {
  const { t, base, actor } = context;
  const { assessment, students, student, form, trouble } = input;
  const criteria = criteriaOf(assessment.rubric);
  const address = `${base}/grading/${student.key}`;
  const percents = student.grade === null ? null : findPercents(student.grade.draft);
  return {
    name: student.name,
    studentId: student.key,
    state: stateChip(student.state, t),
    address,
    listAddress: `${base}/grading`,
    canRelease: actor.can('grades.release') && assessment.gradesKey === assessment.key,
    lowestCap: lowestCap(assessment.rubric),
    releasable: student.releasable && input.closed === null,
    questions: questionsOf(context, input, criteria),
    score: percents === null ? null : resultView(context, assessment, percents, input.grade.cap),
    graded: student.grade?.draft.criteria.filter(percent => percent !== null).length ?? 0,
    criteria: criteria.length,
    form,
    work: workView(input.work),
    longestTicket,
    longestAnswers,
    comments: input.comments,
    bandKeys: assessment.rubric.bands.length,
    rubricVersion: assessment.rubricVersion,
    commentError: commentError(trouble, context),
    commentTooLong: t.grading.panel.commentTooLong({ max: longestComment }),
    pager: pagerOf(context, students, student),
    grade: input.grade,
    conflict: conflictView(context, input, criteria),
    notice: noticeOf(context, trouble),
    closed: input.closed,
    model: JSON.stringify(modelOf(context, input, criteria.length)),
  };
}

function workView(work: PanelWork | null) {
  const { rev, ticket, url, answers } = work ?? { rev: 0, ticket: '', url: '', answers: '' };
  return { rev, ticket, url, answers, isEmpty: ticket === '' && url === '' && answers === '' };
}

function questionsOf(context: LaunchContext, input: PanelInput, criteria: readonly PlacedCriterion[]) {
  const { questions } = input.assessment.rubric;
  return questions.map(({ number }) => ({
    title: context.t.grading.panel.question({ number }),
    id: `question-${number}`,
    criteria: criteria.flatMap((criterion, index) =>
      criterion.question === number ? [criterionView(context, input, criterion, index)] : [],
    ),
  }));
}

function criterionView(
  { t, lang }: LaunchContext,
  { assessment, form, trouble }: PanelInput,
  criterion: PlacedCriterion,
  index: number,
) {
  const words = t.grading.panel;
  const { bands } = assessment.rubric;
  const tones = bandTones(bands);
  const chosen = form.bands[index] ?? null;
  const band = chosen === null ? null : (bands[chosen] ?? null);
  const range = `${band?.min ?? 0}–${band?.max ?? 100}`;
  return {
    id: `criterion-${index}`,
    number: `${criterion.question}.${criterion.number}`,
    title: criterion.text,
    lang: assessment.lang,
    legend: words.bands({ criterion: `${criterion.question}.${criterion.number}` }),
    bandName: `band-${index}`,
    bands: bands.map(({ min, max, label }, place) => ({
      value: place,
      range: `${min}–${max}`,
      label: labelText(assessment.policy, label, { t, lang }),
      tone: tones[place],
      text: criterion.descriptors[place],
      chosen: place === chosen,
    })),
    percent: {
      name: `percent-${index}`,
      label: words.percent,
      value: form.percents[index] ?? '',
      hint: words.range({ range }),
      error: criterionError(trouble, index, band, t),
    },
  };
}

function criterionError(
  trouble: Trouble | null,
  index: number,
  band: { readonly min: number; readonly max: number } | null,
  t: LaunchContext['t'],
): string | undefined {
  if (trouble?.kind !== 'invalid') return undefined;
  const problem = trouble.problems.find(one => one.field === 'criterion' && one.index === index);
  return problem?.field === 'criterion' ? problemText(problem.code, band, t) : undefined;
}

function commentError(trouble: Trouble | null, { t }: LaunchContext): string | null {
  const isTooLong = trouble?.kind === 'invalid' && trouble.problems.some(({ field }) => field === 'comment');
  return isTooLong ? t.grading.panel.commentTooLong({ max: longestComment }) : null;
}

function resultView(
  { t, lang }: LaunchContext,
  assessment: UsableAssessment,
  percents: readonly number[],
  cap: number | null,
) {
  const { policy, weights } = assessment;
  const result = rubricResult(policy, percents, { weights, cap });
  return {
    ...scoreView(result, policy, { t, lang }),
    sum: sumLine(percents, result.total, decimalMark(lang), weights),
  };
}

function pagerOf({ t, base }: LaunchContext, students: readonly Neighbour[], student: Neighbour) {
  const position = findPosition(students, student.id) ?? { index: 0, previous: null, next: null };
  const link = (to: Neighbour | null, word: string) => ({
    href: to === null ? `${base}/grading` : `${base}/grading/${to.key}`,
    text: to === null ? word : `${word}: ${to.name}`,
    hidden: to === null,
  });
  return {
    position: t.grading.panel.position({ place: position.index + 1, of: students.length }),
    previous: link(position.previous, t.shell.previous),
    next: link(position.next, t.shell.next),
    toDo: findNextToDo(students, position.index)?.key ?? null,
  };
}

/** Both versions side by side; hidden until there are two. */
function conflictView({ t }: LaunchContext, input: PanelInput, criteria: readonly PlacedCriterion[]) {
  const { trouble, form, assessment } = input;
  const words = t.grading.panel.conflict;
  const theirs = trouble?.kind === 'conflict' ? trouble.grade.draft : null;
  const at = theirs === null ? '' : formatInstant(theirs.at, assessment.timeZone);
  const by = trouble?.kind === 'conflict' ? trouble.by : null;
  const differ = (one: string, other: string): boolean => theirs !== null && one !== other;
  const row = (label: string, mine: string, saved: string) => ({
    label,
    mine,
    saved,
    differs: differ(mine, saved),
  });
  return {
    hidden: theirs === null,
    text: theirs === null ? '' : by === null ? words.self({ at }) : words.with({ name: by, at }),
    rows: [
      ...criteria.map(({ question, number }, index) =>
        row(
          `${question}.${number}`,
          form.percents[index] ?? '',
          theirs === null ? '' : String(theirs.criteria[index] ?? ''),
        ),
      ),
      row(words.comment, form.comment, theirs?.comment ?? ''),
    ],
  };
}

function noticeOf({ t }: LaunchContext, trouble: Trouble | null): string | null {
  if (trouble?.kind === 'invalid') return t.grading.panel.invalid;
  if (trouble?.kind === 'closed') return t.policy.windows.problem;
  return trouble?.kind === 'rubric-changed' ? t.grading.panel.rubricChanged : null;
}

function modelOf(context: LaunchContext, input: PanelInput, criteria: number): PackedPanelModel {
  const { assessment, students, student } = input;
  return {
    address: `${context.base}/grading`,
    csrf: context.csrf,
    storage: `${context.actor.courseId}:${context.actor.personId}`,
    rubricVersion: assessment.rubricVersion,
    scale: assessment.policy.scale,
    rounding: assessment.policy.rounding.mode,
    bands: assessment.rubric.bands,
    criteria,
    weights: assessment.weights,
    mark: decimalMark(context.lang),
    current: student.key,
    grade: input.grade,
    work: input.work,
    trouble: input.trouble?.kind ?? null,
    students: packStudents(students.map(({ key, name, state }) => ({ id: key, name, state }))),
    words: panelWords(context, assessment.policy),
  };
}
