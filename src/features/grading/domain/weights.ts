import {
  compareExact,
  type Exact,
  exactWhole,
  multiplyExact,
  parseDecimal,
  roundExact,
  sumExact,
  wholeOf,
} from '../../../kernel/exact.ts';
import { times } from '../../../kernel/integer.ts';

/** The parts of a rubric that carry weights, so that this file need not know the rest. */
interface Weighted {
  readonly questions: readonly {
    readonly number: number;
    readonly weight?: string;
    readonly criteria: readonly { readonly number: number; readonly weight?: string }[];
  }[];
}

/** `criterion` is null where the weight of a whole question is meant. */
interface WeightPlace {
  readonly question: number;
  readonly criterion: number | null;
}

export type WeightProblem =
  { readonly code: 'weights-both' } | ({ readonly code: 'weight-missing' | 'weight-invalid' } & WeightPlace);

const most = exactWhole(1000);
const nothing = exactWhole(0);
const hundred = exactWhole(100);

/** A weight as it was written: above 0, at most 1000, with at most two digits after the comma. Null: it is none. */
export function parseWeight(written: string): Exact | null {
  const weight = parseDecimal(written.trim());
  if (weight === null || compareExact(weight, nothing) <= 0 || compareExact(weight, most) > 0) return null;
  return hundredthsOf(weight) === null ? null : weight;
}

function hundredthsOf(weight: Exact): number | null {
  const hundredths = multiplyExact(weight, hundred);
  const whole = roundExact(hundredths, 'down');
  return compareExact(whole, hundredths) === 0 ? wholeOf(whole) : null;
}

/**
 * Why the weights of a rubric do not say how much each criterion counts: questions have weights or criteria have,
 * never both; and where one has, all have.
 */
export function weightProblems({ questions }: Weighted): WeightProblem[] {
  const ofQuestions = questions.map(({ number, weight }) => ({ question: number, criterion: null, weight }));
  const ofCriteria = questions.flatMap(({ number, criteria }) =>
    criteria.map(criterion => ({ question: number, criterion: criterion.number, weight: criterion.weight })),
  );
  const has = (list: readonly { weight: string | undefined }[]): boolean =>
    list.some(({ weight }) => weight !== undefined);
  if (has(ofQuestions) && has(ofCriteria)) return [{ code: 'weights-both' }];
  const meant = has(ofQuestions) ? ofQuestions : has(ofCriteria) ? ofCriteria : [];
  return meant.flatMap(({ question, criterion, weight }): WeightProblem[] => {
    if (weight === undefined) return [{ code: 'weight-missing', question, criterion }];
    return parseWeight(weight) === null ? [{ code: 'weight-invalid', question, criterion }] : [];
  });
}

/**
 * How much each criterion counts, in the order of the criteria, as whole numbers in lowest terms: a question's weight
 * is shared equally by its criteria. Null where all count alike, so that the result is the plain mean Σ% / K. Throws
 * RangeError for weights that `weightProblems` complains of.
 */
export function weightsOf(rubric: Weighted): number[] | null {
  if (weightProblems(rubric).length > 0) throw new RangeError('weights that do not go together');
  const shares = rubric.questions.flatMap(({ weight, criteria }) =>
    criteria.map(criterion => ({
      n: BigInt(wholeWeight(weight ?? criterion.weight)),
      d: BigInt(weight === undefined ? 1 : criteria.length),
    })),
  );
  const common = shares.reduce((multiple, { d }) => (multiple * d) / gcd(multiple, d), 1n);
  const whole = shares.map(({ n, d }) => (n * common) / d);
  const divisor = whole.reduce(gcd, 0n);
  const lowest = whole.map(weight => Number(weight / (divisor === 0n ? 1n : divisor)));
  if (!lowest.every(Number.isSafeInteger)) throw new RangeError('weights without a common measure');
  return lowest.every(weight => weight === 1) ? null : lowest;
}

function wholeWeight(written: string | undefined): number {
  if (written === undefined) return 100;
  const weight = parseWeight(written);
  return (weight === null ? null : hundredthsOf(weight)) ?? 100;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** Σ(weight × value) / Σ weight. Throws RangeError unless there is one positive whole weight for each value. */
export function weightedMeanExact(values: readonly Exact[], weights: readonly number[]): Exact {
  if (
    weights.length !== values.length ||
    !weights.every(weight => Number.isSafeInteger(weight) && weight > 0)
  )
    throw new RangeError('one positive whole weight for each value');
  const products = values.map((value, index) => multiplyExact(value, exactWhole(weights[index] ?? 0)));
  const sum = sumExact(products);
  const divisor = wholeOf(sumExact(weights.map(exactWhole)));
  return { n: sum.n, d: times(sum.d, divisor) };
}
