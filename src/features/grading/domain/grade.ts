import { type CourseId, type PersonId } from '../../../kernel/ids.ts';
import { type Draft, emptyDraft, findPercents } from './draft.ts';
import { type Gpa, type Label, type Letter } from './policy.ts';
import { type ResultRules } from './result.ts';
import { findBand, type Rubric } from './rubric.ts';

/** What is graded by a rubric. The final control is the first; its key names the gradebook's column too. */
export const finalControl = 'final';

/** Which page wrote a draft, and its how manieth save it was: a save that comes late or twice is recognised. */
export interface WriteMark {
  readonly client: string;
  readonly seq: number;
}

/** A draft as it is kept: who put it down and when. Only graders see it. */
export interface SavedDraft extends Draft {
  /** A band may be picked before its percent; where a percent stands, this is its band. */
  readonly bands: readonly (number | null)[];
  readonly by: PersonId;
  readonly at: Date;
  /** The grade's `rev` when this draft was written; a release in between does not change it. */
  readonly rev: number;
  /** Null where a form without script wrote it. */
  readonly mark: WriteMark | null;
  /** How much each criterion counted when it was written; absent or null: all alike. */
  readonly weights?: readonly number[] | null;
  /** Absent or null: none was ever recorded. */
  readonly breach?: Breach | null;
  /** Set where it is what two markers have agreed on; any later change is no agreement any more. */
  readonly agreed?: Agreed | null;
  /** How it got here; absent: by the panel. */
  readonly via?: Via;
}

export type Via = 'panel' | 'form' | 'table' | 'agreement';

/** What the second marker had put down when both agreed. */
export interface Agreed {
  readonly second: readonly number[];
  /** `rev` of the second draft: a later one is not what was agreed on. */
  readonly secondRev: number;
  /** Of a commission: what the first marker had put down, and the third where that one was asked. */
  readonly first?: readonly number[];
  readonly third?: readonly number[];
  readonly thirdRev?: number;
}

/** A breach of conduct with its protocol: the result is at most `cap`, whatever was written. */
export interface Breach {
  readonly text: string;
  /** The highest percent of the rubric's lowest level; null: the breach was lifted. */
  readonly cap: number | null;
  readonly by: PersonId;
  readonly at: Date;
  /** The grade's `rev` when it was recorded. */
  readonly rev: number;
}

/** What the student sees and the LMS gets, computed when it was released and never computed again. */
export interface Released {
  readonly criteria: readonly number[];
  readonly comment: string;
  /** The comment as it was written, where its variables were filled in. */
  readonly written?: string;
  readonly total: number;
  readonly letter: Letter;
  readonly gpa: Gpa;
  readonly label: Label;
  readonly policyVersion: number;
  /** The version of the rubric that it was computed and is shown by. */
  readonly rubricVersion: number;
  /** As the draft's. */
  readonly weights?: readonly number[] | null;
  readonly breach?: Breach | null;
  readonly by: PersonId;
  readonly at: Date;
  /** The grade's `rev` when it was released. */
  readonly rev: number;
}

/** One student's grade in one assessment. Every write raises `rev` by one, and the version before it is kept. */
export interface Grade {
  readonly courseId: CourseId;
  readonly assessment: string;
  readonly personId: PersonId;
  readonly rev: number;
  readonly rubricVersion: number;
  readonly draft: SavedDraft;
  readonly released: Released | null;
}

/** What the result of a draft or of a release follows besides its percents. */
export const rulesOf = ({ weights, breach }: Pick<SavedDraft, 'weights' | 'breach'>): ResultRules => ({
  weights: weights ?? null,
  cap: breach?.cap ?? null,
});

export const gradeStates = ['not-started', 'in-progress', 'ready', 'released', 'changed'] as const;
/**
 * `in-progress`: a criterion is still without a percent. `ready`: all have one, nothing is released. `changed`: the
 * student sees something else than the draft says.
 */
export type GradeState = (typeof gradeStates)[number];

export function stateOf(grade: Pick<Grade, 'draft' | 'released'> | null): GradeState {
  if (grade === null) return 'not-started';
  const { draft, released } = grade;
  if (released !== null)
    return isSameWork(draft, released) && isSameRules(draft, released) ? 'released' : 'changed';
  if (findPercents(draft) !== null) return 'ready';
  const isEmpty = [...draft.criteria, ...draft.bands].every(value => value === null) && draft.comment === '';
  return isEmpty ? 'not-started' : 'in-progress';
}

/** The percents that a release would show; null when there is nothing new to release or a criterion is missing. */
export function findReleasable(grade: Grade): number[] | null {
  const state = stateOf(grade);
  return state === 'ready' || state === 'changed' ? findPercents(grade.draft) : null;
}

type WithRules = Pick<SavedDraft, 'weights' | 'breach'>;
const isSameRules = (one: WithRules, other: WithRules): boolean =>
  isSameList(one.weights ?? [], other.weights ?? []) &&
  (one.breach?.cap ?? null) === (other.breach?.cap ?? null) &&
  (rulesOf(one).cap === null || one.breach?.text === other.breach?.text);

function isSameWork(one: Draft & WithRules, other: Released): boolean {
  const criteria = rulesOf(one).cap == null ? one.criteria : one.criteria.map(percent => percent ?? 0);
  return one.comment === (other.written ?? other.comment) && isSameList(criteria, other.criteria);
}

/** Whether two drafts say the same, whoever wrote them. */
export function isSameDraft(one: DraftContent, other: DraftContent): boolean {
  return (
    one.comment === other.comment &&
    isSameList(one.criteria, other.criteria) &&
    isSameList(one.bands, other.bands)
  );
}

function isSameList(one: readonly (number | null)[], other: readonly (number | null)[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

/** What a grader decides; the rest of a saved draft says who and when. */
export type DraftContent = Pick<SavedDraft, 'criteria' | 'bands' | 'comment'>;

/** The band of each criterion: that of its percent, else the one that was picked without a percent. */
export function bandsOf(
  rubric: Rubric,
  criteria: readonly (number | null)[],
  picked: readonly (number | null)[] | undefined,
): (number | null)[] {
  return criteria.map((percent, index) =>
    percent === null ? (picked?.[index] ?? null) : findBand(rubric.bands, percent),
  );
}

export function emptyContent(rubric: Rubric): DraftContent {
  const empty = emptyDraft(rubric);
  return { ...empty, bands: empty.criteria };
}
