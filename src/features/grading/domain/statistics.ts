import { type Exact, exactWhole, meanExact } from '../../../kernel/exact.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { findPercents } from './draft.ts';
import { type Grade, rulesOf } from './grade.ts';
import { type GradingPolicy, type Letter } from './policy.ts';
import { rubricResult } from './result.ts';
import { criteriaOf, findBand, type Rubric } from './rubric.ts';

/** How strictly one criterion was judged, over the drafts that have a percent in it. */
interface CriterionStatistics {
  readonly question: number;
  readonly number: number;
  readonly count: number;
  /** Exact; null where nobody is graded. */
  readonly mean: Exact | null;
  /** How many percents lie in each band, in the rubric's order. */
  readonly bands: readonly number[];
}

/** How one grader judges: over the complete drafts that this person wrote last. */
interface GraderStatistics {
  readonly by: PersonId;
  readonly count: number;
  readonly mean: Exact;
  readonly lowest: number;
  readonly highest: number;
}

export interface Statistics {
  readonly criteria: readonly CriterionStatistics[];
  readonly graders: readonly GraderStatistics[];
  readonly letters: ReadonlyMap<Letter, number>;
  readonly count: number;
  readonly mean: Exact | null;
}

/** The drafts of an assessment in figures, exact. */
export function statisticsOf(
  rubric: Rubric,
  policy: Pick<GradingPolicy, 'scale' | 'rounding'>,
  grades: readonly Grade[],
): Statistics {
  const results = grades.flatMap(({ draft }) => {
    const percents = findPercents(draft);
    return percents === null ? [] : [{ by: draft.by, ...rubricResult(policy, percents, rulesOf(draft)) }];
  });
  const graders = [...new Set(results.map(({ by }) => by))];
  return {
    criteria: criteriaOf(rubric).map(({ question, number }, index) => {
      const percents = grades.flatMap(({ draft }) => draft.criteria[index] ?? []);
      const bands = rubric.bands.map(
        (_, place) => percents.filter(percent => findBand(rubric.bands, percent) === place).length,
      );
      return { question, number, count: percents.length, mean: meanOf(percents), bands };
    }),
    graders: graders.flatMap(by => {
      const totals = results.filter(result => result.by === by).map(({ total }) => total);
      const mean = meanOf(totals);
      return mean === null
        ? []
        : [{ by, count: totals.length, mean, lowest: Math.min(...totals), highest: Math.max(...totals) }];
    }),
    letters: new Map(
      policy.scale.map(({ letter }) => [letter, results.filter(result => result.letter === letter).length]),
    ),
    count: results.length,
    mean: meanOf(results.map(({ total }) => total)),
  };
}

const meanOf = (numbers: readonly number[]): Exact | null =>
  numbers.length === 0 ? null : meanExact(numbers.map(exactWhole));
