import { type GradeLabel } from '../types.ts';
import { fold } from './letters.ts';

/** The traditional grade in words. The longer word comes first where one contains the other. */
const labels: readonly (readonly [GradeLabel, RegExp])[] = [
  ['unsatisfactory', /қанағаттанарлықсыз|қанағаттанғысыз|неудовл|unsatisf|\bfail|не зачтено/u],
  ['satisfactory', /қанағат|удовл|satisf/u],
  ['excellent', /өте жақсы|отлично|excellent|үздік/u],
  ['good', /жақсы|хорошо|good/u],
];

/** What the words of a grade mean, or null. */
export function gradeLabelOf(text: string): GradeLabel | null {
  const folded = fold(text.slice(0, 300));
  return labels.find(([, words]) => words.test(folded))?.[0] ?? null;
}
