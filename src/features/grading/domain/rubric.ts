import {
  compareExact,
  exactWhole,
  isWhole,
  parseDecimal,
  parseJsonNumber,
  wholeOf,
} from '../../../kernel/exact.ts';
import { coverageFaults, type PercentRange } from './coverage.ts';
import { type Label } from './policy.ts';
import { type WeightProblem, weightProblems } from './weights.ts';

/** A level of the rubric, a range of whole percents. Two bands may carry one label (25–49 and 0–24 do). */
export interface Band extends PercentRange {
  readonly label: Label;
}

export interface Criterion {
  /** As the document numbers it, within its question. */
  readonly number: number;
  readonly text: string;
  /** What each band looks like here, in the order of the rubric's bands. */
  readonly descriptors: readonly string[];
  /** As it was written, "12.5"; absent: see `weightsOf`. */
  readonly weight?: string;
  /** Codes of the learning outcomes that it assesses. */
  readonly outcomes?: readonly string[];
}

export interface Question {
  readonly number: number;
  readonly weight?: string;
  readonly criteria: readonly Criterion[];
}

export interface Rubric {
  readonly title: string;
  readonly bands: readonly Band[];
  readonly questions: readonly Question[];
}

/** A criterion with the number of its question, in the order in which marks are kept. */
export interface PlacedCriterion extends Criterion {
  readonly question: number;
}

/** All criteria of a rubric in order: K of Σ% / K is their count, and every list of percents follows them. */
export function criteriaOf(rubric: Rubric): PlacedCriterion[] {
  return rubric.questions.flatMap(question =>
    question.criteria.map(criterion => ({ ...criterion, question: question.number })),
  );
}

/** The place of the band that holds a whole percent, or null when none does. */
export function findBand(bands: readonly Band[], percent: number): number | null {
  const index = Number.isInteger(percent) ? bands.findIndex(band => isInside(band, percent)) : -1;
  return index === -1 ? null : index;
}

/** The highest percent of the lowest level: what a breach of conduct leaves at most. */
export function lowestCap({ bands }: Rubric): number {
  return Math.min(...bands.map(({ max }) => max));
}

function isInside({ min, max }: PercentRange, percent: number): boolean {
  return min <= percent && percent <= max;
}

export type RubricProblem =
  | { readonly code: 'no-criteria' }
  | {
      readonly code: 'bands-reversed' | 'bands-gap' | 'bands-overlap';
      readonly min: number;
      readonly max: number;
    }
  | { readonly code: 'descriptor-count'; readonly question: number; readonly criterion: number }
  | WeightProblem;

/** Why nobody can be graded by this rubric; empty when one can. Bands must hold each whole percent exactly once. */
export function rubricProblems(rubric: Rubric): RubricProblem[] {
  const criteria = criteriaOf(rubric);
  return [
    ...(criteria.length === 0 ? [{ code: 'no-criteria' } as const] : []),
    ...coverageFaults(rubric.bands).map(({ kind, min, max }) => ({
      code: `bands-${kind}` as const,
      min,
      max,
    })),
    ...criteria
      .filter(({ descriptors }) => descriptors.length !== rubric.bands.length)
      .map(({ question, number }) => ({ code: 'descriptor-count' as const, question, criterion: number })),
    ...weightProblems(rubric),
  ];
}

const hundred = exactWhole(100);

export type PercentProblem = 'not-a-number' | 'not-whole' | 'negative' | 'above-100' | 'outside-band';

export type PercentReading =
  | { readonly ok: true; readonly percent: number | null }
  | { readonly ok: false; readonly problem: PercentProblem };

/**
 * A grader's percent as typed or sent: a whole number from 0 to 100, inside the band when one was picked. Blank is not
 * graded yet (null), never 0. "71,5" is refused, not rounded: the bands are whole-number ranges, and only the grader
 * can say which whole number was meant.
 */
export function readPercent(written: string | number | null, band?: Band | null): PercentReading {
  const text = written === null ? '' : String(written).trim();
  if (text === '') return { ok: true, percent: null };
  const exact = typeof written === 'number' ? parseJsonNumber(text) : parseDecimal(text);
  if (exact === null) return { ok: false, problem: 'not-a-number' };
  if (exact.n < 0) return { ok: false, problem: 'negative' };
  if (compareExact(exact, hundred) > 0) return { ok: false, problem: 'above-100' };
  if (!isWhole(exact)) return { ok: false, problem: 'not-whole' };
  const percent = wholeOf(exact);
  if (band != null && !isInside(band, percent)) return { ok: false, problem: 'outside-band' };
  return { ok: true, percent };
}
