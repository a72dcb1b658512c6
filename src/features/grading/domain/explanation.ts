import {
  compareExact,
  type Exact,
  exactOfNumber,
  exactWhole,
  isWhole,
  meanExact,
  multiplyExact,
  roundExact,
  type RoundingMode,
  sumExact,
  wholeOf,
} from '../../../kernel/exact.ts';
import { weightedMeanExact } from './weights.ts';

const hundredth: Exact = { n: 1, d: 100 };

/** The marks of a course or `criterion-1` …, what they become, and the whole `total` at the end. */
export type StepName =
  | `criterion-${number}`
  | `rk${number}`
  | `rk${number}-rounded`
  | 'exam'
  | 'exam-rounded'
  | 'midterms'
  | 'midterms-share'
  | 'exam-share'
  | 'sum'
  | 'mean'
  | 'capped'
  | 'total';

/**
 * One line of a computation that can be repeated by hand. `of` names the earlier steps it takes its numbers from;
 * `value` is exact. The last step is the result.
 */
export type Step = { readonly name: StepName; readonly value: Exact } & (
  | { readonly operation: 'given' }
  | { readonly operation: 'mean' | 'sum'; readonly of: readonly StepName[] }
  | {
      readonly operation: 'weighted-mean';
      readonly of: readonly StepName[];
      /** One for each of `of`: Σ(weight × value) / Σ weight. */
      readonly weights: readonly number[];
    }
  | { readonly operation: 'cap'; readonly of: StepName; readonly at: Exact }
  | { readonly operation: 'share'; readonly of: StepName; readonly percent: Exact }
  | { readonly operation: 'round'; readonly of: StepName; readonly mode: RoundingMode }
);

/**
 * Computes and writes down at the same time: a number gets into a result only by a step, so the explanation cannot say
 * something else than what was computed.
 */
export class Working {
  readonly steps: Step[] = [];

  given(name: StepName, value: Exact): Step {
    return this.#write({ name, operation: 'given', value });
  }

  /** Makes a control whole, as it stands in a statement; one that is whole already gets no step. */
  rounded(name: StepName, step: Step, mode: RoundingMode): Step {
    return isWhole(step.value) ? step : this.#round(name, step, mode);
  }

  /** The last step: the whole total. */
  total(step: Step, mode: RoundingMode): number {
    return wholeOf(this.#round('total', step, mode).value);
  }

  mean(name: StepName, steps: readonly Step[]): Step {
    const value = meanExact(steps.map(step => step.value));
    return this.#write({ name, operation: 'mean', of: steps.map(step => step.name), value });
  }

  weightedMean(name: StepName, steps: readonly Step[], weights: readonly number[]): Step {
    const value = weightedMeanExact(
      steps.map(step => step.value),
      weights,
    );
    return this.#write({
      name,
      operation: 'weighted-mean',
      of: steps.map(step => step.name),
      weights,
      value,
    });
  }

  /** At most `most`; a value that is not above gets no step. */
  capped(name: StepName, step: Step, most: number): Step {
    const at = exactWhole(most);
    if (compareExact(step.value, at) <= 0) return step;
    return this.#write({ name, operation: 'cap', of: step.name, at, value: at });
  }

  sum(name: StepName, steps: readonly Step[]): Step {
    const value = sumExact(steps.map(step => step.value));
    return this.#write({ name, operation: 'sum', of: steps.map(step => step.name), value });
  }

  /** `percent` % of a step's value. */
  share(name: StepName, step: Step, percentNumber: number): Step {
    const percent = exactOfNumber(percentNumber);
    const value = multiplyExact(multiplyExact(step.value, percent), hundredth);
    return this.#write({ name, operation: 'share', of: step.name, percent, value });
  }

  #round(name: StepName, step: Step, mode: RoundingMode): Step {
    return this.#write({
      name,
      operation: 'round',
      of: step.name,
      mode,
      value: roundExact(step.value, mode),
    });
  }

  #write(step: Step): Step {
    this.steps.push(step);
    return step;
  }
}
