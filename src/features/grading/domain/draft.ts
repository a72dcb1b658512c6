import { criteriaOf, type PercentProblem, readPercent, type Rubric } from './rubric.ts';

/** What a grader has put down for one student so far: a percent for each criterion in order, null where none yet. */
export interface Draft {
  readonly criteria: readonly (number | null)[];
  readonly comment: string;
}

/** A draft as it comes from a form or a script, before anything about it is believed. */
export interface DraftInput {
  readonly criteria: readonly (string | number | null)[];
  /** Places of the bands that were picked, where the grader picked one. */
  readonly bands?: readonly (number | null)[];
  readonly comment: string;
}

type DraftProblem =
  | { readonly field: 'criterion'; readonly index: number; readonly code: PercentProblem | 'unknown-band' }
  | { readonly field: 'criteria'; readonly code: 'count' }
  | { readonly field: 'comment'; readonly code: 'too-long' };

export type DraftReading =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly problems: readonly DraftProblem[] };

/** UTF-16 units; as a text area's `maxlength` counts. */
export const longestComment = 5000;

export const emptyDraft = (rubric: Rubric): Draft => ({
  criteria: criteriaOf(rubric).map(() => null),
  comment: '',
});

/** Checks every field and reports each problem at its field, so that one bad cell never hides another. */
export function readDraft(rubric: Rubric, input: DraftInput): DraftReading {
  const problems: DraftProblem[] = [];
  if (input.criteria.length !== criteriaOf(rubric).length)
    problems.push({ field: 'criteria', code: 'count' });
  const criteria = input.criteria.map((written, index) => {
    const place = input.bands?.[index] ?? null;
    const band = place === null ? null : rubric.bands[place];
    if (band === undefined) {
      problems.push({ field: 'criterion', index, code: 'unknown-band' });
      return null;
    }
    const reading = readPercent(written, band);
    if (reading.ok) return reading.percent;
    problems.push({ field: 'criterion', index, code: reading.problem });
    return null;
  });
  const comment = input.comment.replaceAll('\r\n', '\n').trim();
  if (comment.length > longestComment) problems.push({ field: 'comment', code: 'too-long' });
  return problems.length === 0 ? { ok: true, draft: { criteria, comment } } : { ok: false, problems };
}

/**
 * The percents of a draft in which every criterion is graded, or null while one is missing. After a breach of conduct
 * nothing needs to be graded: what has no percent counts 0.
 */
export function findPercents(
  draft: Draft & { readonly breach?: { readonly cap: number | null } | null },
): number[] | null {
  if (draft.breach?.cap != null) return draft.criteria.map(percent => percent ?? 0);
  const percents = draft.criteria.filter(percent => percent !== null);
  return percents.length === draft.criteria.length && percents.length > 0 ? percents : null;
}
